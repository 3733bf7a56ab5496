import { sql, type Transaction } from 'kysely';
import type { Id } from '#ground/id.ts';
import { dateAt, type Instant, type PlainDate } from '#ground/time.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import type { Database } from './pool.ts';
import type { DB } from './rows.gen.ts';

export type Tx = Transaction<DB>;

/** Where work in a practice is done: its transaction, its facts, and the time, read once (PL-140). */
export interface Desk {
  tx: Tx;
  practice: PracticeFacts;
  now: Instant;
  today: PlainDate;
  /** Names of jobs that this transaction does itself, where it would queue them otherwise. */
  at_once?: ReadonlySet<string>;
}

interface Entered {
  practice: Omit<PracticeFacts, 'id' | 'holidays'> & { practice_id: Id };
  holidays: PlainDate[];
  now: Instant;
}

/** Its timers are no dispatcher's: a sandbox wakes them as its clock is moved (PL-142), a demo once it is made. */
export const hasOwnClock = ({ kind, making }: PracticeFacts): boolean => kind === 'sandbox' || making === true;

export class NoPractice extends Error {}

/**
 * The only way to a connection of the app: a transaction in which row security shows this practice and no other (PL-51).
 * Throws NoPractice when there is none with this id.
 */
export const inPractice = <T>(db: Database, practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => work(await enter(tx, practice)));

const enter = async (tx: Tx, practice: Id): Promise<Desk> => {
  const { rows } = await sql<{ enter: Entered | null }>`select app.enter(${practice}::uuid)`.execute(tx);
  const entered = rows[0]?.enter;
  if (!entered) throw new NoPractice(practice);
  const { practice_id, ...facts } = entered.practice;
  return {
    tx,
    now: entered.now,
    today: dateAt(entered.now, facts.time_zone),
    practice: { ...facts, id: practice_id, holidays: entered.holidays },
  };
};
