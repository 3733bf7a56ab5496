import { describe, expect, test } from 'vitest';
import { builtIn } from '../roles/builtin.ts';
import { type Browser, PASSWORD, useDoors } from '../testing.ts';

const doors = useDoors();
const role = (name: Parameters<typeof builtIn>[0]) => builtIn(name).id;
const etag = async (browser: Browser, path: string) => ({
  'if-match': (await browser.call('GET', path)).headers.get('etag')!,
});

describe('invitations', () => {
  test('PL-7 an invitation is mailed with a link, and whoever follows it chooses a password and is in', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const made = await owner.call('POST', '/invitations', {
      name: 'Mia Chen',
      email: 'Mia@Harbour.example',
      role_id: role('Staff'),
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: 'invited', email: 'mia@harbour.example' });
    const [letter] = await doors.letters(practice_id);
    expect(letter).toMatchObject({ to: 'mia@harbour.example', subject: 'Harbour & Light invites you to Tickmark' });
    const token = /#(\S+)/.exec(letter!.text)![1]!;
    const guest = doors.browser();
    expect((await guest.call('POST', '/invitations/look', { token })).body).toEqual({
      practice_name: 'Harbour & Light',
      name: 'Mia Chen',
      email: 'mia@harbour.example',
      has_account: false,
    });
    expect(
      (await guest.call('POST', '/invitations/acceptance', { token, name: 'Mia C', password: 'short' })).body.errors[0]
        .pointer,
    ).toBe('/password');
    const accepted = await guest.call('POST', '/invitations/acceptance', {
      token,
      name: 'Mia Chen-Ade',
      password: PASSWORD,
    });
    expect(accepted.body).toMatchObject({ at: 'grace', practice_id });
    expect((await guest.call('GET', '/me')).body).toMatchObject({
      member: { name: 'Mia Chen-Ade' },
      role: { name: 'Staff' },
    });
  });

  test('PL-45 PL-S12 second use, an older letter, a withdrawn one, an altered or foreign token are refused, and looking changes nothing', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const { body } = await owner.call('POST', '/invitations', {
      name: 'Tom Reid',
      email: 'tom@harbour.example',
      role_id: role('Viewer'),
    });
    const first = body.link.split('#')[1];
    const again = (await owner.call('POST', `/invitations/${body.id}/letter`)).body.link.split('#')[1];
    const look = async (token: string) =>
      (await doors.browser().call('POST', '/invitations/look', { token })).body.code ?? 'open';
    const flip = (token: string, at: number) =>
      token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    expect([
      await look(first),
      await look(again),
      await look(flip(again, 3)),
      await look(flip(again, again.length - 2)),
    ]).toEqual(['link_over', 'open', 'link_over', 'link_over']);
    for (const method of ['GET', 'HEAD']) await doors.browser().call(method, `/invitations/acceptance?token=${again}`);
    const accept = (token: string) =>
      doors.browser().call('POST', '/invitations/acceptance', { token, name: 'Tom', password: PASSWORD });
    expect((await accept(again)).status).toBe(200);
    expect((await accept(again)).body.code).toBe('link_over');
    const second = await owner.call('POST', '/invitations', {
      name: 'Ann Lee',
      email: 'ann@harbour.example',
      role_id: role('Viewer'),
    });
    await owner.call(
      'DELETE',
      `/invitations/${second.body.id}`,
      undefined,
      await etag(owner, `/members/${second.body.id}`),
    );
    expect((await accept(second.body.link.split('#')[1])).body.code).toBe('link_over');
    const waiting = (await doors.letters(practice_id)).map((letter) => letter.to);
    expect(waiting).not.toContain('ann@harbour.example');
  });

  test('PL-55 an address with an account joins by its own password, and has one account in two practices', async () => {
    const a = await doors.practice('Harbour');
    const b = await doors.practice('Lantern');
    const owner = await doors.signedIn(b.email);
    const { body } = await owner.call('POST', '/invitations', { name: 'Olu', email: a.email, role_id: role('Admin') });
    const token = body.link.split('#')[1];
    const guest = doors.browser();
    expect((await guest.call('POST', '/invitations/look', { token })).body.has_account).toBe(true);
    expect(
      (await guest.call('POST', '/invitations/acceptance', { token, name: 'Olu', password: 'three other words' })).body
        .code,
    ).toBe('wrong_password');
    expect(
      (await guest.call('POST', '/invitations/acceptance', { token, name: 'Olu', password: PASSWORD })).body.practices,
    ).toHaveLength(2);
  });
});

describe('members', () => {
  test('PL-30 PL-S7 a role taken away and a deactivation hold from the next request on, in sessions and in keys', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const admin = await doors.member(practice_id, 'Admin');
    const browser = await doors.signedIn(admin.email);
    const made = await browser.call('POST', '/keys', { name: 'Books', scopes: { settings: 'read', people: 'write' } });
    const key = doors.api({ authorization: `Bearer ${made.body.token}` });
    expect((await key('GET', '/practice')).status).toBe(200);
    expect((await browser.call('GET', '/practice')).status).toBe(200);
    await owner.call(
      'PATCH',
      `/members/${admin.id}`,
      { role_id: role('Staff') },
      await etag(owner, `/members/${admin.id}`),
    );
    expect((await browser.call('GET', '/practice')).status).toBe(404);
    expect((await key('GET', '/practice')).status).toBe(404);
    expect((await owner.call('POST', `/members/${admin.id}/deactivation`, {})).body.state).toBe('deactivated');
    expect((await browser.call('GET', '/me')).status).toBe(401);
    expect((await key('GET', '/me')).body.code).toBe('key_unknown');
    const answer = await doors.browser().call('POST', '/session', { email: admin.email, password: PASSWORD });
    expect(answer.body.code).toBe('no_practice');
    const back = await owner.call(
      'DELETE',
      `/members/${admin.id}/deactivation`,
      undefined,
      await etag(owner, `/members/${admin.id}`),
    );
    expect(back.body.state).toBe('active');
    expect((await doors.browser().call('POST', '/session', { email: admin.email, password: PASSWORD })).status).toBe(
      200,
    );
  });

  test('PL-29 the last Owner stays, also when two Owners take each other’s role at once', async () => {
    const { practice_id, email, owner_id } = await doors.practice();
    const owner = await doors.signedIn(email);
    expect((await owner.call('POST', `/members/${owner_id}/deactivation`, {})).body.code).toBe('last_owner');
    const second = await doors.member(practice_id, 'Owner');
    const other = await doors.signedIn(second.email);
    const headers = { 'if-match': '"9"' };
    const version = async (id: string) => (await owner.call('GET', `/members/${id}`)).headers.get('etag')!;
    const [v1, v2] = [await version(owner_id), await version(second.id)];
    const both = await Promise.all([
      owner.call('PATCH', `/members/${second.id}`, { role_id: role('Admin') }, { ...headers, 'if-match': v2 }),
      other.call('PATCH', `/members/${owner_id}`, { role_id: role('Admin') }, { ...headers, 'if-match': v1 }),
    ]);
    expect(both.map((answer) => answer.status).sort()[0]).toBe(200);
    const { items } = (await owner.call('GET', '/members')).body;
    expect(items.filter((m: { role_id: string }) => m.role_id === role('Owner'))).toHaveLength(1);
  });

  test('PL-25 everybody sees who works here; addresses, factors and last visits only who manages members', async () => {
    const { practice_id, email } = await doors.practice();
    const owner = await doors.signedIn(email);
    const staff = await doors.member(practice_id, 'Staff');
    const browser = await doors.signedIn(staff.email);
    const seen = (await browser.call('GET', '/members')).body.items;
    expect(seen).toHaveLength(2);
    expect(Object.keys(seen[0]).sort()).toEqual(['id', 'name', 'role_id', 'state', 'time_zone', 'version']);
    const managed = (await owner.call('GET', '/members')).body.items.find((m: { id: string }) => m.id === staff.id);
    expect(managed).toMatchObject({ email: staff.email, has_factor: false, state: 'active' });
    expect(
      (await browser.call('POST', '/invitations', { name: 'X', email: 'x@harbour.example', role_id: role('Viewer') }))
        .status,
    ).toBe(404);
  });

  test('PL-S4 a body with state, account or a made-up id is refused, and nothing changes', async () => {
    const { email, owner_id } = await doors.practice();
    const owner = await doors.signedIn(email);
    const headers = await etag(owner, `/members/${owner_id}`);
    for (const extra of [
      { state: 'active' },
      { account_id: 'x' },
      { id: owner_id },
      { email: 'x@harbour.example' },
      { practice_id: owner_id },
    ]) {
      expect((await owner.call('PATCH', `/members/${owner_id}`, { name: 'Olu', ...extra }, headers)).status).toBe(422);
    }
    expect((await owner.call('GET', `/members/${owner_id}`)).body.version).toBe(1);
  });

  test('PL-S3 a member of another practice answers 404, whatever is asked of them', async () => {
    const a = await doors.practice('Harbour');
    const b = await doors.practice('Lantern');
    const owner = await doors.signedIn(a.email);
    const match = { 'if-match': '"1"' };
    const asked = [
      await owner.call('GET', `/members/${b.owner_id}`),
      await owner.call('PATCH', `/members/${b.owner_id}`, { name: 'Mine' }, match),
      await owner.call('POST', `/members/${b.owner_id}/deactivation`, {}),
      await owner.call('GET', `/members/${b.owner_id}/sessions`),
      await owner.call('DELETE', `/members/${b.owner_id}/sessions`),
      await owner.call('DELETE', `/members/${b.owner_id}/factors`),
      await owner.call('POST', '/session/look', { member_id: b.owner_id }),
    ];
    expect(asked.map((answer) => answer.status)).toEqual(Array(7).fill(404));
    expect((await doors.signedIn(b.email)).cookies.size).toBeGreaterThan(0);
  });

  test('PL-67 one’s own profile is changed by version', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    expect((await browser.call('PATCH', '/me', { name: 'Olu A.' })).status).toBe(428);
    expect(
      (await browser.call('PATCH', '/me', { name: 'Olu A.', time_zone: 'Australia/Perth' }, { 'if-match': '"1"' }))
        .status,
    ).toBe(200);
    expect((await browser.call('PATCH', '/me', { name: 'Olu B.' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await browser.call('PATCH', '/me', { role_id: role('Viewer') }, { 'if-match': '"2"' })).status).toBe(422);
    expect((await browser.call('GET', '/me')).body.member).toMatchObject({
      name: 'Olu A.',
      time_zone: 'Australia/Perth',
    });
  });

  test('PL-191 who manages roles looks as a role or member, changes nothing, and it is told', async () => {
    const { practice_id, email } = await doors.practice();
    const staff = await doors.member(practice_id, 'Staff');
    const owner = await doors.signedIn(email);
    expect((await owner.call('POST', '/session/look', { member_id: staff.id })).status).toBe(200);
    expect((await owner.call('GET', '/me')).body).toMatchObject({
      role: { name: 'Staff' },
      looking_as: `member:${staff.id}`,
    });
    expect((await owner.call('GET', '/practice')).status).toBe(404);
    expect((await owner.call('POST', '/keys', { name: 'x', scopes: { inbox: 'read' } })).body.code).toBe(
      'looking_only',
    );
    expect((await owner.call('POST', '/session/look', { role_id: role('Viewer') })).status).toBe(200);
    expect((await owner.call('DELETE', '/session/look')).status).toBe(200);
    expect((await owner.call('GET', '/me')).body.role.name).toBe('Owner');
    const looks = (await doors.events(practice_id)).filter((event) => event.verb === 'member.looked_as');
    expect(looks[0]).toMatchObject({ thing: `member:${staff.id}` });
    const browser = await doors.signedIn(staff.email);
    expect((await browser.call('POST', '/session/look', { role_id: role('Owner') })).status).toBe(404);
  });
});
