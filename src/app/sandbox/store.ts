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

/** A sandbox that has just been made, or that was made of nothing and is written down at its first reset. */
export const writeSandbox = ({ tx, practice }: Desk, sandbox: Sandbox): Promise<unknown> =>
  sql`
    insert into app.sandbox (practice_id, made_at, made_by, people, state)
    values (${practice.id}, ${sandbox.made_at}, ${sandbox.made_by}, ${sandbox.people}, ${sandbox.state})
    on conflict do nothing`.execute(tx);

/** From one stage to the next, with so many rows before it; false when it is in another by now. */
export const moveTo = async (
  { tx, practice }: Desk,
  from: Sandbox['state'],
  to: Sandbox['state'],
  total = 0,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    update app.sandbox set state = ${to}, total = ${total}, done = 0
    where practice_id = ${practice.id} and state = ${from}`.execute(tx);
  return Number(numAffectedRows) > 0;
};

/** Whatever stage it is in. */
export const startLeaving = ({ tx, practice }: Desk): Promise<unknown> =>
  sql`update app.sandbox set state = 'leaving', total = 0, done = 0 where practice_id = ${practice.id}`.execute(tx);

export const advance = ({ tx, practice }: Desk, rows: number): Promise<unknown> =>
  sql`update app.sandbox set done = least(total, done + ${rows}) where practice_id = ${practice.id}`.execute(tx);

export const expectRows = ({ tx, practice }: Desk, total: number): Promise<unknown> =>
  sql`update app.sandbox set total = ${total} where practice_id = ${practice.id}`.execute(tx);

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

/** How far a table was taken over: how many of its rows, and the key of the last. */
export const takenOf = async ({ tx, practice }: Desk, table: string): Promise<{ n: number; last: string }> => {
  const { rows } = await sql<{ n: number; last: string }>`
    select coalesce(sum(jsonb_array_length(rows)), 0)::int as n, coalesce((array_agg(last_key order by no desc))[1], '') as last
    from app.sandbox_part where practice_id = ${practice.id} and tab = ${table}`.execute(tx);
  return rows[0]!;
};

export const keepPart = ({ tx, practice }: Desk, tab: string, rows: readonly Row[], last: string): Promise<unknown> =>
  sql`
    insert into app.sandbox_part (practice_id, no, tab, last_key, rows)
    select ${practice.id}, coalesce(max(no), 0) + 1, ${tab}, ${last}, ${JSON.stringify(rows)}::jsonb
    from app.sandbox_part where practice_id = ${practice.id}`.execute(tx);

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
    select sandbox_id as id from app.practice where practice_id = ${practice.id}`.execute(tx);
  return rows[0]!.id;
};

export const keepSandboxId = ({ tx, practice }: Desk, id: Id | null): Promise<unknown> =>
  sql`update app.practice set sandbox_id = ${id} where practice_id = ${practice.id}`.execute(tx);
