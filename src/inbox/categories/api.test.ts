import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';

const house = useTestHouse();
/** A Wednesday before holidays. */
const NOW = '2026-12-23T09:00:00.000Z';
const seen = (version: number) => ({ 'if-match': `"${version}"` });

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: NOW });
  const join = async (role: 'Owner' | 'Staff' | 'Viewer', name: string) => {
    const who = testWho(role);
    await member(house.kernel, practice, who, name);
    return { id: who.member_id!, api: testApi(house.kernel, practice, [v1(house.house)], who) };
  };
  const owner = await join('Owner', 'Olga Owner');
  const staff = await join('Staff', 'Sam Staff');
  const added = async (path: string, body: object) => {
    const done = await owner.api('POST', path, body);
    expect(done.status, JSON.stringify(done.body)).toBe(201);
    return done.body;
  };
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  return { owner, staff, join, added, at };
};

test('IN-12 IN-141 an item of a category is due and given as the category says, where nobody said it', async () => {
  const { owner, staff, added } = await begin();
  const due_after = { n: 5, unit: 'days' };
  const leases = await added('/categories', { name: 'Leases', default_assignee_id: staff.id, due_after });
  const item = await added('/items', { subject: 'New lease', category_id: leases.id });
  expect(item).toMatchObject({ category: 'Leases', due_on: '2026-12-28', assignee: 'Sam Staff' });
  const said = { due_on: '2027-02-01', assignee_id: owner.id };
  const other = await added('/items', { subject: 'By hand', category_id: leases.id, ...said });
  expect(other).toMatchObject({ due_on: '2027-02-01', assignee: 'Olga Owner' });
  const wrong = await owner.api('POST', '/items', { subject: 'x', category_id: owner.id });
  expect(wrong.body).toMatchObject({ errors: [{ pointer: '/category_id', code: 'no_such_category' }] });
});

test('IN-12 an item that gets its category later is due from the day on which it came, unless it has a date', async () => {
  const { owner, added, at } = await begin();
  const tax = await added('/categories', { name: 'Tax', due_after: { n: 2, unit: 'days' } });
  const bare = await added('/items', { subject: 'Letter of the tax office' });
  const dated = await added('/items', { subject: 'Another', due_on: '2027-03-01' });
  await at(({ tx }) => sql`update app.item set created_at = '2026-12-20T09:00:00Z'`.execute(tx));
  const set = { do: 'set_category', category_id: tax.id };
  const done = await owner.api('POST', '/items/bulk', { command: set, ids: [bare.id, dated.id] });
  expect(done.body, JSON.stringify(done.body)).toMatchObject({ done: 2, refused: 0 });
  const of = async (id: Id) => (await owner.api('GET', `/items/${id}`)).body;
  expect(await of(bare.id)).toMatchObject({ category: 'Tax', due_on: '2026-12-22' });
  expect(await of(dated.id)).toMatchObject({ category: 'Tax', due_on: '2027-03-01' });
  const list = await owner.api('GET', `/items?category=${tax.id}`);
  expect(list.body.items.map(({ id }: { id: Id }) => id).sort()).toEqual([bare.id, dated.id].sort());
});

test('IN-12 categories are read by everybody in the inbox and written by who sets the practice; of a deleted one items keep the name', async () => {
  const { owner, staff, added } = await begin();
  const made = await added('/categories', { name: 'Leases' });
  const item = await added('/items', { subject: 'New lease', category_id: made.id });
  expect((await staff.api('GET', '/categories')).body.items).toMatchObject([{ name: 'Leases', version: 1 }]);
  expect((await staff.api('POST', '/categories', { name: 'Mine' })).status, 'settings are not theirs').toBe(404);
  expect((await owner.api('POST', '/categories', { name: 'LEASES' })).body).toMatchObject({
    errors: [{ code: 'name_taken' }],
  });
  expect((await owner.api('DELETE', `/categories/${made.id}`, undefined, seen(1))).status).toBe(200);
  expect((await owner.api('GET', '/categories')).body.items).toEqual([]);
  expect((await owner.api('GET', `/items/${item.id}`)).body.category).toBe('Leases');
  expect((await owner.api('POST', '/items', { subject: 'x', category_id: made.id })).status).toBe(422);
  expect((await added('/categories', { name: 'Leases' })).version).toBe(1);
});

const QUESTIONS = [
  { key: 'landlord', kind: 'short_text', label: 'Who is the landlord?' },
  { key: 'signed', kind: 'yes_no', label: 'Is it signed?' },
  { key: 'signed_on', kind: 'date', label: 'When was it signed?', shown_if: { question: 'signed', is: 'yes' } },
];

test('IN-11 an item of a category with a form comes with its answers, which keep what was asked and in which version', async () => {
  const { owner, staff, added } = await begin();
  const form = await added('/forms', { title: 'Lease', questions: QUESTIONS });
  const leases = await added('/categories', { name: 'Leases', form_id: form.id });
  const asked = await staff.api('GET', `/categories/${leases.id}/form`);
  expect(asked.body).toMatchObject({ title: 'Lease', version: 1, questions: [{ key: 'landlord' }, {}, {}] });
  const send = (body: object) => staff.api('POST', '/items', { subject: 'New', category_id: leases.id, ...body });
  const wrong = await send({ answers: { signed: 'yes', signed_on: 'soon' } });
  expect(wrong.body.errors).toMatchObject([
    { pointer: '/answers/landlord', code: 'required' },
    { pointer: '/answers/signed_on', code: 'wrong' },
  ]);
  expect((await send({})).body.errors, 'nothing answered is not a way around').toHaveLength(2);
  expect((await staff.api('GET', '/items')).body.items).toEqual([]);
  expect((await staff.api('GET', '/form-answers')).body.items, 'neither item nor answer').toEqual([]);
  const answers = { landlord: 'Pier Estates', signed: 'yes', signed_on: '2026-12-01' };
  const made = (await send({ answers, form_version: 1 })).body;
  expect(made).toMatchObject({ origin: 'manual', status: 'outstanding', category: 'Leases' });
  await owner.api('PATCH', `/forms/${form.id}`, { title: 'Tenancy', questions: [QUESTIONS[1]] }, seen(1));
  const kept = (await staff.api('GET', `/form-answers/${made.form_answer_id}`)).body;
  expect(kept).toMatchObject({ title: 'Lease', n: 1, outcome: 'item_made', item: { id: made.id } });
  expect(kept.said.map(({ says }: { says: string }) => says)).toEqual(['Pier Estates', 'Yes', '2026-12-01']);
  expect((await staff.api('GET', '/items?q=pier')).body.items, 'found by what was answered').toHaveLength(1);
  const stale = await send({ answers, form_version: 1 });
  expect(stale.body).toMatchObject({ code: 'form_changed' });
  expect((await send({ answers: { signed: 'no' }, form_version: 2 })).status).toBe(201);
});

test('IN-11 what is no file is refused at its question, and nothing is kept', async () => {
  const { owner, staff, added } = await begin();
  const form = await added('/forms', {
    title: 'Papers',
    questions: [{ key: 'papers', kind: 'file', label: 'Papers' }],
  });
  const category = await added('/categories', { name: 'Papers', form_id: form.id });
  const send = (papers: string[]) =>
    owner.api('POST', '/items', { subject: 'x', category_id: category.id, answers: { papers } });
  expect((await send(['C:\\lease.pdf'])).body.errors).toMatchObject([
    { pointer: '/answers/papers', code: 'no_such_file' },
  ]);
  expect((await send([staff.id])).status, 'an id of nothing that was uploaded').toBe(409);
  expect((await owner.api('GET', '/items')).body.items).toEqual([]);
});

test('IN-11 a form is not archived while a category asks with it, and a category that asks nothing takes no answers', async () => {
  const { owner, added } = await begin();
  const form = await added('/forms', { title: 'Lease', questions: QUESTIONS });
  const leases = await added('/categories', { name: 'Leases', form_id: form.id });
  const no = await owner.api('PUT', `/forms/${form.id}/archive`, {}, seen(1));
  expect(no.body).toMatchObject({ code: 'in_use', detail: expect.stringContaining('Leases (category of items)') });
  const bare = await added('/categories', { name: 'Letters' });
  const sent = await owner.api('POST', '/items', { subject: 'x', category_id: bare.id, answers: { landlord: 'x' } });
  expect(sent.body).toMatchObject({ errors: [{ code: 'nothing_asked' }] });
  await owner.api('PATCH', `/categories/${leases.id}`, { form_id: null }, seen(1));
  expect((await owner.api('GET', `/categories/${leases.id}/form`)).status).toBe(404);
  expect((await owner.api('POST', '/items', { subject: 'x', category_id: leases.id })).status).toBe(201);
});
