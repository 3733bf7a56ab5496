import '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { testApi, testWho, useTestHouse } from '../testing.ts';
import { ANNA, DOMAIN, mailInTesting, mailOf } from './testing-mail-in.ts';

/** The practice's addresses for mail, and what their mail becomes. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await mailIn.listen();
  house.house.mailPort = { host: '127.0.0.1', port: listener.port };
});
afterAll(() => listener.stop());

const begin = async () => {
  const begun = await mailIn.begin();
  const { practice, who, api, address } = begun;
  await member(house.kernel, practice, who, 'Owen Test');
  const staff = testWho('Staff');
  await member(house.kernel, practice, staff, 'Stella Test');
  const comes = async (to: string, from = ANNA) => {
    const raw = mailOf({ Subject: to, From: from, 'Message-ID': `<${newId()}@bay.example>` });
    expect(await mailIn.send(listener, { from, to, raw })).toMatch(/^250/);
    await mailIn.readAll(practice);
    return (await api('GET', '/items?sort=-number')).body.items[0];
  };
  const addresses = async () => (await api('GET', '/intake-addresses')).body.items;
  return { ...begun, staff, comes, addresses, slug: address.split('@')[0]! };
};

test('IN-12 IN-42 IN-141 mail to a tag is of the category of its address: due when that says, and for whoever gets it where the address names nobody', async () => {
  const { api, staff, tagged, comes } = await begin();
  const after = { n: 3, unit: 'days' };
  const given = { name: 'Tax letters', default_assignee_id: staff.member_id, due_after: after };
  const category = (await api('POST', '/categories', given)).body;
  const made = await api('POST', '/intake-addresses', { tag: 'tax', category_id: category.id });
  expect([made.status, made.body]).toMatchObject([201, { category: 'Tax letters' }]);
  const item = await comes(tagged('tax'));
  const day = Temporal.Instant.from(item.created_at).toZonedDateTimeISO('Europe/London').toPlainDate();
  expect(item).toMatchObject({
    category_id: category.id,
    assignee_id: staff.member_id,
    due_on: day.add({ days: 3 }).toString(),
  });
  const unknown = await api('POST', '/intake-addresses', { tag: 'odd', category_id: newId() });
  expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'no_such_category']);
  await api('DELETE', `/categories/${category.id}`, undefined, { 'if-match': '"1"' });
  expect(await comes(tagged('tax'))).toMatchObject({ category_id: null, assignee_id: null, due_on: null });
});

test('IN-42 IN-91 IN-141 mail to a tag is what its address says and whose; an unknown one or one that is off goes to the main address', async () => {
  const { api, who, staff, address, tagged, comes, addresses, slug } = await begin();
  const main = { tag: null, address, origin: 'email', assignee_id: null, on: true, last_mail_at: null };
  expect(await addresses()).toMatchObject([{ id: null, ...main }]);
  const made = await api('POST', '/intake-addresses', { tag: 'Web', origin: 'form', assignee_id: staff.member_id });
  expect([made.status, made.body]).toMatchObject([
    201,
    { tag: 'web', address: `${slug}+web@${DOMAIN}`, origin: 'form', assignee: 'Stella Test' },
  ]);
  expect(await comes(tagged('web'))).toMatchObject({
    origin: 'form',
    assignee_id: staff.member_id,
    source: { tag: 'web', from: ANNA },
  });
  expect(await comes(tagged('other'))).toMatchObject({ origin: 'email', assignee_id: null, source: { tag: 'other' } });
  await api('POST', '/intake-addresses', { tag: null, assignee_id: who.member_id });
  expect(await comes(tagged('other'))).toMatchObject({ assignee_id: who.member_id });
  const off = await api('PATCH', `/intake-addresses/${made.body.id}`, { on: false }, { 'if-match': '"1"' });
  expect(off.status, JSON.stringify(off.body)).toBe(200);
  expect(await comes(tagged('web'))).toMatchObject({
    origin: 'email',
    assignee_id: who.member_id,
    source: { tag: 'web' },
  });
  const [first, second] = await addresses();
  expect(first).toMatchObject({ address, assignee: 'Owen Test', last_mail_at: null });
  expect(second.last_mail_at).toMatch(/^20/);
});

test('IN-141 whoever cannot act gets nothing: the client’s assignee does, else nobody', async () => {
  const { api, staff, practice, tagged, comes } = await begin();
  const { body: client } = await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: ANNA }] });
  await api('POST', '/intake-addresses', { tag: 'tax', assignee_id: staff.member_id });
  const role = { person: client.id, role: 'assignee', member: staff.member_id };
  const set = (state: string) =>
    inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.member set state = ${state} where id = ${staff.member_id ?? null}`.execute(tx),
    );
  expect(await comes(tagged('none'))).toMatchObject({ client_id: client.id, assignee_id: null });
  expect((await api('POST', '/role-holdings', role)).status).toBe(201);
  expect(await comes(tagged('none'))).toMatchObject({ assignee_id: staff.member_id });
  await set('deactivated');
  expect(await comes(tagged('tax'))).toMatchObject({ client_id: client.id, assignee_id: null });
});

test('IN-42 IN-140 IN-144 an address is refused twice, with a wrong tag, for who cannot act, and to who may not set; the main one stays on', async () => {
  const { api, practice, addresses } = await begin();
  const add = (body: object, by = api) => by('POST', '/intake-addresses', body);
  expect((await add({ tag: 'tax' })).status).toBe(201);
  expect((await add({ tag: 'TAX' })).body.errors).toMatchObject([{ pointer: '/tag', code: 'tag_taken' }]);
  for (const tag of ['', 'a b', 'r.x', 'a'.repeat(31), 'ä']) expect((await add({ tag })).status, tag).toBe(422);
  expect((await add({ tag: 'x', assignee_id: newId() })).body.errors).toMatchObject([{ code: 'cannot_act' }]);
  expect((await add({ tag: null, on: false })).body.code).toBe('main_stays_on');
  const manager = testApi(house.kernel, practice, [v1(house.house)], testWho('Manager'));
  expect((await add({ tag: 'y' }, manager)).status).toBe(403);
  const staff = testApi(house.kernel, practice, [v1(house.house)], testWho('Staff'));
  expect((await add({ tag: 'y' }, staff)).status).toBe(404);
  const [, tax] = await addresses();
  expect((await api('DELETE', `/intake-addresses/${tax.id}`, undefined, { 'if-match': '"1"' })).status).toBe(200);
  expect(await addresses()).toHaveLength(1);
  expect((await add({ tag: 'tax' })).status).toBe(201);
});

test('IN-43 a test mail goes to an address by the very listener, from the member who asks, and is an item', async () => {
  const { api, practice, tagged, addresses } = await begin();
  await api('POST', '/intake-addresses', { tag: 'tax' });
  const sent = await api('POST', '/intake-addresses/test', { tag: 'tax' });
  expect([sent.status, sent.body]).toMatchObject([200, { to: tagged('tax'), answer: expect.stringMatching(/^250/) }]);
  await mailIn.readAll(practice);
  const [item] = (await api('GET', '/items')).body.items;
  expect(item).toMatchObject({ subject: `Test mail to ${tagged('tax')}`, source: { tag: 'tax' } });
  expect((await addresses())[1].last_mail_at).toMatch(/^20/);
  expect((await api('POST', '/intake-addresses/test', { tag: 'gone' })).status).toBe(404);
  house.house.mailPort = { host: '127.0.0.1', port: 1 };
  const { practice: other, who } = await begin();
  const unheard = testApi(
    house.kernel,
    other,
    [v1({ ...house.house, arriving: { ...house.house.arriving, domain: DOMAIN } })],
    who,
  );
  expect((await unheard('POST', '/intake-addresses/test', { tag: null })).body.code).toBe('test_not_taken');
  house.house.mailPort = { host: '127.0.0.1', port: listener.port };
});

test('IN-70 IN-76 a blocked sender’s mail is set aside with the reason; one address of a blocked domain can be let in; taken off, its mail is an item again', async () => {
  const { api, practice, address, comes } = await begin();
  const block = (body: object, by = api) => by('POST', '/sender-rules', body);
  const rule = await block({ pattern: 'Bay.example' });
  expect([rule.status, rule.body]).toMatchObject([201, { pattern: 'bay.example', list: 'block' }]);
  expect(await comes(address)).toBeUndefined();
  const [aside] = (await api('GET', '/arrivals?outcome=set_aside')).body.items;
  expect(aside).toMatchObject({ from_address: ANNA, because: expect.stringContaining('bay.example') });
  await block({ pattern: ANNA, list: 'allow' });
  expect(await comes(address)).toMatchObject({ number: 1 });
  expect(await comes(address, 'ben@bay.example')).toMatchObject({ number: 1 });
  expect((await block({ pattern: 'bay.example', list: 'allow' })).body.errors).toMatchObject([
    { code: 'listed_already' },
  ]);
  const staff = testApi(house.kernel, practice, [v1(house.house)], testWho('Staff'));
  expect((await block({ pattern: 'x.example' }, staff)).status).toBe(403);
  expect((await api('DELETE', `/sender-rules/${rule.body.id}`)).status).toBe(200);
  expect(await comes(address, 'ben@bay.example')).toMatchObject({ number: 2 });
  expect((await api('POST', `/arrivals/${aside.id}/item`)).body).toMatchObject({ item: { number: 3 } });
});
