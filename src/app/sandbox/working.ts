import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import { isUniqueViolation } from '#kernel/database/rows.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { reindex } from '#kernel/search/reindex.ts';
import { forgetBytes, type Kept } from '../forgetting.ts';
import type { LongJob } from '../jobs.ts';
import { setDigestAnew } from '../notices/timer.ts';
import { KEPT_AT_RESET, PEOPLE } from './copied.ts';
import {
  advance,
  clearSome,
  countRows,
  expectRows,
  fieldTypes,
  keepPart,
  lay,
  layAllAnew,
  layTableAnew,
  moveTo,
  nextToLay,
  readRows,
  readSandbox,
  type Sandbox,
  tablesOfPractices,
  takenOf,
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
  (beside: Kept): LongJob =>
  async (practice) => {
    const { kernel } = beside;
    const at = atDeskOf(kernel, practice);
    for (;;) {
      const sandbox = await at(readSandbox);
      if (!sandbox || sandbox.state === 'ready') return;
      if (sandbox.state === 'copying') await copyPeople(kernel, practice);
      if (sandbox.state === 'laying') await layOut(kernel, practice);
      if (sandbox.state === 'clearing') {
        await forgetBytes(beside, practice);
        await clear(kernel, practice, KEPT_AT_RESET);
        await at((desk) => layAnew(desk, sandbox));
      }
      if (sandbox.state === 'leaving') return leave(beside, practice);
    }
  };

/** From the live practice into parts, table after table; where some were taken over already, on from there. */
const copyPeople = async (kernel: Kernel, practice: Id): Promise<void> => {
  const at = atDeskOf(kernel, practice);
  const there = atDeskOf(kernel, await at(liveOf));
  const total = await there(countPeople);
  await at((desk) => expectRows(desk, total));
  for (const copied of PEOPLE) {
    for (;;) {
      const taken = await at((desk) => takenOf(desk, copied.table));
      const page = await there(async (desk) => ({
        ...(await readRows(desk, copied, taken.last, AT_ONCE)),
        types: await fieldTypes(desk),
      }));
      if (page.last === null) break;
      const { last, types } = page;
      const rows = page.rows.map((row, i) => ({
        ...(copied.disguise?.(row, taken.n + i + 1, types) ?? row),
        practice_id: practice,
      }));
      await at(async (desk) => {
        await keepPart(desk, copied.table, rows, last);
        await advance(desk, rows.length);
      });
    }
  }
  await at((desk) => moveTo(desk, 'copying', 'laying', total));
};

const atDeskOf =
  (kernel: Kernel, practice: Id) =>
  <T>(work: (desk: Desk) => Promise<T>): Promise<T> =>
    inPractice(kernel.db, practice, work);

const countPeople = async (desk: Desk): Promise<number> => {
  let total = 0;
  for (const copied of PEOPLE) total += await countRows(desk, copied);
  return total;
};

const liveOf = async ({ tx, practice }: Desk): Promise<Id> => {
  const { rows } = await sql<{ id: Id }>`
    select sandbox_of as id from app.practice where practice_id = ${practice.id}`.execute(tx);
  return rows[0]!.id;
};

const layAnew = async (desk: Desk, { made_at }: Sandbox): Promise<void> => {
  if (!(await moveTo(desk, 'clearing', 'laying', await layAllAnew(desk)))) return;
  await sql`
    update app.clock set now = ${made_at}, moved_at = clock_timestamp() where practice_id = ${desk.practice.id}`.execute(
    desk.tx,
  );
  await tell(desk, { caller: caller() }, 'practice.sandbox_reset');
};

const layOut = async (kernel: Kernel, practice: Id): Promise<void> => {
  const at = atDeskOf(kernel, practice);
  for (let part = await at(nextToLay); part; part = await at(nextToLay)) {
    const { no, tab, n } = part;
    try {
      await at(async (desk) => {
        await lay(desk, { no, tab });
        await advance(desk, n);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // Somebody made something of the same name meanwhile: it goes, as what the sandbox was made of is to stand here.
      while (await at((desk) => clearSome(desk, tab, AT_ONCE)));
      await at((desk) => layTableAnew(desk, tab));
    }
  }
  await reindex(kernel, practice);
  await at(async (desk) => {
    if (await moveTo(desk, 'laying', 'ready')) await setDigestAnew(desk);
  });
};

/** Empties the tables of the sandbox but for those kept. */
const clear = async (kernel: Kernel, practice: Id, kept: readonly string[]): Promise<void> => {
  const tables = await inPractice(kernel.db, practice, ({ tx }) => tablesOfPractices(tx));
  for (const table of tables.filter((name) => !kept.includes(name)))
    while (await inPractice(kernel.db, practice, (desk) => clearSome(desk, table, AT_ONCE * 10)));
};

/** Everything goes, the practice itself last. */
const leave = async (beside: Kept, practice: Id): Promise<void> => {
  const { kernel } = beside;
  await forgetBytes(beside, practice);
  await clear(kernel, practice, ['practice', 'sandbox']);
  await inPractice(kernel.db, practice, async (desk) => {
    await clearSome(desk, 'sandbox', 1);
    await clearSome(desk, 'practice', 1);
  }).catch((error) => {
    if (!(error instanceof NoPractice)) throw error;
  });
};
