import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { forgetTold } from '#kernel/audit/forgetting.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';

/**
 * Takes the personal values of records out of everything that is kept beside them (PE-29): the private parts of their events,
 * whose hashes stay so that the chain verifies; what merges and duplicates remember; lines of imported files; kept answers,
 * results and notices that may name them. The records themselves are erased by their rooms.
 */
export const forgetTraces = async (desk: Desk, things: readonly Ref[], ids: readonly Id[]): Promise<void> => {
  const { tx, practice } = desk;
  await forgetTold(desk, things, ids);
  await sql`update app.merge set moved = '[]', chosen = '{}'
    where practice_id = ${practice.id} and (survivor_id = any(${ids}) or absorbed_id = any(${ids}))`.execute(tx);
  await sql`update app.duplicate set shared = '{}'
    where practice_id = ${practice.id} and (a_id = any(${ids}) or b_id = any(${ids}))`.execute(tx);
  await sql`update app.import_row set cells = '{}', changes = '{}', errors = '[]'
    where practice_id = ${practice.id} and thing_id = any(${ids})`.execute(tx);
};
