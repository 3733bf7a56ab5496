import type { Member, MemberCommand } from '#kernel/access/members/model.ts';
import { decideMember } from '#kernel/access/members/rules.ts';
import type { Context, Who } from '#kernel/decision/model.ts';
import type { MemberRow } from '../practice.ts';
import type { RoleRow } from './roles.ts';

interface Known {
  who: Who;
  members: readonly MemberRow[];
  roles: readonly RoleRow[];
}

/** Why a command on a member would be refused now, by the very rule the server asks; undefined when it would not (WF-190). */
export const whyNot = (row: MemberRow, command: MemberCommand, { who, members, roles }: Known): string | undefined => {
  const state = {
    member: whole(row),
    others: members.filter((other) => other.id !== row.id).map(whole),
    roles: roles.map((role) => ({ ...role, removed_at: null })),
  };
  const decision = decideMember(state, command, { who, now: new Date().toISOString() } as Context);
  return decision.yes ? undefined : decision.because;
};

const whole = (row: MemberRow): Member => ({
  account_id: null,
  language: null,
  notifications: {},
  invitation_no: 0,
  ...row,
  email: row.email ?? '',
  invited_at: row.invited_at ?? null,
  invitation_ends_at: row.invitation_ends_at ?? null,
  joined_at: row.joined_at ?? null,
  deactivated_at: row.deactivated_at ?? null,
  successor_id: row.successor_id ?? null,
});
