import { describe, expect, test } from 'vitest';
import type { Context, Who } from '#kernel/decision/model.ts';
import type { BuiltIn } from '../roles/abilities.ts';
import { BUILT_IN_ROLES, builtIn, OWNER_ROLE } from '../roles/builtin.ts';
import { blankMember, type Member, type MemberCommand, type MemberFacts } from './model.ts';
import { decideMember, evolveMember } from './rules.ts';

const ME = '01930000-0000-7000-8000-0000000000a1';
const MIA = '01930000-0000-7000-8000-0000000000a2';
const TOM = '01930000-0000-7000-8000-0000000000a3';
const NOW = '2026-07-01T00:00:00.000Z';

const as = (name: BuiltIn, more: Partial<Who> = {}): Context => ({
  now: NOW,
  today: '2026-07-01',
  newId: () => MIA,
  practice: {} as Context['practice'],
  who: { ...builtIn(name), actor: `member:${ME}`, member_id: ME, role_name: name, deputy_for: [], ...more },
});
const mia = (more: Partial<Member> = {}): Member => ({
  ...blankMember(MIA),
  version: 3,
  name: 'Mia Chen',
  email: 'mia@harbour.example',
  role_id: builtIn('Staff').id,
  state: 'active',
  account_id: 'a2',
  ...more,
});
const other = (more: Partial<Member> = {}) => ({
  id: ME,
  name: 'Olu Ade',
  email: 'olu@harbour.example',
  role_id: OWNER_ROLE,
  state: 'active' as const,
  ...more,
});
const facts = (member: Member, others = [other()]): MemberFacts => ({ member, others, roles: BUILT_IN_ROLES });
const decide = (state: MemberFacts, command: MemberCommand, context = as('Owner')) =>
  decideMember(state, command, context);
const after = (state: MemberFacts, command: MemberCommand, context = as('Owner')): MemberFacts => {
  const decision = decide(state, command, context);
  if (!decision.yes) throw new Error(decision.because);
  return decision.events.reduce(evolveMember, state);
};
const invite = { do: 'invite', name: 'Mia Chen', email: 'mia@harbour.example', role_id: builtIn('Staff').id } as const;

describe('invitations', () => {
  test('PL-7 an invitation holds seven days and its letter is queued in the same transaction', () => {
    const decision = decide(facts(blankMember(MIA)), invite);
    expect(decision).toMatchObject({
      yes: true,
      events: [
        {
          verb: 'member.invited',
          facts: { invitation_ends_at: [null, '2026-07-08T00:00:00.000Z'], invitation_no: [0, 1] },
        },
      ],
      effects: [
        { do: 'queue', queue: 'act', name: 'access.mail', data: { kind: 'invitation', member_id: MIA, no: 1 } },
      ],
    });
    expect(JSON.stringify(decision)).not.toContain('token');
  });

  test('PL-29 nobody invites above themselves', () => {
    expect(decide(facts(blankMember(MIA)), { ...invite, role_id: OWNER_ROLE }, as('Admin'))).toMatchObject({
      code: 'more_than_you_hold',
    });
    expect(decide(facts(blankMember(MIA)), { ...invite, role_id: OWNER_ROLE }, as('Owner'))).toMatchObject({
      yes: true,
    });
    expect(decide(facts(blankMember(MIA)), invite, as('Manager'))).toMatchObject({ kind: 'not_allowed' });
  });

  test('PL-7 an address in use is refused, a deactivated one points to reactivating, a withdrawn one is free', () => {
    const email = 'mia@harbour.example';
    const state = (more: Partial<Member>) => facts(blankMember(MIA), [other(), other({ id: TOM, email, ...more })]);
    expect(decide(state({}), invite)).toMatchObject({ errors: [{ pointer: '/email', code: 'taken' }] });
    expect(decide(state({ state: 'deactivated' }), invite)).toMatchObject({
      because: expect.stringContaining('Reactivate'),
    });
    expect(decide(state({ state: 'withdrawn' }), invite)).toMatchObject({ yes: true });
  });

  test('PL-45 only the newest link of a standing invitation is accepted, and once', () => {
    const invited = after(facts(blankMember(MIA)), invite);
    invited.member.version = 1;
    const again = after(invited, { do: 'invite_again' });
    const accept = (no: number) => ({ do: 'accept', account_id: 'acc', name: 'Mia C', invitation_no: no }) as const;
    expect(decide(again, accept(1))).toMatchObject({ code: 'link_over' });
    const joined = after(again, accept(2));
    expect(joined.member).toMatchObject({ state: 'active', account_id: 'acc', name: 'Mia C', joined_at: NOW });
    expect(decide(joined, accept(2))).toMatchObject({ code: 'link_over' });
    expect(decide(after(invited, { do: 'withdraw' }), accept(1))).toMatchObject({ code: 'link_over' });
    expect(decide(invited, accept(1), { ...as('Owner'), now: '2026-07-08T00:00:00.000Z' })).toMatchObject({
      code: 'link_over',
    });
  });
});

describe('roles and leaving', () => {
  test('PL-29 the last active Owner cannot be demoted or deactivated', () => {
    const owner = facts(mia({ role_id: OWNER_ROLE }), [
      other({ state: 'deactivated' }),
      other({ id: TOM, role_id: builtIn('Admin').id }),
    ]);
    expect(decide(owner, { do: 'change', role_id: builtIn('Admin').id })).toMatchObject({ code: 'last_owner' });
    expect(decide(owner, { do: 'deactivate', successor_id: null })).toMatchObject({ code: 'last_owner' });
    const two = facts(mia({ role_id: OWNER_ROLE }));
    expect(decide(two, { do: 'deactivate', successor_id: null })).toMatchObject({ yes: true });
    expect(decide(two, { do: 'change', role_id: builtIn('Admin').id })).toMatchObject({
      yes: true,
      events: [{ verb: 'member.role_changed' }],
    });
  });

  test('PL-29 nobody changes who holds more, and nobody gives a role above their own', () => {
    const owner = facts(mia({ role_id: OWNER_ROLE }));
    const admin = as('Admin');
    expect(decide(owner, { do: 'deactivate', successor_id: null }, admin)).toMatchObject({
      code: 'more_than_you_hold',
    });
    expect(decide(owner, { do: 'change', role_id: builtIn('Viewer').id }, admin)).toMatchObject({
      code: 'more_than_you_hold',
    });
    expect(decide(facts(mia()), { do: 'change', role_id: OWNER_ROLE }, admin)).toMatchObject({
      code: 'more_than_you_hold',
    });
    const self = facts(mia({ id: ME, role_id: builtIn('Admin').id }));
    expect(decide(self, { do: 'change', role_id: OWNER_ROLE }, admin)).toMatchObject({ code: 'more_than_you_hold' });
  });

  test('PL-25 one’s own profile is one’s own, one’s role is not, and a key is not oneself', () => {
    const self = facts(mia({ id: ME }));
    const staff = as('Staff');
    expect(decide(self, { do: 'change', name: 'New Name', time_zone: 'Australia/Perth' }, staff)).toMatchObject({
      yes: true,
    });
    expect(decide(self, { do: 'change', role_id: builtIn('Manager').id }, staff)).toMatchObject({ kind: 'not_found' });
    expect(decide(self, { do: 'change', name: 'New Name' }, as('Staff', { actor: `key:${TOM}` }))).toMatchObject({
      yes: false,
    });
    expect(decide(facts(mia()), { do: 'change', name: 'X' }, staff)).toMatchObject({ yes: false });
  });

  test('WF-124 deactivating names an active successor or nobody', () => {
    const others = [other(), other({ id: TOM, name: 'Tom Reid', state: 'invited' })];
    expect(decide(facts(mia(), others), { do: 'deactivate', successor_id: TOM })).toMatchObject({
      errors: [{ pointer: '/successor_id' }],
    });
    expect(decide(facts(mia(), others), { do: 'deactivate', successor_id: MIA })).toMatchObject({ kind: 'invalid' });
    const gone = after(facts(mia(), others), { do: 'deactivate', successor_id: ME });
    expect(gone.member).toMatchObject({ state: 'deactivated', successor_id: ME, deactivated_at: NOW });
    expect(after(gone, { do: 'reactivate' }).member).toMatchObject({
      state: 'active',
      successor_id: null,
      deactivated_at: null,
    });
  });

  test('PL-30 a move that the states do not have is refused', () => {
    expect(decide(facts(mia()), { do: 'withdraw' })).toMatchObject({ code: 'wrong_state' });
    expect(decide(facts(mia({ state: 'invited' })), { do: 'deactivate', successor_id: null })).toMatchObject({
      code: 'wrong_state',
    });
    expect(decide(facts(mia()), { do: 'reactivate' })).toMatchObject({ code: 'wrong_state' });
    expect(decide(facts(mia({ state: 'withdrawn' })), { do: 'invite_again' })).toMatchObject({ code: 'wrong_state' });
    expect(decide(facts(blankMember(MIA)), { do: 'deactivate', successor_id: null })).toMatchObject({
      kind: 'not_found',
    });
  });
});
