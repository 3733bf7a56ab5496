import { addMilliseconds, dateAt, type Instant, isDate, type PlainDate, startOfDay } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import { actionInstant, type Counted, dateOfOffset, dueDate } from '#workflows/dates/rules.ts';
import { SENDS, sends } from '#workflows/definitions/actions.ts';
import type { Offset, Step } from '#workflows/definitions/content.ts';
import type { RunState, Task } from './model.ts';
import { isFinished, rowOf } from './state.ts';

/** When steps begin and are due (WF-36 … WF-41). */

/** A run at a time; `estimated`: the days on which steps that are not finished are expected to be. */
export interface Scene {
  state: RunState;
  context: Context;
  estimated?: ReadonlyMap<string, PlainDate>;
}

/** A step without start may begin at once; one whose anchor is not known may not (WF-40). */
export type Start = { known: true; date: PlainDate | null; at: Instant | null } | { known: false };

export const startOf = (scene: Scene, step: Step): Start => {
  if (!step.start) return { known: true, date: null, at: null };
  const { practice } = scene.context;
  const date = dateOfOffset(step.start, countedBy(scene, step.start), practice);
  if (!date) return { known: false };
  const at =
    step.kind === 'action' || step.kind === 'form'
      ? actionInstant(date, step.start.at, practice)
      : startOfDay(date, practice.time_zone);
  return { known: true, date, at };
};

/** When a step becomes live: at its start; one that sends so much earlier that its message can be stopped (ME-52). */
export const livesFrom = ({ directory }: Pick<RunState, 'directory'>, step: Step, start: Instant): Instant =>
  sends(step) || step.kind === 'form'
    ? addMilliseconds(start, -directory.outbox[step.kind === 'form' ? 'email' : SENDS[step.do]] * 60_000)
    : start;

/** The due date of a step that becomes, or became, ready on a day. */
export const dueOf = (scene: Scene, step: Step, ready: PlainDate): PlainDate | null =>
  step.due ? dueDate(step.due, { ...countedBy(scene, step.due), ready }, scene.context.practice) : null;

/** The day a task became ready, in practice time. */
export const readyDay = (task: Task, context: Context): PlainDate =>
  task.ready_at ? dateAt(task.ready_at, zone(context)) : context.today;

/** Overdue is derived: open, due before today, run not on hold; due today is not overdue (WF-42). */
export const isOverdue = (task: Pick<Task, 'state' | 'due_on'>, today: PlainDate, held: boolean): boolean =>
  !held && (task.state === 'ready' || task.state === 'in_progress') && task.due_on !== null && task.due_on < today;

const zone = ({ practice }: Context): string => practice.time_zone;

/** The one date an offset asks for, and the held spans. */
const countedBy = (scene: Scene, { anchor }: Offset): Counted => ({
  anchors: { [anchor]: dateOf(scene, anchor) },
  held: scene.state.run.shifts,
});

const dateOf = ({ state, context, estimated }: Scene, anchor: string): PlainDate | null => {
  const { run, subject } = state;
  const name = anchor.slice(anchor.indexOf(':') + 1);
  if (anchor === 'run') return run.started_on;
  if (anchor === 'run_date') return run.run_date;
  if (anchor === 'period_start') return run.period_start;
  if (anchor === 'period_end') return run.period_end;
  if (anchor.startsWith('step:')) return finishedOn(state, name, context) ?? estimated?.get(name) ?? null;
  const fields = anchor.startsWith('record:') ? (state.records[run.refers_to[0] ?? ''] ?? {}) : subject.fields;
  const value = Object.hasOwn(fields, name) ? fields[name] : null;
  return typeof value === 'string' && isDate(value) ? value : null;
};

const finishedOn = (state: RunState, key: string, context: Context): PlainDate | null => {
  const row = rowOf(state, key);
  return row && isFinished(row) && row.finished_at ? dateAt(row.finished_at, zone(context)) : null;
};
