import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';

const house = useTestHouse();
const NOW = '2026-11-25T09:00:00.000Z';
const seen = (version: number) => ({ 'if-match': `"${version}"` });

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: NOW });
  const join = async (role: 'Owner' | 'Manager' | 'Staff', name: string) => {
    const who = testWho(role);
    await member(house.kernel, practice, who, name);
    const api = testApi(house.kernel, practice, [v1(house.house)], who);
    const ok = async (...asked: Parameters<typeof api>) => {
      const done = await api(...asked);
      expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
      return done.body;
    };
    const names = async (): Promise<string[]> =>
      (await ok('GET', '/item-views')).items.map(({ name }: { name: string }) => name);
    return { id: who.member_id!, api, ok, names };
  };
  const owner = await join('Owner', 'Olga Owner');
  const staff = await join('Staff', 'Sam Staff');
  return { owner, staff, join };
};

test('IN-161 a view keeps tab, filters, columns and order; one’s own nobody else sees, a shared one everybody', async () => {
  const { owner, staff, join } = await begin();
  const given = {
    name: 'Late leases',
    tab: 'in_progress',
    filters: { due: 'overdue', assignee: 'me', q: 'lease' },
    columns: ['client', 'due'],
    sort: '-due_on',
  };
  const mine = await staff.ok('POST', '/item-views', given);
  expect(mine).toMatchObject({ ...given, shared: false, mine: true, may_change: true, gone: [], by: 'Sam Staff' });
  expect(await owner.names()).toEqual([]);
  expect((await owner.api('GET', `/item-views/${mine.id}`)).status).toBe(404);
  expect((await owner.api('DELETE', `/item-views/${mine.id}`, undefined, seen(1))).status).toBe(404);
  const manager = await join('Manager', 'Mark Manager');
  const all = await manager.ok('POST', '/item-views', { name: 'All late', filters: { due: 'overdue' }, shared: true });
  expect(await staff.names()).toEqual(['All late', 'Late leases']);
  const theirs = await staff.ok('GET', `/item-views/${all.id}`);
  expect(theirs).toMatchObject({ mine: false, may_change: false, by: 'Mark Manager', shared: true });
  const refused = await staff.api('PATCH', `/item-views/${all.id}`, { name: 'x' }, seen(1));
  expect([refused.status, refused.body.code]).toEqual([403, 'not_allowed']);
  const private_now = await owner.ok('PATCH', `/item-views/${all.id}`, { shared: false }, seen(1));
  expect(private_now, 'it is its maker’s own again').toMatchObject({ mine: false, may_change: false });
  expect(await owner.names()).toEqual([]);
  expect(await manager.names()).toEqual(['All late']);
});

test('IN-161 what is done to a view is taken back, unless its name is taken by then, and its history is read by who sees it', async () => {
  const { owner, staff, join } = await begin();
  const view = await staff.ok('POST', '/item-views', { name: 'Week', filters: { due: 'week' } });
  const changed = await staff.ok('PATCH', `/item-views/${view.id}`, { filters: { due: 'today' } }, seen(1));
  expect(changed).toMatchObject({ version: 2, filters: { due: 'today' } });
  expect((await staff.api('PATCH', `/item-views/${view.id}`, { name: 'x' }, seen(1))).status, 'an old one').toBe(412);
  await staff.ok('POST', `/events/${changed.event_id}/undo`, {});
  expect((await staff.ok('GET', `/item-views/${view.id}`)).filters).toEqual({ due: 'week' });
  const removed = await staff.ok('DELETE', `/item-views/${view.id}`, undefined, seen(3));
  expect(await staff.names()).toEqual([]);
  expect((await owner.api('POST', `/events/${removed.event_id}/undo`, {})).status, 'not theirs').toBe(404);
  const other = await staff.ok('POST', '/item-views', { name: 'WEEK' });
  const taken = await staff.api('POST', `/events/${removed.event_id}/undo`, {});
  expect(taken.body).toMatchObject({ errors: [{ code: 'name_taken' }] });
  await staff.ok('POST', `/events/${other.event_id}/undo`, {});
  await staff.ok('POST', `/events/${removed.event_id}/undo`, {});
  expect(await staff.names()).toEqual(['Week']);
  const told = await staff.ok('GET', `/events?thing=item_view:${view.id}`);
  expect(told.items.map(({ sentence }: { sentence: string }) => sentence)).toContainEqual(
    expect.stringContaining('saved the view of the inbox «Week»'),
  );
  const other_staff = await join('Staff', 'Tom Staff');
  expect((await other_staff.api('GET', `/events?thing=item_view:${view.id}`)).status).toBe(404);
});

test('IN-161 a view that names something gone, or out of sight, says which of its filters that is', async () => {
  const { owner, staff } = await begin();
  const category = await owner.ok('POST', '/categories', { name: 'Leases' });
  const tag = await owner.ok('POST', '/tags', { name: 'Urgent', applies_to: ['item'] });
  const client = await owner.ok('POST', '/clients', { organisation_name: 'Harbour' });
  const secret = await owner.ok('POST', '/clients', { organisation_name: 'Secret', restricted: true });
  const filters = {
    category: category.id as Id,
    tag: tag.id as Id,
    assignee: staff.id,
    decided_by: newId(),
    client: client.id as Id,
    due: 'week',
  };
  const view = await owner.ok('POST', '/item-views', { name: 'Mixed', filters, shared: true });
  expect(view.gone, 'nobody has that id').toEqual(['decided_by']);
  await owner.ok('DELETE', `/categories/${category.id}`, undefined, seen(1));
  await owner.ok('DELETE', `/tags/${tag.id}`, undefined, seen(1));
  expect((await owner.ok('GET', '/item-views')).items[0].gone.sort()).toEqual(['category', 'decided_by', 'tag']);
  const query = Object.entries(filters).map(([key, value]) => `${key}=${value}`);
  expect((await owner.ok('GET', `/item-filters?${query.join('&')}`)).gone.sort()).toEqual([
    'category',
    'decided_by',
    'tag',
  ]);
  expect((await owner.ok('GET', '/item-filters?assignee=me&due=overdue')).gone).toEqual([]);
  const hidden = `/item-filters?client=${secret.id}`;
  expect((await owner.ok('GET', hidden)).gone).toEqual([]);
  expect((await staff.ok('GET', hidden)).gone, 'a restricted client is as absent').toEqual(['client']);
});
