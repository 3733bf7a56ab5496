import type { Id } from '#ground/id.ts';
import type { Effect } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Task, Work } from './model.ts';
import { memberOf } from './state.ts';

/** Who is told of what (WF-185). Nobody is told of their own act: whoever delivers sees to that (WF-186). */

/** To whoever has the task now: the assignee, or everybody in the pool. */
export const tellHolders = (work: Work, task: Task, verb: 'task.ready' | 'task.assigned'): Effect[] => {
  const members = task.assignee_id
    ? [task.assignee_id]
    : work.directory.members.filter((one) => one.active && one.role_id === task.pool_role_id).map((one) => one.id);
  const asks = task.kind === 'review' && !!task.turn;
  const says = asks ? 'waits for your review' : verb === 'task.ready' ? 'is ready' : 'was given to you';
  return tellMembers(work, members, {
    verb: asks ? 'task.review_asked' : verb,
    task,
    title: `«${task.title}»${about(work)} ${says}`,
  });
};

/** To whoever works again on what a reviewer handed back (WF-185). */
export const tellHandedBack = (work: Work, task: Task, comment: string): Effect[] =>
  tellMembers(work, task.assignee_id ? [task.assignee_id] : [], {
    verb: 'task.handed_back',
    task,
    title: `«${task.title}»${about(work)} was handed back: ${comment}`,
  });

/** To who prepared the work, when the last reviewer approved it (WF-185). */
export const tellApproved = (work: Work, review: Task, preparers: readonly Id[]): Effect[] =>
  tellMembers(work, preparers, {
    verb: 'task.approved',
    task: review,
    title: `«${review.title}»${about(work)} is approved`,
  });

/** To the run owner, about the run or one of its tasks. */
export const tellOwner = (work: Work, told: { verb: string; task?: Task; title: string }): Effect[] =>
  work.run?.owner_id ? tellMembers(work, [work.run.owner_id], told) : [];

export const tellMembers = (
  work: Work,
  members: readonly Id[],
  { verb, task, title }: { verb: string; task?: Task | undefined; title: string },
): Effect[] => {
  const thing = task ? ref('task', task.id) : ref('run', work.run!.id);
  return [...new Set(members)]
    .filter((id) => memberOf(work, id)?.active)
    .map((member) => ({ do: 'notify', member, verb, thing, title, url: urlOf(work, task) }));
};

/** «Payroll for Harbour Café». */
export const runName = (work: Work): string => `${work.content?.name ?? 'The run'}${about(work)}`;

const about = ({ subject }: Work): string => (subject ? ` for ${subject.name}` : '');

const urlOf = ({ run }: Work, task: Task | undefined): string => {
  if (!run) return `/my-work?task=${task!.id}`;
  return task ? `/runs/${run.id}?task=${task.id}` : `/runs/${run.id}`;
};
