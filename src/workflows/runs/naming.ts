import type { Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { canAssign, heldBy, mayReceive } from './assigning.ts';
import type { Assignment, TaskCommand } from './commands.ts';
import type { Task } from './model.ts';
import { type At, acted } from './moves.ts';
import { tellHolders } from './notices.ts';
import { membersNamed } from './people.ts';
import { heldBySeat, passedFor, seat } from './reviewers.ts';
import { approvalsOf, isPending, reviewStepOf } from './reviews.ts';
import { nameOf } from './state.ts';

/**
 * A run manager says who reviews, before they decide (WF-139): the first or the second look, left out the one whose turn it
 * is, or the first that nobody was found for. Refuses beside `canAssign`: what giving a task refuses, own_work for who
 * prepared it or gives the other look, decided after their approval.
 */
export const nameReviewer = (
  at: At,
  { to, look: asked, reason }: Pick<Extract<TaskCommand, { do: 'assign_task' }>, 'to' | 'look' | 'reason'>,
): Decision => {
  const { work, task, context } = at;
  const step = reviewStepOf(work, task);
  if (!step) return notFound();
  const look = asked ?? lookOf(task);
  if (look > step.reviewers.length) return invalid(problem('/look', 'unknown', 'This review has one reviewer only.'));
  const no = canAssign(at) ?? mayReceive(work, to) ?? mayLook(at, to, look);
  if (no) return no;
  const named = { ...heldBy(to), for_member_id: null, resolved_by: 'hand', resolved_note: null };
  const reviewers = step.reviewers.map((_, index) => (index + 1 === look ? named : (task.reviewers[index] ?? null)));
  const because = reason ? { reason } : {};
  if (!isPending(task)) return accept([acted(at, 'task.assigned', { reviewers, ...because })]);
  const next = seat({ work, step, row: { ...task, reviewers }, today: context.today });
  const set: Partial<Task> = { ...heldBySeat(step, next), ...because };
  const changed = set.assignee_id !== task.assignee_id || set.pool_role_id !== task.pool_role_id;
  return accept(
    [acted(at, 'task.assigned', set)],
    changed ? tellHolders(work, { ...task, ...set }, 'task.assigned') : [],
  );
};

const lookOf = ({ turn, reviewers }: Task): 1 | 2 => {
  if (turn) return turn;
  return reviewers.findIndex((one) => !one) === 1 ? 2 : 1;
};

/** Refuses who prepared the work, who gives the other look, and a change of what is decided. */
const mayLook = ({ work, task }: At, to: Assignment, look: 1 | 2): Refusal | null => {
  const step = reviewStepOf(work, task)!;
  if (approvalsOf(task).some((one) => one.look === look))
    return refused(
      'decided',
      'This look is over: it was approved. Take the approval back first, or have it opened again.',
    );
  const passed = passedFor(work, step, task, look);
  if ('member' in to)
    return passed.has(to.member)
      ? refused('own_work', `${nameOf(work, to.member)} ${passed.get(to.member)}. Choose somebody else.`)
      : null;
  return membersNamed(work, `role:${to.role}`).some((id) => !passed.has(id))
    ? null
    : refused('own_work', 'Everybody with this role prepared it, or gives the other review. Choose somebody else.');
};
