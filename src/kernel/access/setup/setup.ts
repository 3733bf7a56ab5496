import type { Context } from 'hono';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { HttpRefusal, httpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { act } from '#kernel/loop/perform.ts';
import { members } from '../members/store.ts';
import { countryFacts } from '../practice/countries.ts';
import { foundPractice } from '../practice/store.ts';
import { OWNER_ROLE } from '../roles/builtin.ts';
import { systemWho } from '../roles/system.ts';
import { type Access, clock, realNow } from '../sessions/access.ts';
import { accountBy, addMembership, dropAccount, makeAccount } from '../sessions/accounts.ts';
import { type Begun, begin } from '../sessions/begin.ts';
import { giveSessionCookie } from '../sessions/cookies.ts';
import { mustBeGood } from '../sessions/passwords.ts';
import { originOf, requestOf } from '../sessions/request.ts';
import { openSession } from '../sessions/store.ts';
import { hashOf, randomToken } from '../sessions/tokens.ts';
import type { Setup } from './model.ts';

const LINK_KEY = 'setup_link';
const DEMO_KEY = 'demo_practice';
const DAY_MS = 86_400_000;

/** While nobody belongs to a practice of their own, the installation waits to be set up. */
export const needsSetup = async (access: Access): Promise<boolean> => {
  const { rows } = await sql`select 1 from auth.membership m
    where m.practice_id is distinct from (select (value->>'practice_id')::uuid from meta.installation where key = ${DEMO_KEY}) limit 1`.execute(
    access.db,
  );
  return !rows.length;
};

/** A new set-up link, good once and for 24 hours; the one before is void (PL-6). Null when the installation is set up. */
export const makeSetupLink = async (access: Access): Promise<string | null> => {
  if (!(await needsSetup(access))) return null;
  const token = randomToken();
  const value = JSON.stringify({ hash: hashOf(token), ends_at: addMilliseconds(await realNow(access), DAY_MS) });
  await sql`insert into meta.installation (key, value, at) values (${LINK_KEY}, ${value}::jsonb, ${clock(access)})
    on conflict (key) do update set value = excluded.value, at = excluded.at`.execute(access.db);
  return `${access.publicUrl}/setup#${token}`;
};

/** Refuses `link_over` for a link that is old, used, void or altered. Changes nothing. */
export const mustBeSetupLink = async (access: Access, token: string): Promise<void> => {
  const { rows } =
    await sql`select 1 from meta.installation where key = ${LINK_KEY} and value->>'hash' = ${hashOf(token)}
    and (value->>'ends_at')::timestamptz > ${clock(access)}`.execute(access.db);
  if (!rows.length || !(await needsSetup(access))) throw linkOver();
};

const linkOver = (): HttpRefusal =>
  httpRefusal(
    409,
    'link_over',
    'This set-up link was used, is too old, or was replaced by a newer one. Start Tickmark again, or run «tickmark setup-link», for a new one.',
  );

const spendSetupLink = async (access: Access, token: string): Promise<void> => {
  const { rows } = await sql`delete from meta.installation where key = ${LINK_KEY} and value->>'hash' = ${hashOf(token)}
    and (value->>'ends_at')::timestamptz > ${clock(access)} returning 1`.execute(access.db);
  if (!rows.length) throw linkOver();
};

/** The first practice and its Owner, who is signed in (PL-7). Typed mistakes leave the link good. */
export const setUp = async (access: Access, c: Context<Env>, wanted: Setup): Promise<Begun> => {
  await mustBeSetupLink(access, wanted.token);
  const { owner, practice } = wanted;
  mustBeGood(owner.password, { email: owner.email, practice_names: [practice.name] }, '/owner/password');
  if (await accountBy(access, { email: owner.email })) {
    throw new HttpRefusal(invalid(problem('/owner/email', 'taken', 'There is an account with this address already.')));
  }
  await spendSetupLink(access, wanted.token);
  const { actor: _, ...origin } = originOf(requestOf(c), 'operator');
  const made = await makeOwned(access, {
    ...owner,
    practice: { ...practice, kind: 'live' },
    caller: { ...origin, who: systemWho('setup') },
  });
  const session = await openSession(access, made.account_id, requestOf(c));
  const begun = await begin(access, c, session, { by: 'setup', practice_id: made.practice_id });
  await giveSessionCookie(access, c, session);
  return begun;
};

/** A practice with an account that owns it: for set-up, and for another practice that the operator adds. */
export const makeOwned = async (
  access: Access,
  wanted: Setup['owner'] & {
    practice: Setup['practice'] & { kind: 'live' | 'demo' | 'sandbox' };
    caller: Parameters<typeof foundPractice>[2];
  },
): Promise<{ practice_id: Id; member_id: Id; account_id: string }> => {
  const { name, email, password, practice, caller } = wanted;
  const account_id = await makeAccount(access, { name, email, password });
  const practice_id = newId();
  const member_id = newId();
  const locale = countryFacts(practice.country)?.locale ?? 'en-GB';
  try {
    await foundPractice(access.kernel, { ...practice, locale, id: practice_id }, caller, async (desk) => {
      const command = { do: 'found' as const, account_id, name, email, role_id: OWNER_ROLE };
      const [outcome] = await act(access.kernel, desk, caller, members, [{ id: member_id, command }]);
      yesOrThrow(outcome!);
    });
  } catch (error) {
    await dropAccount(access, account_id);
    throw error;
  }
  await addMembership(access, account_id, { practice_id, member_id });
  return { practice_id, member_id, account_id };
};
