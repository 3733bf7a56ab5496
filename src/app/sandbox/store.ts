import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk, Tx } from '#kernel/database/practice.ts';
import type { Actor } from '#kernel/decision/model.ts';
import type { FieldType } from '#people/fields/model.ts';
import type { Copied } from './copied.ts';
import type { Row } from './disguise.ts';

/**
 * copying (from the live practice) → laying (out what was copied) → ready; a reset goes through clearing → laying → ready;
 * leaving is the end. `done` of `total` rows of the stage under way.
 */
export interface Sandbox {
  made_at: Instant;
  made_by: Actor;
  people: boolean;
  state: 'copying' | 'laying' | 'clearing' | 'ready' | 'leaving';
  total: number;
  done: number;
}

/** Of the sandbox the desk stands in; null in a sandbox that was made of nothing, and in every other practice. */
export const readSandbox = async ({ tx, practice }: Desk): Promise<Sandbox | null> => {
  const { rows } = await sql<Sandbox>`
    select made_at, made_by, people, state, total, done from app.sandbox where practice_id = ${practice.id}`.execute(
    tx,
  );
  return rows[0] ?? null;
};

export const keepSandbox = ({ tx, practice }: Desk, sandbox: Sandbox): Promise<unknown> =>
  sql`
    insert into app.sandbox (practice_id, made_at, made_by, people, state, total, done)
    values (${practice.id}, ${sandbox.made_at}, ${sandbox.made_by}, ${sandbox.people}, ${sandbox.state}, ${sandbox.total}, ${sandbox.done})
    on conflict (practice_id) do update set state = excluded.state, total = excluded.total, done = excluded.done`.execute(
    tx,
  );

export interface Part {
  no: number;
  tab: string;
  last_key: string;
}

/** The rows of a table after a key, as the database prints them, and the key of the last. */
export const readRows = async (
  { tx, practice }: Desk,
  { table, key, where = sql<boolean>`true` }: Copied,
  after: string,
  most: number,
): Promise<{ rows: Row[]; last: string | null }> => {
  const { rows } = await sql<{ row: Row; key: string }>`
    select to_jsonb(t) as row, t.${sql.id(key)}::text as key from ${sql.table(`app.${table}`)} t
    where t.practice_id = ${practice.id} and ${where} and t.${sql.id(key)}::text collate "C" > ${after} collate "C"
    order by t.${sql.id(key)}::text collate "C" limit ${most}`.execute(tx);
  return { rows: rows.map(({ row }) => row), last: rows.at(-1)?.key ?? null };
};

export const countRows = async (
  { tx, practice }: Desk,
  { table, where = sql<boolean>`true` }: Copied,
): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(`app.${table}`)} t where t.practice_id = ${practice.id} and ${where}`.execute(
    tx,
  );
  return rows[0]!.n;
};

/** The types of the practice's own fields, by key. */
export const fieldTypes = async ({ tx, practice }: Desk): Promise<Map<string, FieldType>> => {
  const { rows } = await sql<{ key: string; type: FieldType }>`
    select key, type from app.custom_field where practice_id = ${practice.id} and deleted_at is null`.execute(tx);
  return new Map(rows.map(({ key, type }) => [key, type]));
};

export const lastPart = async ({ tx, practice }: Desk): Promise<Part | null> => {
  const { rows } = await sql<Part>`
    select no, tab, last_key from app.sandbox_part where practice_id = ${practice.id} order by no desc limit 1`.execute(
    tx,
  );
  return rows[0] ?? null;
};

export const countOfTable = async ({ tx, practice }: Desk, table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(jsonb_array_length(rows)), 0)::int as n from app.sandbox_part
    where practice_id = ${practice.id} and tab = ${table}`.execute(tx);
  return rows[0]!.n;
};

export const keepPart = ({ tx, practice }: Desk, part: Part, rows: readonly Row[]): Promise<unknown> =>
  sql`
    insert into app.sandbox_part (practice_id, no, tab, last_key, rows)
    values (${practice.id}, ${part.no}, ${part.tab}, ${part.last_key}, ${JSON.stringify(rows)}::jsonb)`.execute(tx);

/** The next part that is not laid out yet; locked. */
export const nextToLay = async ({ tx, practice }: Desk): Promise<{ no: number; tab: string; n: number } | null> => {
  const { rows } = await sql<{ no: number; tab: string; n: number }>`
    select no, tab, jsonb_array_length(rows) as n from app.sandbox_part
    where practice_id = ${practice.id} and not laid order by no limit 1 for update`.execute(tx);
  return rows[0] ?? null;
};

/** Puts the rows of a part in their table. */
export const lay = async ({ tx, practice }: Desk, { no, tab }: { no: number; tab: string }): Promise<void> => {
  const table = sql.table(`app.${tab}`);
  const names = await columnsOf(tx, tab);
  await sql`
    insert into ${table} (${sql.join(names.map((name) => sql.id(name)))})
    select ${sql.join(names.map((name) => sql.id('r', name)))}
    from app.sandbox_part p, jsonb_populate_recordset(null::${table}, p.rows) r
    where p.practice_id = ${practice.id} and p.no = ${no}`.execute(tx);
  await sql`update app.sandbox_part set laid = true where practice_id = ${practice.id} and no = ${no}`.execute(tx);
};

/** The parts of one table shall be laid out again. */
export const layTableAnew = ({ tx, practice }: Desk, table: string): Promise<unknown> =>
  sql`update app.sandbox_part set laid = false where practice_id = ${practice.id} and tab = ${table}`.execute(tx);

export const layAllAnew = async ({ tx, practice }: Desk): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    with again as (update app.sandbox_part set laid = false where practice_id = ${practice.id} returning rows)
    select coalesce(sum(jsonb_array_length(rows)), 0)::int as n from again`.execute(tx);
  return rows[0]!.n;
};

/** Columns that are written; generated ones come by themselves. */
const columnsOf = async (tx: Tx, table: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'app' and table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`.execute(
    tx,
  );
  return rows.map(({ name }) => name);
};

/** Every table that holds rows of practices. */
export const tablesOfPractices = async (tx: Tx): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'app' and c.column_name = 'practice_id' order by 1`.execute(tx);
  return rows.map(({ name }) => name);
};

/** Removes some rows of a table from the sandbox; true when there may be more. */
export const clearSome = async ({ tx }: Desk, table: string, most: number): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`select app.clear_sandbox(${table}, ${most}) as n`.execute(tx);
  return rows[0]!.n === most;
};

/** Which practice is this live practice's sandbox. */
export const sandboxIdOf = async ({ tx, practice }: Desk): Promise<Id | null> => {
  const { rows } = await sql<{ id: Id | null }>`
    select sandbox_id as id from app.practice where practice_id = ${practice.id} for update`.execute(tx);
  return rows[0]!.id;
};

export const keepSandboxId = ({ tx, practice }: Desk, id: Id | null): Promise<unknown> =>
  sql`update app.practice set sandbox_id = ${id} where practice_id = ${practice.id}`.execute(tx);
