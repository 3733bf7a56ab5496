import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';

const house = useTestHouse();
const seen = (version: number) => ({ 'if-match': `"${version}"` });

test('IN-143 IN-140 IN-142 covered items are in the lists, counts, search and bulk of whoever is covered for them, and no others', async () => {
  const practice = await testPractice(house.kernel);
  const join = async (role: BuiltIn, name: string) => {
    const who = testWho(role);
    await member(house.kernel, practice, who, name);
    return { id: who.member_id!, api: testApi(house.kernel, practice, [v1(house.house)], who) };
  };
  const owner = await join('Owner', 'Olga Owner');
  const manager = await join('Manager', 'Marlow Test');
  const ben = await join('Staff', 'Ben Staff');
  const carl = await join('AR Specialist', 'Carl Collects');
  const leases = (await owner.api('POST', '/categories', { name: 'Leases' })).body.id as Id;
  const added = async (subject: string, more: object = {}) =>
    (await manager.api('POST', '/items', { subject, ...more })).body.id as Id;
  const bens = await added('Quartz of Ben', { assignee_id: ben.id });
  const lease = await added('Quartz of the lease', { category_id: leases });
  const other = await added('Quartz of nobody');
  const secret = await added('Quartz kept close', { assignee_id: ben.id, confidential: true });

  const put = (api: typeof owner.api, body: object, version: number) =>
    api('PUT', `/inbox-assignments/${carl.id}`, body, seen(version));
  expect((await put(ben.api, { member_ids: [ben.id], category_ids: [] }, 0)).status).toBe(403);
  const listed = async () =>
    (await carl.api('GET', '/items?sort=number')).body.items.map(
      ({ id, may }: { id: Id; may: { update: boolean } }) => [id, may.update],
    );
  expect(await listed()).toEqual([]);

  const given = await put(manager.api, { member_ids: [ben.id], category_ids: [leases] }, 0);
  expect(given.body, JSON.stringify(given.body)).toMatchObject({ version: 1, member_ids: [ben.id] });
  expect((await put(manager.api, { member_ids: [], category_ids: [] }, 0)).status, 'a stale one').toBe(412);
  expect((await manager.api('GET', '/inbox-assignments')).body.items).toMatchObject([
    { id: carl.id, member: 'Carl Collects', inactive: false, category_ids: [leases] },
  ]);
  expect(await listed()).toEqual([
    [bens, true],
    [lease, true],
  ]);
  expect((await carl.api('GET', '/item-counts')).body.outstanding.value).toBe(2);
  const found = (await carl.api('GET', '/search?q=quartz')).body.groups.find(
    ({ kind }: { kind: string }) => kind === 'item',
  );
  expect(found.items.map(({ thing_id }: { thing_id: Id }) => thing_id).sort()).toEqual([bens, lease].sort());
  expect((await carl.api('GET', `/items/${bens}`)).body.may).toMatchObject({ update: true });
  for (const id of [other, secret]) expect((await carl.api('GET', `/items/${id}`)).status).toBe(404);

  const bulk = { command: { do: 'set_status', status: 'completed' }, ids: [bens, lease, other, secret] };
  expect((await carl.api('POST', '/items/bulk', bulk)).body).toMatchObject({ done: 2, refused: 2 });
  await put(owner.api, { member_ids: [], category_ids: [] }, 1);
  expect((await carl.api('GET', `/items/${bens}`)).status).toBe(404);
});
