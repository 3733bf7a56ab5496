import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision, Effect, Event, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  difference,
  invalid,
  notAllowed,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { OWNER_ROLE } from '../roles/builtin.ts';
import { givesTooMuch } from '../roles/grants.ts';
import type { Role } from '../roles/model.ts';
import { can, writes } from '../roles/rules.ts';
import {
  INVITATION_DAYS,
  type Member,
  type MemberChanges,
  type MemberCommand,
  type MemberFacts,
  type NewInvitation,
} from './model.ts';

const DAY_MS = 86_400_000;
const MANAGE = writes('settings', 'members.manage');

/**
 * Members and their invitations. All but one's own profile needs `members.manage`. Refuses more than the giver holds and
 * touching somebody who holds more (PL-29), `last_owner` (PL-29), an address that is taken, moves the states do not have,
 * and an invitation that is old, withdrawn or already used (PL-45).
 */
export const decideMember = (state: MemberFacts, command: MemberCommand, context: Context): Decision => {
  switch (command.do) {
    case 'invite':
      return allowed(context) ?? invite(state, command, context);
    case 'found':
      return told(state, 'member.founded', {
        ...fields(command),
        account_id: command.account_id,
        state: 'active',
        joined_at: context.now,
      });
    case 'accept':
      return acceptInvitation(state, command, context);
    default:
      return exists(state) ?? ofExisting(state, command, context);
  }
};

export const evolveMember = (state: MemberFacts, event: Event): MemberFacts => ({
  ...state,
  member: changed(state.member, event),
});

/** The practice needs one active Owner at every moment (PL-29). */
export const leavesNoOwner = ({ member, others }: MemberFacts): Refusal | null => {
  const isOwner = member.state === 'active' && member.role_id === OWNER_ROLE;
  const another = others.some((other) => other.state === 'active' && other.role_id === OWNER_ROLE);
  if (!isOwner || another) return null;
  return refused('last_owner', `${member.name} is the only active Owner. Make somebody else Owner first.`);
};

/** Whether an invitation can still be accepted; null is yes (PL-45). */
export const invitationOver = (member: Member, no: number, now: string): Refusal | null => {
  const over = member.state !== 'invited' || member.invitation_no !== no || (member.invitation_ends_at ?? '') <= now;
  return over
    ? refused('link_over', 'This invitation was used, withdrawn or is too old. Ask whoever invited you for a new one.')
    : null;
};

const ofExisting = (state: MemberFacts, command: MemberCommand, context: Context): Decision => {
  switch (command.do) {
    case 'change':
      return change(state, command, context);
    case 'invite_again':
      return (
        allowed(context) ??
        above(state, context) ??
        only(state, 'invited') ??
        letter(state, {}, 'member.invited_again', context)
      );
    case 'withdraw':
      return (
        allowed(context) ??
        only(state, 'invited') ??
        told(state, 'member.withdrawn', { state: 'withdrawn', invitation_ends_at: null })
      );
    case 'deactivate':
      return (
        allowed(context) ??
        above(state, context) ??
        only(state, 'active') ??
        deactivate(state, command.successor_id, context)
      );
    case 'reactivate':
      return allowed(context) ?? above(state, context) ?? only(state, 'deactivated') ?? reactivate(state, context);
    default:
      return notFound();
  }
};

const invite = (state: MemberFacts, command: NewInvitation, context: Context): Decision => {
  const role = roleOf(state, command.role_id);
  if (!role) return invalid(problem('/role_id', 'not_found', 'Choose a role from the list.'));
  const twin = state.others.find((other) => other.email === command.email && other.state !== 'withdrawn');
  if (twin) return invalid(problem('/email', 'taken', taken(twin)));
  return (
    givesTooMuch(context.who, role) ??
    letter(state, { ...fields(command), invited_at: context.now }, 'member.invited', context)
  );
};

const taken = (twin: { name: string; state: string }): string =>
  twin.state === 'deactivated'
    ? `This is the address of ${twin.name}, who is deactivated. Reactivate them instead.`
    : `This is the address of ${twin.name}, who is ${twin.state} here already.`;

const letter = (state: MemberFacts, more: Partial<Member>, verb: string, context: Context): Decision => {
  const invitation_no = state.member.invitation_no + 1;
  const ends = addMilliseconds(context.now, INVITATION_DAYS * DAY_MS);
  const data = { kind: 'invitation', member_id: state.member.id, no: invitation_no };
  const mail: Effect = { do: 'queue', queue: 'act', name: 'access.mail', data };
  return told(state, verb, { ...more, state: 'invited', invitation_no, invitation_ends_at: ends }, [mail]);
};

const acceptInvitation = (state: MemberFacts, command: MemberCommand & { do: 'accept' }, context: Context): Decision =>
  invitationOver(state.member, command.invitation_no, context.now) ??
  told(state, 'member.joined', {
    state: 'active',
    account_id: command.account_id,
    name: command.name,
    joined_at: context.now,
    invitation_ends_at: null,
  });

const change = (
  state: MemberFacts,
  { do: _, ...changes }: { do: 'change' } & MemberChanges,
  context: Context,
): Decision => {
  const own = context.who.member_id === state.member.id && context.who.actor === `member:${state.member.id}`;
  if (!own || changes.role_id !== undefined) {
    const no = allowed(context) ?? above(state, context);
    if (no) return no;
  }
  if (state.member.state === 'withdrawn') return wrongState(state.member, 'changed');
  const newRole = changes.role_id !== undefined && changes.role_id !== state.member.role_id;
  const no = newRole ? mayGive(state, changes.role_id!, context) : null;
  return no ?? told(state, newRole ? 'member.role_changed' : 'member.changed', changes as Partial<Member>);
};

const mayGive = (state: MemberFacts, roleId: string, context: Context): Refusal | null => {
  const role = roleOf(state, roleId);
  if (!role) return invalid(problem('/role_id', 'not_found', 'Choose a role from the list.'));
  return givesTooMuch(context.who, role) ?? (roleId === OWNER_ROLE ? null : leavesNoOwner(state));
};

const deactivate = (state: MemberFacts, successor: string | null, context: Context): Decision => {
  const heir = state.others.find((other) => other.id === successor);
  if (successor !== null && heir?.state !== 'active') {
    return invalid(problem('/successor_id', 'not_active', 'Choose an active member to take over, or nobody.'));
  }
  return (
    leavesNoOwner(state) ??
    told(state, 'member.deactivated', { state: 'deactivated', deactivated_at: context.now, successor_id: successor })
  );
};

const reactivate = (state: MemberFacts, context: Context): Decision => {
  const role = roleOf(state, state.member.role_id);
  if (!role) return refused('role_gone', `The role ${state.member.name} had was removed. Give another role first.`);
  return (
    givesTooMuch(context.who, role) ??
    told(state, 'member.reactivated', { state: 'active', deactivated_at: null, successor_id: null })
  );
};

const allowed = (context: Context): Refusal | null => can(context.who, MANAGE);
const exists = ({ member }: MemberFacts): Refusal | null => (member.version ? null : notFound());
const roleOf = (state: MemberFacts, id: string): Role | undefined => state.roles.find((role) => role.id === id);

/** Nobody changes somebody who holds more than they do: an Admin cannot deactivate an Owner. */
const above = (state: MemberFacts, context: Context): Refusal | null => {
  const role = roleOf(state, state.member.role_id);
  if (!role || !givesTooMuch(context.who, role)) return null;
  return {
    ...notAllowed(`${state.member.name} is ${role.name} and holds more than you do, so you cannot change them.`),
    code: 'more_than_you_hold',
  };
};

const only = ({ member }: MemberFacts, state: Member['state']): Refusal | null =>
  member.state === state ? null : wrongState(member, state);

const wrongState = (member: Member, needed: string): Refusal =>
  refused('wrong_state', `${member.name} is ${member.state}, so this cannot be done now.`, {
    state: member.state,
    needed,
  });

const fields = ({ name, email, role_id }: Pick<Member, 'name' | 'email' | 'role_id'>): Partial<Member> => ({
  name,
  email,
  role_id,
});

const told = ({ member }: MemberFacts, verb: string, after: Partial<Member>, effects: Effect[] = []): Decision => {
  const facts = difference<Member>(member, after);
  return accept(Object.keys(facts).length ? [{ verb, thing: ref('member', member.id), facts }] : [], effects);
};
