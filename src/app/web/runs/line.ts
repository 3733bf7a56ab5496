import { dateAt, latest, type PlainDate } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import type { PointState, RunHold, RunLineData, RunPoint } from '#kernel/ui/run-line/model.ts';
import type { Hold, RunState, Task } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { nameOf, openHolds, phaseOf } from '#workflows/runs/state.ts';
import { signOf } from '../workflows/sign.ts';
import { words } from './words.ts';

/** The name by which a step or a task by hand is reached on the page. */
export const keyOfStep = ({ key, task_id }: Pick<PlannedStep, 'key' | 'task_id'>): string => key ?? `task:${task_id}`;

/** By which the panel of a task knows it again: what was foreseen here has another id once the server has answered. */
export const keyOfTask = ({ id, run_id, step_key, removed_in }: Task): string =>
  step_key !== null && removed_in === null ? `${run_id} ${step_key}` : id;

/**
 * A run as its line: what was, what is, what will be, with the days it stood still (WF-110). What was cancelled is left out,
 * unless the whole run was: then the line shows how far it came and what no longer happened.
 */
export const runLine = (state: RunState, plan: readonly PlannedStep[], context: Context): RunLineData => ({
  today: context.today,
  points: plan
    .filter(({ state: at }) => at !== 'cancelled' || state.run.ended_how === 'cancelled')
    .map((step) => pointOf(step, state, context)),
  held: phaseOf(state) === 'on_hold',
  holds: state.holds.filter(({ closed_how }) => closed_how !== 'undone').map((hold) => holdOf(hold, context)),
});

const STATES: Readonly<Record<PlannedStep['state'], PointState>> = {
  planned: 'planned',
  ready: 'live',
  in_progress: 'live',
  done: 'done',
  skipped: 'skipped',
  cancelled: 'skipped',
  failed: 'failed',
};

const pointOf = (step: PlannedStep, state: RunState, context: Context): RunPoint => ({
  key: keyOfStep(step),
  title: step.title,
  state: willNotHappen(step) ? 'skipped' : step.needs_attention ? 'failed' : STATES[step.state],
  date: dayOf(step, context) ?? endOf(state, context),
  sign: signOf(step.kind),
  who: step.kind !== 'action' && step.state !== 'skipped' ? whoOf(step, state) : undefined,
  why: reasonOf(step),
});

export const willNotHappen = (step: PlannedStep): boolean =>
  step.state === 'planned' && (step.applies === false || !!step.ahead?.skip);

/** When it was over; else when it is due or happens. */
export const dayOf = (step: PlannedStep, { practice }: Pick<Context, 'practice'>): PlainDate | undefined => {
  if (step.finished_at) return dateAt(step.finished_at, practice.time_zone);
  return step.due_on ?? step.starts_on ?? undefined;
};

/** The day on which the run ended; what it cut off stands there. */
const endOf = ({ run }: RunState, { practice }: Context): PlainDate | undefined =>
  run.ended_at ? dateAt(run.ended_at, practice.time_zone) : undefined;

/** Who has it or would get it today; a pool by its role, two reviewers in their order. */
export const whoOf = ({ people, reviewers }: PlannedStep, state: RunState): string | undefined => {
  const looks = reviewers.filter((one) => one !== null);
  if (looks.length < 2) return seatName(people, state);
  return looks.map((one) => seatName(one, state)).join(words.and_then);
};

const seatName = (people: PlannedStep['people'], state: RunState): string | undefined => {
  if (people?.assignee_id) return nameOf(state, people.assignee_id);
  const role = state.directory.roles.find(({ id }) => id === people?.pool_role_id);
  return role ? words.pool(role.name) : undefined;
};

/** What one asks first of a step that is not done: what it waits for, else the rule of its date. */
const reasonOf = (step: PlannedStep): string | undefined => {
  if (step.needs_attention) return step.needs_attention;
  if (willNotHappen(step)) return step.ahead?.skip ? words.skipped_ahead : words.probably_not;
  const waits = step.state === 'planned' ? step.waits_for[0] : undefined;
  const said = waits ? `${words.waits_for} ${waits}` : step.why.at(-1);
  return said && said.charAt(0).toUpperCase() + said.slice(1);
};

/** What the step itself waits for; a hold keeps the whole run waiting, and is said once. They come last. */
export const ownWaits = ({ waits_for }: PlannedStep, holds: readonly Hold[]): string[] =>
  waits_for.slice(0, Math.max(0, waits_for.length - openHolds(holds).length));

const holdOf = ({ reason, opened_at, closed_at, until }: Hold, { practice, today }: Context): RunHold => {
  const from = dateAt(opened_at, practice.time_zone);
  const to = closed_at ? dateAt(closed_at, practice.time_zone) : latest(until, today);
  return { from, to: to ?? undefined, reason };
};
