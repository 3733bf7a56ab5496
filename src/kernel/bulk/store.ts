import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Caller } from '#kernel/loop/room.ts';

export interface Operation {
  id: Id;
  version: number;
  room: string;
  command: Json;
  title: string;
  thing_kind: string;
  mode: 'each' | 'all';
  state: 'running' | 'done' | 'cancelled' | 'undone';
  total: number;
  done: number;
  unchanged: number;
  refused: number;
  actor: string;
  undo_of: Id | null;
  request_id: string;
  created_at: Instant;
  ended_at: Instant | null;
}

export interface RowResult {
  no: number;
  thing_id: Id;
  state: 'done' | 'unchanged' | 'refused';
  code: string | null;
  because: string | null;
  act_id: Id | null;
  result_id: Id | null;
}

/** What an operation is from its first moment. */
export interface Kept extends Pick<Operation, 'id' | 'room' | 'command' | 'title' | 'thing_kind' | 'mode' | 'undo_of'> {
  caller: Caller;
}

/** Keeps rows as they were done, in the transaction that did them; the operation grows with each such part. */
export const keepDone = async (desk: Desk, kept: Kept, rows: readonly RowResult[]): Promise<void> => {
  await insertOperation(desk, kept, { state: 'done', total: rows.length, ...countsOf(rows) });
  await insertRows(desk, kept.id, rows);
};

/** Keeps rows that wait for a worker. */
export const keepWaiting = async (
  desk: Desk,
  kept: Kept,
  rows: readonly { no: number; thing_id: Id }[],
): Promise<void> => {
  await insertOperation(desk, kept, { state: 'running', total: rows.length, ...countsOf([]) });
  await insertRows(
    desk,
    kept.id,
    rows.map((row) => ({ ...row, state: 'waiting' })),
  );
};

type Counts = Pick<Operation, 'done' | 'unchanged' | 'refused'>;

const countsOf = (rows: readonly RowResult[]): Counts => {
  const of = (state: RowResult['state']) => rows.filter((row) => row.state === state).length;
  return { done: of('done'), unchanged: of('unchanged'), refused: of('refused') };
};

const insertOperation = (
  { tx, practice, now }: Desk,
  { id, room, command, title, thing_kind, mode, undo_of, caller }: Kept,
  { state, total, done, unchanged, refused }: { state: 'done' | 'running'; total: number } & Counts,
) =>
  sql`
    insert into app.bulk_operation as o (practice_id, id, room, command, title, thing_kind, mode, state, total, done, unchanged, refused,
      undo_of, actor, for_member, request_id, created_at, ended_at)
    values (${practice.id}, ${id}, ${room}, ${JSON.stringify(command)}::jsonb, ${title}, ${thing_kind}, ${mode}, ${state}, ${total},
      ${done}, ${unchanged}, ${refused}, ${undo_of}, ${caller.who.actor}, ${caller.for_member ?? null}, ${caller.request_id}, ${now},
      ${state === 'done' ? now : null})
    on conflict (practice_id, id) do update set total = o.total + excluded.total, done = o.done + excluded.done,
      unchanged = o.unchanged + excluded.unchanged, refused = o.refused + excluded.refused, ended_at = excluded.ended_at, version = o.version + 1`.execute(
    tx,
  );

const insertRows = ({ tx, practice }: Desk, operation: Id, rows: readonly object[]) =>
  sql`
    insert into app.bulk_row select * from json_populate_recordset(null::app.bulk_row,
      ${JSON.stringify(rows.map((row) => ({ ...row, practice_id: practice.id, operation_id: operation })))}::json)`.execute(
    tx,
  );

export const readOperation = async ({ tx, practice }: Desk, id: Id): Promise<Operation | undefined> => {
  const { rows } =
    await sql<Operation>`select * from app.bulk_operation where practice_id = ${practice.id} and id = ${id}`.execute(
      tx,
    );
  return rows[0];
};

/**
 * The next rows to do, kept from other workers until this transaction ends. For an undo, `did` is what the row did in the
 * operation that is taken back.
 */
export const takeWaiting = async (
  { tx, practice }: Desk,
  operation: Operation,
  most: number,
): Promise<{ no: number; thing_id: Id; did: Id | null; made: Id | null }[]> => {
  const { rows } = await sql<{ no: number; thing_id: Id; did: Id | null; made: Id | null }>`
    select r.no, r.thing_id, d.act_id as did, d.result_id as made
    from app.bulk_row r
    left join app.bulk_row d on d.practice_id = r.practice_id and d.operation_id = ${operation.undo_of} and d.no = r.no
    where r.practice_id = ${practice.id} and r.operation_id = ${operation.id} and r.state = 'waiting'
    order by r.no limit ${most} for update of r skip locked`.execute(tx);
  return rows;
};

/** The rows an operation did, in the form of `takeWaiting`: what an undo begins with. */
export const doneRows = async ({ tx, practice }: Desk, operation: Id) => {
  const { rows } = await sql<{ no: number; thing_id: Id; did: Id | null; made: Id | null }>`
    select no, thing_id, act_id as did, result_id as made from app.bulk_row
    where practice_id = ${practice.id} and operation_id = ${operation} and state = 'done' order by no`.execute(tx);
  return rows;
};

export const markRows = async ({ tx, practice }: Desk, id: Id, rows: readonly RowResult[]): Promise<void> => {
  await sql`
    update app.bulk_row r set state = m.state, code = m.code, because = m.because, act_id = m.act_id, result_id = m.result_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as m(no int, state text, code text, because text, act_id uuid, result_id uuid)
    where r.practice_id = ${practice.id} and r.operation_id = ${id} and r.no = m.no`.execute(tx);
  const { done, unchanged, refused } = countsOf(rows);
  await sql`
    update app.bulk_operation set done = done + ${done}, unchanged = unchanged + ${unchanged}, refused = refused + ${refused}, version = version + 1
    where practice_id = ${practice.id} and id = ${id}`.execute(tx);
};

/** Ends it, unless another worker still holds some of its rows; an undo that took something back marks what it undid. */
export const endOperation = async (desk: Desk, operation: Operation): Promise<void> => {
  const { numAffectedRows } = await sql`
    update app.bulk_operation o set state = 'done', ended_at = ${desk.now}, version = version + 1
    where practice_id = ${desk.practice.id} and id = ${operation.id} and state = 'running'
      and not exists (select 1 from app.bulk_row r where r.practice_id = o.practice_id and r.operation_id = o.id and r.state = 'waiting')`.execute(
    desk.tx,
  );
  if (numAffectedRows && operation.undo_of) await markUndone(desk, operation.id, operation.undo_of);
};

export const markUndone = async ({ tx, practice }: Desk, undo: Id, undone: Id): Promise<void> => {
  await sql`
    update app.bulk_operation set state = 'undone', version = version + 1
    where practice_id = ${practice.id} and id = ${undone}
      and (select u.done > 0 from app.bulk_operation u where u.practice_id = ${practice.id} and u.id = ${undo})`.execute(
    tx,
  );
};

/** Rows done stay done; the waiting ones are left alone. Rows first, as the workers do, so that neither waits for the other. */
export const cancelBulk = async (desk: Desk, id: Id): Promise<{ yes: true } | Refusal> => {
  await sql`
    update app.bulk_row set state = 'cancelled'
    where practice_id = ${desk.practice.id} and operation_id = ${id} and state = 'waiting'`.execute(desk.tx);
  const { numAffectedRows } = await sql`
    update app.bulk_operation set state = 'cancelled', ended_at = ${desk.now}, version = version + 1
    where practice_id = ${desk.practice.id} and id = ${id} and state = 'running'`.execute(desk.tx);
  return numAffectedRows
    ? { yes: true }
    : refused('not_running', 'This is not running any more, so there is nothing to cancel.');
};
