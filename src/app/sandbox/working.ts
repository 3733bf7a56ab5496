import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import { isUniqueViolation } from '#kernel/database/rows.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { reindex } from '#kernel/search/reindex.ts';
import type { LongJob } from '../jobs.ts';
import { KEPT_AT_RESET, PEOPLE } from './copied.ts';
import {
  clearSome,
  countOfTable,
  countRows,
  fieldTypes,
  keepPart,
  keepSandbox,
  lastPart,
  lay,
  layAllAnew,
  layTableAnew,
  nextToLay,
  readRows,
  readSandbox,
  type Sandbox,
  tablesOfPractices,
} from './store.ts';
import { tell } from './telling.ts';

export const SANDBOX_WORK = 'sandbox';

/** So many rows in one transaction. */
const AT_ONCE = 1_000;

export const askForWork = (kernel: Kernel, desk: Desk): Promise<void> =>
  kernel.writers.queue(desk, [{ do: 'queue', queue: 'bulk', name: SANDBOX_WORK, data: {} }], caller());

const caller = () => ({ who: systemWho('sandbox'), request_id: newId() });

/**
 * Brings a sandbox from the stage it is in to its end, part after part, each in its own transaction: killed anywhere, the next
 * worker goes on where the last commit stood.
 */
export const sandboxWork =
  (kernel: Kernel): LongJob =>
  async (practice) => {
    const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(kernel.db, practice, work);
    for (;;) {
      const sandbox = await at(readSandbox);
      if (!sandbox || sandbox.state === 'ready') return;
      if (sandbox.state === 'copying') await copyPeople(kernel, practice);
      if (sandbox.state === 'laying') await layOut(kernel, practice);
      if (sandbox.state === 'clearing') {
        await clear(kernel, practice, KEPT_AT_RESET);
        await at((desk) => layAnew(desk, sandbox));
      }
      if (sandbox.state === 'leaving') return leave(kernel, practice);
    }
  };

/** From the live practice into parts, table after table. */
const copyPeople = async (kernel: Kernel, practice: Id): Promise<void> => {
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(kernel.db, practice, work);
  const live = await at(liveOf);
  const total = await inPractice(kernel.db, live, async (desk) => {
    const counts = [];
    for (const copied of PEOPLE) counts.push(await countRows(desk, copied));
    return counts.reduce((sum, count) => sum + count, 0);
  });
  while (await copyNext(kernel, practice, live, total));
  await at(async (desk) => {
    const sandbox = (await readSandbox(desk))!;
    await keepSandbox(desk, { ...sandbox, state: 'laying', done: 0 });
  });
};

const liveOf = async ({ tx, practice }: Desk): Promise<Id> => {
  const { rows } = await sql<{
    id: Id;
  }>`select sandbox_of as id from app.practice where practice_id = ${practice.id}`.execute(tx);
  return rows[0]!.id;
};

const copyNext = async (kernel: Kernel, practice: Id, live: Id, total: number): Promise<boolean> => {
  const { at, taken, last } = await inPractice(kernel.db, practice, async (desk) => {
    const found = await lastPart(desk);
    const where = Math.max(
      0,
      PEOPLE.findIndex(({ table }) => table === found?.tab),
    );
    return { at: where, last: found, taken: await countOfTable(desk, PEOPLE[where]!.table) };
  });
  for (const [i, copied] of PEOPLE.entries()) {
    if (i < at) continue;
    const after = i === at && last?.tab === copied.table ? last.last_key : '';
    const read = await inPractice(kernel.db, live, async (desk) => ({
      ...(await readRows(desk, copied, after, AT_ONCE)),
      types: await fieldTypes(desk),
    }));
    if (!read.rows.length) continue;
    const before = i === at ? taken : 0;
    const rows = read.rows.map((row, n) => ({
      ...(copied.disguise?.(row, before + n + 1, read.types) ?? row),
      practice_id: practice,
    }));
    await inPractice(kernel.db, practice, async (desk) => {
      await keepPart(desk, { no: (last?.no ?? 0) + 1, tab: copied.table, last_key: read.last! }, rows);
      const sandbox = (await readSandbox(desk))!;
      await keepSandbox(desk, { ...sandbox, total, done: sandbox.done + rows.length });
    });
    return true;
  }
  return false;
};

const layAnew = async (desk: Desk, sandbox: Sandbox): Promise<void> => {
  const total = await layAllAnew(desk);
  await sql`update app.clock set now = ${sandbox.made_at}, moved_at = clock_timestamp() where practice_id = ${desk.practice.id}`.execute(
    desk.tx,
  );
  await keepSandbox(desk, { ...sandbox, state: 'laying', total, done: 0 });
  await tell(desk, { caller: caller() }, 'practice.sandbox_reset');
};

const layOut = async (kernel: Kernel, practice: Id): Promise<void> => {
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(kernel.db, practice, work);
  for (let part = await at(nextToLay); part; part = await at(nextToLay)) {
    const { tab, n } = part;
    try {
      await at(async (desk) => {
        await lay(desk, part!);
        const sandbox = (await readSandbox(desk))!;
        await keepSandbox(desk, { ...sandbox, done: Math.min(sandbox.total, sandbox.done + n) });
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // Somebody made something of the same name meanwhile: it goes, as what the sandbox was made of is to stand here.
      while (await at((desk) => clearSome(desk, tab, AT_ONCE)));
      await at((desk) => layTableAnew(desk, tab));
    }
  }
  await reindex(kernel, practice);
  await at(async (desk) => keepSandbox(desk, { ...(await readSandbox(desk))!, state: 'ready' }));
};

/** Empties the tables of the sandbox but for those kept. */
const clear = async (kernel: Kernel, practice: Id, kept: readonly string[]): Promise<void> => {
  const tables = await inPractice(kernel.db, practice, ({ tx }) => tablesOfPractices(tx));
  for (const table of tables.filter((name) => !kept.includes(name)))
    while (await inPractice(kernel.db, practice, (desk) => clearSome(desk, table, AT_ONCE * 10)));
};

/** Everything goes, the practice itself last. */
const leave = async (kernel: Kernel, practice: Id): Promise<void> => {
  await clear(kernel, practice, ['practice', 'sandbox']);
  await inPractice(kernel.db, practice, async (desk) => {
    await clearSome(desk, 'sandbox', 1);
    await clearSome(desk, 'practice', 1);
  }).catch((error) => {
    if (!(error instanceof NoPractice)) throw error;
  });
};
