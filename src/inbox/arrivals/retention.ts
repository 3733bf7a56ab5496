import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Storage } from '#kernel/files/port.ts';
import { keyOfMail } from '#messages/replies/raw.ts';
import { settingsOf } from '../items/settings.ts';

const DAY_MS = 86_400_000;
/** Removed together, in one transaction. */
const AT_ONCE = 500;

/**
 * Removes the raw files of mail that made no item, once the practice’s days are over; the rows stay for ever, and what an item
 * was made of stays as long as the item (IN-76). The bytes go first: a process that dies in between removes nothing twice.
 * Answers how many; as many as AT_ONCE: there are more.
 */
export const removeRaw = async (desk: Desk, storage: Storage): Promise<number> => {
  const { tx, practice, now } = desk;
  const before = addMilliseconds(now, -settingsOf(practice).raw_days * DAY_MS);
  const { rows } = await sql<{ id: Id }>`
    select id from app.arrival
    where practice_id = ${practice.id} and outcome in ('set_aside', 'handed_on', 'duplicate') and raw_removed_at is null
      and decided_at < ${before} order by decided_at limit ${AT_ONCE} for update skip locked`.execute(tx);
  const ids = rows.map(({ id }) => id);
  for (const id of ids) await storage.remove(keyOfMail(practice.id, id));
  if (ids.length)
    await sql`update app.arrival set raw_removed_at = ${now} where practice_id = ${practice.id} and id = any(${ids})`.execute(
      tx,
    );
  return ids.length;
};

/** A round of `removeRaw` that found so many left some. */
export const isFull = (removed: number): boolean => removed === AT_ONCE;
