import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Channel } from './model.ts';
import { MINUTE } from './times.ts';

/** What nodes that send for one practice at the same time wait for. */

/**
 * Lets at most `wanted` attempts of a channel begin, as far as the last minute has room for them over all nodes (ME-68), and
 * answers how many. Ask in a short transaction of its own: the others wait until it is committed.
 */
export const takeTurns = async (
  desk: Desk,
  channel: Channel,
  { wanted, perMinute }: { wanted: number; perMinute: number },
): Promise<number> => {
  const { tx, practice, now } = desk;
  await lock(desk, [channel]);
  await sql`delete from app.turn where practice_id = ${practice.id} and channel = ${channel} and at <= ${addMilliseconds(now, -MINUTE)}`.execute(
    tx,
  );
  const { rows } = await sql<{ begun: number }>`
    select coalesce(sum(n), 0)::int as begun from app.turn where practice_id = ${practice.id} and channel = ${channel}`.execute(
    tx,
  );
  const granted = Math.max(0, Math.min(wanted, perMinute - rows[0]!.begun));
  if (granted)
    await sql`
      insert into app.turn (practice_id, id, channel, at, n) values (${practice.id}, ${newId()}, ${channel}, ${now}, ${granted})`.execute(
      tx,
    );
  return granted;
};

/** Until the end of the transaction no other node begins a message to the addresses of these (ME-57). */
export const lockAddresses = async (desk: Desk, channel: Channel, messages: readonly Id[]): Promise<void> => {
  const { rows } = await sql<{ address: string }>`
    select distinct address from app.message where practice_id = ${desk.practice.id} and id = any(${messages})`.execute(
    desk.tx,
  );
  await lock(
    desk,
    rows.map(({ address }) => `${channel} ${address}`),
  );
};

/** In one order everywhere, so that two who lock several do not wait for each other. */
const lock = async ({ tx, practice }: Desk, names: readonly string[]): Promise<void> => {
  const keys = names.map((name) => `${practice.id} ${name}`).sort();
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) key`.execute(tx);
};
