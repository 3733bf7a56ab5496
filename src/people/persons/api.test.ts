import { describe, expect, test } from 'vitest';
import { testWho } from '../../app/testing.ts';
import { testMember, usePeople } from './testing-house.ts';

const people = usePeople();
const { begin, house, port } = people;
const seen = (version: number) => ({ 'if-match': `"${version}"` });

describe('the record', () => {
  test('PE-1 PE-3 a person stands in exactly one of the lists of prospects and clients', async () => {
    const { api } = await begin();
    const { body: added } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
    expect(added).toMatchObject({ kind: 'prospect', status: 'open', prospect_number: 'P-0001', version: 1 });
    await api('POST', '/clients', { given_name: 'Ada', family_name: 'Berg' });
    const names = async (path: string) =>
      (await api('GET', path)).body.items.map((row: { display_name: string }) => row.display_name);
    expect(await names('/prospects')).toEqual(['Harbour Café']);
    expect(await names('/clients')).toEqual(['Ada Berg']);
    expect((await api('POST', `/prospects/${added.id}/conversion`, {})).status).toBe(201);
    expect(await names('/prospects')).toEqual([]);
    expect(await names('/clients')).toEqual(['Ada Berg', 'Harbour Café']);
  });

  test('PE-2 worked example 1: one id through prospect, waitlist and client, and the old number still finds it', async () => {
    const { api } = await begin({ kind: 'sandbox', now: '2026-11-20T09:00:00.000Z' });
    const { body: added } = await api('POST', '/prospects', {
      organisation_name: 'Harbour Café',
      prospect_number: 'P-0007',
    });
    await api('POST', `/prospects/${added.id}/waitlist-entry`, { entered_on: '2026-11-05' });
    expect((await api('GET', `/prospects/${added.id}`)).body).toMatchObject({
      status: 'waitlisted',
      waiting: { days: 15 },
    });
    const converted = await api('POST', `/prospects/${added.id}/conversion`, {});
    expect(converted.body).toMatchObject({
      id: added.id,
      kind: 'client',
      client_number: 'CLI-0001',
      prospect_number: 'P-0007',
      waitlist: [{ outcome: 'converted', left_on: '2026-11-20' }],
      waiting: null,
    });
    const found = await api('GET', '/clients?q=p-0007');
    expect(found.body.items.map((row: { id: string }) => row.id)).toEqual([added.id]);
  });

  test('PE-4 the prospects’ address of a client answers with the client’s address', async () => {
    const { api } = await begin();
    const { body } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
    await api('POST', `/prospects/${body.id}/conversion`, {});
    const asked = await api('GET', `/prospects/${body.id}`);
    expect([asked.status, asked.body.code, asked.body.facts.url]).toEqual([409, 'now_a_client', `/clients/${body.id}`]);
    expect((await api('POST', `/prospects/${body.id}/waitlist-entry`, {})).body.code).toBe('now_a_client');
    expect((await api('GET', `/clients/${body.id}`)).status).toBe(200);
  });

  test('PE-13 PE-14 numbers follow each other, pass over taken ones, and are unique ignoring case', async () => {
    const { api } = await begin();
    await api('POST', '/prospects', { organisation_name: 'A', prospect_number: 'p-0002' });
    const numbers = [];
    for (const name of ['B', 'C'])
      numbers.push((await api('POST', '/prospects', { organisation_name: name })).body.prospect_number);
    expect(numbers).toEqual(['P-0001', 'P-0003']);
    const clash = await api('POST', '/prospects', { organisation_name: 'D', prospect_number: 'P-0003' });
    expect(clash.status).toBe(422);
    expect(clash.body.errors[0].detail).toBe('C has the number P-0003 already.');
  });

  test('PE-18 two who put one prospect on the waitlist at once make one entry', async () => {
    const { api } = await begin();
    const { body } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
    const both = await Promise.all([1, 2, 3].map(() => api('POST', `/prospects/${body.id}/waitlist-entry`, {})));
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    expect((await api('GET', '/waitlist-entries')).body.items).toHaveLength(1);
  });

  test('PE-17 the waitlist is in the order of entry, with the position among all who wait', async () => {
    const { api } = await begin({ kind: 'sandbox', now: '2026-11-20T09:00:00.000Z' });
    for (const [name, entered_on, service] of [
      ['Late', '2026-11-10', 'VAT'],
      ['Early', '2026-11-01', 'Payroll'],
      ['Same day', '2026-11-10', 'VAT'],
    ] as const) {
      const { body } = await api('POST', '/prospects', { organisation_name: name });
      await api('POST', `/prospects/${body.id}/waitlist-entry`, { entered_on, service });
    }
    const rows = async (query = '') =>
      (await api('GET', `/waitlist-entries${query}`)).body.items.map(
        (row: { position: number; display_name: string; waiting_days: number }) => [
          row.position,
          row.display_name,
          row.waiting_days,
        ],
      );
    expect(await rows()).toEqual([
      [1, 'Early', 19],
      [2, 'Late', 10],
      [3, 'Same day', 10],
    ]);
    expect(await rows('?service=vat')).toEqual([
      [2, 'Late', 10],
      [3, 'Same day', 10],
    ]);
    expect(await rows('?longer_than_days=10')).toEqual([[1, 'Early', 19]]);
  });

  test('PE-17 a place offered closes the gap, the waitlist says who looks after whom, and entering again is at the end', async () => {
    const { api, practice } = await begin({ kind: 'sandbox', now: '2026-11-20T09:00:00.000Z' });
    const ben = await testMember(house, practice, { name: 'Ben' });
    const ids: string[] = [];
    for (const [name, entered_on] of [
      ['First', '2026-11-01'],
      ['Second', '2026-11-02'],
      ['Third', '2026-11-03'],
    ] as const) {
      const { body } = await api('POST', '/prospects', { organisation_name: name });
      await api('POST', `/prospects/${body.id}/waitlist-entry`, { entered_on });
      ids.push(body.id);
    }
    await api('POST', '/role-holdings', { person: ids[1], role: 'assignee', member: ben });
    const rows = async (query = '') => (await api('GET', `/waitlist-entries${query}`)).body.items;
    const standing = async (query = '') =>
      (await rows(query)).map((row: { position: number; display_name: string }) => [row.position, row.display_name]);
    expect((await rows())[1]).toMatchObject({
      person_id: ids[1],
      assignee: ben,
      roles: { assignee: ben },
      do_not_contact: false,
      restricted: false,
    });
    expect(await standing(`?assignee=${ben}`)).toEqual([[2, 'Second']]);
    expect(await standing('?assignee=nobody')).toEqual([
      [1, 'First'],
      [3, 'Third'],
    ]);
    const { person_version } = (await rows())[0];
    const offer = { outcome: 'offered' };
    const offered = await api('DELETE', `/prospects/${ids[0]}/waitlist-entry`, offer, seen(person_version));
    expect(offered.body).toMatchObject({ status: 'open', waitlist: [{ outcome: 'offered' }] });
    expect(await standing()).toEqual([
      [1, 'Second'],
      [2, 'Third'],
    ]);
    await api('POST', `/prospects/${ids[0]}/waitlist-entry`, {});
    expect(await standing()).toEqual([
      [1, 'Second'],
      [2, 'Third'],
      [3, 'First'],
    ]);
  });

  test('PE-104 PL-67 a stale save is a conflict that says which fields changed, who did it and when', async () => {
    const { api, as, practice } = await begin();
    const ben = await testMember(house, practice, { name: 'Ben' });
    const { body } = await api('POST', '/clients', { organisation_name: 'Harbour Café' });
    const theirs = await as(testWho('Manager', ben))('PATCH', `/clients/${body.id}`, { source: 'web' }, seen(1));
    expect(theirs.headers.get('etag')).toBe('"2"');
    const mine = await api('PATCH', `/clients/${body.id}`, { service_wanted: 'VAT' }, seen(1));
    expect(mine.status).toBe(412);
    expect(mine.body).toMatchObject({
      code: 'conflict',
      facts: { current_version: 2, changed_by: `member:${ben}`, fields: ['source'] },
    });
    expect(mine.body.facts.changed_at).toMatch(/Z$/);
    const again = await api('PATCH', `/clients/${body.id}`, { service_wanted: 'VAT' }, seen(2));
    expect(again.body).toMatchObject({ source: 'web', service_wanted: 'VAT', version: 3 });
    expect((await api('PATCH', `/clients/${body.id}`, { source: 'x' })).status).toBe(428);
  });

  test('PL-68 PATCH is a merge patch: null empties, what is absent stays, custom values by key', async () => {
    const { api } = await begin();
    await api('POST', '/custom-fields', { label: 'Sector', record_kinds: ['client'], type: 'text' });
    await api('POST', '/custom-fields', { label: 'Risk', record_kinds: ['client'], type: 'number' });
    const { body } = await api('POST', '/clients', {
      organisation_name: 'A',
      source: 'web',
      custom: { sector: 'Retail', risk: 3 },
    });
    const changed = await api('PATCH', `/clients/${body.id}`, { source: null, custom: { risk: null } }, seen(1));
    expect(changed.body).toMatchObject({ organisation_name: 'A', source: null, custom: { sector: 'Retail' } });
    expect(
      (await api('PATCH', `/clients/${body.id}`, { custom: { risk: 'high' } }, seen(2))).body.errors[0].pointer,
    ).toBe('/custom/risk');
  });

  test('PE-64 values of a hidden field are kept but not shown, and come back with it', async () => {
    const { api } = await begin();
    const { body: field } = await api('POST', '/custom-fields', {
      label: 'Sector',
      record_kinds: ['client'],
      type: 'text',
    });
    const { body } = await api('POST', '/clients', { organisation_name: 'A', custom: { sector: 'Retail' } });
    expect((await api('PATCH', `/custom-fields/${field.id}`, { type: 'number' }, seen(1))).body).toMatchObject({
      code: 'has_values',
      facts: { values: 1 },
    });
    await api('DELETE', `/custom-fields/${field.id}`, undefined, seen(1));
    expect((await api('GET', `/clients/${body.id}`)).body.custom).toEqual({});
    await api('POST', `/custom-fields/${field.id}/restoration`);
    expect((await api('GET', `/clients/${body.id}`)).body.custom).toEqual({ sector: 'Retail' });
  });

  test('PE-25 undoing a conversion puts it back among the prospects and keeps the number for the next time', async () => {
    const { api } = await begin();
    const { body } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
    const { body: client } = await api('POST', `/prospects/${body.id}/conversion`, {});
    const undone = await api('DELETE', `/clients/${body.id}/conversion`, { reason: 'too early' }, seen(client.version));
    expect(undone.body).toMatchObject({ kind: 'prospect', client_number: 'CLI-0001' });
    expect((await api('POST', `/prospects/${body.id}/conversion`, {})).body.client_number).toBe('CLI-0001');
  });

  test('PE-22 PE-28 what the rooms above say stands in the way', async () => {
    const { api } = await begin();
    const { body } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
    port.openRuns = async () => new Map([[body.id, [{ id: 'r', workflow: 'New prospect', blocks_conversion: true }]]]);
    port.references = async () => new Map([[body.id, [{ kind: 'runs', count: 1 }]]]);
    expect((await api('POST', `/prospects/${body.id}/conversion`, {})).body).toMatchObject({
      code: 'blocked_by_run',
      facts: { runs: [{ workflow: 'New prospect' }] },
    });
    const used = await api('DELETE', `/prospects/${body.id}`, undefined, seen(1));
    expect([used.status, used.body.code]).toEqual([409, 'in_use']);
    port.references = async () => new Map();
    expect((await api('DELETE', `/prospects/${body.id}`, undefined, seen(1))).status).toBe(200);
    expect((await api('GET', `/prospects/${body.id}`)).status).toBe(404);
    expect((await api('GET', '/prospects')).body.items).toEqual([]);
    expect((await api('POST', `/prospects/${body.id}/restoration`)).body.id).toBe(body.id);
    port.openRuns = async () => new Map();
  });

  test('PE-26 deactivating and reactivating through the API, with a reason', async () => {
    const { api } = await begin();
    const { body } = await api('POST', '/clients', { organisation_name: 'Harbour Café' });
    expect((await api('POST', `/clients/${body.id}/deactivation`, { reason: ' ' })).status).toBe(422);
    expect((await api('POST', `/clients/${body.id}/deactivation`, { reason: 'x'.repeat(501) })).status).toBe(422);
    const gone = await api('POST', `/clients/${body.id}/deactivation`, { reason: 'moved', open_runs: 'cancel' });
    expect(gone.body).toMatchObject({ status: 'inactive', inactive: { reason: 'moved', open_runs: 'cancel' } });
    expect((await api('DELETE', `/clients/${body.id}/deactivation`, undefined, seen(2))).body.status).toBe('active');
  });
});

describe('who sees what', () => {
  test('PL-35 PE-45 a person of another practice, and one outside the view, answer as if absent', async () => {
    const there = await begin();
    const { body: foreign } = await there.api('POST', '/clients', { organisation_name: 'Theirs' });
    const { api, as, practice } = await begin();
    expect((await api('GET', `/clients/${foreign.id}`)).status).toBe(404);
    const admin = as(testWho('Admin'));
    const { body: secret } = await admin('POST', '/clients', { organisation_name: 'Secret', restricted: true });
    expect((await api('GET', `/clients/${secret.id}`)).status).toBe(404);
    expect((await api('GET', '/clients')).body.items).toEqual([]);
    const anna = await testMember(house, practice, { name: 'Anna' });
    const bulk = await api('POST', '/clients/bulk', {
      command: { do: 'set_role', role: 'partner', member: anna },
      ids: [secret.id, foreign.id],
    });
    expect(bulk.body.rows.map((row: { code: string }) => row.code)).toEqual(['not_found', 'not_found']);
  });

  test('PE-103 an own-clients member finds their own, in lists, counts and pages', async () => {
    const { api, as, practice } = await begin();
    const ben = await testMember(house, practice, { name: 'Ben' });
    const own = { ...testWho('Manager', ben), own_clients_only: true };
    const { body: held } = await api('POST', '/clients', { organisation_name: 'Held' });
    const { body: tasked } = await api('POST', '/clients', { organisation_name: 'Tasked' });
    const { body: other } = await api('POST', '/clients', { organisation_name: 'Other' });
    await api('POST', '/role-holdings', { person: held.id, role: 'partner', member: ben });
    await as(own)('POST', '/clients', { organisation_name: 'Added' });
    port.personsWithTasksOf = async () => [tasked.id];
    port.taskMembers = async () => new Map([[tasked.id, [ben]]]);
    const list = await as(own)('GET', '/clients?count=exact');
    expect(list.body.items.map((row: { display_name: string }) => row.display_name)).toEqual([
      'Added',
      'Held',
      'Tasked',
    ]);
    expect(list.body.count).toEqual({ value: 3, capped: false });
    expect((await as(own)('GET', `/clients/${other.id}`)).status).toBe(404);
    expect((await as(own)('GET', `/clients/${tasked.id}`)).status).toBe(200);
    expect((await as(own)('PATCH', `/clients/${tasked.id}`, { source: 'x' }, seen(1))).status).toBe(403);
    expect((await as(own)('PATCH', `/clients/${held.id}`, { source: 'x' }, seen(2))).status).toBe(200);
    port.personsWithTasksOf = async () => [];
    port.taskMembers = async () => new Map();
  });

  test('PE-101 a reader reads and changes nothing; without a level the module is not there', async () => {
    const { api, as } = await begin();
    const { body } = await api('POST', '/clients', { organisation_name: 'A' });
    const viewer = as(testWho('Viewer'));
    expect((await viewer('GET', '/clients')).body.items).toHaveLength(1);
    expect((await viewer('POST', '/clients', { organisation_name: 'B' })).status).toBe(403);
    const none = { ...testWho('Viewer'), levels: { ...testWho('Viewer').levels, people: 'none' as const } };
    expect((await as(none)('GET', '/clients')).status).toBe(404);
    expect((await as(none)('GET', `/clients/${body.id}`)).status).toBe(404);
  });
});

describe('roles', () => {
  test('PE-40 PE-47 worked example 6: the holder of any day can be asked for', async () => {
    const practiceAt = await begin({ kind: 'sandbox', now: '2026-11-22T09:00:00.000Z' });
    const { api, practice } = practiceAt;
    const [a, b] = [
      await testMember(house, practice, { name: 'Anna' }),
      await testMember(house, practice, { name: 'Ben' }),
    ];
    const { body } = await api('POST', '/clients', { organisation_name: 'Harbour Café' });
    await api('POST', '/role-holdings', { person: body.id, role: 'assignee', member: a });
    const set = await api('POST', '/role-holdings', {
      person: body.id,
      role: 'assignee',
      member: b,
      since: '2026-11-23',
    });
    expect(set.body.roles.assignee).toMatchObject({ member_id: a });
    const on = async (day: string) =>
      (await api('GET', `/clients/${body.id}/role-holdings?on=${day}`)).body.items.map(
        (one: { member_id: string }) => one.member_id,
      );
    expect([await on('2026-11-21'), await on('2026-11-22'), await on('2026-11-23')]).toEqual([[], [a], [b]]);
    expect((await api('GET', `/clients/${body.id}/role-holdings`)).body.items).toHaveLength(2);
  });

  test('PE-45 PL-72 PL-73 a role is set in bulk with one answer a row; «all» changes nothing when one is refused; one undo', async () => {
    const { api, practice } = await begin();
    const anna = await testMember(house, practice, { name: 'Anna' });
    const ben = await testMember(house, practice, { name: 'Ben' });
    const ids: string[] = [];
    for (const name of ['A', 'B', 'C']) ids.push((await api('POST', '/clients', { organisation_name: name })).body.id);
    await api('POST', '/role-holdings', { person: ids[1], role: 'reviewer', member: anna });
    const command = { do: 'set_role', role: 'assignee', member: anna };
    const all = await api('POST', '/clients/bulk', { command, ids, mode: 'all' });
    expect([all.status, all.body.facts.rows.length]).toEqual([409, 1]);
    expect((await api('GET', `/clients?assignee=${anna}`)).body.items).toEqual([]);
    const each = await api('POST', '/clients/bulk', { command, ids });
    expect(each.body.rows.map((row: { ok: boolean }) => row.ok)).toEqual([true, false, true]);
    expect(
      (await api('GET', '/clients?assignee=nobody')).body.items.map(
        (row: { display_name: string }) => row.display_name,
      ),
    ).toEqual(['B']);
    const dry = await api('POST', '/clients/bulk', {
      command: { do: 'set_role', role: 'partner', member: ben },
      ids,
      dry_run: true,
    });
    expect(dry.body.done).toBe(3);
    expect((await api('GET', `/clients?partner=${ben}`)).body.items).toEqual([]);
    const wrong = await api('POST', '/clients/bulk', { command, filter: { assignee: 'nobody' }, expected_count: 2 });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'count_changed']);
  });

  test('PE-46 what a member looks after is counted by role and handed over role by role; what nobody takes ends', async () => {
    const { api, practice } = await begin();
    const [anna, ben] = [
      await testMember(house, practice, { name: 'Anna' }),
      await testMember(house, practice, { name: 'Ben' }),
    ];
    const ids: string[] = [];
    for (const name of ['A', 'B']) {
      const { body } = await api('POST', '/clients', { organisation_name: name });
      ids.push(body.id);
      for (const role of ['partner', 'specialist'])
        await api('POST', '/role-holdings', { person: body.id, role, member: anna });
    }
    expect((await api('GET', `/role-holdings?member=${anna}`)).body.roles).toEqual({ partner: 2, specialist: 2 });
    const over = await api('POST', '/role-holdings/hand-over', { member: anna, successors: { partner: ben } });
    expect(over.body).toEqual({ handed_over: 2, ended: 2 });
    expect((await api('GET', `/clients?partner=${ben}`)).body.items).toHaveLength(2);
    expect((await api('GET', '/clients?specialist=nobody')).body.items).toHaveLength(2);
    expect((await api('GET', `/role-holdings?member=${anna}`)).body.roles).toEqual({});
  });
});
