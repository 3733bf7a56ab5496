import type { Id } from '#ground/id.ts';
import type { Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, notAllowed, refused } from '#kernel/decision/rules.ts';
import { waitingAgain } from './back.ts';
import type { Task } from './model.ts';
import { type At, ended, me } from './moves.ts';
import { tellMembers } from './notices.ts';
import { openedAgain } from './reviewing.ts';
import { approvalsOf, isPending, judgedRows, pendingOver, reviewStepOf } from './reviews.ts';
import { holdsTask, maySee } from './rights.ts';
import { hasEnded, nameOf } from './state.ts';
import { taskEvent } from './telling.ts';
import { titles } from './words.ts';

/**
 * May a submission be withdrawn (WF-135)? By who has or did a judged step, of the steps that are theirs, until the first
 * approval. `at` is the review, or one of the steps it judges. Refuses: not_allowed, bad_move when nothing is being reviewed,
 * decided after an approval.
 */
export const canWithdraw = (at: At): Refusal | null => {
  const { work, task, context } = at;
  if (hasEnded(work)) return ended(work, context);
  const reviews = reviewsAt(at);
  if (!reviews.length) {
    const no = holdsTask(work, task, context.who) ? null : maySee(work, context.who);
    return (
      no ??
      refused('bad_move', `«${task.title}» is not being reviewed, so there is nothing to withdraw.`, {
        state: task.state,
      })
    );
  }
  if (!submittedBy(at).length)
    return (
      maySee(work, context.who) ??
      notAllowed('Only who submitted the work for review can withdraw it. The reviewer can hand it back.')
    );
  const [approval] = reviews.flatMap(approvalsOf);
  return approval
    ? refused('decided', `${nameOf(work, approval.by)} has approved it already. Ask for it to be handed back.`)
    : null;
};

/** Their steps are open again in the next round, and the reviews of them wait. */
export const withdraw = (at: At): Decision => {
  const { work, context } = at;
  const no = canWithdraw(at);
  if (no) return no;
  const rows = submittedBy(at);
  const keys = rows.map((row) => row.step_key!);
  const reviews = [...new Set(keys.flatMap((key) => pendingOver(work, key)))];
  const again = rows.map((row) => openedAgain(at, row, { keys, reason: 'withdrawn from review' }));
  return accept(
    [
      ...again.map(({ row, set }) => taskEvent(work, row, { verb: 'task.withdrawn', set, by: context })),
      ...reviews.map((review) =>
        taskEvent(work, review, { verb: 'task.set_back', set: waitingAgain(review), by: context }),
      ),
    ],
    reviews.flatMap((review) =>
      tellMembers(work, review.assignee_id ? [review.assignee_id] : [], {
        verb: 'task.withdrawn',
        task: review,
        title: `${titles(rows)} ${rows.length === 1 ? 'was' : 'were'} withdrawn from «${review.title}»`,
      }),
    ),
  );
};

/** The pending reviews this is about: the task itself, or those that judge it. */
const reviewsAt = ({ work, task }: At): Task[] => {
  if (task.kind === 'review') return isPending(task) ? [task] : [];
  return task.step_key === null ? [] : pendingOver(work, task.step_key);
};

/** Of the judged steps those that are the caller's: they did them, have them, or stand in for who has. */
const submittedBy = (at: At): Task[] => {
  const { work, task, context } = at;
  const step = reviewStepOf(work, task);
  const rows = step ? judgedRows(work, step) : [task];
  const mine = (row: Task): boolean => holdsTask(work, row, context.who) || isMe(at, row.finished_by);
  return rows.filter((row) => row.state === 'done' && mine(row));
};

const isMe = ({ context }: At, id: Id | null): boolean => id !== null && id === me(context);
