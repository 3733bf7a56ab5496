import '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { testApi, testWho, useTestHouse } from '../testing.ts';
import { ANNA, mailInTesting, mailOf } from './testing-mail-in.ts';

/** What is proposed for mail that nobody has settled. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await mailIn.listen();
});
afterAll(() => listener.stop());

interface Proposed {
  key: string;
  because: string;
}

const begin = async () => {
  const begun = await mailIn.begin();
  const { practice, who, api, address } = begun;
  await member(house.kernel, practice, who, 'Owen Test');
  const staff = testWho('Staff');
  await member(house.kernel, practice, staff, 'Stella Test');
  /** The newest item after a mail came. */
  const comes = async (subject: string, from = ANNA, headers: Record<string, string> = {}) => {
    const name = { 'Message-ID': `<${newId()}@bay.example>`, From: from };
    expect(
      await mailIn.send(listener, { from, to: address, raw: mailOf({ Subject: subject, ...name, ...headers }) }),
    ).toMatch(/^250/);
    await mailIn.readAll(practice);
    return newest();
  };
  const newest = async () =>
    (await api('GET', '/items?sort=-number')).body.items[0] as { id: Id; number: number; version: number };
  const item = async (id: Id) => (await api('GET', `/items/${id}`)).body;
  const proposed = async (id: Id, by = api): Promise<Proposed[]> =>
    (await by('GET', `/items/${id}/proposals`)).body.items;
  const keys = async (id: Id, by = api) => (await proposed(id, by)).map(({ key }) => key);
  const ask = (id: Id, what: string, body: object, version: number) =>
    api('POST', `/items/${id}/proposals/${what}`, body, { 'if-match': `"${version}"` });
  const client = async (organisation_name: string) =>
    (await api('POST', '/clients', { organisation_name, emails: [{ address: ANNA }] })).body.id as Id;
  const as = (person: typeof staff) => testApi(house.kernel, practice, [v1(house.house)], person);
  return { ...begun, staff, as, comes, item, proposed, keys, ask, client };
};

test('IN-182 nothing is set before a member accepts; accepting all is one act with one way back, and what was declined stays away', async () => {
  const { api, staff, comes, item, proposed, keys, ask, client } = await begin();
  const category = (await api('POST', '/categories', { name: 'Tax letters', due_after: { n: 3, unit: 'days' } })).body
    .id;
  for (const subject of ['One', 'Two']) {
    const { id, version } = await comes(subject);
    await api('PATCH', `/items/${id}`, { category_id: category, due_on: '2030-01-02' }, { 'if-match': `"${version}"` });
    const given = await api(
      'PUT',
      `/items/${id}/assignment`,
      { assignee_id: staff.member_id },
      { 'if-match': `"${version + 1}"` },
    );
    expect(given.status).toBe(200);
  }
  const { id, version } = await comes('Three');
  const bay = await client('Bay Bakery');
  expect(await item(id)).toMatchObject({ client_id: null, category_id: null, assignee_id: null, due_on: null });
  expect(await proposed(id)).toMatchObject([
    { key: `client:${bay}`, says: 'Bay Bakery', because: `The address ${ANNA} is on this record.`, in_all: true },
    { key: `category:${category}`, because: `The last 2 items from ${ANNA} are of this category.` },
    { key: `assignee:${staff.member_id}`, says: 'Stella Test', because: `The last 2 items from ${ANNA} went to them.` },
    { kind: 'due_on', because: 'Items of the category «Tax letters» are due 3 days after they come.' },
  ]);

  const date = (await proposed(id))[3]!.key;
  const declined = await ask(id, 'rejection', { key: date }, version);
  expect(declined.status).toBe(200);
  expect(await keys(id)).not.toContain(date);
  expect((await ask(id, 'rejection', { key: 'client:none' }, declined.body.version)).body.code).toBe('not_proposed');

  const accepted = await ask(id, 'acceptance', {}, declined.body.version);
  expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
  const set = { client_id: bay, category_id: category, assignee_id: staff.member_id, due_on: null };
  expect(await item(id)).toMatchObject(set);
  expect(await proposed(id)).toEqual([]);
  expect((await ask(id, 'acceptance', {}, accepted.body.version)).body.code).toBe('nothing_proposed');
  await api('POST', `/events/${accepted.body.event_id}/undo`, {});
  expect(await item(id)).toMatchObject({ client_id: null, category_id: null, assignee_id: null });
  const { version: now } = await item(id);
  const one = await ask(id, 'acceptance', { keys: [`assignee:${staff.member_id}`] }, now);
  expect(one.status).toBe(200);
  expect(await item(id)).toMatchObject({ client_id: null, category_id: null, assignee_id: staff.member_id });
  expect((await ask(id, 'acceptance', {}, now)).status).toBe(412);
});

test('IN-63 an answer by a stranger to an item’s mail, and a number in a subject, make an item that proposes the link; accepting sets it', async () => {
  const { api, comes, item, proposed, ask } = await begin();
  const first = await comes('Lease', ANNA, { 'Message-ID': '<first@bay.example>' });
  const answer = await comes('Re: Lease', 'ben@elsewhere.example', { 'In-Reply-To': '<first@bay.example>' });
  const named = await comes('About #1 again', 'carl@elsewhere.example');
  expect([first.number, answer.number, named.number]).toEqual([1, 2, 3]);
  expect(await proposed(answer.id)).toMatchObject([
    {
      key: `follows:${first.id}`,
      number: 1,
      because: 'It answers a mail of #1, from an address that has nothing to do with that.',
    },
  ]);
  expect(await proposed(named.id)).toMatchObject([{ key: `follows:${first.id}`, because: 'Its subject names #1.' }]);
  expect((await item(answer.id)).follows).toBeNull();
  const accepted = await ask(answer.id, 'acceptance', {}, answer.version);
  expect(accepted.status).toBe(200);
  expect((await item(answer.id)).follows).toMatchObject({ number: 1 });
  const told = (await api('GET', `/events?thing=item:${answer.id}`)).body.items;
  expect(told[0].sentence).toContain('linked it: it goes on with #1 Lease');
  expect(await proposed(answer.id)).toEqual([]);
});

test('IN-182 PL-31 no client and no item is proposed, nor gives a reason, that the asker may not see', async () => {
  const { practice, staff, as, comes, keys, client } = await begin();
  const first = await comes('Lease', 'dora@elsewhere.example', { 'Message-ID': '<first@elsewhere.example>' });
  const second = await comes('Re: Lease', ANNA, { 'In-Reply-To': '<first@elsewhere.example>' });
  const bay = await client('Bay Bakery');
  const both = [`follows:${first.id}`, `client:${bay}`];
  expect(await keys(second.id)).toEqual(both);
  expect(await keys(second.id, as(staff))).toEqual(both);
  await inPractice(house.kernel.db, practice, async ({ tx }) => {
    await sql`update app.person set restricted = true where id = ${bay}`.execute(tx);
    await sql`update app.item set confidential = true where id = ${first.id}`.execute(tx);
  });
  expect(await keys(second.id, as(staff))).toEqual([]);
  expect((await as(staff)('GET', `/items/${first.id}/proposals`)).status).toBe(404);
  const stranger = testApi(house.kernel, practice, [v1(house.house)], testWho('AR Specialist'));
  expect((await stranger('GET', `/items/${second.id}/proposals`)).status).toBe(404);
});
