import { expect, test } from 'vitest';
import type { Facts, Ref } from '#kernel/decision/model.ts';
import { SENTENCES as delegations } from './delegations/sentences.ts';
import { SENTENCES as keys } from './keys/sentences.ts';
import { SENTENCES as members } from './members/sentences.ts';
import { SENTENCES as roles } from './own-roles/sentences.ts';
import { SENTENCES as practice } from './practice/sentences.ts';
import { SENTENCES as sessions } from './sessions/sentences.ts';
import type { Told } from './told.ts';

const NAMES: Record<string, string> = {
  anna: 'Anna',
  ben: 'Ben',
  staff: 'Staff',
  manager: 'Manager',
  r: 'Junior',
  k: 'Robot',
  d: 'Ben for Anna',
};
const ALL: Record<string, (facts: Facts, event: Told) => string> = {
  ...members,
  ...sessions,
  ...roles,
  ...delegations,
  ...keys,
  ...practice,
};
/** What Anna did, in the words of these rooms. */
const say = (verb: string, thing: Ref, facts: Facts = {}): string =>
  ALL[verb]!(facts, { thing, facts, actor: 'member:anna', name: (id) => NAMES[id] ?? '' });

test('PL-101 what happens to members is told in plain words, with names and no ids', () => {
  expect(say('member.invited', 'member:ben', { role_id: [null, 'staff'] })).toBe('invited Ben as Staff');
  expect(say('member.role_changed', 'member:ben', { role_id: ['staff', 'manager'] })).toBe(
    'changed the role of Ben from Staff to Manager',
  );
  expect(say('member.changed', 'member:anna', { time_zone: [null, 'UTC'], language: [null, 'en'] })).toBe(
    'changed their time zone and language',
  );
  expect(say('member.changed', 'member:ben', { name: ['Benn', 'Ben'] })).toBe('changed the name of Ben');
  expect(say('member.deactivated', 'member:ben', { successor_id: [null, 'anna'] })).toBe(
    'deactivated Ben; Anna takes over the open work',
  );
  expect(say('member.deactivated', 'member:ben')).toBe('deactivated Ben; the open work needs an owner');
});

test('PL-101 so are signing in and out, passwords and second factors', () => {
  const session: Facts = { session_id: [null, 's'] };
  expect(say('session.started', 'member:anna', { by: [null, 'passkey'], ...session })).toBe('signed in with a passkey');
  expect(say('session.started', 'member:anna', { by: [null, 'password'], ...session })).toBe('signed in');
  expect(say('session.ended', 'member:anna', { session_id: ['s', null] })).toBe('signed out');
  expect(say('session.ended', 'member:anna', session)).toBe('ended one of their sessions');
  expect(say('session.ended', 'member:ben', session)).toBe('ended a session of Ben');
  expect(say('session.all_ended', 'member:ben', { ended: [null, 2] })).toBe('signed Ben out everywhere: 2 sessions');
  expect(say('member.looked_as', 'member:anna', { as: [null, 'role:staff'] })).toBe(
    'looked at the practice as any Staff would',
  );
  expect(say('member.factor_added', 'member:anna', { factor: [null, 'passkey'], name: [null, 'Phone'] })).toBe(
    'added the passkey «Phone»',
  );
});

test('PL-101 so are roles, deputies, keys and the practice itself', () => {
  const changed: Facts = {
    levels: [
      { people: 'read', jobs: 'none' },
      { people: 'write', jobs: 'none' },
    ],
    abilities: [['data.import'], ['data.export']],
  };
  expect(say('role.changed', 'role:r', changed)).toBe(
    'changed the role «Junior»: people from read to write, with «Export all data» and without «Import data»',
  );
  const b_for_a: Facts = {
    member_id: [null, 'anna'],
    deputy_id: [null, 'ben'],
    from_on: [null, '2026-12-01'],
    to_on: [null, '2026-12-05'],
    covers: [null, 'task'],
  };
  expect(say('delegation.set', 'delegation:d', b_for_a)).toBe(
    'made Ben the deputy of Anna from 1 Dec 2026 to 5 Dec 2026, for tasks',
  );
  expect(say('delegation.ended', 'delegation:d')).toBe('ended a delegation: Ben for Anna');
  expect(say('key.made', 'key:k', { name: [null, 'Robot'], expires_at: [null, '2027-02-01T00:00:00Z'] })).toBe(
    'made the key «Robot», valid to 1 Feb 2027',
  );
  expect(say('key.revoked', 'key:k')).toBe('revoked the key «Robot»');
  expect(say('practice.changed', 'practice:p', { mfa: ['optional', 'required'], working_days: [[1], [2]] })).toBe(
    'changed the second factor to required and the working days',
  );
});
