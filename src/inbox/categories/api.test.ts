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
