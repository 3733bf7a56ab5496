import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { largeBulk } from '#kernel/access/roles/rules.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Command, Json, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem, refused } from '#kernel/decision/rules.ts';
import { act, again, CHUNK, type Outcome, performMany } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel, Wanted } from '#kernel/loop/room.ts';

/** One command that may be given to many things: which room decides it, and what is wanted for each thing. */
export interface BulkCommand {
  name: string;
  room: AnyRoom;
  wanted(thing: Id, data: Json): Wanted<Command>;
  /** «Start Client onboarding», for the progress page. */
  title(data: Json): string;
}

export interface RowAnswer {
  id: Id;
  ok: boolean;
  code?: string;
  because?: string;
  version?: number;
  /** The root that was made or changed: a run's id for a launch. */
  result_id?: Id;
}

export interface Answered {
  rows: RowAnswer[];
  done: number;
  refused: number;
}

export const AT_ONCE = 1_000;
export const AT_MOST = 50_000;

interface Place {
  practice_id: Id;
  caller: Caller;
}

/** Refuses a bulk that is too large, for this member or for anybody (PL-72, PL-27). */
export const bulkRefusal = (caller: Caller, count: number, mode: 'each' | 'all'): Refusal | null => {
  if (count > AT_MOST)
    return invalid(
      problem(
        '/ids',
        'too_many',
        `At most ${AT_MOST.toLocaleString('en')} at once; these are ${count.toLocaleString('en')}.`,
      ),
    );
  if (mode === 'all' && count > AT_ONCE)
    return invalid(
      problem('/mode', 'too_many', '«All or nothing» takes at most 1,000 rows. Choose «each», or fewer rows.'),
    );
  return largeBulk(caller.who, count);
};

/** Up to 1,000 rows, answered at once, each by the rule of the single act (PL-73). */
export const bulkNow = async (
  kernel: Kernel,
  place: Place,
  command: BulkCommand,
  ids: readonly Id[],
  data: Json,
  mode: 'each' | 'all',
): Promise<Answered> => {
  const wanted = ids.map((id) => command.wanted(id, data));
  return answered(command.room, ids, await performMany(kernel, { ...place, mode }, command.room, wanted));
};

class DryRun extends Error {
  readonly outcomes: Outcome<object>[];
  constructor(outcomes: Outcome<object>[]) {
    super('a dry run leaves nothing behind');
    this.outcomes = outcomes;
  }
}

/** What would happen: decided for real, written nowhere. */
export const bulkDry = async (
  kernel: Kernel,
  place: Place,
  command: BulkCommand,
  ids: readonly Id[],
  data: Json,
): Promise<Answered> => {
  const outcomes: Outcome<object>[] = [];
  for (let i = 0; i < ids.length; i += CHUNK) {
    const wanted = ids.slice(i, i + CHUNK).map((id) => command.wanted(id, data));
    await inPractice(kernel.db, place.practice_id, async (desk) => {
      throw new DryRun(await act(kernel, desk, place.caller, command.room, wanted));
    }).catch((error) => {
      if (!(error instanceof DryRun)) throw error;
      outcomes.push(...error.outcomes);
    });
  }
  return answered(command.room, ids, outcomes);
};

const answered = (room: AnyRoom, ids: readonly Id[], outcomes: readonly Outcome<object>[]): Answered => {
  const rows = outcomes.map((outcome, i): RowAnswer => {
    if (!outcome.yes) return { id: ids[i]!, ok: false, code: outcome.code, because: outcome.because };
    const version = room.kinds[room.name]?.find(outcome.state, outcome.id)?.version;
    return { id: ids[i]!, ok: true, result_id: outcome.id, ...(version === undefined ? {} : { version }) };
  });
  return { rows, done: rows.filter((row) => row.ok).length, refused: rows.filter((row) => !row.ok).length };
};

/** Up to 50,000 rows: kept, queued, and worked off by the workers, whatever happens to this process (PL-72). Answers its id. */
export const bulkLater = async (
  kernel: Kernel,
  place: Place,
  command: BulkCommand,
  ids: readonly Id[],
  data: Json,
): Promise<Id> => {
  const id = newId();
  await inPractice(kernel.db, place.practice_id, async (desk) => {
    await sql`
      insert into app.bulk_operation (practice_id, id, room, command, title, mode, state, total, actor, for_member, request_id, created_at)
      values (${place.practice_id}, ${id}, ${command.name}, ${JSON.stringify(data)}::jsonb, ${command.title(data)}, 'each', 'running', ${ids.length},
        ${place.caller.who.actor}, ${place.caller.for_member ?? null}, ${place.caller.request_id}, ${desk.now})`.execute(
      desk.tx,
    );
    await sql`
      insert into app.bulk_row (practice_id, operation_id, no, thing_id)
      select ${place.practice_id}, ${id}, t.no, t.thing_id from unnest(${ids}::uuid[]) with ordinality as t(thing_id, no)`.execute(
      desk.tx,
    );
    await kernel.writers.queue(
      desk,
      [{ do: 'queue', queue: 'bulk', name: 'bulk', data: { operation: id } }],
      place.caller,
    );
  });
  return id;
};

export interface Operation {
  id: Id;
  version: number;
  room: string;
  command: Json;
  title: string;
  state: 'running' | 'done' | 'cancelled' | 'undone';
  total: number;
  done: number;
  refused: number;
  actor: string;
  undo_of: Id | null;
  request_id: string;
  created_at: string;
  ended_at: string | null;
}

/**
 * Works a bulk operation off, 500 rows a transaction, rows and their marks together: killed anywhere, the next worker goes on
 * where the last commit stood, and no row is done twice. `callerOf` makes the starter's rights anew for each part (PL-30).
 */
export const workBulk = async (
  kernel: Kernel,
  practice: Id,
  operation: Id,
  commands: ReadonlyMap<string, BulkCommand>,
  callerOf: (desk: Desk, operation: Operation) => Promise<Caller>,
): Promise<void> => {
  for (;;) {
    const more = await again(() =>
      inPractice(kernel.db, practice, (desk) => workPart(kernel, desk, operation, commands, callerOf)),
    );
    if (!more) return;
  }
};

const workPart = async (
  kernel: Kernel,
  desk: Desk,
  id: Id,
  commands: ReadonlyMap<string, BulkCommand>,
  callerOf: (desk: Desk, operation: Operation) => Promise<Caller>,
): Promise<boolean> => {
  const { rows: found } =
    await sql<Operation>`select * from app.bulk_operation where practice_id = ${desk.practice.id} and id = ${id}`.execute(
      desk.tx,
    );
  const operation = found[0];
  if (operation?.state !== 'running') return false;
  const { rows } = await sql<{ no: number; thing_id: Id }>`
    select no, thing_id from app.bulk_row where practice_id = ${desk.practice.id} and operation_id = ${id} and state = 'waiting'
    order by no limit ${CHUNK} for update skip locked`.execute(desk.tx);
  if (!rows.length) return end(desk, id);
  const command = commands.get(operation.room);
  if (!command) throw new Error(`the bulk operation ${id} asks for ${operation.room}, which is not in the house`);
  const caller = await callerOf(desk, operation);
  const wanted = rows.map((row) => command.wanted(row.thing_id, operation.command));
  const outcomes = await act(kernel, desk, caller, command.room, wanted);
  await mark(desk, id, rows, outcomes);
  return true;
};

const mark = async (
  desk: Desk,
  id: Id,
  rows: readonly { no: number }[],
  outcomes: readonly Outcome<object>[],
): Promise<void> => {
  const marks = outcomes.map((outcome, i) => ({
    no: rows[i]!.no,
    state: outcome.yes ? 'done' : 'refused',
    code: outcome.yes ? null : outcome.code,
    because: outcome.yes ? null : outcome.because,
    act_id: outcome.yes ? outcome.act_id : null,
    result_id: outcome.yes ? outcome.id : null,
  }));
  await sql`
    update app.bulk_row r set state = m.state, code = m.code, because = m.because, act_id = m.act_id, result_id = m.result_id
    from json_to_recordset(${JSON.stringify(marks)}::json) as m(no int, state text, code text, because text, act_id uuid, result_id uuid)
    where r.practice_id = ${desk.practice.id} and r.operation_id = ${id} and r.no = m.no`.execute(desk.tx);
  const done = marks.filter((row) => row.state === 'done').length;
  await sql`
    update app.bulk_operation set done = done + ${done}, refused = refused + ${marks.length - done}, version = version + 1
    where practice_id = ${desk.practice.id} and id = ${id}`.execute(desk.tx);
};

const end = async (desk: Desk, id: Id): Promise<false> => {
  await sql`
    update app.bulk_operation o set state = 'done', ended_at = ${desk.now}, version = version + 1
    where practice_id = ${desk.practice.id} and id = ${id} and state = 'running'
      and not exists (select 1 from app.bulk_row r where r.practice_id = o.practice_id and r.operation_id = o.id and r.state = 'waiting')`.execute(
    desk.tx,
  );
  return false;
};

/** Rows done stay done; the waiting ones are left alone (PL model: running → cancelled). */
export const cancelBulk = async (desk: Desk, id: Id): Promise<{ yes: true } | Refusal> => {
  const { numAffectedRows } = await sql`
    update app.bulk_operation set state = 'cancelled', ended_at = ${desk.now}, version = version + 1
    where practice_id = ${desk.practice.id} and id = ${id} and state = 'running'`.execute(desk.tx);
  if (!numAffectedRows) return refused('not_running', 'This is not running any more, so there is nothing to cancel.');
  await sql`
    update app.bulk_row set state = 'cancelled' where practice_id = ${desk.practice.id} and operation_id = ${id} and state = 'waiting'`.execute(
    desk.tx,
  );
  return { yes: true };
};
