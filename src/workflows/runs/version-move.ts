import type { Context, Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import type { Content, Step } from '#workflows/definitions/content.ts';
import { contentDifference } from '#workflows/definitions/difference.ts';
import { advance } from './advance.ts';
import { waitingAgain } from './back.ts';
import type { SteeringCommand, TakeBack } from './commands.ts';
import { skippedStep } from './live.ts';
import type { RunState, Task } from './model.ts';
import { me } from './moves.ts';
import { runName } from './notices.ts';
import { NAMING } from './reviews.ts';
import { comesAfter, isByHand, isFinished, openBefore, rowOf, stepOf, taskById } from './state.ts';
import { canSteer } from './steering.ts';
import { begin, evolveWork, runEvent, type Story, taskEvent, tell, withDifference } from './telling.ts';
import { startOf } from './timing.ts';
import { fingerprint, runDifference } from './version-difference.ts';

/**
 * A run moves to another version of its workflow, wholly or not at all; an earlier one is the same act (WF-140 … WF-144).
 * Steps are matched by key and kind. What is done stays done, open work that still exists goes on under the new design, and
 * nothing that reaches a client happens because of the move.
 */

type Move = Extract<SteeringCommand, { do: 'move' }>;

/** Refuses for whoever is no run manager, bad_move when it ended, same_version, not_found, wrong_kind. */
export const canMove = (state: RunState, to: number, context: Context): Refusal | null => {
  const no = canSteer(state, context);
  if (no) return no;
  const name = runName(state);
  if (state.run.workflow_version === to) return refused('same_version', `${name} follows version ${to} already.`);
  const content = state.versions?.[to];
  if (!content) return notFound(`«${state.content.name}» has no version ${to}.`);
  return content.subject_kinds.includes(state.run.launched_as)
    ? null
    : refused(
        'wrong_kind',
        `${name} was started on ${state.run.launched_as === 'employee' ? 'an employee' : `a ${state.run.launched_as}`}, and version ${to} is not for those.`,
      );
};

/** Refuses beside `canMove` invalid for a step that cannot be ticked, and difference_changed (WF-143). */
export const moveToVersion = (state: RunState, move: Move, context: Context): Decision => {
  const no = canMove(state, move.to_version, context) ?? cannotBeTicked(state.versions![move.to_version]!, move);
  if (no) return no;
  const { events, effects, work } = moved(state, move, context);
  const difference = runDifference(state, followed(work, context), context);
  if (move.seen !== undefined && move.seen !== fingerprint(difference))
    return refused(
      'difference_changed',
      `${runName(state)} was changed since this was shown, and moving it would now do something else. Look at it again.`,
    );
  const [first, ...others] = events;
  return accept([withDifference(first!, difference as unknown as Json), ...others], effects);
};

/** The versions that commands speak of, so that whoever loads the runs loads those too. */
export const versionsNamed = (commands: readonly { do: string }[]): number[] => {
  const numbers = (commands as readonly (Move | TakeBack)[]).flatMap((command) => {
    if (command.do === 'move') return [command.to_version];
    if (command.do !== 'undo') return [];
    return command.events.flatMap(({ facts }) => (facts.workflow_version ?? []) as (number | null)[]);
  });
  return [...new Set(numbers.filter((n) => n !== null))];
};

const cannotBeTicked = ({ steps }: Content, { also_tasks = [] }: Move): Refusal | null => {
  const problems = also_tasks.flatMap((key, i) => {
    const step = steps.find((one) => one.key === key);
    if (!step) return [problem(`/also_tasks/${i}`, 'unknown', `There is no step «${key}» in this version.`)];
    const what = step.kind === 'action' ? 'an action' : step.kind === 'form' ? 'a form' : null;
    const why = `«${step.title}» is ${what}. What the machine missed is not made up for.`;
    return what ? [problem(`/also_tasks/${i}`, 'action', why)] : [];
  });
  return problems.length ? invalid(...problems) : null;
};

/** Tells the move again and again, leaving out more actions, until it sets off none that it must not. */
const moved = (state: RunState, move: Move, context: Context): Story<RunState> => {
  const { content } = state;
  const fresh = freshSteps(content, state.versions![move.to_version]!);
  const ticked = new Set(move.also_tasks);
  const first = toldMove(state, { move, behind: new Set() }, context).work;
  const behind = new Set(
    first.content.steps
      .filter((step) => !ticked.has(step.key) && isPlanned(first, step) && fresh.has(step.key))
      .filter((step) => isBehindDone(first, step, content) || startPassed(first, step, context))
      .map(({ key }) => key),
  );
  for (;;) {
    const story = toldMove(state, { move, behind }, context);
    const begun = actionsBegun(story.work, context).filter(({ key, ...step }) => fresh.has(key) || !staysInside(step));
    if (!begun.length) return story;
    for (const { key } of begun) behind.add(key);
  }
};

const toldMove = (
  state: RunState,
  { move, behind }: { move: Move; behind: ReadonlySet<string> },
  context: Context,
): Story<RunState> => {
  const set = { workflow_version: move.to_version };
  const story = tell(begin(state), [runEvent(state, state.run, { verb: 'run.moved', set, by: context })]);
  for (const row of state.tasks) tell(story, matched(story.work, row, context));
  for (const step of story.work.content.steps)
    if (behind.has(step.key)) tell(story, [leftBehind(story, step, context)]);
  for (const row of story.work.tasks) tell(story, settledInPlace(story.work, row, context));
  return story;
};

/** What becomes of the row of a step: it follows the step of its key and kind, or its step is gone (WF-141). */
const matched = (state: RunState, row: Task, context: Context): Event[] => {
  if (isByHand(row)) return [];
  const to = state.run.workflow_version;
  const step = stepOf(state, row.step_key);
  if (step?.kind !== row.kind) {
    if (row.removed_in !== null) return [];
    const gone = isFinished(row) ? {} : cancelled(`removed in version ${to}`, context);
    return [
      taskEvent(state, row, {
        verb: isFinished(row) ? 'task.moved' : 'task.removed',
        set: { removed_in: to, ...gone },
        by: context,
      }),
    ];
  }
  const again = row.state === 'cancelled' ? { ...waitingAgain(row), cancelled_at: null, cancelled_by: null } : {};
  const naming = row.title.startsWith(NAMING) ? NAMING : '';
  const named = isFinished(row) ? {} : { title: naming + step.title, required: step.required };
  return [taskEvent(state, row, { verb: 'task.moved', set: { ...named, ...again, removed_in: null }, by: context })];
};

const cancelled = (reason: string, context: Context): Partial<Task> => ({
  state: 'cancelled',
  reason,
  cancelled_at: context.now,
  cancelled_by: me(context),
});

const leftBehind = ({ work }: Story<RunState>, step: Step, context: Context): Event => {
  const reason = `added behind what is done, by the move to version ${work.run.workflow_version}`;
  return skippedStep(work, step, { skipped_how: 'behind', finished_by: me(context), reason }, context);
};

/**
 * A ready task whose `after` is not met any more waits again, ticks and all; one in progress stays. What was left out stays
 * left out, whatever now comes before it (WF-141).
 */
const settledInPlace = (state: RunState, row: Task, context: Context): Event[] => {
  if (isByHand(row) || row.removed_in !== null || !openBefore(state, row.step_key!).length) return [];
  const told = (verb: 'task.set_back' | 'task.moved', set: Partial<Task>) => [
    taskEvent(state, row, { verb, set, by: context }),
  ];
  if (row.kind !== 'action' && !row.message_id && row.state === 'ready')
    return told('task.set_back', waitingAgain(row));
  if (row.skipped_how === 'not_applicable')
    return told('task.moved', { skipped_how: 'behind', reason: 'did not apply' });
  return row.skipped_how === 'ahead' ? told('task.moved', { skipped_how: 'hand' }) : [];
};

const isPlanned = (state: RunState, { key }: Step): boolean => (rowOf(state, key)?.state ?? 'waiting') === 'waiting';

/** Something that depends on it now, and did not before, is finished already. */
const isBehindDone = (state: RunState, { key, kind }: Step, old: Content): boolean => {
  const known = old.steps.some((step) => step.key === key && step.kind === kind);
  const before = known ? comesAfter(old, key) : new Set<string>();
  return [...comesAfter(state.content, key)].some((later) => !before.has(later) && isFinished(rowOf(state, later)));
};

const startPassed = (state: RunState, step: Step, context: Context): boolean => {
  const start = startOf({ state, context }, step);
  if (!start.known || start.date === null) return false;
  return step.kind === 'action' || step.kind === 'form' ? start.at! <= context.now : start.date < context.today;
};

/** Steps that are new to the run, or stand at another place (WF-142). */
const freshSteps = (before: Content, after: Content): ReadonlySet<string> =>
  new Set(
    contentDifference(placesOf(before), placesOf(after))
      .steps.filter(({ change }) => change !== 'kept' && change !== 'removed')
      .map(({ key }) => key),
  );

const placesOf = (content: Content): Content => ({
  ...content,
  steps: content.steps.map(
    ({ key, kind, after }) => ({ key, kind, title: key, required: true, ...(after ? { after } : {}) }) as Step,
  ),
});

/** The actions that would begin by the move itself; on hold, that would begin as soon as the run goes on. */
const actionsBegun = (work: RunState, context: Context): Step[] => {
  const goesOn = { ...work, holds: [] };
  const { events } = advance(goesOn, context);
  const after = events.reduce<RunState>(evolveWork, goesOn);
  return events.flatMap(({ verb, thing }) => {
    const row =
      verb === 'action.due' || verb === 'task.asked' ? taskById(after, thing.slice('task:'.length)) : undefined;
    return stepOf(after, row?.step_key ?? null) ?? [];
  });
};

/** Actions nobody outside the practice can notice; every other one is taken for one that reaches the client. */
const INSIDE: readonly string[] = [
  'note',
  'notify',
  'assign_role',
  'set_status',
  'convert',
  'change_field',
  'add_tag',
  'remove_tag',
];
const staysInside = (step: Pick<Step, 'kind'> & { do?: string }): boolean => INSIDE.includes(step.do ?? '');

const followed = (work: RunState, context: Context): RunState =>
  advance(work, context).events.reduce<RunState>(evolveWork, work);
