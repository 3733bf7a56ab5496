import type { Id } from '#ground/id.ts';
import type { Context, Event, Refusal } from '#kernel/decision/model.ts';
import { conflict, refused } from '#kernel/decision/rules.ts';
import type { Task, TaskState, Work } from './model.ts';
import { runName } from './notices.ts';
import { actsFor, isOfPool, mayBegin, mayWork } from './rights.ts';
import { hasEnded, nameOf, openBefore, openHolds } from './state.ts';
import { taskEvent } from './telling.ts';
import type { Verb } from './verbs.ts';
import { sayDay, sayInstant, titles } from './words.ts';

/** One task, as somebody is about to move it. */
export interface At {
  work: Work;
  task: Task;
  context: Context;
}

export type Move =
  | 'start'
  | 'put_back'
  | 'finish'
  | 'skip'
  | 'reopen'
  | 'tick'
  | 'assign'
  | 'set_due'
  | 'attach'
  | 'remove_file'
  | 'cancel'
  | 'review'
  | 'answer';

/** Task states have no other transition than these (WF section 2). */
const FROM: Record<Move, readonly TaskState[]> = {
  start: ['ready'],
  put_back: ['in_progress'],
  finish: ['ready', 'in_progress'],
  skip: ['waiting', 'ready', 'in_progress', 'failed'],
  reopen: ['done', 'skipped'],
  tick: ['ready', 'in_progress'],
  assign: ['waiting', 'ready', 'in_progress'],
  set_due: ['waiting', 'ready', 'in_progress'],
  attach: ['waiting', 'ready', 'in_progress', 'done'],
  remove_file: ['waiting', 'ready', 'in_progress'],
  cancel: ['ready', 'in_progress'],
  review: ['ready', 'in_progress'],
  answer: ['ready'],
};

/** The machine does an action; a person may only skip it (WF-60). */
const OF_ACTIONS: readonly Move[] = ['skip'];
/** A review is approved or handed back, never finished like a task (WF-136); a form is answered (WF-57). */
const OF_TASKS: readonly Move[] = ['finish', 'tick', 'cancel'];
const NOT_OF_FORMS: readonly Move[] = [...OF_TASKS, 'start', 'put_back'];

/**
 * Does the move exist from how the task stands? Refuses bad_move naming the state, who set it and when; a task that another
 * person has begun or done meanwhile is a conflict (WF-46, WF-119), one that still waits is blocked_by (WF-33).
 */
export const fits = (at: At, move: Move): Refusal | null => {
  const { work, task, context } = at;
  if (task.removed_in !== null) return takenOut(task);
  if (hasEnded(work) && !(move === 'reopen' && work.run!.ended_how === 'completed')) return ended(work, context);
  const no = wrongKind(task, move) ?? unnamed(task, move);
  if (no) return no;
  if (FROM[move].includes(task.state)) return null;
  if (move === 'finish' && task.state === 'done') return taken(at, 'Done', task.finished_by, task.finished_at);
  if (move === 'review' && task.state === 'done') return taken(at, 'Approved', task.finished_by, task.finished_at);
  if (move === 'answer' && task.state === 'done') return taken(at, 'Answered', task.finished_by, task.finished_at);
  if (move === 'start' && task.state === 'in_progress') return taken(at, 'Started', task.started_by, task.started_at);
  return (task.state === 'waiting' ? blocked(at) : null) ?? refused('bad_move', sayState(at), { state: task.state });
};

/** What was done in a step stays done when the step is gone; nothing goes on there (WF-141). */
const takenOut = (task: Task): Refusal =>
  refused(
    'bad_move',
    `«${task.title}» was removed in version ${task.removed_in}. What was done in it stays as it is.`,
    {
      state: task.state,
    },
  );

const wrongKind = ({ kind, title }: Task, move: Move): Refusal | null => {
  if (kind === 'action' && !OF_ACTIONS.includes(move))
    return refused('bad_move', `«${title}» is done by the machine. It can only be skipped, repeated or looked at.`);
  if (kind === 'review' && OF_TASKS.includes(move))
    return refused('bad_move', `«${title}» is a review. It is approved or handed back, one at a time.`);
  if (kind === 'form' && NOT_OF_FORMS.includes(move))
    return refused('bad_move', `«${title}» is a form. Whoever was asked answers it, or you enter the answer for them.`);
  if (kind !== 'form' && move === 'answer')
    return refused('bad_move', `«${title}» is no form, so there is nothing to answer.`);
  return kind !== 'review' && move === 'review'
    ? refused('bad_move', `«${title}» is no review, so there is nothing to approve.`)
    : null;
};

/** While a reviewer is to be named, that is all there is to do (WF-139). */
const unnamed = ({ turn, title }: Task, move: Move): Refusal | null =>
  turn === 0 && (move === 'review' || move === 'start')
    ? refused('no_reviewer', `${title}. Until somebody is named, nobody can review it.`)
    : null;

/**
 * Who holds it may move it, a run manager too unless it is theirs `alone`. One of the pool who comes second is told who was
 * first, and when (WF-46).
 */
export const mayMove = (at: At, alone?: 'alone'): Refusal | null => {
  const { work, task, context } = at;
  const no = (alone ? mayBegin : mayWork)(work, task, context.who);
  if (!no || !isOfPool(work, task, context.who)) return no;
  if (task.state === 'done') return taken(at, 'Done', task.finished_by, task.finished_at);
  return task.started_at ? taken(at, 'Started', task.started_by, task.started_at) : no;
};

/** A blocked task can be prepared but neither started nor finished (WF-33). */
export const blocked = ({ work, task }: At): Refusal | null => {
  const open = task.step_key === null ? [] : openBefore(work, task.step_key);
  return open.length
    ? refused('blocked_by', `«${task.title}» waits for ${titles(open)}. That comes first.`, {
        steps: open.map(({ key }) => key),
      })
    : null;
};

/** The row was changed since the screen showed it (PL-67, WF-119). */
export const changedSince = (at: At, seen: number | undefined): Refusal | null => {
  const { task } = at;
  if (seen === undefined || seen === task.version) return null;
  if (task.state === 'done') return taken(at, 'Done', task.finished_by, task.finished_at);
  return conflict(`«${task.title}» was changed since you opened it. ${sayState(at)} Look at it, then try again.`, {
    current_version: task.version,
  });
};

/** Why nothing of an ended run can be changed. */
export const ended = (work: Work, context: Context): Refusal => {
  const { ended_how, ended_at, ended_by } = work.run!;
  const how = ended_how === 'undone' ? 'taken back' : ended_how;
  return refused(
    'bad_move',
    `${runName(work)} was ${how} by ${nameOf(work, ended_by)}, ${sayInstant(ended_at!, context)}.`,
    { state: ended_how },
  );
};

/** A person's act on a task, under the name of the absent member it is done for (WF-130). */
export const acted = ({ work, task, context }: At, verb: Verb, set: Partial<Task>): Event => {
  const absent = actsFor(work, task, context.who);
  const told = taskEvent(work, task, { verb, set, by: context });
  return absent ? { ...told, for_member: absent } : told;
};

/** The member who acts; nobody for the machine. */
export const me = ({ who }: Context): Id | null => who.member_id ?? null;

/** «Call» was started by Ben, Mon 23 Nov 2026, 15:55. */
const sayState = ({ work, task, context }: At): string => {
  const by = (member: Id | null, at: string | null): string =>
    `by ${nameOf(work, member)}${at ? `, ${sayInstant(at, context)}` : ''}.`;
  const title = `«${task.title}»`;
  switch (task.state) {
    case 'waiting':
      return waits({ work, task, context });
    case 'ready':
      return `${title} is ready${task.ready_at ? ` since ${sayInstant(task.ready_at, context)}` : ''}; nobody has started it.`;
    case 'in_progress':
      return `${title} was started ${by(task.started_by, task.started_at)}`;
    case 'done':
      return `${title} was done ${by(task.finished_by, task.finished_at)}`;
    case 'skipped':
      return task.skipped_how === 'not_applicable'
        ? `${title} did not apply when its turn came, ${sayInstant(task.finished_at!, context)}.`
        : `${title} was skipped ${by(task.finished_by, task.finished_at)}`;
    case 'cancelled':
      return `${title} was cancelled ${by(task.cancelled_by, task.cancelled_at)}`;
    case 'failed':
      return `${title} needs attention: ${task.needs_attention}`;
    default:
      return task.state satisfies never;
  }
};

const waits = ({ work, task }: At): string => {
  const [hold] = openHolds(work.holds);
  if (!hold) return `«${task.title}» waits for its day.`;
  return `«${task.title}» waits while the run is on hold${hold.until ? ` until ${sayDay(hold.until)}` : ''}: ${hold.reason}`;
};

const taken = ({ work, context }: At, done: string, by: Id | null, at: string | null): Refusal =>
  conflict(`${done} by ${nameOf(work, by)} at ${sayInstant(at!, context)}.`, { by, at });
