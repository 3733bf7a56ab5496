import type { Id } from '#ground/id.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { heldBy, mayReceive } from './assigning.ts';
import { blankComment, blankTask } from './blank.ts';
import type { NewTask, TaskCommand } from './commands.ts';
import type { Task, Work } from './model.ts';
import { ended, me } from './moves.ts';
import { runName, tellHolders, tellMembers } from './notices.ts';
import { sees } from './people.ts';
import { holdsTask, mayTakePart } from './rights.ts';
import { hasEnded, memberOf, nameOf, stepOf, taskById } from './state.ts';
import { commentEvent, taskEvent } from './telling.ts';

/** What people add: tasks by hand (WF-120) and comments (WF-121). */

export const canAddTask = (work: Work, context: Context): Refusal | null =>
  mayTakePart(work, context.who) ?? (hasEnded(work) ? ended(work, context) : null);

/** A task by hand is ready at once and goes to its maker unless given to somebody; the run waits for it. */
export const addTask = (work: Work, command: NewTask, context: Context): Decision => {
  const to = command.to ?? (context.who.member_id ? { member: context.who.member_id } : null);
  const no = canAddTask(work, context) ?? (command.to ? mayReceive(work, command.to) : null);
  if (no) return no;
  const { run, subject } = work;
  const set: Partial<Task> = {
    run_id: run?.id ?? null,
    title: command.title,
    instructions: command.instructions ?? null,
    subject_kind: subject?.record ?? null,
    subject_id: subject?.id ?? null,
    client_id: run ? run.client_id : (subject?.client_id ?? null),
    maker_id: me(context),
    state: 'ready',
    ready_at: context.now,
    ...(to ? heldBy(to) : {}),
    resolved_by: 'hand',
    due_on: command.due_on ?? null,
    due_by_hand: true,
  };
  const blank = blankTask(command.id);
  const told = taskEvent(work, blank, { verb: 'task.added', set, by: context });
  return accept([told], tellHolders(work, { ...blank, ...set }, 'task.assigned'));
};

/** Who has the task comments on it; else whoever may take part in the run. */
export const canComment = (work: Work, task: Task | undefined, context: Context): Refusal | null =>
  task && holdsTask(work, task, context.who) ? null : mayTakePart(work, context.who);

/** Refuses cannot_see_subject when somebody is mentioned who may not see it; an ended run can still be talked about. */
export const comment = (work: Work, command: Extract<TaskCommand, { do: 'comment' }>, context: Context): Decision => {
  const task = command.task === undefined ? undefined : taskById(work, command.task);
  if ((command.task !== undefined && !task) || (command.step !== undefined && !stepOf(work, command.step)))
    return notFound();
  const no = canComment(work, task, context) ?? cannotRead(work, command.mentions);
  if (no) return no;
  const set = {
    run_id: work.run?.id ?? null,
    task_id: task?.id ?? null,
    step_key: command.step ?? null,
    text: command.text,
    mentions: [...command.mentions],
    by: me(context),
    at: context.now,
  };
  const told = commentEvent(work, blankComment(context.newId()), { verb: 'comment.made', set, by: context });
  const title = `${nameOf(work, me(context))} mentioned you in ${task ? `«${task.title}»` : runName(work)}`;
  return accept([told], tellMembers(work, command.mentions, { verb: 'task.mentioned', task, title }));
};

const cannotRead = (work: Work, mentions: readonly Id[]): Refusal | null => {
  if (mentions.some((id) => !memberOf(work, id)?.active))
    return invalid(problem('/mentions', 'not_active', 'Mention active members of the practice.'));
  const blind = mentions.find((id) => !sees(work, id));
  return blind === undefined
    ? null
    : refused(
        'cannot_see_subject',
        `${nameOf(work, blind)} may not see ${work.subject?.name ?? 'this'}, so do not mention them here.`,
        {
          member: blind,
        },
      );
};
