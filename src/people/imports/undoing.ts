import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Facts, Json, Ref, Thing } from '#kernel/decision/model.ts';
import { idOf, kindOf, movedOn } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller } from '#kernel/loop/room.ts';
import type { Importable } from '#people/fields/importing.ts';
import { type ImportsDoor, type Parts, tell } from './committing.ts';
import { CHUNK, type ImportRow } from './model.ts';
import { countRows, markRows, type RowMark, readImports, takeRows } from './store.ts';

const WRITTEN = ['created', 'updated'] as const;

/**
 * Takes a done import back: records that nobody touched since are deleted, fields that nobody touched go back, the rest is
 * listed as left alone (PE-91).
 */
export const UNDO: Parts = {
  part: async (door, desk, id) => {
    const task = await taskOf(door, desk, id);
    if (!task) return false;
    const rows = await takeRows(desk, id, { outcomes: WRITTEN, limit: CHUNK, pass_locked: true });
    await markRows(desk, id, await takeBack(door, desk, task, rows));
    return rows.length === CHUNK;
  },
  end: async (door, desk, id) => {
    const task = await taskOf(door, desk, id);
    if (!task) return false;
    if ((await takeRows(desk, id, { outcomes: WRITTEN, limit: 1 })).length) return true;
    await tell(door, desk, task.caller, id, { do: 'undone', counts: await countRows(desk, id) });
    return false;
  },
};

/** Null unless it is being taken back. */
const taskOf = async (door: ImportsDoor, desk: Desk, id: Id) => {
  const [row] = await readImports(desk, [id]);
  if (row?.state !== 'done' || !row.undone_at) return null;
  const importable = door.importables.find((one) => one.kind === row.kind)!;
  return { importable, caller: await door.port.callerOf(desk, row.undone_by!, `import:${id}`) };
};

const takeBack = async (
  { kernel }: ImportsDoor,
  desk: Desk,
  { importable, caller }: { importable: Importable; caller: Caller },
  rows: readonly ImportRow[],
): Promise<RowMark[]> => {
  if (!rows.length) return [];
  const { room } = importable;
  const events = await eventsOf(
    desk,
    rows.flatMap((row) => row.act_ids),
  );
  const states = await room.load(
    desk,
    rows.map((row) => ({ id: row.thing_id!, command: { do: 'change' } })),
    caller.who,
  );
  const plans = rows.map((row) => planFor(room, row, states.get(row.thing_id!), events));
  const going = plans.filter((plan) => plan.events.length);
  const wanted = going.map((plan) => ({ id: plan.row.thing_id!, command: { do: 'undo', events: plan.events } }));
  const outcomes = await act(kernel, desk, caller, room, wanted);
  const answers = new Map(going.map((plan, i) => [plan.row.no, outcomes[i]!]));
  return plans.map((plan) => markOf(plan, answers.get(plan.row.no)));
};

interface Plan {
  row: ImportRow;
  /** What is taken back, newest first; empty: nothing can be. */
  events: Recorded[];
  /** Fields that somebody changed since. */
  left: string[];
}

const planFor = (
  room: AnyRoom,
  row: ImportRow,
  state: object | undefined,
  events: ReadonlyMap<Id, Recorded[]>,
): Plan => {
  const mine = row.act_ids.flatMap((id) => events.get(id) ?? []).sort((a, b) => (a.id < b.id ? 1 : -1));
  const record = state && room.kinds[room.name]!.find(state, row.thing_id!);
  if (!state || !record) return { row, events: [], left: ['record'] };
  if (row.outcome === 'created')
    return record.version === row.version ? { row, events: mine, left: [] } : { row, events: [], left: ['record'] };
  return { row, ...untouched(room, state, mine) };
};

/** Of an update the fields that still stand as the import left them. */
const untouched = (room: AnyRoom, state: object, events: readonly Recorded[]): Pick<Plan, 'events' | 'left'> => {
  const left: string[] = [];
  const back = events.flatMap((event) => {
    const row = room.kinds[kindOf(event.thing)]?.find(state, idOf(event.thing)) as
      | (Thing & Record<string, Json>)
      | undefined;
    const moved = movedOn(row, event.facts);
    left.push(...moved);
    const facts = Object.fromEntries(Object.entries(event.facts).filter(([field]) => !moved.includes(field))) as Facts;
    return Object.keys(facts).length ? [{ ...event, facts }] : [];
  });
  return { events: back, left };
};

const markOf = ({ row, left }: Plan, outcome: { yes: boolean; because?: string } | undefined): RowMark => {
  const { no, thing_id, act_ids, version } = row;
  const done = outcome?.yes === true;
  const because = !done
    ? (outcome?.because ??
      (row.outcome === 'created'
        ? 'Somebody has worked on this record since.'
        : 'Somebody changed these fields since.'))
    : left.length
      ? `Left as it is now: ${[...new Set(left)].join(', ').replaceAll('_', ' ')}.`
      : null;
  const errors = because ? [{ column: null, value: null, code: 'left_alone', detail: because }] : [];
  return { no, thing_id, act_ids, version, outcome: done ? 'undone' : 'left_alone', errors };
};

const eventsOf = async ({ tx, practice }: Desk, acts: readonly Id[]): Promise<Map<Id, Recorded[]>> => {
  const { rows } = await sql<
    Omit<Recorded, 'facts' | 'client_id' | 'thing' | 'root'> & {
      facts: Facts;
      private: Facts | null;
      client_id: Id | null;
      thing: Ref;
      root: Ref;
    }
  >`
    select id, act_id, root, verb, thing, facts, private, client_id from app.event where practice_id = ${practice.id} and act_id = any(${acts})
      and verb not like '%.refused'`.execute(tx);
  const events = rows.map(
    ({ private: personal, client_id, facts, ...row }): Recorded => ({
      ...row,
      facts: { ...facts, ...personal },
      ...(client_id && { client_id }),
    }),
  );
  return Map.groupBy(events, (event) => event.act_id);
};
