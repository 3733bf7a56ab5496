import { useRef } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { ApiRefusal } from '#kernel/ui/client.ts';
import { blankHold, blankRun, blankTask } from '#workflows/runs/blank.ts';
import type { Task, Work } from '#workflows/runs/model.ts';
import type { At } from '#workflows/runs/moves.ts';
import { taskById } from '#workflows/runs/state.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { type Me, useMe } from '../me/me.ts';
import { keptRun, readRun, useRunContext } from '../runs/data.ts';
import { type TaskDoors, taskActs } from '../runs/task/acts.tsx';

/**
 * A row as the rules see it: from its run where that was looked at, else from what the row itself tells. Only the run knows
 * its managers, so without it `whole` is false, and a no about rights is not the last word.
 */
export interface RowAt {
  at: At;
  whole: boolean;
}

export const useRowAt = (): ((row: TaskRow) => RowAt) => {
  const me = useMe();
  const context = useRunContext();
  return (row) => {
    const work = keptRun(row.run_id)?.state;
    const task = work && taskById(work, row.id);
    if (work && task) return { at: { work, task, context }, whole: true };
    return { at: { work: workOf(row, me), task: taskOf(row), context }, whole: !row.run_id };
  };
};

const NEVER = '1970-01-01T00:00:00.000Z';

const taskOf = (row: TaskRow): Task => ({
  ...blankTask(row.id),
  version: row.version,
  run_id: row.run_id,
  step_key: row.step_key,
  kind: row.kind,
  turn: row.turn,
  round: row.round,
  title: row.title,
  required: row.required,
  state: row.state,
  assignee_id: row.assignee_id,
  pool_role_id: row.pool_role_id,
  for_member_id: row.for_member_id,
  due_on: row.due_on,
  due_by_hand: row.due_by_hand,
  ready_at: row.ready_at,
  // a row does not tell when it was begun; only sentences of moves that are not shown would say it
  started_at: row.ready_at ?? NEVER,
  cancelled_at: NEVER,
  finished_at: row.finished_at ?? NEVER,
  outcome: row.outcome,
  subject_kind: row.subject_kind,
  subject_id: row.subject_id,
  client_id: row.client_id,
});

const workOf = (row: TaskRow, { member, role }: Me): Work => ({
  run: row.run_id ? { ...blankRun(row.run_id), workflow_id: row.workflow_id ?? '' } : null,
  content: null,
  tasks: [taskOf(row)],
  holds: row.held ? [blankHold('')] : [],
  comments: [],
  subject: null,
  records: {},
  files: [],
  rival: null,
  directory: {
    members: [
      ...(member ? [{ id: member.id, name: member.name, role_id: role.id ?? '', active: true }] : []),
      ...(row.assignee_id && row.assignee_id !== member?.id
        ? [{ id: row.assignee_id, name: row.assignee ?? '', role_id: '', active: true }]
        : []),
      ...(row.for_member_id ? [{ id: row.for_member_id, name: row.for_member ?? '', role_id: '', active: true }] : []),
    ],
    roles: [],
    delegations: [],
    outbox: { email: 0, sms: 0 },
  },
});

const ASKS: readonly string[] = ['finish', 'hand_back', 'assign'];

/** The acts of a row, asked of the rules; the run of a row one rests on is read beforehand, so that they answer at once. */
export const useRowActs = (rowAt: (row: TaskRow) => RowAt, doorsOf: (at: At) => TaskDoors) => {
  const rows = useRef(new Map<string, TaskRow>());
  const acts = (row: TaskRow): Act[] => {
    rows.current.set(row.id, row);
    const { at, whole } = rowAt(row);
    const known = taskActs(at, doorsOf(at));
    return whole ? known : known.map((act) => unread(act, row));
  };
  /** Until its run is here nothing is known to be refused; and what these acts ask for is looked up first. */
  const unread = (act: Act, row: TaskRow): Act => {
    const live = { ...act, why_not: undefined };
    return ASKS.includes(act.id) ? { ...live, run: () => askOnceRead(act.id, row) } : live;
  };
  const askOnceRead = async (id: string, row: TaskRow) => {
    if (row.run_id) await readRun(row.run_id);
    const { at } = rowAt(row);
    const asked = taskActs(at, doorsOf(at)).find((act) => act.id === id);
    if (asked?.why_not) throw new ApiRefusal(409, { detail: asked.why_not });
    await asked?.run?.();
  };
  const near = (id: string) => {
    const run = rows.current.get(id)?.run_id;
    if (run) void readRun(run);
  };
  return { acts, near };
};
