import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { foldedName } from './matching.ts';

/** The records of a kind that have one of these match keys, by key: one statement whatever the number of rows (PE-84). */
export const foundByKeys =
  (kind: 'person' | 'contact' | 'employee') =>
  async ({ tx, practice }: Desk, keys: readonly string[]): Promise<Map<string, Id[]>> => {
    // Looked up key by key: among many keys the planner would rather read all of the practice's, again for each part of a file.
    const { rows } = await sql<{ key: string; ids: Id[] }>`
      select k.key, array_agg(m.thing_id) as ids from unnest(${[...new Set(keys)]}::text[]) as k(key)
      cross join lateral (
        select m.thing_id from app.match_key m
        where m.practice_id = ${practice.id} and m.kind = ${kind} and m.key = k.key collate "C" offset 0
      ) m group by k.key`.execute(tx);
    return new Map(rows.map((row) => [row.key, row.ids]));
  };

const NAME = 'x:';
const asWritten = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** The key of a whole name, letter for letter but for case and spaces: none where there is no name. */
export const wholeName = (name: string): string[] => (asWritten(name) ? [NAME + asWritten(name)] : []);

/**
 * The same, and by `wholeName` those of just this kind whose name is the same: what a row is found by that brings nothing
 * better, so that a file that comes again adds nothing again (PE-90).
 */
export const foundByKeysOrNames =
  (kind: 'prospect' | 'client' | 'employee') =>
  async (desk: Desk, keys: readonly string[]): Promise<Map<string, Id[]>> => {
    const names = keys.filter((key) => key.startsWith(NAME));
    const plain = keys.filter((key) => !key.startsWith(NAME));
    const table = kind === 'employee' ? kind : 'person';
    const found = plain.length ? await surviving(desk, table, await foundByKeys(table)(desk, plain)) : new Map();
    if (!names.length) return found;
    const wanted = new Set(names);
    for (const { id, display_name } of await alike(desk, kind, names)) {
      const [key = ''] = wholeName(display_name);
      if (wanted.has(key)) found.set(key, [...(found.get(key) ?? []), id]);
    }
    return found;
  };

/** An absorbed record's number finds its last survivor (PE-75, PE-79). */
const surviving = async ({ tx, practice }: Desk, table: 'person' | 'employee', found: Map<string, Id[]>) => {
  const ids = [...found.values()].flat();
  if (table === 'employee' || !ids.length) return found;
  const { rows } = await sql<{ id: Id; survivor: Id }>`
    select id, app.survivor_of(practice_id, id) as survivor from app.person
    where practice_id = ${practice.id} and id = any(${ids}) and merged_into is not null`.execute(tx);
  const survivors = new Map(rows.map((row) => [row.id, row.survivor]));
  return new Map([...found].map(([key, some]) => [key, [...new Set(some.map((id) => survivors.get(id) ?? id))]]));
};

/** All whose folded name is that of one of these names. */
const alike = async ({ tx, practice }: Desk, kind: 'prospect' | 'client' | 'employee', names: readonly string[]) => {
  const folded = [...new Set(names.map((name) => `f:${foldedName(name.slice(NAME.length))}`))];
  const table = kind === 'employee' ? 'employee' : 'person';
  const { rows } = await sql<{ id: Id; display_name: string }>`
    select r.id, r.display_name from unnest(${folded}::text[]) as k(key)
    join app.match_key m on m.practice_id = ${practice.id} and m.kind = ${table} and m.key = k.key collate "C"
    join ${sql.table(`app.${table}`)} r on r.practice_id = m.practice_id and r.id = m.thing_id
    where r.deleted_at is null and r.merged_into is null ${kind === 'employee' ? sql`` : sql`and r.kind = ${kind}`}`.execute(
    tx,
  );
  return rows;
};
