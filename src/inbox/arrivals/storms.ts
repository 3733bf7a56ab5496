import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { type Instant, millisecondsBetween } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** So many mails of one sender to one item within so long are a storm, and it is over after so long without one (IN-75). */
const MOST = 10;
const WITHIN_MS = 10 * 60_000;
const QUIET_MS = 60 * 60_000;
/** Further back nobody looks. */
const LOOKED_AT = 500;

/** Whether the newest of these mails, the newest first, belongs to a storm. */
export const isStorm = (times: readonly Instant[]): boolean => {
  const since = (earlier: number, later: number) => millisecondsBetween(times[earlier]!, times[later]!);
  const pause = times.findIndex((_, at) => at > 0 && since(at, at - 1) >= QUIET_MS);
  const run = pause < 0 ? times.length : pause;
  for (let at = 0; at + MOST < run; at += 1) if (since(at + MOST, at) <= WITHIN_MS) return true;
  return false;
};

/** When a sender's mails were added to an item, the newest first. */
export const mailTimes = async ({ tx, practice }: Desk, item: Id, sender: string): Promise<Instant[]> => {
  const { rows } = await sql<{ received_at: Instant }>`
    select received_at from app.arrival
    where practice_id = ${practice.id} and item_id = ${item} and from_address = ${sender} and outcome in ('item_made', 'added')
    order by received_at desc limit ${LOOKED_AT}`.execute(tx);
  return rows.map(({ received_at }) => received_at);
};
