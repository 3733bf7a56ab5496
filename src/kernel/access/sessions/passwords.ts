import type { Context } from 'hono';
import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { invalid } from '#kernel/decision/rules.ts';
import { HttpRefusal, httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { type Access, clock, evenly, realNow } from './access.ts';
import { type Account, accountBy, homesOf, setPassword } from './accounts.ts';
import { type Begun, begin } from './begin.ts';
import { giveSessionCookie } from './cookies.ts';
import { dropFactors } from './factors.ts';
import { mustKnow } from './known.ts';
import { spend } from './limits.ts';
import { ACCESS_MAIL, type AccessMail } from './mail.ts';
import { passwordProblem } from './password.ts';
import { originOf, requestOf, type SessionPlace, tell } from './request.ts';
import { endSessions, findSession, openSession, replaceSession } from './store.ts';
import { hashOf, randomToken, sealedToken, unsealed } from './tokens.ts';
import { forgive } from './tries.ts';

const HOUR_MS = 3_600_000;

/** Throws when a new password is not one (PL-40). */
export const mustBeGood = (
  password: string,
  about: { email: string; practice_names: readonly string[] },
  pointer?: string,
): void => {
  const wrong = passwordProblem(password, about, pointer);
  if (wrong) throw new HttpRefusal(invalid(wrong));
};

/** One's own password: the others of one's sessions end, this one gets a new id (PL-42). */
export const changePassword = async (
  access: Access,
  c: Context<Env>,
  place: SessionPlace,
  wanted: { current: string; password: string },
): Promise<void> => {
  const account = (await accountBy(access, { id: place.session.account_id }))!;
  await mustKnow(access, c, account, wanted.current);
  await putPassword(access, c, account, wanted.password);
  const session = (await findSession(access, place.session.token))!;
  const token = await replaceSession(access, session);
  await endSessions(access, { account_id: account.id, but: token ?? session.token });
  if (token) await giveSessionCookie(access, c, token);
};

const putPassword = async (access: Access, c: Context<Env>, account: Account, password: string): Promise<void> => {
  const homes = await homesOf(access, account.id);
  mustBeGood(password, { email: account.email, practice_names: homes.map((home) => home.practice.name) });
  await setPassword(access, account.id, password);
  const at = await realNow(access);
  for (const { practice, member, who } of homes) {
    await inPractice(access.kernel.db, practice.id, async (desk) => {
      const origin = originOf(requestOf(c), `member:${member.id}`);
      await tell(desk, origin, { verb: 'member.password_changed', member_id: member.id });
      if (practice.id !== homes[0]!.practice.id) return;
      const data: AccessMail = { kind: 'password_changed', member_id: member.id, at };
      await access.kernel.writers.queue(desk, [{ do: 'queue', queue: 'act', name: ACCESS_MAIL, data: { ...data } }], {
        ...origin,
        who,
      });
    });
  }
};

/** Sends a link for a new password, if there is such an account; nobody can tell from the answer (PL-40). */
export const askReset = (access: Access, c: Context<Env>, email: string): Promise<void> =>
  evenly(access, performance.now(), sendReset(access, c, email));

const sendReset = async (access: Access, c: Context<Env>, email: string): Promise<void> => {
  if ((await spend(access, [['reset', hashOf(email)]])) !== null) return;
  const account = await accountBy(access, { email });
  const [home] = account ? await homesOf(access, account.id) : [];
  if (!account || !home) return;
  const { part } = await makeLink(access, account.id, { kind: 'reset', hours: 1 });
  const data: AccessMail = { kind: 'reset', member_id: home.member.id, part };
  await inPractice(access.kernel.db, home.practice.id, async (desk) => {
    const origin = originOf(requestOf(c), 'system:sign_in');
    await tell(desk, origin, { verb: 'member.reset_asked', member_id: home.member.id });
    await access.kernel.writers.queue(desk, [{ do: 'queue', queue: 'act', name: ACCESS_MAIL, data: { ...data } }], {
      ...origin,
      who: home.who,
    });
  });
};

/** A link to an account that works once. The database keeps its hash, letters keep its public part, only the reader has all of it. */
export const makeLink = async (
  access: Access,
  account_id: string,
  link: { kind: 'reset' | 'sign_in'; hours: number; drops_factors?: boolean },
): Promise<{ part: string; token: string }> => {
  const part = randomToken();
  const token = sealedToken(access.secret, 'link', part);
  await sql`insert into auth.link (hash, kind, account_id, drops_factors, expires_at)
    values (${hashOf(token)}, ${link.kind}, ${account_id}, ${link.drops_factors ?? false}, ${clock(access)} + make_interval(secs => ${(link.hours * HOUR_MS) / 1000}))`.execute(
    access.db,
  );
  return { part, token };
};

const linkOver = () =>
  httpRefusal(
    409,
    'link_over',
    'This link was used, is too old, or is not whole. Ask for a new one on the sign-in page.',
  );

const findLink = async (
  access: Access,
  token: string,
  kind: 'reset' | 'sign_in',
): Promise<{ account: Account; drops_factors: boolean }> => {
  const whole = unsealed(access.secret, 'link', token) !== null;
  const { rows } = whole
    ? await sql<{ account_id: string; drops_factors: boolean }>`select account_id, drops_factors from auth.link
        where hash = ${hashOf(token)} and kind = ${kind} and used_at is null and expires_at > ${clock(access)}`.execute(
        access.db,
      )
    : { rows: [] };
  const account = rows[0] && (await accountBy(access, { id: rows[0].account_id }));
  if (!rows[0] || !account) throw linkOver();
  return { account, drops_factors: rows[0].drops_factors };
};

const spendLink = async (access: Access, token: string): Promise<void> => {
  const { rows } =
    await sql`update auth.link set used_at = ${clock(access)} where hash = ${hashOf(token)} and used_at is null returning 1`.execute(
      access.db,
    );
  if (!rows.length) throw linkOver();
};

/** A new password by a link; all sessions of the account end (PL-42, PL-45). The link stays good while the password is refused. */
export const useReset = async (
  access: Access,
  c: Context<Env>,
  wanted: { token: string; password: string },
): Promise<void> => {
  const { account } = await findLink(access, wanted.token, 'reset');
  const homes = await homesOf(access, account.id);
  mustBeGood(wanted.password, { email: account.email, practice_names: homes.map((home) => home.practice.name) });
  await spendLink(access, wanted.token);
  await putPassword(access, c, account, wanted.password);
  await endSessions(access, { account_id: account.id });
  await forgive(access, account.email);
};

/** Signs in by a link that the operator printed (`members reset`); a second factor that stays is still asked for. */
export const signInByLink = async (access: Access, c: Context<Env>, token: string): Promise<Begun> => {
  const { account, drops_factors } = await findLink(access, token, 'sign_in');
  await spendLink(access, token);
  if (drops_factors) await dropFactors(access, account.id);
  const { address, device } = requestOf(c);
  const session = await openSession(access, account.id, { address, device });
  await giveSessionCookie(access, c, session);
  return begin(access, c, session, { by: 'link' });
};

/**
 * For the command line: a sign-in link for the account of an address, good once and for an hour; null when there is none.
 * `drops_factors` also removes the authenticator app and passkeys when it is used.
 */
export const operatorLink = async (access: Access, email: string, drops_factors: boolean): Promise<string | null> => {
  const account = await accountBy(access, { email: email.toLowerCase() });
  if (!account) return null;
  const { token } = await makeLink(access, account.id, { kind: 'sign_in', hours: 1, drops_factors });
  for (const { practice, member } of await homesOf(access, account.id)) {
    await inPractice(access.kernel.db, practice.id, (desk) =>
      tell(
        desk,
        { actor: 'operator', request_id: newId() },
        { verb: 'member.link_made', member_id: member.id, facts: { drops_factors: [null, drops_factors] } },
      ),
    );
  }
  return `${access.publicUrl}/sign-in#${token}`;
};
