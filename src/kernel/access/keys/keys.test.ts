import { describe, expect, test } from 'vitest';
import { builtIn } from '../roles/builtin.ts';
import { useDoors } from '../testing.ts';
import { KEY_FORMAT } from './rules.ts';

const doors = useDoors();
const ownerOf = async () => {
  const made = await doors.practice();
  return { ...made, owner: await doors.signedIn(made.email) };
};
const withKey = (token: string, headers: Record<string, string> = {}) =>
  doors.api({ authorization: `Bearer ${token}`, ...headers });

describe('keys', () => {
  test('PL-44 a key is shown once, stored as a hash, and opens what its scopes and its owner allow', async () => {
    const { owner, practice_id } = await ownerOf();
    const made = await owner.call('POST', '/keys', { name: 'Books', scopes: { settings: 'read' } });
    expect(made.body.token).toMatch(KEY_FORMAT);
    expect(made.body.shown_prefix).toBe(made.body.token.slice(0, 11));
    expect(JSON.stringify((await owner.call('GET', '/keys')).body)).not.toContain(made.body.token);
    expect(JSON.stringify(await doors.events(practice_id))).not.toContain(made.body.token);
    const call = withKey(made.body.token);
    expect((await call('GET', '/practice')).status).toBe(200);
    expect((await call('PATCH', '/practice', { name: 'X' }, { 'if-match': '"1"' })).status).toBe(403);
    expect((await call('GET', '/me')).body).toMatchObject({
      standing: null,
      session_id: null,
      role: { levels: { inbox: 'none', settings: 'read' } },
    });
  });

  test('PL-44 no key manages members, roles, keys or security, whoever owns it', async () => {
    const { owner, owner_id } = await ownerOf();
    const made = await owner.call('POST', '/keys', { name: 'All', scopes: { settings: 'write', people: 'write' } });
    const call = withKey(made.body.token);
    const asked = [
      await call('POST', '/invitations', { name: 'X', email: 'x@harbour.example', role_id: builtIn('Viewer').id }),
      await call('POST', '/roles', { name: 'X', copy_of: builtIn('Viewer').id }),
      await call('POST', '/keys', { name: 'X', scopes: { people: 'read' } }),
      await call('DELETE', `/members/${owner_id}/sessions`),
      await call('PATCH', '/practice', { session_mode: 'strict' }, { 'if-match': '"1"' }),
      await call('POST', '/me/password', { current: 'x', password: 'y' }),
      await call('GET', '/sessions'),
    ];
    expect(asked.map((answer) => answer.status)).toEqual([403, 403, 409, 403, 403, 403, 403]);
  });

  test('PL-44 a revoked, an unknown and an altered key answer 401', async () => {
    const { owner } = await ownerOf();
    const { body } = await owner.call('POST', '/keys', { name: 'Books', scopes: { settings: 'read' } });
    const altered = `${body.token.slice(0, -1)}${body.token.endsWith('A') ? 'B' : 'A'}`;
    expect((await withKey(altered)('GET', '/practice')).body.code).toBe('key_unknown');
    expect((await withKey('nonsense')('GET', '/practice')).body.code).toBe('key_unknown');
    expect((await owner.call('POST', `/keys/${body.id}/revocation`)).status).toBe(200);
    expect((await withKey(body.token)('GET', '/practice')).body.code).toBe('key_unknown');
    expect((await owner.call('POST', `/keys/${body.id}/revocation`)).body.code).toBe('already_revoked');
  });

  test('PL-44 a key with addresses is good from there only', async () => {
    const { owner } = await ownerOf();
    const { body } = await owner.call('POST', '/keys', {
      name: 'Here',
      scopes: { settings: 'read' },
      addresses: ['192.0.2.0/24', '2001:db8::/32'],
    });
    const from = (address: string) => withKey(body.token, { 'x-test-address': address })('GET', '/practice');
    expect((await from('192.0.2.200')).status).toBe(200);
    expect((await from('2001:db8::5')).status).toBe(200);
    expect((await from('192.0.3.1')).body.code).toBe('address_not_allowed');
  });

  test('PL-44 a service key holds its role and belongs to nobody; one’s own list does not show it', async () => {
    const { owner, practice_id } = await ownerOf();
    const made = await owner.call('POST', '/keys', {
      name: 'Mirror',
      scopes: { people: 'read' },
      role_id: builtIn('Viewer').id,
    });
    expect(made.body).toMatchObject({ owner_id: null, role_id: builtIn('Viewer').id });
    expect((await withKey(made.body.token)('GET', '/me')).body).toMatchObject({
      member: null,
      role: { name: 'Viewer' },
    });
    expect((await owner.call('GET', '/keys')).body.items).toEqual([]);
    expect((await owner.call('GET', '/keys?of=all')).body.items).toHaveLength(1);
    const staff = await doors.signedIn((await doors.member(practice_id, 'Staff')).email);
    expect((await staff.call('GET', '/keys?of=all')).body.items).toEqual([]);
    expect((await staff.call('POST', `/keys/${made.body.id}/revocation`)).status).toBe(404);
  });

  test('PL-100 the use of a key is told once an hour, though many use it at once', async () => {
    const { owner, practice_id } = await ownerOf();
    const { body } = await owner.call('POST', '/keys', { name: 'Books', scopes: { settings: 'read' } });
    const call = withKey(body.token);
    await Promise.all(Array.from({ length: 8 }, () => call('GET', '/practice')));
    expect((await doors.events(practice_id)).filter((event) => event.verb === 'key.used')).toMatchObject([
      { actor: `key:${body.id}` },
    ]);
  });

  test('PL-S3 a key of another practice is not found', async () => {
    const a = await ownerOf();
    const b = await ownerOf();
    const { body } = await b.owner.call('POST', '/keys', { name: 'Theirs', scopes: { settings: 'read' } });
    expect((await a.owner.call('POST', `/keys/${body.id}/revocation`)).status).toBe(404);
    expect((await withKey(body.token)('GET', '/practice')).status).toBe(200);
  });
});
