import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import { allMembers, lockPractice } from '#kernel/access/members/store.ts';
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
  keepSandboxId,
  lay,
  moveTo,
  nextToLay,
  readRows,
  readSandbox,
  type Sandbox,
  sandboxIdOf,
  startLeaving,
  writeSandbox,
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
    const { name } = desk.practice;
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
  const id = newId();
  // The practice stays locked while its sandbox is founded: of two who ask at once the second finds one.
  const no = await inPractice(kernel.db, place.practice_id, async (desk): Promise<Refusal | null> => {
    if (desk.practice.kind !== 'live') return notFound();
    await lockPractice(desk);
    const there = await sandboxIdOf(desk);
    if (there && (await lookInto(kernel, there)))
      return refused('there_already', 'This practice has a sandbox already: reset it, or remove it first.');
    await found(kernel, place, { id, people, ...(await takeOver(desk)) });
    await keepSandboxId(desk, id);
    await tell(desk, place, 'practice.sandbox_made');
    return null;
  });
  if (no) return no;
  await reindex(kernel, id);
  return { yes: true, ...(await lookInto(kernel, id))! };
};

interface Taken {
  practice: Awaited<ReturnType<typeof readPractice>>;
  members: Row[];
  parts: { table: string; rows: Row[] }[];
}

const takeOver = async (desk: Desk): Promise<Taken> => {
  const parts = [];
  for (const copied of SETTINGS) {
    const { rows } = await readRows(desk, copied, '', MOST_SETTINGS);
    if (rows.length) parts.push({ table: copied.table, rows });
  }
  const members = (await readRows(desk, { table: 'member', key: 'id' }, '', MOST_SETTINGS)).rows;
  return { practice: await readPractice(desk), members, parts };
};

const found = async (kernel: Kernel, place: Place, wanted: { id: Id; people: boolean } & Taken): Promise<void> => {
  const { id, people, practice, members, parts } = wanted;
  const { country, time_zone, locale, currency, mfa, session_mode, settings } = practice;
  const facts = { country, time_zone, locale, currency, mfa, session_mode, settings };
  const who = { id, sandbox_of: place.practice_id, kind: 'sandbox' as const, name: `${practice.name} sandbox` };
  await foundPractice(kernel, { ...who, ...facts }, place.caller, async (desk) => {
    await layMembers(desk, members);
    await sql`update app.practice set working_days = ${practice.working_days}, send_hour = ${practice.send_hour},
      start_hour = ${practice.start_hour}, holiday_region = ${practice.holiday_region}, retention_months = ${practice.retention_months} where practice_id = ${id}`.execute(
      desk.tx,
    );
    for (const { table, rows } of parts) {
      const mine = rows.map((row) => ({ ...row, practice_id: id }));
      await keepPart(desk, table, mine, '');
    }
    for (let part = await nextToLay(desk); part; part = await nextToLay(desk)) await lay(desk, part);
    const made = { made_at: desk.now, made_by: place.caller.who.actor, people, total: 0, done: 0 };
    await writeSandbox(desk, { ...made, state: people ? 'copying' : 'ready' });
    if (people) await askForWork(kernel, desk);
  });
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
    if (!(await readSandbox(desk))) await writeSandbox(desk, await madeOfNothing(desk));
    if (!(await moveTo(desk, 'ready', 'clearing')))
      return refused('busy', 'The sandbox is being laid out: wait until it is done.');
    await askForWork(kernel, desk);
    return { yes: true };
  });

/** Takes the sandbox of a live practice away, with everything in it. Refuses `not_found` where there is none. */
export const removeSandbox = async (
  kernel: Kernel,
  place: Place,
): Promise<{ yes: true; practice_id: Id } | Refusal> => {
  const there = await findSandbox(kernel, place);
  const id = await inPractice(kernel.db, place.practice_id, async (desk) => {
    await lockPractice(desk);
    if (desk.practice.kind !== 'live' || !(await sandboxIdOf(desk))) return null;
    await keepSandboxId(desk, null);
    await tell(desk, place, 'practice.sandbox_removed');
    return there?.practice_id ?? null;
  });
  if (!id) return notFound();
  await inPractice(kernel.db, id, async (desk) => {
    await startLeaving(desk);
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
      values (${sandbox}, ${id}, 1, ${account_id}, ${name}, ${sortName(name)}, ${email}, ${role_id}, 'active', now(), now(), 'operator')
      on conflict (practice_id, id) do update set account_id = excluded.account_id, email = excluded.email, state = 'active',
        role_id = excluded.role_id, version = app.member.version + 1`.execute(desk.tx);
    await tell(desk, place, 'practice.sandbox_entered');
  });
  return { account_id, member_id: id };
};
