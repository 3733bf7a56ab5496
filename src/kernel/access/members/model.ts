import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isTimeZone } from '#ground/time.ts';
import type { Command } from '#kernel/decision/model.ts';
import type { Role } from '../roles/model.ts';

/** invited → active (accepts) · invited → withdrawn · active ⇄ deactivated. Never deleted while an event names them. */
export const MEMBER_STATES = ['invited', 'active', 'withdrawn', 'deactivated'] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/**
 * How news of one kind reaches a member (PL-125): in the app, and by mail at once; in the app, and in the daily digest; in the
 * app alone; not at all.
 */
export const NEWS = ['at_once', 'digest', 'app', 'off'] as const;

export const member = z.strictObject({
  id: z.string(),
  version: z.int(),
  /** The sign-in account; null until the invitation is accepted. */
  account_id: z.string().nullable(),
  name: z.string(),
  email: z.string(),
  role_id: z.string(),
  state: z.enum(MEMBER_STATES),
  language: z.string().nullable(),
  time_zone: z.string().nullable(),
  notifications: z.record(z.string(), z.enum(NEWS)),
  invited_at: z.string().nullable(),
  /** Counts the letters of invitation: only the newest link works. */
  invitation_no: z.int(),
  invitation_ends_at: z.string().nullable(),
  joined_at: z.string().nullable(),
  deactivated_at: z.string().nullable(),
  /** Who took over the open work at deactivation (WF-124); null: it waits in «needs an owner». */
  successor_id: z.string().nullable(),
});
export type Member = z.infer<typeof member>;

const name = z.string().trim().min(1, 'Give the name.').max(120, 'A name has at most 120 characters.');
export const email = z
  .email('This is not an e-mail address.')
  .max(254)
  .transform((text) => text.toLowerCase());
const verb = z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/);

export const newInvitation = z.strictObject({ name, email, role_id: z.uuid() });
export type NewInvitation = z.infer<typeof newInvitation>;

export const memberChanges = z
  .strictObject({
    name,
    role_id: z.uuid(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language looks like «en» or «en-AU».')
      .nullable(),
    time_zone: z.string().refine(isTimeZone, 'This is not a time zone, for example «Australia/Sydney».').nullable(),
    notifications: z.record(verb, z.enum(NEWS)),
  })
  .partial();
export type MemberChanges = z.infer<typeof memberChanges>;

/** What members change about themselves: all but the role. */
export const ownChanges = memberChanges.omit({ role_id: true });

export const deactivation = z.strictObject({ successor_id: z.uuid().nullable().default(null) });

export type MemberCommand =
  | ({ do: 'invite' } & NewInvitation)
  | { do: 'invite_again' }
  | { do: 'withdraw' }
  | { do: 'accept'; account_id: string; name: string; invitation_no: number }
  /** The first Owner, made with the practice (PL-7). */
  | { do: 'found'; account_id: string | null; name: string; email: string; role_id: Id }
  | ({ do: 'change' } & MemberChanges)
  | { do: 'deactivate'; successor_id: Id | null }
  | { do: 'reactivate' };
true satisfies MemberCommand extends Command ? true : false;

export interface MemberFacts {
  /** Version 0: not there yet. */
  member: Member;
  /** Every member of the practice but this one, whatever their state. */
  others: readonly Pick<Member, 'id' | 'name' | 'email' | 'role_id' | 'state'>[];
  roles: readonly Role[];
}

export const INVITATION_DAYS = 7;
export const blankMember = (id: Id): Member => ({
  id,
  version: 0,
  account_id: null,
  name: '',
  email: '',
  role_id: '',
  state: 'invited',
  language: null,
  time_zone: null,
  notifications: {},
  invited_at: null,
  invitation_no: 0,
  invitation_ends_at: null,
  joined_at: null,
  deactivated_at: null,
  successor_id: null,
});
