import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { type Access, instant } from './access.ts';
import { type Account, accountBy } from './accounts.ts';
import type { Auth } from './auth.ts';
import { giveSessionCookie, passCookies, sessionToken } from './cookies.ts';
import { mustKnow } from './known.ts';
import { authHeaders, originOf, requestOf, type SessionPlace, tell } from './request.ts';
import { refusedBy, useCode } from './sign-in.ts';
import { findSession, replaceSession } from './store.ts';

/** What an account has beside its password. */
export interface Factors {
  totp: boolean;
  recovery_codes_left: number;
  passkeys: { id: Id; name: string; made_at: string | null }[];
}

const alreadySetUp = () =>
  httpRefusal(409, 'already_set_up', 'An authenticator app is set up already. Remove it first to use another.');
const notSetUp = () => httpRefusal(409, 'not_set_up', 'There is no authenticator app to do this with.');
const wrongCode = () =>
  httpRefusal(401, 'wrong_code', 'This code is not right. Take the newest one that your app shows.');

const account = async (access: Access, place: SessionPlace): Promise<Account> =>
  (await accountBy(access, { id: place.session.account_id }))!;

export const factorsOf = async (access: Access, account_id: string): Promise<Factors> => {
  const { rows } = await sql<{ id: Id; name: string | null; createdAt: Date | null }>`
    select id, name, "createdAt" from auth.passkey where "userId" = ${account_id} order by id`.execute(access.db);
  const { rows: users } = await sql<{
    totp: boolean | null;
  }>`select "twoFactorEnabled" as totp from auth."user" where id = ${account_id}`.execute(access.db);
  const passkeys = rows.map((row) => ({
    id: row.id,
    name: row.name ?? 'Passkey',
    made_at: row.createdAt && instant(row.createdAt),
  }));
  const totp = !!users[0]?.totp;
  return { totp, recovery_codes_left: totp ? await codesLeft(access, account_id) : 0, passkeys };
};

const codesLeft = async (access: Access, userId: string): Promise<number> =>
  (await access.auth.api.viewBackupCodes({ body: { userId } })).backupCodes.length;

/** Begins an authenticator app: the address for its QR code and ten recovery codes, shown this once (PL-41). */
export const beginTotp = async (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  password: string,
): Promise<{ uri: string; recovery_codes: string[] }> => {
  await mustKnow(access, c, await account(access, place), password);
  const answer = await access.auth.api
    .enableTwoFactor({ body: { password, method: 'totp' }, headers: authHeaders(c) })
    .catch((error) => refusedBy(error, alreadySetUp));
  const { totpURI, backupCodes } = answer as { totpURI: string; backupCodes: string[] };
  return { uri: totpURI, recovery_codes: backupCodes };
};

/** The first code shows that the app works; from here on it is asked for, and the session has a new id. */
export const confirmTotp = async (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  code: string,
): Promise<void> => {
  const answer = await access.auth.api
    .verifyTOTP({ body: { code }, headers: authHeaders(c), returnHeaders: true })
    .catch((error) => refusedBy(error, wrongCode));
  await useCode(access, place.session.account_id, code);
  passCookies(c, answer.headers);
  const token = (await newestToken(access, c, answer.headers)) ?? answer.response.token;
  await sql`update auth.session set "mfaAt" = ${place.session.now}, "replacedAt" = null where token = ${token}`.execute(
    access.db,
  );
  await told(access, c, place, 'member.factor_added', { factor: 'totp' });
};

/** The token of the session that better-auth made in place of the old one, from the cookie it set. */
const newestToken = async (access: Access, c: Context<Env>, headers: Headers): Promise<string | null> => {
  const old = await sessionToken(access, c);
  const found = headers
    .getSetCookie()
    .map((cookie) => /session_token=([^;]+)/.exec(cookie)?.[1])
    .find(Boolean);
  const token = found ? decodeURIComponent(found).split('.')[0]! : null;
  return token !== old ? token : null;
};

export const removeTotp = async (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  password: string,
): Promise<void> => {
  await mustKnow(access, c, await account(access, place), password);
  const answer = await access.auth.api
    .disableTwoFactor({ body: { password }, headers: authHeaders(c), returnHeaders: true })
    .catch((error) => refusedBy(error, notSetUp));
  passCookies(c, answer.headers);
  await told(access, c, place, 'member.factor_removed', { factor: 'totp' });
};

/** Ten new recovery codes, shown this once; the old ones are void. */
export const newRecoveryCodes = async (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  password: string,
): Promise<string[]> => {
  await mustKnow(access, c, await account(access, place), password);
  const { backupCodes } = await access.auth.api
    .generateBackupCodes({ body: { password }, headers: authHeaders(c) })
    .catch((error) => refusedBy(error, notSetUp));
  await told(access, c, place, 'member.recovery_codes_made', {});
  return backupCodes;
};

export const passkeyOptions = async (access: Access, c: Context<Env>): Promise<Record<string, unknown>> => {
  const answer = await access.auth.api.generatePasskeyRegistrationOptions({
    headers: authHeaders(c),
    returnHeaders: true,
  });
  passCookies(c, answer.headers);
  return answer.response as unknown as Record<string, unknown>;
};

type Registration = NonNullable<Parameters<Auth['api']['verifyPasskeyRegistration']>[0]>['body']['response'];

/** Keeps a passkey the browser made; making it was a proof of it, so the session counts as confirmed, under a new id. */
export const addPasskey = async (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  made: { name: string; response: unknown },
): Promise<void> => {
  await access.auth.api
    .verifyPasskeyRegistration({
      body: { name: made.name, response: made.response as Registration },
      headers: authHeaders(c),
    })
    .catch((error) =>
      refusedBy(error, () => httpRefusal(409, 'passkey_not_taken', 'This passkey could not be kept. Begin again.')),
    );
  await sql`update auth.session set "mfaAt" = ${place.session.now} where token = ${place.session.token}`.execute(
    access.db,
  );
  const session = await findSession(access, place.session.token);
  const token = session && (await replaceSession(access, session));
  if (token) await giveSessionCookie(access, c, token);
  await told(access, c, place, 'member.factor_added', { factor: 'passkey', name: made.name });
};

export const removePasskey = async (access: Access, c: Context<Env>, place: SessionPlace, id: Id): Promise<void> => {
  const { rows } =
    await sql`delete from auth.passkey where id = ${id} and "userId" = ${place.session.account_id} returning 1`.execute(
      access.db,
    );
  if (!rows.length) throw httpRefusal(404, 'not_found', 'There is no such passkey.');
  await told(access, c, place, 'member.factor_removed', { factor: 'passkey' });
};

/** Takes every factor from an account: it lost its phone, and somebody who may said so. */
export const dropFactors = async (access: Access, account_id: string): Promise<void> => {
  await sql`delete from auth."twoFactor" where "userId" = ${account_id}`.execute(access.db);
  await sql`delete from auth.passkey where "userId" = ${account_id}`.execute(access.db);
  await sql`update auth."user" set "twoFactorEnabled" = false where id = ${account_id}`.execute(access.db);
};

const told = (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  verb: string,
  after: Record<string, Json>,
): Promise<unknown> =>
  inPractice(access.kernel.db, place.practice_id, (desk) =>
    tell(desk, originOf(requestOf(c), place.caller.who.actor), {
      verb,
      member_id: place.session.member_id!,
      facts: Object.fromEntries(Object.entries(after).map(([field, value]) => [field, [null, value] as const])),
    }),
  );
