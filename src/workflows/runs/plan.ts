import type { Id } from '#ground/id.ts';
import { dateAt, type Instant, latest, type PlainDate } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import { type Step, whoOf } from '#workflows/definitions/content.ts';
import { ordered } from '#workflows/definitions/order.ts';
import { blankTask } from './blank.ts';
import { isSettled, judge } from './conditions.ts';
import type { Override, RunState, Seat, Task, TaskState } from './model.ts';
import { ownerOf, type Resolution, resolve } from './people.ts';
import { aheadOf, seat } from './reviewers.ts';
import { allBefore, hasEnded, isByHand, openBefore, openHolds, phaseOf, rowOf } from './state.ts';
import { dueOf, isOverdue, readyDay, type Scene, startOf } from './timing.ts';
import { because, waitsFor } from './why.ts';

/** A step of a run, past, live or planned, or a task that was added by hand (WF-110). */
export interface PlannedStep {
  /** Null for a task by hand, and for a step that is not in the version any more. */
  key: string | null;
  task_id: Id | null;
  title: string;
  kind: Step['kind'];
  group: string | null;
  required: boolean;
  /** `planned` has no row, or a row that waits again. */
  state: 'planned' | Exclude<TaskState, 'waiting'>;
  round: number;
  /** When it became ready or is expected to; null while a date it counts from is not known (WF-40). */
  starts_on: PlainDate | null;
  /** Of planned actions: the hour too. */
  starts_at: Instant | null;
  due_on: PlainDate | null;
  due_by_hand: boolean;
  finished_at: Instant | null;
  /** Its days rest on when steps before it will be finished. */
  estimated: boolean;
  overdue: boolean;
  /** Who has it, or who would get it today (WF-45); an action is nobody's. */
  people: Resolution | null;
  /** Of a review: who looks first, and who then; nobody yet is null. */
  reviewers: readonly (Seat | null)[];
  /** Whether `only_if` holds as things stand; null while it asks for what is not known yet. */
  applies: boolean | null;
  ahead: Override | null;
  needs_attention: string | null;
  /** Since which version there is no such step; what was done in it stays (WF-141). */
  removed_in: number | null;
  /** What must come first: «Letter», «last working day is not known», «the run is on hold: …». */
  waits_for: string[];
  /** The rules and values that decide when, whether and who (WF-200). */
  why: string[];
}

/** Every step of the run in its order, with the days and people as they stand now (WF-110), then tasks without a step. */
export const plan = (state: RunState, context: Context): PlannedStep[] => {
  const estimated = new Map<string, PlainDate>();
  const scene: Scene = { state, context, estimated };
  const planned = new Map<string, PlannedStep>();
  for (const step of ordered(state.content.steps).order) {
    const row = rowOf(state, step.key);
    const one = row && row.state !== 'waiting' ? lived(scene, step, row) : expected(scene, step, row);
    planned.set(step.key, one);
    const end = endOf(one, context);
    if (end) estimated.set(step.key, end);
  }
  const steps = state.content.steps.flatMap(({ key }) => planned.get(key) ?? []);
  const beside = state.tasks.filter((task) => isByHand(task) || (task.removed_in !== null && task.state !== 'waiting'));
  return [...steps, ...beside.map((task) => withoutStep(state, task, context))];
};

/** How many steps have other days than before: shown before a date or the calendar is changed (WF-41). */
export const movedDates = (before: readonly PlannedStep[], after: readonly PlannedStep[]): number =>
  after.filter((step) => {
    const was = before.find((one) => one.key === step.key && one.task_id === step.task_id);
    return was !== undefined && (was.starts_on !== step.starts_on || was.due_on !== step.due_on);
  }).length;

const lived = ({ state, context }: Scene, step: Step, row: Task): PlannedStep => ({
  ...rowFacts(row, row.state as PlannedStep['state'], context),
  key: step.key,
  group: step.group ?? null,
  overdue: isOverdue(row, context.today, phaseOf(state) === 'on_hold'),
  applies: row.judged?.holds ?? true,
  waits_for: row.state === 'ready' || row.state === 'in_progress' ? waitsFor({ state, context }, step) : [],
  why: because({ state, context }, step, row),
});

/** A step without a row, or with one that waits again: everything is computed (WF-111 for what is chosen ahead). */
const expected = (scene: Scene, step: Step, row: Task | undefined): PlannedStep => {
  const { state, context } = scene;
  const ahead = state.run.overrides[step.key] ?? null;
  const start = startOf(scene, step);
  const starts_on = start.known ? readyOn(scene, step, start.date) : null;
  const chosen = row?.due_by_hand ? row.due_on : ahead?.due_on;
  const computed = starts_on && step.kind !== 'action' ? dueOf(scene, step, starts_on) : null;
  return {
    key: step.key,
    task_id: row?.id ?? null,
    title: step.title,
    kind: step.kind,
    group: step.group ?? null,
    required: step.required,
    state: hasEnded(state) ? 'cancelled' : 'planned',
    round: row?.round ?? 1,
    starts_on,
    starts_at: start.known && start.date === starts_on ? start.at : null,
    due_on: chosen ?? computed,
    due_by_hand: !!chosen,
    finished_at: null,
    estimated: openBefore(state, step.key).length > 0,
    overdue: false,
    ...peopleOf(state, step, row, context),
    applies: applies(state, step, context),
    ahead,
    needs_attention: null,
    removed_in: null,
    waits_for: waitsFor({ state, context }, step),
    why: because({ state, context }, step, row),
  };
};

/** Added by hand, or left from a version the run followed before. */
const withoutStep = (state: RunState, task: Task, context: Context): PlannedStep => ({
  ...rowFacts(task, task.state === 'waiting' ? 'planned' : task.state, context),
  key: null,
  group: null,
  overdue: isOverdue(task, context.today, phaseOf(state) === 'on_hold'),
  applies: true,
  waits_for: [],
  why: [],
});

const rowFacts = (row: Task, state: PlannedStep['state'], context: Context) => ({
  task_id: row.id,
  title: row.title,
  kind: row.kind,
  required: row.required,
  state,
  round: row.round,
  starts_on: row.ready_at ? readyDay(row, context) : null,
  starts_at: row.due_at,
  due_on: row.due_on,
  due_by_hand: row.due_by_hand,
  finished_at: row.finished_at,
  estimated: false,
  reviewers: row.reviewers,
  people: row.kind !== 'action' && row.resolved_by !== null ? row : null,
  ahead: null,
  needs_attention: row.needs_attention,
  removed_in: row.removed_in,
});

/** The latest of its own start, the ends of what it waits for, and the first day on which the run may go on. */
const readyOn = ({ state, context, estimated }: Scene, step: Step, start: PlainDate | null): PlainDate | null => {
  const ends = allBefore(state.content, step.key).map((key) => estimated!.get(key) ?? null);
  return ends.includes(null) ? null : latest(start, goesOnOn(state, context), ...ends);
};

const goesOnOn = (state: RunState, { today }: Context): PlainDate =>
  latest(today, ...openHolds(state.holds).map(({ until }) => until)) ?? today;

/** When a step is over, or is expected to be: a task on its due date, a late one today. */
const endOf = (step: PlannedStep, context: Context): PlainDate | null => {
  if (step.finished_at) return dateAt(step.finished_at, context.practice.time_zone);
  if (step.state === 'cancelled') return null;
  if (step.state !== 'planned') return latest(context.today, step.due_on);
  return step.applies === false || step.ahead?.skip
    ? step.starts_on
    : step.starts_on && latest(step.starts_on, step.due_on);
};

const applies = (state: RunState, step: Step, { now }: Context): boolean | null => {
  if (!step.only_if) return true;
  return isSettled(step.only_if, state) ? judge(step.only_if, state, now).holds : null;
};

type People = Pick<PlannedStep, 'people' | 'reviewers'>;

/** Who has a step or would get it today; of a review who would look first, as far as it is known who prepares what. */
const peopleOf = (state: RunState, step: Step, row: Task | undefined, { today }: Context): People => {
  if (step.kind === 'action') return { people: null, reviewers: [] };
  const ahead = aheadOf(state, step.key);
  if (step.kind === 'review') {
    const seated = seat({ work: state, step, row: row ?? blankTask(''), today, first: ahead });
    return {
      people: seated.holder ?? ownerOf(state, today, 'no reviewer named'),
      reviewers: seated.reviewers,
    };
  }
  if (row?.resolved_by) return { people: row, reviewers: [] };
  const found = resolve(state, [...ahead, ...whoOf(step)], today);
  return {
    people: ahead.includes(found.resolved_by ?? '') ? { ...found, resolved_by: 'ahead' } : found,
    reviewers: [],
  };
};
