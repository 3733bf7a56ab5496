import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** The records of a kind that have one of these match keys, by key: one statement whatever the number of rows (PE-84). */
export const foundByKeys =
  (kind: 'person' | 'contact' | 'employee') =>
  async ({ tx, practice }: Desk, keys: readonly string[]): Promise<Map<string, Id[]>> => {
    const { rows } = await sql<{ key: string; ids: Id[] }>`
      select m.key, array_agg(m.thing_id) as ids from unnest(${keys}::text[]) as k(key)
      join app.match_key m on m.practice_id = ${practice.id} and m.kind = ${kind} and m.key = k.key collate "C" group by m.key`.execute(
      tx,
    );
    return new Map(rows.map((row) => [row.key, row.ids]));
  };
