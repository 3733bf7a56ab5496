import type { Instant } from '#ground/time.ts';
import type { Context, Effect, Event } from '#kernel/decision/model.ts';
import type { ActionStep, FormStep, ReviewStep, Step, TaskStep } from '#workflows/definitions/content.ts';
import { RUN_ACTION } from './actions.ts';
import { askedAt, asking } from './asking.ts';
import { chosenByHand } from './back.ts';
import { blankTask } from './blank.ts';
import { judge } from './conditions.ts';
import { isStale, staleSince } from './messages.ts';
import type { Judgement, RunState, Task } from './model.ts';
import { tellHolders, tellOwner } from './notices.ts';
import { resolve } from './people.ts';
import { aheadOf, heldBySeat, seat } from './reviewers.ts';
import { judgedRows } from './reviews.ts';
import { allBefore, openBefore, rowOf } from './state.ts';
import { type Story, taskEvent, tell } from './telling.ts';
import { dueOf, livesFrom, startOf } from './timing.ts';
import type { Verb } from './verbs.ts';

/**
 * Steps become live when all they wait for is finished and their start is reached (WF-32, WF-39); `only_if` is judged then,
 * once (WF-34). A task is given to somebody and dated, an action is given to the worker.
 */
export const goLive = (story: Story<RunState>, context: Context): void => {
  for (const step of story.work.content.steps) {
    const state = story.work;
    const waiting = (rowOf(state, step.key)?.state ?? 'waiting') === 'waiting';
    if (!waiting || !mayBegin(state, step, context)) continue;
    const { event, effects } = becomeLive(state, step, context);
    tell(story, [event], effects);
  }
};

/** The event that finishes a step without its being worked; its row is made if there is none (WF-110). */
export const skippedStep = (state: RunState, step: Step, set: Partial<Task>, context: Context): Event =>
  fromRow(state, step, context).told('task.skipped', { state: 'skipped', finished_at: context.now, ...set });

/** All of `after` finished and the start reached; a start in the past is due at once (WF-43). */
const mayBegin = (state: RunState, step: Step, context: Context): boolean => {
  if (openBefore(state, step.key).length) return false;
  const start = startOf({ state, context }, step);
  return start.known && (start.at === null || livesFrom(state, step, start.at) <= context.now);
};

interface Begun {
  event: Event;
  effects: Effect[];
}

const becomeLive = (state: RunState, step: Step, context: Context): Begun => {
  const { now } = context;
  const { row, told } = fromRow(state, step, context);
  const skip = state.run.overrides[step.key]?.skip;
  if (skip) {
    const set = { skipped_how: 'ahead', finished_by: skip.by, reason: skip.reason } as const;
    return { event: skippedStep(state, step, set, context), effects: [] };
  }
  const judged = row.judged ?? (step.only_if ? judge(step.only_if, state, now) : null);
  if (judged && !judged.holds) {
    const set = { state: 'skipped', skipped_how: 'not_applicable', finished_at: now, judged } as const;
    return { event: told('task.not_applicable', set), effects: [] };
  }
  switch (step.kind) {
    case 'task': {
      const set: Partial<Task> = { state: 'ready', ready_at: now, judged, ...taskOf(state, { step, row }, context) };
      return { event: told('task.ready', set), effects: tellHolders(state, { ...row, ...set }, 'task.ready') };
    }
    case 'action': {
      const attempt = row.attempt + 1;
      const due_at = dueAt(state, step, context);
      const due = { ready_at: now, judged, due_at, attempt };
      if (isStale(step, { due_at, attempt, now })) {
        const stale = staleSince(row.title || step.title, state);
        const event = told('action.late', { ...due, ...stale.set });
        const task = { ...row, title: step.title };
        return { event, effects: tellOwner(state, { verb: 'task.needs_attention', task, title: stale.told }) };
      }
      const event = told('action.due', { ...due, state: 'ready' });
      return { event, effects: [given(state, { ...row, attempt })] };
    }
    case 'form':
      return beginForm(state, { step, row, told, judged }, context);
    case 'review':
      return beginReview(state, { step, row, told, judged }, context);
    default:
      return step satisfies never;
  }
};

interface Beginning<S extends Step> {
  step: S;
  row: Task;
  told: (verb: Verb, set: Partial<Task>) => Event;
  judged: Judgement | null;
}

/** A form is asked by the machine and looked after by somebody; one that is stale waits for a person (WF-57, PL-147). */
const beginForm = (state: RunState, { step, row, told, judged }: Beginning<FormStep>, context: Context): Begun => {
  const { now } = context;
  const attempt = row.attempt + 1;
  const due_at = dueAt(state, step, context);
  const set: Partial<Task> = {
    state: 'ready',
    ready_at: now,
    judged,
    due_at,
    attempt,
    ...taskOf(state, { step, row }, context),
  };
  if (isStale(step, { due_at, attempt, now })) {
    const { needs_attention } = staleSince(step.title, state).set;
    return {
      event: told('task.needs_attention', { ...set, needs_attention: needs_attention! }),
      effects: tellOwner(state, {
        verb: 'task.needs_attention',
        task: { ...row, title: step.title },
        title: staleSince(step.title, state).told,
      }),
    };
  }
  return { event: told('task.asked', { ...set, asked: askedAt(now) }), effects: [asking(state, { ...row, attempt })] };
};

/**
 * A review is ready with its first reviewer, or with the run owner while too few are found; it is left out where none is
 * needed, and does not apply where nothing it judges does (WF-135, WF-139).
 */
const beginReview = (state: RunState, { step, row, told, judged }: Beginning<ReviewStep>, context: Context): Begun => {
  const { now, today } = context;
  const over = (verb: Verb, set: Partial<Task>): Begun => ({
    event: told(verb, { state: 'skipped', finished_at: now, judged, ...set }),
    effects: [],
  });
  const rows = judgedRows(state, step);
  if (rows.length && rows.every(({ skipped_how }) => skipped_how === 'not_applicable'))
    return over('task.not_applicable', { skipped_how: 'not_applicable' });
  const seated = seat({ work: state, step, row, today, first: aheadOf(state, step.key), first_as: 'ahead' });
  if (seated.turn === null) return over('task.skipped', { skipped_how: 'no_reviewer', reason: 'no reviewer named' });
  const set: Partial<Task> = {
    state: 'ready',
    ready_at: now,
    judged,
    ...datesOf(state, { step, row }, context),
    ...heldBySeat(step, seated),
  };
  return { event: told('task.ready', set), effects: tellHolders(state, { ...row, ...set }, 'task.ready') };
};

/** What a person chose ahead or by hand wins over the design (WF-44 … WF-46, WF-111, WF-123). */
const taskOf = (
  state: RunState,
  { step, row }: { step: TaskStep | FormStep; row: Task },
  context: Context,
): Partial<Task> => ({
  ...datesOf(state, { step, row }, context),
  ...(chosenByHand(row) ? {} : people(state, step, context)),
});

const datesOf = (state: RunState, { step, row }: { step: Step; row: Task }, context: Context): Partial<Task> => {
  const ahead = state.run.overrides[step.key];
  const due_on = row.due_by_hand ? row.due_on : (ahead?.due_on ?? dueOf({ state, context }, step, context.today));
  return { due_on, due_by_hand: row.due_by_hand || ahead?.due_on !== undefined };
};

const people = (state: RunState, step: TaskStep | FormStep, { today }: Context): Partial<Task> => {
  const chosen = aheadOf(state, step.key);
  const found = resolve(state, [...chosen, ...(step.who ?? [])], today);
  return chosen.includes(found.resolved_by ?? '') ? { ...found, resolved_by: 'ahead' } : found;
};

/** Lateness counts from the later of its start and the finishing of what it waited for (WF-43). */
const dueAt = (state: RunState, step: ActionStep | FormStep, context: Context): Instant => {
  const start = startOf({ state, context }, step);
  const before = allBefore(state.content, step.key).map((key) => rowOf(state, key)?.finished_at ?? '');
  const latest = [start.known ? (start.at ?? '') : '', ...before].sort().at(-1);
  return latest || context.now;
};

/** The worker performs it and reports back under this attempt; of a step done again, an older job does nothing. */
const given = ({ run }: RunState, task: Task): Effect => ({
  do: 'queue',
  queue: 'act',
  name: RUN_ACTION,
  data: { run: run.id, task: task.id, attempt: task.attempt },
});

/** The row of a step and how to tell of it: one that is new tells all it is made of, one that waited only what changes. */
const fromRow = (state: RunState, step: Step, context: Context) => {
  const { run } = state;
  const known = rowOf(state, step.key);
  if (known) return { row: known, told: (verb: Verb, set: Partial<Task>) => taskEvent(state, known, { verb, set }) };
  const row = blankTask(context.newId());
  const birth: Partial<Task> = {
    run_id: run.id,
    step_key: step.key,
    kind: step.kind,
    title: step.title,
    required: step.required,
    subject_kind: run.subject_kind,
    subject_id: run.subject_id,
    client_id: run.client_id,
  };
  return {
    row: { ...row, ...birth },
    told: (verb: Verb, set: Partial<Task>) => taskEvent(state, row, { verb, set: { ...birth, ...set } }),
  };
};
