import type { Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem, refused } from '#kernel/decision/rules.ts';
import type { Assignment, TaskCommand } from './commands.ts';
import type { Task, Work } from './model.ts';
import { type At, acted, fits, mayMove } from './moves.ts';
import { tellHolders } from './notices.ts';
import { membersNamed, sees } from './people.ts';
import { isManager, mayManage } from './rights.ts';
import { memberOf, nameOf } from './state.ts';

/** Who has a live task and until when (WF-122, WF-123). For steps that are not live yet see `ahead.ts`. */

/** Whoever has a task passes it on; who reviews is the run managers' to say (WF-122, WF-139). */
export const canAssign = (at: At): Refusal | null =>
  (at.task.kind === 'review' ? mayManage(at.work, at.context.who) : mayMove(at)) ?? fits(at, 'assign');

/**
 * Gives a task to somebody, or to everybody with a role. Refuses: not_allowed, invalid without a reason when it is the
 * assignee who passes it on, not active, cannot_see_subject.
 */
export const assignTask = (at: At, { to, reason }: Extract<TaskCommand, { do: 'assign_task' }>): Decision => {
  const { work, task } = at;
  const no = canAssign(at) ?? mayReceive(work, to) ?? reasonMissing(at, reason);
  if (no) return no;
  const given: Partial<Task> = {
    ...heldBy(to),
    for_member_id: null,
    resolved_by: 'hand',
    resolved_note: null,
    ...(reason ? { reason } : {}),
  };
  const told = acted(at, 'task.assigned', given);
  const same = !told.facts.assignee_id && !told.facts.pool_role_id && !told.facts.for_member_id;
  return same && task.resolved_by === 'hand'
    ? accept([])
    : accept([told], tellHolders(work, { ...task, ...given }, 'task.assigned'));
};

/** The one who gets it must be active and see the subject (WF-122); a role needs somebody who does. */
export const mayReceive = (work: Work, to: Assignment): Refusal | null => {
  if ('role' in to) {
    if (membersNamed(work, `role:${to.role}`).length) return null;
    return invalid(problem('/to', 'nobody', 'Nobody with this role is active and may see it. Choose another.'));
  }
  if (!memberOf(work, to.member)?.active)
    return invalid(problem('/to', 'not_active', 'Choose an active member of the practice.'));
  return sees(work, to.member)
    ? null
    : refused(
        'cannot_see_subject',
        `${nameOf(work, to.member)} may not see ${work.subject?.name ?? 'this'}, so it cannot be given to them. Choose somebody else.`,
        { member: to.member },
      );
};

export const heldBy = (to: Assignment): Pick<Task, 'assignee_id' | 'pool_role_id'> =>
  'member' in to ? { assignee_id: to.member, pool_role_id: null } : { assignee_id: null, pool_role_id: to.role };

export const canSetDue = (at: At): Refusal | null => mayMove(at) ?? fits(at, 'set_due');

/** Marked «by hand»: it survives re-planning (WF-123). */
export const setDue = (at: At, { due_on }: Extract<TaskCommand, { do: 'set_due' }>): Decision => {
  const no = canSetDue(at);
  return no ?? accept([acted(at, 'task.due_set', { due_on, due_by_hand: true })]);
};

/** Back to the computed date, which follows its anchor again (WF-123). Refuses invalid where there is none to compute. */
export const restoreDue = (at: At): Decision => {
  const no = canSetDue(at);
  if (no) return no;
  return at.task.step_key === null
    ? invalid(problem('/due_on', 'by_hand', 'This task was added by hand, so its date is set by hand.'))
    : accept([
        acted(at, 'task.due_restored', {
          due_by_hand: false,
          ...(at.task.state === 'waiting' ? { due_on: null } : {}),
        }),
      ]);
};

/** «To whom and why»: a run manager need not say. */
const reasonMissing = ({ work, context }: At, reason: string | undefined): Refusal | null =>
  reason || isManager(work, context.who) ? null : invalid(problem('/reason', 'required', 'Say why you pass it on.'));
