import type { Context } from 'hono';
import type { Id } from '#ground/id.ts';
import { inPractice, NoPractice } from '#kernel/database/practice.ts';
import { HttpRefusal, httpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Access } from '../sessions/access.ts';
import { accountBy, addMembership, dropAccount, makeAccount } from '../sessions/accounts.ts';
import { type Begun, begin } from '../sessions/begin.ts';
import { giveSessionCookie } from '../sessions/cookies.ts';
import { mustKnow } from '../sessions/known.ts';
import { mustBeGood } from '../sessions/passwords.ts';
import { originOf, requestOf } from '../sessions/request.ts';
import { openSession } from '../sessions/store.ts';
import { invitationToken, readInvitation } from '../sessions/tokens.ts';
import { invitationOver } from './rules.ts';
import { findMember, members } from './store.ts';
import { NOTHING } from './who.ts';

/** What an invitation page shows before anything happens (PL-45). */
export interface Invited {
  practice_name: string;
  name: string;
  email: string;
  /** The address has an account already: its password is asked for instead of a new one. */
  has_account: boolean;
}

interface Standing {
  practice_id: Id;
  member_id: Id;
  no: number;
  invited: Invited;
}

/** Reads an invitation and changes nothing; refuses `link_over` (PL-45, PL-S12). */
export const lookAtInvitation = async (access: Access, token: string): Promise<Invited> =>
  (await standingInvitation(access, token)).invited;

/** The link of an invitation, for an Admin to hand over where no mail is set up. */
export const invitationLink = (access: Access, of: { practice_id: Id; member_id: Id; no: number }): string =>
  `${access.publicUrl}/invitation#${invitationToken(access.secret, of)}`;

/**
 * Accepts an invitation: makes the account, or joins the one the address has if its password is right, and signs in.
 * The link stays good while the password is refused, and is void after.
 */
export const acceptInvitation = async (
  access: Access,
  c: Context<Env>,
  wanted: { token: string; name: string; password: string },
): Promise<Begun> => {
  const { practice_id, member_id, no, invited } = await standingInvitation(access, wanted.token);
  const { account_id, made } = await accountFor(access, c, invited, wanted);
  const caller = callerOf(c, member_id);
  const outcome = await perform(access.kernel, { practice_id, caller }, members, {
    id: member_id,
    command: { do: 'accept', account_id, name: wanted.name, invitation_no: no },
  });
  if (!outcome.yes && made) await dropAccount(access, account_id);
  yesOrThrow(outcome);
  await addMembership(access, account_id, { practice_id, member_id });
  const session = await openSession(access, account_id, requestOf(c));
  const begun = await begin(access, c, session, { by: 'invitation', practice_id });
  await giveSessionCookie(access, c, session);
  return begun;
};

const accountFor = async (
  access: Access,
  c: Context<Env>,
  invited: Invited,
  wanted: { name: string; password: string },
): Promise<{ account_id: string; made: boolean }> => {
  const account = await accountBy(access, { email: invited.email });
  if (!account) {
    mustBeGood(wanted.password, { email: invited.email, practice_names: [invited.practice_name] });
    const account_id = await makeAccount(access, {
      name: wanted.name,
      email: invited.email,
      password: wanted.password,
    });
    return { account_id, made: true };
  }
  const because = 'You have an account with this address already. Its password is another one.';
  await mustKnow(access, c, account, wanted.password, because);
  return { account_id: account.id, made: false };
};

const standingInvitation = async (access: Access, token: string): Promise<Standing> => {
  const over = httpRefusal(
    409,
    'link_over',
    'This invitation was used, withdrawn or is too old. Ask whoever invited you for a new one.',
  );
  const link = readInvitation(access.secret, token);
  if (!link) throw over;
  const found = await inPractice(access.kernel.db, link.practice_id, async (desk) => {
    const member = await findMember(desk, link.member_id);
    const no = member && invitationOver(member, link.no, desk.now);
    if (no) throw new HttpRefusal(no);
    return member && { member, practice_name: desk.practice.name };
  }).catch((error) => {
    if (error instanceof NoPractice) return null;
    throw error;
  });
  if (!found) throw over;
  const { name, email } = found.member;
  const has_account = !!(await accountBy(access, { email }));
  return { ...link, invited: { practice_name: found.practice_name, name, email, has_account } };
};

/** Whoever holds the link acts as the member they become, with no right yet. */
const callerOf = (c: Context<Env>, member_id: Id) => {
  const { actor, ...origin } = originOf(requestOf(c), `member:${member_id}`);
  return { ...origin, who: { actor, member_id, role_name: 'invited', ...NOTHING, deputy_for: [] } };
};
