import { sql } from 'kysely';
import type { Thing } from '#kernel/decision/model.ts';
import type { Desk, Tx } from './practice.ts';

/** Somebody else saved first: the whole transaction is rolled back, loaded and decided again (house section 3). */
export class VersionLost extends Error {}

/** By name: its type, and whether it is written, or made by the database from others. */
type Columns = ReadonlyMap<string, { type: string; written: boolean }>;
const columns = new Map<string, Promise<Columns>>();

/** The columns a table of schema `app` has, asked once per process. */
const columnsOf = (tx: Tx, table: string): Promise<Columns> => {
  let known = columns.get(table);
  if (!known) {
    known = sql<{
      name: string;
      type: string;
      written: boolean;
    }>`select attname as name, format_type(atttypid, atttypmod) as type, attgenerated = '' as written from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`
      .execute(tx)
      .then(({ rows }) => new Map(rows.map(({ name, ...column }) => [name, column])));
    columns.set(table, known);
    known.catch(() => columns.delete(table));
  }
  return known;
};

/** A row as it shall be, and which of its fields are not what they were; of a new one that does not matter. */
export interface Saved {
  row: Thing;
  changed: readonly string[];
}

/**
 * Writes rows, one statement for the new ones (version 1) and one for those that replace the version before, with no more
 * columns than changed in any of them. Fields that are no column are left out. Throws VersionLost when a row has moved on
 * meanwhile.
 */
export const saveRows = async (desk: Desk, table: string, saved: readonly Saved[]): Promise<void> => {
  const known = await columnsOf(desk.tx, table);
  const made = saved.flatMap(({ row }) => (row.version === 1 ? row : []));
  await insertRows(desk, table, known, made);
  await updateRows(
    desk,
    table,
    known,
    saved.filter(({ row }) => row.version > 1),
  );
};

const writtenOf = (known: Columns): string[] => [...known].flatMap(([name, { written }]) => (written ? name : []));

const KEPT_FROM_BIRTH = ['id', 'practice_id', 'created_at', 'created_by'];

const insertRows = async (desk: Desk, table: string, known: Columns, rows: readonly Thing[]): Promise<void> => {
  if (!rows.length) return;
  const carried = new Set(['practice_id', ...rows.flatMap((row) => Object.keys(row))]);
  const fields = writtenOf(known).filter((name) => carried.has(name));
  const list = sql.join(fields.map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${list}) select ${list} from ${recordset(desk, known, rows, fields)}`.execute(
    desk.tx,
  );
};

const updateRows = async (desk: Desk, table: string, known: Columns, saved: readonly Saved[]): Promise<void> => {
  if (!saved.length) return;
  const changed = new Set(saved.flatMap((one) => one.changed));
  const fields = writtenOf(known).filter((name) => changed.has(name) && !KEPT_FROM_BIRTH.includes(name));
  const set = sql.join(fields.map((name) => sql`${sql.ref(name)} = r.${sql.ref(name)}`));
  const rows = saved.map(({ row }) => row);
  // The ids are told twice: without statistics of a new table the planner would read all rows of the practice for each row.
  const result = await sql`
    update ${sql.table(table)} t set ${set} from ${recordset(desk, known, rows, ['practice_id', 'id', ...fields])}
    where t.practice_id = ${desk.practice.id} and t.id = any(${rows.map(({ id }) => id)})
      and t.practice_id = r.practice_id and t.id = r.id and t.version = r.version - 1`.execute(desk.tx);
  if (Number(result.numAffectedRows ?? 0) !== rows.length) throw new VersionLost(table);
};

/** These columns of the rows as a table `r`: no more of them than are said, as each takes its time. */
const recordset = (desk: Desk, known: Columns, rows: readonly Thing[], fields: readonly string[]) => {
  const typed = fields.map((name) => sql`${sql.ref(name)} ${sql.raw(known.get(name)!.type)}`);
  return sql`json_to_recordset(${jsonOf(desk, rows, fields)}::json) as r(${sql.join(typed)})`;
};

/** With these fields of each row, and the practice. */
const jsonOf = (desk: Desk, rows: readonly Thing[], fields: readonly string[]): string => {
  const only = (row: Thing): object => {
    const some: Record<string, unknown> = {};
    for (const field of fields) some[field] = row[field as keyof Thing];
    some.practice_id = desk.practice.id;
    return some;
  };
  return JSON.stringify(rows.map(only));
};

/**
 * PostgreSQL says that a fence around what there is once has held, an index or an exclusion: somebody else was first, so decide
 * again and let the rule speak.
 */
export const isUniqueViolation = (error: unknown): boolean =>
  ['23505', '23P01'].includes((error as { code?: string }).code ?? '');
/** Two transactions waited for each other or overlapped; nothing was written, trying again is right. */
export const isCollision = (error: unknown): boolean =>
  ['40001', '40P01'].includes((error as { code?: string }).code ?? '');
