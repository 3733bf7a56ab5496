import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { act, type Outcome } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import type { Importable } from '#people/fields/importing.ts';
import { CHUNK, type Import, type ImportRow } from './model.ts';
import type { ImportsPort } from './port.ts';
import { judgeRows } from './preview.ts';
import type { JudgedRow } from './reading.ts';
import { countRows, dropFile, type ImportsRoom, markRows, type RowMark, readImports, takeRows } from './store.ts';

/** What imports need of the house. */
export interface ImportsDoor {
  kernel: Kernel;
  room: ImportsRoom;
  importables: readonly Importable[];
  port: ImportsPort<Desk>;
}

class OneRefused extends Error {}

/** Work in parts, each in the transaction it is called in. */
export interface Parts {
  /** The next 500 rows that nobody else has in hand; answers whether more may be left. */
  part(door: ImportsDoor, desk: Desk, id: Id): Promise<boolean>;
  /** After the last part, when no lane is under way: ends it, or answers true where rows are left. */
  end(door: ImportsDoor, desk: Desk, id: Id): Promise<boolean>;
}

const WAITING = ['create', 'update'] as const;

/** Writes an import that is committing (PE-86); all or nothing writes all of it in its last transaction. */
export const COMMIT: Parts = {
  part: async (door, desk, id) => {
    const task = await taskOf(door, desk, id);
    if (!task || task.row.whole) return false;
    const rows = await takeRows(desk, id, { outcomes: WAITING, limit: CHUNK, pass_locked: true });
    await markRows(desk, id, await writeRows(door, desk, task, rows));
    return rows.length === CHUNK;
  },
  end: async (door, desk, id) => {
    const task = await taskOf(door, desk, id);
    if (!task) return false;
    if (task.row.whole) return commitWhole(door, desk, task);
    if ((await takeRows(desk, id, { outcomes: WAITING, limit: 1 })).length) return true;
    await finish(door, desk, task.row, task.caller);
    return false;
  },
};

interface Task {
  row: Import;
  importable: Importable;
  caller: Caller;
}

/** Null unless it is committing; the rights of whoever committed it are made anew (PL-30). */
const taskOf = async (door: ImportsDoor, desk: Desk, id: Id): Promise<Task | null> => {
  const [row] = await readImports(desk, [id]);
  if (row?.state !== 'committing') return null;
  const importable = door.importables.find((one) => one.kind === row.kind)!;
  return { row, importable, caller: await door.port.callerOf(desk, row.committed_by!, `import:${id}`) };
};

/** One bad row leaves zero changes: then the import stands at its preview again, with what stopped it (PE-86). */
const commitWhole = async (door: ImportsDoor, desk: Desk, task: Task): Promise<false> => {
  const { row, caller } = task;
  const rows = await takeRows(desk, row.id, { outcomes: WAITING, limit: row.rows });
  await sql`savepoint all_rows`.execute(desk.tx);
  const marks: RowMark[] = [];
  try {
    for (let i = 0; i < rows.length; i += CHUNK) {
      marks.push(...(await writeRows(door, desk, task, rows.slice(i, i + CHUNK))));
      if (marks.some((mark) => mark.outcome === 'changed_since_preview')) throw new OneRefused();
    }
    await markRows(desk, row.id, marks);
    await finish(door, desk, row, caller);
  } catch (error) {
    if (!(error instanceof OneRefused)) throw error;
    await sql`rollback to savepoint all_rows`.execute(desk.tx);
    await markRows(
      desk,
      row.id,
      marks
        .filter((mark) => mark.outcome === 'changed_since_preview')
        .map((mark) => ({ ...mark, outcome: 'error' as const })),
    );
    await tell(door, desk, caller, row.id, { do: 'give_up', counts: await countRows(desk, row.id) });
  }
  return false;
};

/** Each row is decided again; what would differ from the preview is left out (PE-87). */
const writeRows = async (
  door: ImportsDoor,
  desk: Desk,
  { row, importable, caller }: Task,
  rows: readonly ImportRow[],
): Promise<RowMark[]> => {
  if (!rows.length) return [];
  const again = await judgeRows((work) => work(desk), importable, { row, caller, rows });
  if ('because' in again) return rows.map((one) => leftOut(one, again.because));
  const judged = new Map(again.rows.map((one) => [one.no, one]));
  const same = rows.filter((one) => judged.get(one.no)?.stamp === one.stamp);
  const marks = rows
    .filter((one) => !same.includes(one))
    .map((one) => leftOut(one, judged.get(one.no)?.errors[0]?.detail ?? null));
  await makeTags(door, desk, caller, again.new_tags);
  return [
    ...marks,
    ...(await perform(
      door,
      desk,
      { row, importable, caller },
      same.map((one) => judged.get(one.no)!),
    )),
  ];
};

const leftOut = ({ no, thing_id, act_ids, version }: ImportRow, because: string | null): RowMark => ({
  no,
  thing_id,
  act_ids,
  version,
  outcome: 'changed_since_preview',
  errors: [
    {
      column: null,
      value: null,
      code: 'changed_since_preview',
      detail: because ?? 'This record was changed since the preview, so the row was left out.',
    },
  ],
});

/** The commands of many rows, layer by layer: records first, then who looks after them; each row's acts are kept for undo. */
const perform = async (
  { kernel }: ImportsDoor,
  desk: Desk,
  { row, importable, caller }: Task,
  rows: readonly JudgedRow[],
): Promise<RowMark[]> => {
  const mine: Caller = { ...caller, bulk: row.id, request_id: `import:${row.id}` };
  const marks = new Map(rows.map((one): [number, RowMark] => [one.no, blankMark(one)]));
  const idOf = new Map(rows.map((one) => [one.no, one.thing_id ?? newId()]));
  for (let layer = 0; ; layer += 1) {
    const going = rows.filter((one) => one.commands[layer] && marks.get(one.no)!.outcome !== 'changed_since_preview');
    if (!going.length) break;
    const wanted = going.map((one) => ({ id: idOf.get(one.no)!, command: one.commands[layer]! as Command }));
    const outcomes = await act(kernel, desk, mine, importable.room, wanted);
    for (const [i, one] of going.entries()) marks.set(one.no, marked(marks.get(one.no)!, outcomes[i]!, importable));
  }
  return [...marks.values()];
};

const blankMark = ({ no, outcome, thing_id }: JudgedRow): RowMark => ({
  no,
  outcome: outcome === 'create' ? 'created' : 'updated',
  thing_id,
  act_ids: [],
  version: null,
  errors: [],
});

const marked = (mark: RowMark, outcome: Outcome<object>, { room }: Importable): RowMark => {
  if (!outcome.yes)
    return mark.act_ids.length
      ? { ...mark, errors: [{ column: null, value: null, code: outcome.code, detail: outcome.because }] }
      : {
          ...mark,
          outcome: 'changed_since_preview',
          errors: [{ column: null, value: null, code: outcome.code, detail: outcome.because }],
        };
  const version = room.kinds[room.name]!.find(outcome.state as never, outcome.id)?.version ?? null;
  return { ...mark, thing_id: outcome.id, act_ids: [...mark.act_ids, outcome.act_id], version };
};

/** Tags that «make new tags» allows, under the ids the rows were decided with (PE-88). */
const makeTags = async (
  { kernel }: ImportsDoor,
  desk: Desk,
  caller: Caller,
  tags: readonly { id: Id; name: string }[],
): Promise<void> => {
  const room = kernel.rooms.get('tag');
  if (!tags.length || !room) return;
  const wanted = tags.map(({ id, name }) => ({
    id,
    command: { do: 'add', name, colour: 'grey', applies_to: ['prospect', 'client', 'employee'] } as Command,
  }));
  await act(kernel, desk, caller, room, wanted);
};

const finish = async (door: ImportsDoor, desk: Desk, row: Import, caller: Caller): Promise<void> => {
  const { start_workflow: workflow } = row.options;
  const counts = await countRows(desk, row.id);
  const started = workflow ? await startAll(door, desk, row, { workflow, caller }) : undefined;
  await tell(door, desk, caller, row.id, {
    do: 'finish',
    counts: { ...counts, ...(started !== undefined && { started }) },
  });
  await dropFile(desk, row.id);
};

/** An import starts nothing unless it was ticked (PE-89). */
const startAll = async (
  { port }: ImportsDoor,
  desk: Desk,
  row: Import,
  { workflow, caller }: { workflow: Id; caller: Caller },
): Promise<number> => {
  const created = await takeRows(desk, row.id, { outcomes: ['created'], limit: row.rows });
  let started = 0;
  for (let i = 0; i < created.length; i += CHUNK) {
    const subjects = created.slice(i, i + CHUNK).flatMap((one) => one.thing_id ?? []);
    started += await port.start(desk, caller, { workflow, kind: row.kind, subjects });
  }
  return started;
};

export const tell = async (
  { kernel, room }: ImportsDoor,
  desk: Desk,
  caller: Caller,
  id: Id,
  command: Parameters<ImportsRoom['decide']>[1],
) => (await act(kernel, desk, caller, room, [{ id, command }]))[0]!;
