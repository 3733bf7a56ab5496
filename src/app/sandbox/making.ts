import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { allMembers } from '#kernel/access/members/store.ts';
import { foundPractice, readPractice } from '#kernel/access/practice/store.ts';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import type { Place } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { reindex } from '#kernel/search/reindex.ts';
import { SETTINGS } from './copied.ts';
import type { Row } from './disguise.ts';
import {
  keepPart,
  keepSandbox,
  keepSandboxId,
  lay,
  readRows,
  readSandbox,
  type Sandbox,
  sandboxIdOf,
} from './store.ts';
import { tell } from './telling.ts';
import { askForWork } from './working.ts';

/** Far above what a practice has of roles, tags or workflows; with more, the rest is left out rather than the memory. */
const MOST_SETTINGS = 20_000;

export interface Found extends Sandbox {
  practice_id: Id;
  name: string;
}

/** The sandbox of a live practice, or the one stood in; null where there is none. */
export const findSandbox = async (kernel: Kernel, place: Place): Promise<Found | null> => {
  const id = await inPractice(kernel.db, place.practice_id, async (desk) =>
    desk.practice.kind === 'sandbox' ? desk.practice.id : sandboxIdOf(desk),
  );
  return id ? lookInto(kernel, id) : null;
};

const lookInto = (kernel: Kernel, id: Id): Promise<Found | null> =>
  inPractice(kernel.db, id, async (desk) => {
    const { name } = desk.practice as unknown as { name: string };
    return { practice_id: id, name, ...((await readSandbox(desk)) ?? (await madeOfNothing(desk))) };
  }).catch((error) => {
    if (error instanceof NoPractice) return null;
    throw error;
  });

/** One that was made on the command line began empty, and goes back to that. */
const madeOfNothing = async ({ tx, practice }: Desk): Promise<Sandbox> => {
  const { rows } = await sql<{
    at: string;
  }>`select created_at as at from app.practice where practice_id = ${practice.id}`.execute(tx);
  return { made_at: rows[0]!.at, made_by: 'operator', people: false, state: 'ready', total: 0, done: 0 };
};

/**
 * A live practice's one sandbox (PL-141): how it works is taken over at once; `people` follow part by part, disguised, by a
 * worker. Refuses `not_found` in a practice that is not live and `there_already`.
 */
export const makeSandbox = async (
  kernel: Kernel,
  place: Place,
  { people }: { people: boolean },
): Promise<({ yes: true } & Found) | Refusal> => {
  const before = await findSandbox(kernel, place);
  const id = newId();
  const taken = await inPractice(kernel.db, place.practice_id, (desk) =>
    takeOver(desk, place, id, before?.practice_id),
  );
  if ('because' in taken) return taken;
  const { practice, members, parts } = taken;
  const { country, time_zone, locale, currency, mfa, session_mode, settings, name } = practice;
  const wanted = { id, sandbox_of: place.practice_id, kind: 'sandbox' as const, name: `${name} sandbox` };
  const facts = { country, time_zone, locale, currency, mfa, session_mode, settings };
  await foundPractice(kernel, { ...wanted, ...facts }, place.caller, async (desk) => {
    await layMembers(desk, members);
    await sql`update app.practice set working_days = ${practice.working_days}, send_hour = ${practice.send_hour},
      retention_months = ${practice.retention_months} where practice_id = ${id}`.execute(desk.tx);
    for (const [i, { table, rows }] of parts.entries())
      await keepPart(
        desk,
        { no: i + 1, tab: table, last_key: '' },
        rows.map((row) => ({ ...row, practice_id: id })),
      );
    for (const [i, { table }] of parts.entries()) await lay(desk, { no: i + 1, tab: table });
    const { actor } = place.caller.who;
    const state = people ? 'copying' : 'ready';
    await keepSandbox(desk, { made_at: desk.now, made_by: actor, people, state, total: 0, done: 0 });
    if (people) await askForWork(kernel, desk);
  });
  await reindex(kernel, id);
  return { yes: true, ...(await lookInto(kernel, id))! };
};

type Practice = Awaited<ReturnType<typeof readPractice>>;

const takeOver = async (
  desk: Desk,
  place: Place,
  id: Id,
  seen: Id | undefined,
): Promise<{ practice: Practice; members: Row[]; parts: { table: string; rows: Row[] }[] } | Refusal> => {
  if (desk.practice.kind !== 'live') return notFound();
  const there = await sandboxIdOf(desk);
  // One whose making was cut off is there in name only, and is made anew.
  if (there && there === seen)
    return refused('there_already', 'This practice has a sandbox already: reset it, or remove it first.');
  await keepSandboxId(desk, id);
  await tell(desk, place, 'practice.sandbox_made');
  const parts = [];
  for (const copied of SETTINGS) {
    const { rows } = await readRows(desk, copied, '', MOST_SETTINGS);
    if (rows.length) parts.push({ table: copied.table, rows });
  }
  const members = (await readRows(desk, { table: 'member', key: 'id' }, '', MOST_SETTINGS)).rows;
  return { practice: await readPractice(desk), members, parts };
};

/** Everybody by name, so that who does what can be seen; nobody can be written to, and nobody is in it before they enter. */
const layMembers = async ({ tx, practice }: Desk, members: readonly Row[]): Promise<void> => {
  const rows = members.map((row) => ({
    ...row,
    practice_id: practice.id,
    account_id: null,
    email: `${row.id}@sandbox.example`,
    notifications: {},
  }));
  await sql`insert into app.member select * from jsonb_populate_recordset(null::app.member, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
};

/** Goes back to what the sandbox was made of (PL-142). Refuses while it is being made, reset or removed. */
export const resetSandbox = (kernel: Kernel, place: Place): Promise<{ yes: true } | Refusal> =>
  inPractice(kernel.db, place.practice_id, async (desk) => {
    if (desk.practice.kind !== 'sandbox') return notFound();
    const sandbox = (await readSandbox(desk)) ?? (await madeOfNothing(desk));
    if (sandbox.state !== 'ready') return refused('busy', 'The sandbox is being laid out: wait until it is done.');
    await keepSandbox(desk, { ...sandbox, state: 'clearing', total: 0, done: 0 });
    await askForWork(kernel, desk);
    return { yes: true };
  });

/** Takes the sandbox of a live practice away, with everything in it. Refuses `not_found` where there is none. */
export const removeSandbox = async (
  kernel: Kernel,
  place: Place,
): Promise<{ yes: true; practice_id: Id } | Refusal> => {
  const found = await findSandbox(kernel, place);
  const id = await inPractice(kernel.db, place.practice_id, async (desk) => {
    if (desk.practice.kind !== 'live' || !(await sandboxIdOf(desk))) return null;
    await keepSandboxId(desk, null);
    await tell(desk, place, 'practice.sandbox_removed');
    return found?.practice_id ?? null;
  });
  if (!id) return notFound();
  await inPractice(kernel.db, id, async (desk) => {
    await keepSandbox(desk, { ...found!, state: 'leaving', total: 0, done: 0 });
    await askForWork(kernel, desk);
  });
  return { yes: true, practice_id: id };
};

/** The account of this member enters the sandbox as the same member. Refuses who has no account, such as a key. */
export const enterAs = async (
  kernel: Kernel,
  place: Place,
  sandbox: Id,
): Promise<{ account_id: string; member_id: Id } | Refusal> => {
  const { member_id } = place.caller.who;
  const members = await inPractice(kernel.db, place.practice_id, allMembers);
  const mine = members.find(({ id }) => id === member_id);
  if (!mine?.account_id) return refused('no_account', 'Only somebody who signs in can enter the sandbox.');
  const { account_id, id, name, email, role_id } = mine;
  await inPractice(kernel.db, sandbox, async (desk) => {
    await sql`
      insert into app.member (practice_id, id, version, account_id, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
      values (${sandbox}, ${id}, 1, ${account_id}, ${name}, lower(${name}), ${email}, ${role_id}, 'active', now(), now(), 'operator')
      on conflict (practice_id, id) do update set account_id = excluded.account_id, email = excluded.email, state = 'active',
        role_id = excluded.role_id, version = app.member.version + 1`.execute(desk.tx);
    await tell(desk, place, 'practice.sandbox_entered');
  });
  return { account_id, member_id: id };
};
