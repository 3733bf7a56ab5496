import { sql } from 'kysely';
import type { Thing } from '#kernel/decision/model.ts';
import type { Desk, Tx } from './practice.ts';

/** Somebody else saved first: the whole transaction is rolled back, loaded and decided again (house section 3). */
export class VersionLost extends Error {}

const columns = new Map<string, Promise<string[]>>();

/** The columns a table of schema `app` has, asked once per process. */
const columnsOf = (tx: Tx, table: string): Promise<string[]> => {
  let known = columns.get(table);
  if (!known) {
    known = sql<{ attname: string }>`select attname from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`
      .execute(tx)
      .then(({ rows }) => rows.map((row) => row.attname));
    columns.set(table, known);
    known.catch(() => columns.delete(table));
  }
  return known;
};

/**
 * Writes rows as one statement: version 1 is new, any other replaces the version before it. Fields that are no column are
 * left out. Throws VersionLost when a row has moved on meanwhile.
 */
export const saveRows = async (desk: Desk, table: string, rows: readonly Thing[]): Promise<void> => {
  if (!rows.length) return;
  const names = await columnsOf(desk.tx, table);
  const target = sql.table(table);
  const list = sql.join(names.map((name) => sql.ref(name)));
  const set = sql.join(
    names
      .filter((name) => name !== 'id' && name !== 'practice_id' && name !== 'created_at' && name !== 'created_by')
      .map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`),
  );
  const json = JSON.stringify(rows.map((row) => ({ ...row, practice_id: desk.practice.id })));
  const result = await sql`
    insert into ${target} as t (${list}) select ${list} from json_populate_recordset(null::${target}, ${json}::json)
    on conflict (practice_id, id) do update set ${set} where t.version = excluded.version - 1`.execute(desk.tx);
  if (Number(result.numAffectedRows ?? 0) !== rows.length) throw new VersionLost(table);
};

/** PostgreSQL says that a unique fence held: somebody else was first, so decide again and let the rule speak. */
export const isUniqueViolation = (error: unknown): boolean => (error as { code?: string }).code === '23505';
/** Two transactions waited for each other or overlapped; nothing was written, trying again is right. */
export const isCollision = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '');
