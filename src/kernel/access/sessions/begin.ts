import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { type Access, clock, instant } from './access.ts';
import { accountBy, type Home, homesOf } from './accounts.ts';
import { deviceMark, dropSessionCookie } from './cookies.ts';
import { ACCESS_MAIL, type AccessMail } from './mail.ts';
import type { Standing } from './model.ts';
import { deviceName, originOf, requestOf, tell } from './request.ts';
import { standing } from './rules.ts';
import { bindSession, endSession, findSession, type Session } from './store.ts';
import { hashOf } from './tokens.ts';

/** What a screen does after signing in. */
export type Begun = Standing & {
  practice_id: Id;
  practices: { id: Id; name: string; kind: Home['practice']['kind'] }[];
};

export interface Beginning {
  /** By what: told in the event. */
  by: 'password' | 'code' | 'recovery_code' | 'passkey' | 'link' | 'setup' | 'invitation' | 'switch' | 'demo';
  /** A second factor was shown in this very act. */
  mfa?: boolean;
  practice_id?: Id | undefined;
  ends_by?: string;
  /** At a switch of practice: when the person signed in, and showed the factor. */
  before?: Session;
}

/**
 * Ties a fresh session to one practice (PL-55), tells the event, mails when the device is new (PL-42), and answers where the
 * member stands. Ends the session and refuses `no_practice` when the account may enter none.
 */
export const begin = async (access: Access, c: Context<Env>, token: string, how: Beginning): Promise<Begun> => {
  const session = (await findSession(access, token))!;
  const account = (await accountBy(access, { id: session.account_id }))!;
  const homes = await homesOf(access, session.account_id);
  const home =
    homes.find((one) => one.practice.id === how.practice_id) ??
    (how.practice_id ? undefined : homes.find((one) => one.practice.id === account.last_practice_id)) ??
    homes[0];
  if (!home) {
    await endSession(access, session.id, { account_id: session.account_id });
    dropSessionCookie(access, c);
    throw httpRefusal(
      403,
      'no_practice',
      'Your account belongs to no practice any more. Ask an Owner or Admin of yours to invite you.',
    );
  }
  await bindSession(access, token, {
    practice_id: home.practice.id,
    member_id: home.member.id,
    role_id: home.member.role_id,
    started_at: how.before?.started_at ?? session.now,
    last_used_at: session.now,
    mfa_at: how.mfa ? session.now : (how.before?.mfa_at ?? null),
    ends_by: how.ends_by ?? how.before?.ends_by ?? null,
  });
  const first = await noteAccount(access, session.account_id, home.practice.id);
  await tellBegun(access, c, session, home, how);
  const bound = { ...session, mfa_at: how.mfa ? session.now : (how.before?.mfa_at ?? null) };
  return {
    ...standing(bound, { ...session.account, first_signed_in_at: first }, home.policy, session.now),
    practice_id: home.practice.id,
    practices: homes.map(({ practice }) => practice),
  };
};

/** Remembers the first sign-in, from which the days for a second factor count, and the practice to return to. */
const noteAccount = async (access: Access, account_id: string, practice_id: Id): Promise<string> => {
  const { rows } = await sql<{ first: Date }>`update auth."user" set "lastPracticeId" = ${practice_id},
    "firstSignedInAt" = coalesce("firstSignedInAt", ${clock(access)}) where id = ${account_id}
    returning "firstSignedInAt" as first`.execute(access.db);
  return instant(rows[0]!.first);
};

const tellBegun = async (
  access: Access,
  c: Context<Env>,
  session: Session,
  home: Home,
  how: Beginning,
): Promise<void> => {
  const isNew = await isNewDevice(access, c, session);
  const request = requestOf(c);
  await inPractice(access.kernel.db, home.practice.id, async (desk) => {
    const origin = originOf(request, `member:${home.member.id}`);
    await tell(desk, origin, {
      verb: 'session.started',
      member_id: home.member.id,
      facts: { by: [null, how.by], session_id: [null, session.id] },
    });
    if (!isNew) return;
    const data: AccessMail = {
      kind: 'new_device',
      member_id: home.member.id,
      device: deviceName(request.device ?? ''),
      address: request.address ?? '',
      at: session.now,
    };
    await access.kernel.writers.queue(desk, [{ do: 'queue', queue: 'act', name: ACCESS_MAIL, data: { ...data } }], {
      ...origin,
      who: home.who,
    });
  });
};

/** A browser without our mark, on an account that has been used from others before. */
const isNewDevice = async (access: Access, c: Context<Env>, session: Session): Promise<boolean> => {
  const mark = hashOf(await deviceMark(access, c));
  const { rows } = await sql<{ known: boolean; others: boolean }>`
    with before as (select mark_hash from auth.device where account_id = ${session.account_id}),
    noted as (insert into auth.device (account_id, mark_hash, last_seen_at) values (${session.account_id}, ${mark}, ${session.now})
      on conflict (account_id, mark_hash) do update set last_seen_at = excluded.last_seen_at returning 1)
    select exists (select 1 from before where mark_hash = ${mark}) as known, exists (select 1 from before) as others, (select count(*) from noted)`.execute(
    access.db,
  );
  return !rows[0]!.known && rows[0]!.others;
};
