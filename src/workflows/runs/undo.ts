import { plural } from '#ground/text.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import type { Context, Decision, Json, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  idOf,
  invalid,
  kindOf,
  notAllowed,
  notFound,
  problem,
  refused,
  UNDO_DAYS,
} from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { filesOf, turnedFile } from './attaching.ts';
import type { TakeBack } from './commands.ts';
import { alreadyRunning, RUNS_AGAIN, stopped } from './ends.ts';
import type { RunState, Task, Work } from './model.ts';
import { ended } from './moves.ts';
import { approvalsHold, approvalsOf, pendingOver, underReview } from './reviews.ts';
import { isManager } from './rights.ts';
import { comesAfter, isFinished, isOpen, isUntouched, nameOf, nothingLeft, taskById } from './state.ts';
import { because, begin, event, type FileEvent, runEvent, type Story, tell } from './telling.ts';
import { cameByItself, movedFrom, opposite, rowFor } from './turning.ts';
import type { Verb } from './verbs.ts';
import { sayInstant, titles } from './words.ts';

/** Taking an act back (WF-150 … WF-152). Nothing is deleted: each event gets one that names it and turns it round. */

const OWN_SECONDS = 30;

/**
 * Within 30 seconds by who did it, within 30 days by a run manager with a reason (WF-150). Refuses: not_undoable, too_late,
 * not_allowed, invalid without a reason, later_work with the list when somebody has begun or finished what depends on it
 * (WF-152), moved_on when the thing itself was changed since, bad_move when the run has ended otherwise, already_running
 * when another run took its place (WF-79).
 */
export const takeBack = (work: Work, command: TakeBack, context: Context): Decision => {
  const { events, reason } = command;
  const no = mayTakeBack(work, command, context) ?? laterWork(work, events);
  if (no) return no;
  const launch = launchOf(events);
  if (launch) return takeBackLaunch(work as RunState, launch, command, context);
  const story = begin(work);
  const moved = turned(story, events, context) ?? sound(work, story.work) ?? goesOn(story, context);
  const openAgain = work.run?.ended_at && !story.work.run?.ended_at;
  const refusal = moved ?? (openAgain ? alreadyRunning(work, context) : null);
  if (refusal) return refusal;
  const told = story.events.find((one) => !cameByItself(one));
  return accept(
    story.events.map((one) => (one === told ? because(one, reason) : one)),
    story.effects,
  );
};

/** What taking an act back leaves as it is: actions that have happened, in words (WF-82, WF-152). */
export const keptByUndo = (work: Work, events: TakeBack['events'], context: Context): string | null => {
  const steps = stepsAfter(work, events);
  const since = moveOf(events) ? actedAt(events)! : '';
  const happened = work.tasks.filter(
    (task) =>
      task.kind === 'action' &&
      task.state === 'done' &&
      task.finished_at! >= since &&
      (steps === 'all' || steps.has(task.step_key!)),
  );
  if (!happened.length) return null;
  const each = happened.map((task) => `«${task.title}», ${sayInstant(task.finished_at!, context)}`).join('; ');
  const [have, stay] = happened.length === 1 ? ['has', 'stays'] : ['have', 'stay'];
  return `${plural(happened.length, 'action', 'actions')} ${have} happened and ${stay}: ${each}.`;
};

const mayTakeBack = (work: Work, { events, reason }: TakeBack, context: Context): Refusal | null => {
  const at = actedAt(events);
  if (!at) return refused('not_undoable', 'This cannot be taken back.');
  if (addMilliseconds(at, UNDO_DAYS * 86_400_000) < context.now)
    return refused('too_late', `This happened more than ${UNDO_DAYS} days ago, too long to take it back.`);
  const own = events.some(({ actor }) => actor === context.who.actor);
  if (own && (context.now <= addMilliseconds(at, OWN_SECONDS * 1000) || isLatestApproval(work, events))) return null;
  if (!isManager(work, context.who))
    return notAllowed(
      own
        ? `You could take this back for ${OWN_SECONDS} seconds. Now a run manager can, with a reason.`
        : 'Only who did this, or a run manager, can take it back.',
    );
  return reason?.trim() ? null : invalid(problem('/reason', 'required', 'Say why it is taken back.'));
};

/** When the act was, by the clock of the practice. */
const actedAt = (events: TakeBack['events']): Instant | null => {
  const until = events.map((told) => told.undoable_until).find((one) => !!one);
  return until ? addMilliseconds(until, -UNDO_DAYS * 86_400_000) : null;
};

const laterWork = (work: Work, events: TakeBack['events']): Refusal | null => {
  const steps = stepsAfter(work, events);
  const since = actedAt(events)!;
  const begun = work.tasks.filter(
    (task) => begunByPerson(task, since) && (steps === 'all' || (task.step_key !== null && steps.has(task.step_key))),
  );
  if (!begun.length) return null;
  const who = nameOf(work, begun[0]!.finished_by ?? begun[0]!.started_by);
  return refused(
    'later_work',
    `${titles(begun)} ${begun.length === 1 ? 'was' : 'were'} begun or finished since, by ${who}. That must be put back or opened again first.`,
    { tasks: begun.map(({ id, title }): Json => ({ id, title })) },
  );
};

const begunByPerson = (task: Task, since: Instant): boolean => {
  if (task.kind === 'action') return false;
  if (approvalsOf(task).some(({ at }) => at >= since)) return true;
  if (task.state === 'in_progress') return task.started_at! >= since;
  const byPerson =
    (task.finished_by !== null || (task.kind === 'form' && task.state === 'done')) &&
    !NOT_WORK.includes(task.skipped_how);
  return isFinished(task) && byPerson && task.finished_at! >= since;
};

/** Left out by a decision about the run, not by work on the step. */
const NOT_WORK: readonly Task['skipped_how'][] = ['ahead', 'run_completed', 'behind'];

/** The steps that come after those which would no longer be finished; all of them when it is the launch, or a move. */
const stepsAfter = (work: Work, events: TakeBack['events']): ReadonlySet<string> | 'all' => {
  if (launchOf(events) || moveOf(events)) return 'all';
  const { content } = work;
  if (!content) return new Set();
  const unfinished = events.flatMap((told) => {
    const key = kindOf(told.thing) === 'task' ? taskById(work, idOf(told.thing))?.step_key : null;
    const [before, after] = told.facts.state ?? [null, null];
    const finishes = FINISHED.includes(after as string) && !FINISHED.includes(before as string);
    return key && finishes && !cameByItself(told) ? [key] : [];
  });
  return new Set(unfinished.flatMap((key) => [...comesAfter(content, key)]));
};

const FINISHED: readonly string[] = ['done', 'skipped'];

const launchOf = (events: TakeBack['events']) => events.find(({ verb }) => verb === 'run.launched');

const moveOf = (events: TakeBack['events']) => events.find(({ verb }) => verb === 'run.moved');

/** The run ends as «undone», which frees its key for a launch by hand (WF-82). */
const takeBackLaunch = (
  state: RunState,
  launch: TakeBack['events'][number],
  { reason }: TakeBack,
  context: Context,
): Decision =>
  state.run.ended_at
    ? ended(state, context)
    : stopped(state, { reason: reason ?? null, how: 'undone', undoes: launch.id }, context);

/** Newest first. What came by itself and has moved on since is left to find its place anew. */
const turned = (story: Story, events: TakeBack['events'], context: Context): Refusal | null => {
  for (const told of events) {
    const row = rowFor(story.work, told);
    if (!row) return notFound();
    if (kindOf(told.thing) === 'file') {
      const no = turnFile(story, told, context);
      if (no) return no;
      continue;
    }
    const byItself = cameByItself(told);
    const fields = movedFrom(row, told);
    if (fields.length && byItself) continue;
    if (fields.length) return movedRefusal(fields);
    const kind = kindOf(told.thing) as 'run' | 'task' | 'hold' | 'comment';
    const verb: Verb = `${kind}.${byItself ? 'settled' : 'undone'}`;
    const facts = opposite(row, told, context);
    const back = event(story.work, { verb, thing: told.thing, facts }, byItself ? undefined : context);
    tell(story, [{ ...back, undoes: told.id }]);
  }
  return null;
};

const turnFile = (story: Story, told: TakeBack['events'][number], context: Context): Refusal | null => {
  const file = rowFor(story.work, told) as FileRow;
  if (file.state !== 'deleted' && told.facts.state?.[1] !== file.state) return movedRefusal(['state']);
  const turned = turnedFile(story.work, file, context);
  if ('yes' in turned) return turned;
  tell(story, [{ ...event(story.work, turned.event as FileEvent, context), undoes: told.id }], turned.effects);
  return null;
};

/** A run that completed by itself runs again when something is left; one that a person ended stays ended. */
const goesOn = (story: Story, context: Context): Refusal | null => {
  const { run, content, subject } = story.work;
  if (!run || !content || !subject) return null;
  const state: RunState = { ...story.work, run, content, subject };
  const left = run.ended_how === 'completed' ? !nothingLeft(state) : state.tasks.some(isOpen);
  if (run.ended_at && left && !(run.ended_how === 'completed' && run.ended_by === null)) return ended(state, context);
  if (run.ended_at && left) tell(story, [runEvent(state, run, { verb: 'run.settled', set: RUNS_AGAIN })]);
  return null;
};

/** A reviewer may take an approval back until the next step is started, or the machine has gone on (WF-154). */
const isLatestApproval = (work: Work, events: TakeBack['events']): boolean => {
  if (!events.some(({ verb }) => verb === 'task.approved')) return false;
  const steps = stepsAfter(work, events);
  return !work.tasks.some(
    (task) =>
      steps !== 'all' && steps.has(task.step_key ?? '') && (task.state === 'in_progress' || task.state === 'done'),
  );
};

/** Nothing that is being reviewed has changed, and every approval is of the work as it stands (WF-135, WF-138). */
const sound = (before: Work, after: Work): Refusal | null => {
  for (const task of after.tasks) {
    const was = taskById(before, task.id);
    const locked = was && isFinished(was) ? underReview(before, was) : null;
    const touched = was !== task || filesOf(before, task).length !== filesOf(after, task).length;
    const begun = pendingOver(before, task.step_key).some((review) => !isUntouched(review));
    if (locked && touched && (isFinished(task) || begun)) return locked;
    if (was !== task && !approvalsHold(after, task)) return movedRefusal(['what was approved']);
  }
  return null;
};

const movedRefusal = (fields: readonly string[]): Refusal =>
  refused(
    'moved_on',
    `This was changed again since (${fields.join(', ')}), so it cannot be taken back. Change it by hand instead.`,
  );
