import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Env } from '#kernel/http/route.ts';
import { type Access, clock, realNow } from '../sessions/access.ts';
import { accountBy, addMembership, makeAccount } from '../sessions/accounts.ts';
import { type Begun, begin } from '../sessions/begin.ts';
import { giveSessionCookie } from '../sessions/cookies.ts';
import { requestOf } from '../sessions/request.ts';
import { openSession } from '../sessions/store.ts';
import { randomToken } from '../sessions/tokens.ts';

const DEMO_KEY = 'demo_practice';
const DAY_MS = 86_400_000;

export interface DemoPractice {
  practice_id: Id;
  /** The member of the demo practice who is its Owner. */
  member_id: Id;
}

/** Remembers which practice is the demo; the one before is forgotten, and with it the sessions in it. */
export const rememberDemo = async (access: Access, demo: DemoPractice): Promise<void> => {
  const account = await accountBy(access, { email: DEMO_EMAIL });
  if (account) await sql`delete from auth."user" where id = ${account.id}`.execute(access.db);
  await sql`insert into meta.installation (key, value, at) values (${DEMO_KEY}, ${JSON.stringify(demo)}::jsonb, ${clock(access)})
    on conflict (key) do update set value = excluded.value, at = excluded.at`.execute(access.db);
};

export const demoPractice = async (access: Access): Promise<DemoPractice | null> => {
  const { rows } = await sql<{
    value: DemoPractice;
  }>`select value from meta.installation where key = ${DEMO_KEY}`.execute(access.db);
  return rows[0]?.value ?? null;
};

/** An address nobody owns; the account has a password nobody knows. */
const DEMO_EMAIL = 'owner@demo.example';

/** Makes the demo practice and remembers it; what is in it is known above. */
export type MakeDemo = () => Promise<unknown>;

/** Two who ask at once wait for the same practice and the same account. */
let preparing: Promise<Prepared> | null = null;

interface Prepared {
  practice_id: Id;
  account_id: string;
}

const prepared = async (access: Access, make: MakeDemo): Promise<Prepared> => {
  if (!(await demoPractice(access))) await make();
  const demo = await demoPractice(access);
  if (!demo) throw new Error('the demo practice was made and is not remembered');
  const account_id = (await accountBy(access, { email: DEMO_EMAIL }))?.id ?? (await demoAccount(access, demo));
  return { practice_id: demo.practice_id, account_id };
};

/** A look at the demo practice as its Owner, for a day (PL-8); made first where there is none. Who may is asked before. */
export const signInToDemo = async (access: Access, c: Context<Env>, make: MakeDemo): Promise<Begun> => {
  preparing ??= prepared(access, make).finally(() => {
    preparing = null;
  });
  const { practice_id, account_id } = await preparing;
  const session = await openSession(access, account_id, requestOf(c));
  const ends_by = addMilliseconds(await realNow(access), DAY_MS);
  const begun = await begin(access, c, session, { by: 'demo', practice_id, ends_by });
  await giveSessionCookie(access, c, session);
  return begun;
};

const demoAccount = async (access: Access, demo: DemoPractice): Promise<string> => {
  const account_id = await makeAccount(access, { name: 'Demo', email: DEMO_EMAIL, password: randomToken() });
  await inPractice(access.kernel.db, demo.practice_id, ({ tx }) =>
    sql`update app.member set account_id = ${account_id} where practice_id = ${demo.practice_id} and id = ${demo.member_id}`.execute(
      tx,
    ),
  );
  await addMembership(access, account_id, demo);
  return account_id;
};
