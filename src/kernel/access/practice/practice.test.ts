import { describe, expect, test } from 'vitest';
import { builtIn } from '../roles/builtin.ts';
import { type Browser, useDoors } from '../testing.ts';

const doors = useDoors();
const role = (name: Parameters<typeof builtIn>[0]) => builtIn(name).id;
const etag = async (browser: Browser, path: string) => ({
  'if-match': (await browser.call('GET', path)).headers.get('etag')!,
});

describe('roles, deputies and the practice over the API', () => {
  test('PL-29 PL-S4 an own role is copied, given, changed, and not removed while somebody has it', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const made = await owner.call('POST', '/roles', {
      name: 'Junior',
      copy_of: role('Staff'),
      levels: { jobs: 'none' },
      abilities: ['messages.send'],
    });
    expect(made.status).toBe(201);
    expect(
      (await owner.call('POST', '/roles', { name: 'Junior', copy_of: role('Staff'), built_in: true })).status,
    ).toBe(422);
    const junior = await doors.member(practice_id, made.body);
    const browser = await doors.signedIn(junior.email);
    expect((await browser.call('GET', '/me')).body.role).toMatchObject({
      name: 'Junior',
      abilities: ['messages.send'],
      levels: { jobs: 'none' },
    });
    const changed = await owner.call(
      'PATCH',
      `/roles/${made.body.id}`,
      { levels: { jobs: 'read' } },
      { 'if-match': '"1"' },
    );
    expect(changed.body).toMatchObject({ version: 2, levels: { jobs: 'read', inbox: 'write' } });
    expect((await browser.call('GET', '/me')).body.role.levels.jobs).toBe('read');
    expect((await owner.call('DELETE', `/roles/${made.body.id}`, undefined, { 'if-match': '"2"' })).body.code).toBe(
      'role_in_use',
    );
    expect(
      (await owner.call('PATCH', `/roles/${role('Owner')}`, { name: 'Boss' }, { 'if-match': '"1"' })).body.code,
    ).toBe('built_in');
    await owner.call(
      'PATCH',
      `/members/${junior.id}`,
      { role_id: role('Staff') },
      await etag(owner, `/members/${junior.id}`),
    );
    expect((await owner.call('DELETE', `/roles/${made.body.id}`, undefined, { 'if-match': '"2"' })).status).toBe(200);
    expect((await owner.call('GET', '/roles')).body.items).toHaveLength(7);
  });

  test('PL-34 a deputy carries the absent member from the next request on, and is told', async () => {
    const { practice_id, email, owner_id } = await doors.practice();
    const staff = await doors.member(practice_id, 'Staff');
    const owner = await doors.signedIn(email);
    const { today } = (await owner.call('GET', '/me')).body.practice;
    const body = { member_id: owner_id, deputy_id: staff.id, from_on: today, to_on: today, covers: 'decision' };
    const set = await owner.call('POST', '/delegations', body);
    expect(set.body).toMatchObject({ state: 'active', covers: 'decision' });
    const browser = await doors.signedIn(staff.email);
    expect((await browser.call('GET', '/me')).body.deputy_for).toEqual([owner_id]);
    expect((await browser.call('GET', '/delegations')).body.items).toMatchObject([
      { member_name: 'Olu Ade', state: 'active' },
    ]);
    expect(
      (await browser.call('POST', '/delegations', { ...body, member_id: staff.id, deputy_id: owner_id })).body.code,
    ).toBe('deputy_away');
    expect(
      (await browser.call('DELETE', `/delegations/${set.body.id}`, undefined, { 'if-match': '"1"' })).body.state,
    ).toBe('ended');
    expect((await browser.call('GET', '/me')).body.deputy_for).toEqual([]);
  });

  test('PL-34 of ten wishes for one member and day at once one is taken', async () => {
    const { practice_id, email, owner_id } = await doors.practice();
    const staff = await doors.member(practice_id, 'Staff');
    const owner = await doors.signedIn(email);
    const { today } = (await owner.call('GET', '/me')).body.practice;
    const body = { member_id: owner_id, deputy_id: staff.id, from_on: today, to_on: today };
    const answers = await Promise.all(Array.from({ length: 10 }, () => owner.call('POST', '/delegations', body)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  test('PL-42 PL-27 the practice is changed by version; sign-in policy needs security.manage, relaxed needs a second factor', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const first = await owner.call('GET', '/practice');
    const headers = { 'if-match': first.headers.get('etag')! };
    expect(
      (await owner.call('PATCH', '/practice', { mfa: 'optional', session_mode: 'relaxed' }, headers)).body.errors[0]
        .code,
    ).toBe('relaxed_needs_mfa');
    expect((await owner.call('PATCH', '/practice', { unknown: 1 }, headers)).status).toBe(422);
    expect(
      (await owner.call('PATCH', '/practice', { working_days: [5, 1, 1], send_hour: '08:30' }, headers)).body,
    ).toMatchObject({ working_days: [1, 5], send_hour: '08:30', version: 2 });
    const clerk = await owner.call('POST', '/roles', {
      name: 'Clerk',
      copy_of: role('Staff'),
      levels: { settings: 'write' },
      abilities: [],
    });
    const member = await doors.member(practice_id, clerk.body);
    const browser = await doors.signedIn(member.email);
    expect((await browser.call('PATCH', '/practice', { mfa: 'optional' }, { 'if-match': '"2"' })).body.facts).toEqual({
      ability: 'security.manage',
    });
    expect((await browser.call('PATCH', '/practice', { name: 'Harbour & Co' }, { 'if-match': '"2"' })).status).toBe(
      200,
    );
    const manager = await doors.signedIn((await doors.member(practice_id, 'Manager')).email);
    expect((await manager.call('PATCH', '/practice', { name: 'Mine' }, { 'if-match': '"3"' })).status).toBe(403);
  });

  test('PL-106 worked example 11: 11 months are refused, 12 are taken; it needs security.manage', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const first = await owner.call('GET', '/practice');
    expect(first.body.retention_months).toBe(84);
    const headers = { 'if-match': first.headers.get('etag')! };
    const short = await owner.call('PATCH', '/practice', { retention_months: 11 }, headers);
    expect(short.status).toBe(422);
    expect(short.body.errors).toMatchObject([{ pointer: '/retention_months', code: 'retention_too_short' }]);
    expect((await owner.call('PATCH', '/practice', { retention_months: 12 }, headers)).body.retention_months).toBe(12);
    const clerk = await owner.call('POST', '/roles', {
      name: 'Clerk',
      copy_of: role('Staff'),
      levels: { settings: 'write' },
      abilities: [],
    });
    const browser = await doors.signedIn((await doors.member(practice_id, clerk.body)).email);
    const refused = await browser.call('PATCH', '/practice', { retention_months: 120 }, { 'if-match': '"2"' });
    expect(refused.body.facts).toEqual({ ability: 'security.manage' });
  });
});
