import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Desk } from '#kernel/database/practice.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { contactsApi } from '../contacts/api.ts';
import { contactsRoom } from '../contacts/store.ts';
import { employeesApi } from '../employees/api.ts';
import { NO_ROOMS_ABOVE as NO_EMPLOYEES_ABOVE } from '../employees/port.ts';
import { employeesRoom } from '../employees/store.ts';
import { personApi } from '../persons/api.ts';
import { linkedPersons } from '../persons/linked.ts';
import { NO_ROOMS_ABOVE } from '../persons/port.ts';
import { readable } from '../persons/reach.ts';
import { roleHoldingsApi } from '../persons/roles-api.ts';
import { personsRoom } from '../persons/store.ts';
import { testMember } from '../persons/testing-house.ts';
import { duplicatesApi } from './api.ts';
import { mergesApi } from './merges-api.ts';
import { duplicatesRoom } from './pairing.ts';
import type { DuplicatesPort } from './port.ts';
import { mergesRoom } from './store.ts';

const above: DuplicatesPort<Desk> = { openRuns: async () => [] };
const persons = personsRoom(NO_ROOMS_ABOVE);
const linked = linkedPersons(NO_ROOMS_ABOVE);
const contacts = contactsRoom(linked);
const employees = employeesRoom(NO_EMPLOYEES_ABOVE);
const ports = { above, persons: NO_ROOMS_ABOVE, contacts: linked };
const merges = mergesRoom(ports);
const duplicates = duplicatesRoom(NO_ROOMS_ABOVE);
const house = useTestHouse([persons, contacts, employees, merges, duplicates]);
const begin = async () => {
  const practice = await testPractice(house.kernel);
  const { kernel } = house;
  const door = { kernel, port: NO_ROOMS_ABOVE, room: persons };
  const routes = [
    personApi(door, 'client'),
    personApi(door, 'prospect'),
    roleHoldingsApi(door),
    contactsApi({ kernel, port: linked, room: contacts, seen: (desk, who) => readable(desk, who, NO_ROOMS_ABOVE) }),
    employeesApi({ kernel, port: NO_EMPLOYEES_ABOVE, room: employees }),
    duplicatesApi({ kernel, ports, duplicates, merges }),
    mergesApi({ kernel, ports, duplicates, merges }),
  ];
  const as = (who: ReturnType<typeof testWho>) => testApi(kernel, practice, routes, who);
  const api = as(testWho('Manager'));
  const client = async (organisation_name: string, more: object = {}) =>
    (await api('POST', '/clients', { organisation_name, ...more })).body;
  return { practice, api, as, client };
};
const seen = (version: number) => ({ 'if-match': `"${version}"` });

describe('duplicates', () => {
  test('PE-71 before adding, likely and possible matches are listed, strongest first', async () => {
    const { api, client } = await begin();
    await client('Riverside Bakery', { phones: [{ number: '020 7946 0018' }] });
    await client('Riversyde Bakery Ltd');
    await client('Nobody Else');
    const found = await api('POST', '/duplicates/lookups', {
      kind: 'person',
      name: 'Riverside Bakery',
      phones: ['+44 20 7946 0018'],
    });
    expect(
      found.body.items.map((one: { display_name: string; strength: string }) => [one.display_name, one.strength]),
    ).toEqual([
      ['Riverside Bakery', 'likely'],
      ['Riversyde Bakery Ltd', 'possible'],
    ]);
    const itself = await api('POST', '/duplicates/lookups', { kind: 'person', name: 'Nobody Else' });
    const own = await api('POST', '/duplicates/lookups', {
      kind: 'person',
      name: 'Nobody Else',
      record: itself.body.items[0].id,
    });
    expect([itself.body.items.length, own.body.items.length]).toEqual([1, 0]);
  });

  test('PE-72 pairs are listed once, the likely before the possible; «not duplicates» holds until a strong field newly matches', async () => {
    const { api, client } = await begin();
    const a = await client('O’Brien Ltd');
    const b = await client('OBrien Limited');
    await client('Harbour', { emails: [{ address: 'a@x.example' }] });
    await client('Quay', { emails: [{ address: 'A@x.example' }] });
    const list = async () => (await api('GET', '/duplicates?count=exact')).body;
    const { items, count } = await list();
    expect(items.map((one: { strength: string }) => one.strength)).toEqual(['likely', 'possible']);
    expect(count.value).toBe(2);
    expect(items[1].changed_at).toMatch(/Z$/);
    const first = await api('GET', '/duplicates?limit=1');
    expect((await api('GET', `/duplicates?limit=1&cursor=${first.body.next}`)).body.items[0].id).toBe(items[1].id);
    expect((await api('GET', `/duplicates?kind=person&cursor=${first.body.next}`)).body.code).toBe('cursor_mismatch');
    expect((await api('POST', `/duplicates/${items[1].id}/dismissal`)).status).toBe(201);
    expect((await list()).items).toHaveLength(1);
    await api('PATCH', `/clients/${a.id}`, { source: 'web' }, seen(1));
    expect((await list()).items).toHaveLength(1);
    await api('PATCH', `/clients/${a.id}`, { tax_number: 'GB1' }, seen(2));
    await api('PATCH', `/clients/${b.id}`, { tax_number: 'GB 1' }, seen(1));
    expect((await list()).items).toHaveLength(2);
  });

  test('PL-31 PE-72 a pair with a side one may not see is not listed', async () => {
    const { api, as, client } = await begin();
    await client('Harbour Café');
    await as(testWho('Admin'))('POST', '/clients', { organisation_name: 'Harbour Cafe', restricted: true });
    expect((await api('GET', '/duplicates')).body.items).toEqual([]);
    expect((await as(testWho('Admin'))('GET', '/duplicates')).body.items).toHaveLength(1);
    expect(
      (await api('POST', '/duplicates/lookups', { kind: 'person', name: 'Harbour Cafe' })).body.items,
    ).toHaveLength(1);
  });
});

describe('merges', () => {
  test('PE-74 PE-75 PE-77 worked example 8 through the API: the sheet, the merge, the old address, and back', async () => {
    const { api, client, practice } = await begin();
    const [p, q] = [
      await testMember(house, practice, { name: 'Paul' }),
      await testMember(house, practice, { name: 'Quinn' }),
    ];
    const a = await client('Harbour Café');
    const b = await client('Harbour Cafe Ltd', { source: 'friend', emails: [{ address: 'b@x.example' }] });
    await api('POST', '/role-holdings', { person: a.id, role: 'partner', member: p });
    await api('POST', '/role-holdings', { person: b.id, role: 'partner', member: q });
    await api('POST', '/contacts', { family_name: 'Berg', links: [{ person: b.id }] });
    const sheet = await api('GET', `/merges/sheet?survivor=${a.id}&absorbed=${b.id}`);
    expect(sheet.body.lines).toEqual(
      expect.arrayContaining([
        { field: 'source', survivor: null, absorbed: 'friend', proposed: 'absorbed', list: false },
      ]),
    );
    const versions = { survivor: sheet.body.survivor.version, absorbed: sheet.body.absorbed.version };
    const merged = await api('POST', '/merges', { survivor: a.id, absorbed: b.id, versions });
    expect(merged.status).toBe(201);
    const at = await api('GET', `/clients/${b.id}`);
    expect(at.body).toMatchObject({
      id: a.id,
      source: 'friend',
      absorbed: [b.id],
      roles: { partner: { member_id: p } },
    });
    expect((await api('GET', '/clients')).body.items).toHaveLength(1);
    expect((await api('GET', `/clients?q=${b.client_number}`)).body.items[0].id).toBe(a.id);
    expect((await api('GET', `/contacts?person=${a.id}`)).body.items[0].links[0].person).toBe(a.id);
    const back = await api('POST', `/merges/${merged.body.id}/reversal`);
    expect(back.body.reversed_at).toMatch(/Z$/);
    expect((await api('GET', `/clients/${b.id}`)).body).toMatchObject({
      id: b.id,
      roles: { partner: { member_id: q } },
    });
    expect((await api('GET', `/clients/${a.id}`)).body).toMatchObject({ source: null, emails: [], absorbed: [] });
    expect((await api('GET', `/contacts?person=${b.id}`)).body.items).toHaveLength(1);
  });

  test('PE-78 merging A into B while somebody merges B into A: one is made, the other is a conflict', async () => {
    const { api, client } = await begin();
    const [a, b] = [await client('Harbour Café'), await client('Harbour Cafe')];
    const versions = { survivor: 1, absorbed: 1 };
    const both = await Promise.all([
      api('POST', '/merges', { survivor: a.id, absorbed: b.id, versions }),
      api('POST', '/merges', { survivor: b.id, absorbed: a.id, versions }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    const [c, d] = [await client('Quay'), await client('Quay Ltd')];
    await api('PATCH', `/clients/${d.id}`, { source: 'web' }, seen(1));
    const stale = await api('POST', '/merges', { survivor: c.id, absorbed: d.id, versions });
    expect([stale.status, stale.body.facts]).toEqual([412, { side: 'absorbed', current_version: 2 }]);
  });

  test('PE-79 chains resolve to the last survivor, and the first is reversed after the second', async () => {
    const { api, client } = await begin();
    const [a, b, c] = [await client('One'), await client('Two'), await client('Three')];
    const first = await api('POST', '/merges', {
      survivor: b.id,
      absorbed: a.id,
      versions: { survivor: 1, absorbed: 1 },
    });
    const second = await api('POST', '/merges', {
      survivor: c.id,
      absorbed: b.id,
      versions: { survivor: 1, absorbed: 2 },
    });
    expect((await api('GET', `/clients/${a.id}`)).body.id).toBe(c.id);
    expect((await api('POST', `/merges/${first.body.id}/reversal`)).body.code).toBe('reverse_later_first');
    await api('POST', `/merges/${second.body.id}/reversal`);
    expect((await api('POST', `/merges/${first.body.id}/reversal`)).status).toBe(201);
    expect((await api('GET', `/clients/${a.id}`)).body.id).toBe(a.id);
  });

  test('PE-73 PE-33 an employee who is also a client has two records that are not merged; two employees are, with their member', async () => {
    const { api, client, practice } = await begin();
    const member = await testMember(house, practice, { name: 'Anna' });
    const a = await client('Harbour');
    const one = (await api('POST', '/employees', { given_name: 'Ada' })).body;
    const two = (await api('POST', '/employees', { given_name: 'Ada', family_name: 'Berg', member })).body;
    const versions = { survivor: 1, absorbed: 1 };
    expect((await api('POST', '/merges', { survivor: a.id, absorbed: one.id, versions })).body.code).toBe(
      'cannot_merge',
    );
    expect((await api('POST', '/merges', { survivor: a.id, absorbed: crypto.randomUUID(), versions })).status).toBe(
      404,
    );
    const merged = await api('POST', '/merges', { survivor: one.id, absorbed: two.id, versions });
    expect(merged.status).toBe(201);
    expect((await api('GET', `/employees/${two.id}`)).body).toMatchObject({
      id: one.id,
      family_name: 'Berg',
      member: { id: member },
    });
    await api('POST', `/merges/${merged.body.id}/reversal`);
    expect((await api('GET', `/employees/${two.id}`)).body).toMatchObject({ id: two.id, member: { id: member } });
    expect((await api('GET', `/employees/${one.id}`)).body.member).toBeNull();
    expect((await api('GET', '/employees?q=berg')).body.items).toMatchObject([{ id: two.id }]);
  });

  test('PE-76 of two runs that meet one is cancelled with the merge, and named in its event', async () => {
    const { api, client, practice } = await begin();
    const [a, b] = [await client('Harbour Café'), await client('Harbour Cafe')];
    const run = (subject: string) => ({
      id: crypto.randomUUID(),
      subject,
      workflow_id: crypto.randomUUID(),
      workflow: 'Onboarding',
      trigger_key: '',
    });
    const mine = run(a.id);
    const theirs = { ...run(b.id), workflow_id: mine.workflow_id };
    above.openRuns = async () => [mine, theirs];
    const versions = { survivor: 1, absorbed: 1 };
    expect((await api('POST', '/merges', { survivor: a.id, absorbed: b.id, versions })).body.code).toBe('runs_meet');
    expect((await api('POST', '/merges', { survivor: a.id, absorbed: b.id, versions, runs: [theirs.id] })).status).toBe(
      201,
    );
    above.openRuns = async () => [];
    const { rows } = await inPractice(house.kernel.db, practice, (desk) =>
      sql<{ runs: unknown }>`select facts -> 'runs' -> 1 as runs from app.event where verb = 'merge.made'`.execute(
        desk.tx,
      ),
    );
    expect(rows[0]?.runs).toEqual({ cancelled: [mine.id] });
  });
});
