import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';

/**
 * Takes personal values out of what was told of these things (PE-29): the private parts of their events, and of all events about
 * `clients`, whose hashes stay so that the chain verifies; notices, reasons of bulk rows, and kept answers that name them.
 */
export const forgetTold = async (
  { tx, practice }: Desk,
  things: readonly Ref[],
  clients: readonly Id[] = [],
): Promise<void> => {
  const ids = things.map(idOf);
  await sql`select app.erase_personal(${things}::text[], ${clients}::uuid[])`.execute(tx);
  await sql`update app.notification set title = '[erased]' where practice_id = ${practice.id} and thing = any(${things}::text[])`.execute(
    tx,
  );
  await sql`update app.bulk_row set because = null where practice_id = ${practice.id} and thing_id = any(${ids})`.execute(
    tx,
  );
  await sql`delete from app.idempotency where practice_id = ${practice.id}
    and exists (select 1 from unnest(${ids}::text[]) id where strpos(answer #>> '{}', id) > 0)`.execute(tx);
};
