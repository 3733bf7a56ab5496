import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { type Access, clock, instant } from './access.ts';
import type { SessionFacts } from './model.ts';
import { randomToken } from './tokens.ts';

/** A session with what is known of its account, and the real time. */
export interface Session extends SessionFacts {
  id: Id;
  token: string;
  account_id: string;
  practice_id: Id | null;
  member_id: Id | null;
  role_id: Id | null;
  look_as: string | null;
  replaced: boolean;
  device: string;
  address: string;
  account: { has_factor: boolean; totp: boolean; passkeys: number; first_signed_in_at: Instant };
  now: Instant;
}

interface Row
  extends Omit<Session, 'started_at' | 'last_used_at' | 'mfa_at' | 'ends_by' | 'replaced' | 'account' | 'now'> {
  started_at: Date;
  last_used_at: Date;
  mfa_at: Date | null;
  ends_by: Date | null;
  replaced_at: Date | null;
  totp: boolean | null;
  passkeys: number;
  first_signed_in_at: Date | null;
  now: Date;
}

/** Requests that were under way when a session got its new id are answered for this long under the old one. */
const REPLACED_MS = 30_000;

const select = (access: Access) => sql`
  select s.id, s.token, s."userId" as account_id, s."practiceId" as practice_id, s."memberId" as member_id, s."roleId" as role_id,
    coalesce(s."startedAt", s."createdAt") as started_at, coalesce(s."lastUsedAt", s."createdAt") as last_used_at,
    s."mfaAt" as mfa_at, s."endsBy" as ends_by, s."lookAs" as look_as, s."replacedAt" as replaced_at,
    coalesce(s."userAgent", '') as device, coalesce(s."ipAddress", '') as address,
    u."twoFactorEnabled" as totp, u."firstSignedInAt" as first_signed_in_at,
    (select count(*)::int from auth.passkey p where p."userId" = u.id) as passkeys, ${clock(access)} as now
  from auth.session s join auth."user" u on u.id = s."userId"`;

export const findSession = async (access: Access, token: string): Promise<Session | null> => {
  const { rows } = await sql<Row>`${select(access)} where s.token = ${token}`.execute(access.db);
  const session = rows[0] ? sessionOf(rows[0]) : null;
  const gone = rows[0]?.replaced_at && rows[0].now.getTime() - rows[0].replaced_at.getTime() > REPLACED_MS;
  return gone ? null : session;
};

/** The sessions of an account, or of one member in one practice; the newest use first. */
export const listSessions = async (
  access: Access,
  of: { account_id: string; practice_id?: Id },
): Promise<Session[]> => {
  const { rows } = await sql<Row>`${select(access)}
    where s."userId" = ${of.account_id} and s."replacedAt" is null
      and (${of.practice_id ?? null}::text is null or s."practiceId" = ${of.practice_id ?? null})
    order by coalesce(s."lastUsedAt", s."createdAt") desc`.execute(access.db);
  return rows.map(sessionOf);
};

const sessionOf = ({ replaced_at, totp, passkeys, first_signed_in_at, ...row }: Row): Session => ({
  ...row,
  started_at: instant(row.started_at),
  last_used_at: instant(row.last_used_at),
  mfa_at: row.mfa_at && instant(row.mfa_at),
  ends_by: row.ends_by && instant(row.ends_by),
  now: instant(row.now),
  replaced: replaced_at !== null,
  account: {
    has_factor: !!totp || passkeys > 0,
    totp: !!totp,
    passkeys,
    first_signed_in_at: instant(first_signed_in_at ?? row.now),
  },
});

export interface Binding {
  practice_id: Id;
  member_id: Id;
  role_id: Id;
  started_at: Instant;
  mfa_at: Instant | null;
  ends_by: Instant | null;
  last_used_at: Instant;
}

/** Ties a session to its one practice and member (PL-55). */
export const bindSession = async (access: Access, token: string, to: Binding): Promise<void> => {
  await sql`update auth.session set "practiceId" = ${to.practice_id}, "memberId" = ${to.member_id}, "roleId" = ${to.role_id},
    "startedAt" = ${to.started_at}, "mfaAt" = ${to.mfa_at}, "endsBy" = ${to.ends_by}, "lastUsedAt" = ${to.last_used_at}
    where token = ${token}`.execute(access.db);
};

/** A new session for an account, without a password: after set-up, by a printed link, at a switch of practice. */
export const openSession = async (
  access: Access,
  account_id: string,
  from: { device?: string | undefined; address?: string | undefined },
): Promise<string> => {
  const { internalAdapter } = await access.auth.$context;
  const made = await internalAdapter.createSession(account_id, false, {
    userAgent: from.device ?? '',
    ipAddress: from.address ?? '',
  });
  return made.token;
};

/**
 * The same session under a new id (PL-42): a copy with another token. The old one lives a moment longer for requests that
 * are under way. Answers null when another request already replaced it.
 */
export const replaceSession = async (
  access: Access,
  old: Session,
  changes: { role_id?: Id } = {},
): Promise<string | null> => {
  const token = randomToken() + randomToken();
  const { rows } = await sql<{ token: string }>`
    with old as (update auth.session set "replacedAt" = ${old.now} where token = ${old.token} and "replacedAt" is null returning *)
    insert into auth.session (id, token, "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent", "userId", "practiceId",
      "memberId", "roleId", "startedAt", "lastUsedAt", "mfaAt", "endsBy", "lookAs")
    select ${newId()}, ${token}, "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent", "userId", "practiceId",
      "memberId", ${changes.role_id ?? old.role_id}, "startedAt", ${old.now}, "mfaAt", "endsBy", "lookAs" from old
    returning token`.execute(access.db);
  return rows[0]?.token ?? null;
};

const TOUCH_MS = 10_000;

/** Notes that a session was used, at most every ten seconds, and that its member was seen. */
export const touchSession = async (access: Access, session: Session): Promise<void> => {
  if (Date.parse(session.now) - Date.parse(session.last_used_at) < TOUCH_MS) return;
  await sql`update auth.session set "lastUsedAt" = ${session.now} where token = ${session.token}`.execute(access.db);
  await sql`update auth.membership set last_seen_at = ${session.now}
    where account_id = ${session.account_id} and practice_id = ${session.practice_id}`.execute(access.db);
};

export const lookAs = async (access: Access, token: string, as: string | null): Promise<void> => {
  await sql`update auth.session set "lookAs" = ${as} where token = ${token}`.execute(access.db);
};

export const endSession = async (
  access: Access,
  id: Id,
  of: { account_id: string; practice_id?: Id },
): Promise<boolean> => {
  const { numAffectedRows } = await sql`delete from auth.session where id = ${id} and "userId" = ${of.account_id}
    and (${of.practice_id ?? null}::text is null or "practiceId" = ${of.practice_id ?? null})`.execute(access.db);
  return !!numAffectedRows;
};

/** Ends the sessions of an account, all or but one, in all practices or in one; answers how many. */
export const endSessions = async (
  access: Access,
  of: { account_id: string; practice_id?: Id; but?: string },
): Promise<number> => {
  const { numAffectedRows } = await sql`delete from auth.session where "userId" = ${of.account_id}
    and token <> ${of.but ?? ''} and (${of.practice_id ?? null}::text is null or "practiceId" = ${of.practice_id ?? null})`.execute(
    access.db,
  );
  return Number(numAffectedRows ?? 0);
};

/** Forgets sessions, links, codes, challenges, tries and limits that are over: nightly housekeeping. */
export const sweepSessions = async (access: Access): Promise<void> => {
  const now = clock(access);
  await sql`delete from auth.session where "expiresAt" < ${now} or "replacedAt" < ${now} - interval '1 hour'`.execute(
    access.db,
  );
  await sql`delete from auth.verification where "expiresAt" < ${now}`.execute(access.db);
  await sql`delete from auth.used_code where until < ${now}`.execute(access.db);
  await sql`delete from auth.link where expires_at < ${now} - interval '7 days'`.execute(access.db);
  await sql`delete from auth.wrong_try where at < ${now} - interval '1 hour'`.execute(access.db);
  await sql`delete from auth.bucket where full_at < ${now} - interval '1 hour'`.execute(access.db);
};

export const endSessionByToken = async (access: Access, token: string): Promise<void> => {
  await sql`delete from auth.session where token = ${token}`.execute(access.db);
};
