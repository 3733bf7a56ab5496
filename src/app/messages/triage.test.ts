import '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { newId } from '#ground/id.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { testApi, testWho, useTestHouse } from '../testing.ts';
import { ANNA, mailInTesting, mailOf } from './testing-mail-in.ts';

/** What the rules of a practice make of mail. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await mailIn.listen();
});
afterAll(() => listener.stop());

const begin = async () => {
  const begun = await mailIn.begin();
  const { practice, who, api, address } = begun;
  await member(house.kernel, practice, who, 'Owen Test');
  const staff = testWho('Staff');
  await member(house.kernel, practice, staff, 'Stella Test');
  const comes = async (...subjects: string[]) => {
    for (const subject of subjects) {
      const raw = mailOf({ Subject: subject, 'Message-ID': `<${newId()}@bay.example>` });
      expect(await mailIn.send(listener, { from: ANNA, to: address, raw })).toMatch(/^250/);
    }
    await mailIn.readAll(practice);
    return (await api('GET', '/items?sort=-number')).body.items;
  };
  const made = async (path: string, body: object) => {
    const { status, body: answer } = await api('POST', path, body);
    expect(status, JSON.stringify(answer)).toBe(201);
    return answer;
  };
  const ask = (method: 'PUT' | 'PATCH' | 'DELETE', path: string, version: number, body?: object) =>
    api(method, path, body, { 'if-match': `"${version}"` });
  /** Tried and switched on. */
  const on = async (rule: { id: string }) => {
    const tried = await api('POST', `/triage-rules/${rule.id}/trial`, {});
    expect(tried.status, JSON.stringify(tried.body)).toBe(200);
    expect((await ask('PUT', `/triage-rules/${rule.id}/switch`, tried.body.version, { on: true })).status).toBe(200);
    return tried.body;
  };
  return { ...begun, staff, comes, made, ask, on };
};

test('IN-186 a rule is tried on what came before it is switched on; then it sets its fields before what the address says, and the timeline names it', async () => {
  const { api, who, staff, comes, made, ask, on } = await begin();
  const { id: tag } = await made('/tags', { name: 'Urgent', applies_to: ['item'] });
  const { id: category } = await made('/categories', { name: 'Tax letters', due_after: { n: 9, unit: 'days' } });
  await made('/intake-addresses', { tag: null, assignee_id: who.member_id });
  await comes('A tax letter', 'Lease');
  const sets = { category_id: category, assignee_id: staff.member_id, due_after: { n: 2, unit: 'days' }, tags: [tag] };
  const rule = await made('/triage-rules', { name: 'Tax', when: { senders: ['bay.example'], words: ['tax'] }, sets });
  expect(rule).toMatchObject({ on: false, tried: false });
  expect((await ask('PUT', `/triage-rules/${rule.id}/switch`, 1, { on: true })).body.code).toBe('not_tried');
  const [off] = await comes('Another tax letter');
  expect(off).toMatchObject({ category_id: null, assignee_id: who.member_id, tags: [] });

  const tried = await on(rule);
  expect(tried.looked_at).toBe(3);
  expect(tried.items).toMatchObject([
    { kind: 'mail', subject: 'Another tax letter', sender: ANNA, item: { number: 3 } },
    {
      subject: 'A tax letter',
      item: { number: 1 },
      changes: [
        { field: 'category', before: null, after: 'Tax letters' },
        { field: 'assignee', before: 'Owen Test', after: 'Stella Test' },
        { field: 'due', before: null },
        { field: 'tags', before: null, after: 'Urgent' },
      ],
    },
  ]);

  const [item] = await comes('One more tax letter');
  const day = Temporal.Instant.from(item.created_at).toZonedDateTimeISO('Europe/London').toPlainDate();
  expect(item).toMatchObject({
    status: 'outstanding',
    decision: null,
    category_id: category,
    assignee_id: staff.member_id,
    due_on: day.add({ days: 2 }).toString(),
    tags: [tag],
  });
  const events = (await api('GET', `/events?thing=item:${item.id}`)).body.items as { sentence: string }[];
  expect(events.map(({ sentence }) => sentence).join('\n')).toContain(
    'set the category, who gets it, the due date and the tags by the rule «Tax»',
  );
  expect((await comes('Lease again'))[0]).toMatchObject({ category_id: null, assignee_id: who.member_id });
});

test('IN-186 IN-76 what a rule sets aside makes no item, says by which rule, and becomes one by a member’s press', async () => {
  const { api, comes, made, on } = await begin();
  await comes('News of the week');
  const rule = await made('/triage-rules', { name: 'News', when: { words: ['news'] }, sets: { set_aside: true } });
  expect((await on(rule)).items).toMatchObject([
    { subject: 'News of the week', changes: [{ field: 'set_aside', before: null, after: 'News' }] },
  ]);
  expect(await comes('News of today', 'Lease')).toMatchObject([{ subject: 'Lease' }, { subject: 'News of the week' }]);
  const [aside] = (await api('GET', '/arrivals?outcome=set_aside')).body.items;
  expect(aside).toMatchObject({ subject: 'News of today', because: 'The rule «News» sets it aside.' });
  expect((await api('POST', `/arrivals/${aside.id}/item`, {})).status).toBe(201);
  expect(await comes()).toMatchObject([{ subject: 'News of today' }, {}, {}]);
});

test('IN-186 rules stand in an order that is changed as a whole, are changed and deleted by Owners and Admins, and end with what they name', async () => {
  const { practice, api, staff, comes, made, ask, on } = await begin();
  const give = (assignee_id: string | undefined) => ({ when: { senders: [ANNA] }, sets: { assignee_id } });
  const { id: category } = await made('/categories', { name: 'Mail' });
  const first = await made('/triage-rules', { name: 'First', ...give(staff.member_id) });
  const sets = { category_id: category };
  const second = await made('/triage-rules', { name: 'Second', when: { senders: ['bay.example'] }, sets });
  await on(first);
  await on(second);
  const listed = async () =>
    (await api('GET', '/triage-rules')).body.items as { id: string; version: number; name: string }[];
  const order = await api('PUT', '/triage-rules/order', { ids: [second.id, first.id] });
  expect(order.body.items.map(({ name }: { name: string }) => name)).toEqual(['Second', 'First']);
  expect((await api('PUT', '/triage-rules/order', { ids: [second.id] })).status).toBe(422);
  expect((await comes('Hello'))[0]).toMatchObject({ category_id: category, assignee_id: staff.member_id });
  expect((await ask('DELETE', `/categories/${category}`, 1)).status).toBe(200);
  expect((await comes('Hello again'))[0]).toMatchObject({ category_id: null, assignee_id: staff.member_id });
  const by = testApi(house.kernel, practice, [v1(house.house)], staff);
  expect((await by('POST', `/triage-rules/${first.id}/trial`, {})).status).toBe(404);
  const { version } = (await listed()).find(({ id }) => id === first.id)!;
  expect((await ask('DELETE', `/triage-rules/${first.id}`, version)).status).toBe(200);
  expect((await listed()).map(({ name }) => name)).toEqual(['Second']);
  expect((await comes('And again'))[0]).toMatchObject({ assignee_id: null });
});
