import { type Id, newId } from '#ground/id.ts';
import { largeBulk } from '#kernel/access/roles/rules.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Command, Json, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { type Aim, actOnAll, CHUNK, performMany } from '#kernel/loop/many.ts';
import { again, type Done, type Outcome } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel, Wanted } from '#kernel/loop/room.ts';
import { undoActs } from '#kernel/undo/undo.ts';
import {
  endOperation,
  keepDone,
  keepWaiting,
  markRows,
  type Operation,
  type RowResult,
  readOperation,
  takeWaiting,
} from './store.ts';

export type { Operation };

/** One command that may be given to many things: which room decides it, and what is wanted for each thing. */
export interface BulkCommand {
  name: string;
  room: AnyRoom;
  /** Where each thing is decided, when that is not by itself in `room`: a task in its run. Those left out are (PL-73). */
  homes?(desk: Desk, things: readonly Id[]): Promise<ReadonlyMap<Id, Home>>;
  /** What the rows' things are, where it is not the room's own kind: the clients of a launch. */
  thing_kind?: string;
  wanted(thing: Id, data: Json): Wanted<Command>;
  /** «Start Client onboarding», for the progress page. */
  title(data: Json): string;
  /** What else is kept of rows in the very transaction that did them. */
  alongside?(desk: Desk, things: readonly Id[], outcomes: readonly Outcome<object>[], data: Json): Promise<void>;
  /** What a dry run shows of a row beside its yes or no. */
  difference?(done: Done<object>): Record<string, unknown> | null;
}

/** The room and the root that decide a thing. */
export interface Home {
  room: AnyRoom;
  id: Id;
}

export interface RowAnswer {
  id: Id;
  ok: boolean;
  unchanged?: true;
  code?: string;
  because?: string;
  version?: number;
  /** The root that was made or changed: a run's id for a launch. */
  result_id?: Id;
  /** Of a dry run, where the command has one to show. */
  difference?: Record<string, unknown>;
}

export interface Answered {
  /** Under which the whole can be looked at and taken back; null when nothing was changed. */
  operation_id: Id | null;
  rows: RowAnswer[];
  done: number;
  /** Were as it was wanted before; no row of these is among those done. */
  unchanged: number;
  refused: number;
}

export const AT_ONCE = 1_000;
export const AT_MOST = 50_000;

export interface Place {
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

/** Up to 1,000 rows, answered at once, each by the rule of the single act (PL-73), and kept so that all can be undone as one. */
export const bulkNow = async (
  kernel: Kernel,
  place: Place,
  command: BulkCommand,
  ids: readonly Id[],
  data: Json,
  mode: 'each' | 'all',
): Promise<Answered> => {
  const id = newId();
  const caller = { ...place.caller, bulk: id };
  const aims = await inPractice(kernel.db, place.practice_id, (desk) => aimsOf(desk, command, ids, data));
  const kept = { id, ...described(command, data), mode, caller, undo_of: null };
  const alongside = async (desk: Desk, outcomes: readonly Outcome<object>[], first: number) => {
    await keepDone(desk, kept, rowsOf(ids, outcomes, first));
    await command.alongside?.(desk, ids.slice(first, first + outcomes.length), outcomes, data);
  };
  const outcomes = await performMany(kernel, { ...place, caller, mode, alongside }, aims);
  const nothing = mode === 'all' && outcomes.some((outcome) => !outcome.yes);
  return { ...answered(command, { aims, ids }, outcomes), operation_id: nothing ? null : id };
};

const described = (command: BulkCommand, data: Json) => ({
  room: command.name,
  command: data,
  title: command.title(data),
  thing_kind: command.thing_kind ?? command.room.name,
});

const rowsOf = (ids: readonly Id[], outcomes: readonly Outcome<object>[], first: number): RowResult[] =>
  outcomes.map((outcome, i) => resultOf(first + i + 1, ids[first + i]!, outcome));

const resultOf = (no: number, thing_id: Id, outcome: Outcome<object>): RowResult => {
  if (!outcome.yes)
    return {
      no,
      thing_id,
      state: 'refused',
      code: outcome.code,
      because: outcome.because,
      act_id: null,
      result_id: null,
    };
  const row = { no, thing_id, code: null, because: null, result_id: outcome.id };
  return isUnchanged(outcome)
    ? { ...row, state: 'unchanged', act_id: null }
    : { ...row, state: 'done', act_id: outcome.act_id };
};

/** A yes that told of nothing: the thing was already as it was wanted (IN-121). */
const isUnchanged = (outcome: Outcome<object>): boolean => outcome.yes && outcome.events.length === 0;

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
  const aims: Aim[] = [];
  const outcomes: Outcome<object>[] = [];
  for (let i = 0; i < ids.length; i += CHUNK) {
    await inPractice(kernel.db, place.practice_id, async (desk) => {
      const part = await aimsOf(desk, command, ids.slice(i, i + CHUNK), data);
      aims.push(...part);
      throw new DryRun(await actOnAll(kernel, desk, place.caller, part));
    }).catch((error) => {
      if (!(error instanceof DryRun)) throw error;
      outcomes.push(...error.outcomes);
    });
  }
  const { rows, ...counts } = answered(command, { aims, ids }, outcomes);
  return { ...counts, rows: rows.map((row, i) => shown(row, command, outcomes[i]!)), operation_id: null };
};

const shown = (row: RowAnswer, command: BulkCommand, outcome: Outcome<object>): RowAnswer => {
  const difference = outcome.yes ? command.difference?.(outcome) : null;
  return difference ? { ...row, difference } : row;
};

/** What is wanted of each thing, in the room and of the root that decide it. */
const aimsOf = async (desk: Desk, command: BulkCommand, things: readonly Id[], data: Json): Promise<Aim[]> => {
  const homes = await command.homes?.(desk, things);
  return things.map((thing) => {
    const wanted = command.wanted(thing, data);
    const home = homes?.get(thing);
    return home ? { room: home.room, wanted: { ...wanted, id: home.id } } : { room: command.room, wanted };
  });
};

const answered = (
  command: BulkCommand,
  { aims, ids }: { aims: readonly Aim[]; ids: readonly Id[] },
  outcomes: readonly Outcome<object>[],
) => {
  const rows = outcomes.map((outcome, i): RowAnswer => {
    if (!outcome.yes) return { id: ids[i]!, ok: false, code: outcome.code, because: outcome.because };
    const { kinds, name } = aims[i]!.room;
    const thing = kinds[command.thing_kind ?? name]?.find(outcome.state, ids[i]!);
    const version = (thing ?? kinds[name]?.find(outcome.state, outcome.id))?.version;
    const same = isUnchanged(outcome) ? { unchanged: true as const } : {};
    return { id: ids[i]!, ok: true, ...same, result_id: outcome.id, ...(version === undefined ? {} : { version }) };
  });
  const unchanged = rows.filter((row) => row.unchanged).length;
  const done = rows.filter((row) => row.ok).length - unchanged;
  return { rows, done, unchanged, refused: rows.length - done - unchanged };
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
  const kept = { id, ...described(command, data), mode: 'each' as const, caller: place.caller, undo_of: null };
  await inPractice(kernel.db, place.practice_id, async (desk) => {
    await keepWaiting(
      desk,
      kept,
      ids.map((thing_id, i) => ({ no: i + 1, thing_id })),
    );
    await queueBulk(kernel, desk, place.caller, id);
  });
  return id;
};

export const queueBulk = (kernel: Kernel, desk: Desk, caller: Caller, operation: Id): Promise<void> =>
  kernel.writers.queue(desk, [{ do: 'queue', queue: 'bulk', name: 'bulk', data: { operation } }], caller);

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
  const operation = await readOperation(desk, id);
  if (operation?.state !== 'running') return false;
  const rows = await takeWaiting(desk, operation, CHUNK);
  if (!rows.length) {
    await endOperation(desk, operation);
    return false;
  }
  const caller = { ...(await callerOf(desk, operation)), bulk: id };
  await markRows(desk, id, await resultsOf(kernel, desk, caller, operation, rows, commands));
  return true;
};

const resultsOf = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  operation: Operation,
  rows: Awaited<ReturnType<typeof takeWaiting>>,
  commands: ReadonlyMap<string, BulkCommand>,
): Promise<RowResult[]> => {
  if (operation.undo_of) return undoRows(kernel, desk, caller, rows);
  const command = commands.get(operation.room);
  if (!command)
    throw new Error(`the bulk operation ${operation.id} asks for ${operation.room}, which is not in the house`);
  const things = rows.map((row) => row.thing_id);
  const aims = await aimsOf(desk, command, things, operation.command);
  const outcomes = await actOnAll(kernel, desk, caller, aims);
  await command.alongside?.(desk, things, outcomes, operation.command);
  return outcomes.map((outcome, i) => resultOf(rows[i]!.no, rows[i]!.thing_id, outcome));
};

/** Takes back what each row did; what changed since is refused and stays as it is (WF-153). */
export const undoRows = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  rows: readonly { no: number; thing_id: Id; did: Id | null; made: Id | null }[],
): Promise<RowResult[]> => {
  const undone = await undoActs(
    kernel,
    desk,
    caller,
    rows.flatMap((row) => row.did ?? []),
  );
  return rows.map(({ no, thing_id, did, made }): RowResult => {
    const answer = undone.get(did!)!;
    return answer.yes
      ? { no, thing_id, state: 'done', code: null, because: null, act_id: answer.act_id, result_id: made }
      : { no, thing_id, state: 'refused', code: answer.code, because: answer.because, act_id: null, result_id: made };
  });
};
