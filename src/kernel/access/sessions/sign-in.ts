import { APIError } from 'better-auth/api';
import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { type HttpRefusal, httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { type Access, clock, evenly } from './access.ts';
import { accountBy, homesOf } from './accounts.ts';
import type { Auth } from './auth.ts';
import { type Begun, begin } from './begin.ts';
import { passCookies, sessionToken } from './cookies.ts';
import { inWords, tooMany } from './limits.ts';
import { authHeaders, originOf, requestOf, tell } from './request.ts';
import { endSessionByToken, findSession } from './store.ts';
import { hashOf } from './tokens.ts';
import { countTry, forgive } from './tries.ts';

export type SignedIn = Begun | { at: 'code'; factors: ('code' | 'recovery_code' | 'passkey')[] };

/** One text for a wrong password and an unknown address (PL-40, PL-S10). */
const wrong = (): HttpRefusal => httpRefusal(401, 'wrong_sign_in', 'The e-mail address or the password is not right.');

/**
 * E-mail and password (PL-40, PL-43). Answers where the member stands, or that a code is still owed. Refuses the wrong with
 * one text, and too many tries with 429 and the time to wait.
 */
export const signInByPassword = async (
  access: Access,
  c: Context<Env>,
  wanted: { email: string; password: string; practice_id?: Id | undefined },
): Promise<SignedIn> => {
  const began = performance.now();
  const { address } = requestOf(c);
  const wait = await countTry(access, { email: wanted.email, address });
  if (wait !== null) throw tooMany(wait, `There were too many wrong tries. Try again in ${inWords(wait)}.`);
  const before = await sessionToken(access, c);
  const body = { email: wanted.email, password: wanted.password };
  const answer = await access.auth.api
    .signInEmail({ body, headers: authHeaders(c), returnHeaders: true })
    .catch((error) =>
      evenly(
        access,
        began,
        refusedBy(error, () => failed(access, c, wanted.email)),
      ),
    );
  await forgive(access, wanted.email);
  passCookies(c, answer.headers);
  if (before) await endSessionByToken(access, before);
  const response = answer.response as { token?: string; twoFactorRedirect?: boolean };
  if (response.twoFactorRedirect) return { at: 'code', factors: ['code', 'recovery_code', 'passkey'] };
  return begin(access, c, response.token!, { by: 'password', practice_id: wanted.practice_id });
};

/** The code of an authenticator app, which works once (PL-41), after the password. */
export const signInByCode = async (
  access: Access,
  c: Context<Env>,
  wanted: { code: string; practice_id?: Id | undefined },
): Promise<Begun> => {
  await countCode(access, c);
  const answer = await access.auth.api
    .verifyTOTP({ body: { code: wanted.code }, headers: authHeaders(c), returnHeaders: true })
    .catch((error) => refusedBy(error, wrongCode));
  const { token, user } = answer.response;
  if (!(await useCode(access, user.id, wanted.code))) {
    await endSessionByToken(access, token);
    throw httpRefusal(401, 'code_used', 'This code was used already. Sign in again and take the newest one.');
  }
  passCookies(c, answer.headers);
  await forgive(access, `code:${user.id}`);
  return begin(access, c, token, { by: 'code', mfa: true, practice_id: wanted.practice_id });
};

/** One of the ten recovery codes, each good once (PL-41), after the password. */
export const signInByRecoveryCode = async (
  access: Access,
  c: Context<Env>,
  wanted: { code: string; practice_id?: Id | undefined },
): Promise<Begun> => {
  await countCode(access, c);
  const answer = await access.auth.api
    .verifyBackupCode({ body: { code: wanted.code }, headers: authHeaders(c), returnHeaders: true })
    .catch((error) => refusedBy(error, wrongCode));
  passCookies(c, answer.headers);
  return begin(access, c, answer.response.token!, { by: 'recovery_code', mfa: true, practice_id: wanted.practice_id });
};

/** The challenge a passkey signs; the answer goes back within five minutes. */
export const passkeyChallenge = async (access: Access, c: Context<Env>): Promise<Record<string, unknown>> => {
  const answer = await access.auth.api.generatePasskeyAuthenticationOptions({
    headers: authHeaders(c),
    returnHeaders: true,
  });
  passCookies(c, answer.headers);
  return answer.response as unknown as Record<string, unknown>;
};

/** After a password the tries of a code are counted per challenge; on a session that still owes its factor we count them. */
const countCode = async (access: Access, c: Context<Env>): Promise<void> => {
  const token = await sessionToken(access, c);
  const session = token ? await findSession(access, token) : null;
  if (!session) return;
  const wait = await countTry(access, {
    email: `code:${session.account_id}`,
    address: requestOf(c).address,
  });
  if (wait !== null) throw tooMany(wait, `There were too many wrong codes. Try again in ${inWords(wait)}.`);
};

type PasskeyAnswer = NonNullable<Parameters<Auth['api']['verifyPasskeyAuthentication']>[0]>['body']['response'];

/** A passkey alone: something they have and something they are or know, so both factors at once (PL-41). */
export const signInByPasskey = async (
  access: Access,
  c: Context<Env>,
  wanted: { response: Record<string, unknown>; practice_id?: Id | undefined },
): Promise<Begun> => {
  const before = await sessionToken(access, c);
  const answer = await access.auth.api
    .verifyPasskeyAuthentication({
      body: { response: wanted.response as unknown as PasskeyAnswer },
      headers: authHeaders(c),
      returnHeaders: true,
    })
    .catch((error) =>
      refusedBy(error, () =>
        httpRefusal(
          401,
          'wrong_passkey',
          'This passkey was not recognised. Try another, or sign in with your password.',
        ),
      ),
    );
  passCookies(c, answer.headers);
  if (before) await endSessionByToken(access, before);
  return begin(access, c, answer.response.session.token, { by: 'passkey', mfa: true, practice_id: wanted.practice_id });
};

const wrongCode = (): HttpRefusal =>
  httpRefusal(401, 'wrong_code', 'This code is not right. Take the newest one that your app shows.');

/** Marks a code as used; false when it was already (PL-S8). */
export const useCode = async (access: Access, account_id: string, code: string): Promise<boolean> => {
  const now = clock(access);
  const { rows } = await sql`insert into auth.used_code as u (account_id, code_hash, until)
    values (${account_id}, ${hashOf(code)}, ${now} + interval '3 minutes')
    on conflict (account_id, code_hash) do update set until = excluded.until where u.until < ${now} returning 1`.execute(
    access.db,
  );
  return rows.length > 0;
};

/** Turns what better-auth throws into a sentence of ours; a fault stays a fault. */
export const refusedBy = async (
  error: unknown,
  otherwise: () => HttpRefusal | Promise<HttpRefusal>,
): Promise<never> => {
  if (!(error instanceof APIError)) throw error;
  const code = error.body?.code;
  // A passkey that does not fit is reported as a fault there; it is the other side's mistake.
  if (error.statusCode >= 500 && code !== 'FAILED_TO_VERIFY_REGISTRATION') throw error;
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED')
    throw tooMany(900, 'There were too many wrong codes. Try again in 15 minutes.');
  if (code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' || code === 'INVALID_TWO_FACTOR_COOKIE') {
    throw httpRefusal(401, 'sign_in_again', 'This took too long or too many tries. Sign in with your password again.');
  }
  throw await otherwise();
};

/** A failed sign-in is an event in each practice of the account (PL-100); an unknown address has none. */
const failed = async (access: Access, c: Context<Env>, email: string): Promise<HttpRefusal> => {
  const account = await accountBy(access, { email });
  for (const home of account ? await homesOf(access, account.id) : []) {
    await inPractice(access.kernel.db, home.practice.id, (desk) =>
      tell(desk, originOf(requestOf(c), 'system:sign_in'), {
        verb: 'session.refused',
        member_id: home.member.id,
        facts: { code: [null, 'wrong_sign_in'] },
      }),
    );
  }
  return wrong();
};
