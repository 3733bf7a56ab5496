import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem, refused } from '#kernel/decision/rules.ts';
import { waitingAgain } from './back.ts';
import type { TaskCommand } from './commands.ts';
import { alreadyRunning, RUNS_AGAIN } from './ends.ts';
import type { Task, Work } from './model.ts';
import { type At, acted, fits, me } from './moves.ts';
import { tellHolders } from './notices.ts';
import { resolve, rulesOf } from './people.ts';
import { reviewsOver, underReview } from './reviews.ts';
import { mayManage, maySee } from './rights.ts';
import { comesAfter, hasEnded, isFinished } from './state.ts';
import { runEvent, taskEvent } from './telling.ts';
import { titles } from './words.ts';

const OWN_HOURS = 24;

/**
 * May it be done again (WF section 2)? By who finished it within 24 hours, else by a run manager, who alone may open a
 * completed run again. Refuses: not_allowed, bad_move, already_running when another run took its place (WF-79).
 */
export const canReopen = (at: At): Refusal | null => {
  const { work, task, context } = at;
  const own =
    task.finished_by !== null &&
    task.finished_by === me(context) &&
    task.finished_at! >= addMilliseconds(context.now, -OWN_HOURS * 3_600_000);
  const no = own && !hasEnded(work) ? maySee(work, context.who) : mayManage(work, context.who);
  return no ?? fits(at, 'reopen') ?? underReview(work, task) ?? alreadyRunning(work, context);
};

/**
 * Opens a task again in its next round. Later steps nobody has begun go back to waiting by themselves; when later ones are
 * done, or actions have happened, it first asks: refused later_steps with both lists, until `also` and `repeat` say what of
 * them to do again (WF-118).
 */
export const reopenTask = (at: At, command: Extract<TaskCommand, { do: 'reopen_task' }>): Decision => {
  const { work, task } = at;
  const no = canReopen(at);
  if (no) return no;
  const later = choosable(work, task);
  if (command.also === undefined && command.repeat === undefined && later.tasks.length + later.actions.length)
    return asks(task, later);
  const wrong = strangers('also', command.also, later.tasks) ?? strangers('repeat', command.repeat, later.actions);
  if (wrong) return wrong;
  const again = [...later.tasks, ...later.actions].filter(
    ({ id }) => command.also?.includes(id) || command.repeat?.includes(id),
  );
  const events = [
    ...runAgain(at),
    acted(at, 'task.reopened', startsAnew(task) ? nextLook(task, command.reason) : nextRound(at, command.reason)),
    ...[...again, ...approvalsOf(at, [task, ...again])].map((row) => toRepeat(at, row)),
  ];
  if (startsAnew(task)) return accept(events);
  return accept(events, tellHolders(work, { ...task, ...nextRound(at, command.reason) }, 'task.ready'));
};

/** Tasks after it that people finished, and actions after it that happened. */
export const laterOf = (work: Work, task: Task): { tasks: Task[]; actions: Task[] } => {
  if (!work.content || task.step_key === null) return { tasks: [], actions: [] };
  const after = comesAfter(work.content, task.step_key);
  const later = work.tasks.filter((row) => row.step_key !== null && row.removed_in === null && after.has(row.step_key));
  return {
    tasks: later.filter((row) => row.kind !== 'action' && (row.state === 'done' || row.skipped_how === 'hand')),
    actions: later.filter((row) => row.kind === 'action' && row.state === 'done'),
  };
};

/** What there is to choose from: an approval of the task itself is void in any case, so it is no choice. */
const choosable = (work: Work, task: Task): ReturnType<typeof laterOf> => {
  const { tasks, actions } = laterOf(work, task);
  const over = reviewsOver(work, [task.step_key]);
  return { tasks: tasks.filter((row) => !over.includes(row)), actions };
};

/** The approvals of what is opened again, which were of the round before: they are given anew (WF-137). */
const approvalsOf = ({ work }: At, opened: readonly Task[]): Task[] =>
  reviewsOver(
    work,
    opened.map((row) => row.step_key),
  ).filter((review) => isFinished(review) && !opened.includes(review));

const startsAnew = ({ kind }: Task): boolean => kind === 'review' || kind === 'form';

/** A review that is opened again finds its reviewers anew, and a form is asked anew, as soon as the run goes on. */
const nextLook = (task: Task, reason: string): Partial<Task> => ({
  ...waitingAgain(task),
  round: task.round + 1,
  reason,
});

const nextRound = ({ work, task, context }: At, reason: string): Partial<Task> => ({
  ...waitingAgain(task),
  ...(task.assignee_id || task.pool_role_id
    ? {
        assignee_id: task.assignee_id,
        pool_role_id: task.pool_role_id,
        for_member_id: task.for_member_id,
        resolved_by: task.resolved_by,
        resolved_note: task.resolved_note,
      }
    : resolve(work, rulesOf(work, task), context.today)),
  due_on: task.due_on,
  state: 'ready',
  ready_at: context.now,
  round: task.round + 1,
  written: {},
  reason,
});

const toRepeat = ({ work, context }: At, row: Task): Event =>
  taskEvent(work, row, {
    verb: row.kind === 'action' ? 'action.reopened' : 'task.reopened',
    set: { ...waitingAgain(row), round: row.round + 1, written: {} },
    by: context,
  });

const runAgain = ({ work, context }: At): Event[] => {
  const { run } = work;
  return run?.ended_at ? [runEvent(work, run, { verb: 'run.reopened', set: RUNS_AGAIN, by: context })] : [];
};

const asks = (task: Task, { tasks, actions }: { tasks: Task[]; actions: Task[] }): Refusal => {
  const done = tasks.length ? `${titles(tasks)} ${tasks.length === 1 ? 'was' : 'were'} finished after it. ` : '';
  const happened = actions.length
    ? `${plural(actions.length, 'action', 'actions')} happened after it: ${titles(actions)}. `
    : '';
  return refused(
    'later_steps',
    `${done}${happened}Choose what of that is to be done again; without a choice only «${task.title}» is opened again.`,
    { tasks: tasks.map(named), actions: actions.map(named) },
  );
};

const named = ({ id, title }: Task): Json => ({ id, title });

const strangers = (
  field: 'also' | 'repeat',
  ids: readonly Id[] | undefined,
  among: readonly Task[],
): Refusal | null => {
  const unknown = (ids ?? []).find((id) => !among.some((row) => row.id === id));
  return unknown === undefined
    ? null
    : invalid(problem(`/${field}`, 'not_later', 'One of these does not come after the task, or is not finished.'));
};
