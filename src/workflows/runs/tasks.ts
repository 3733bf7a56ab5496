import type { Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem } from '#kernel/decision/rules.ts';
import type { TaskStep } from '#workflows/definitions/content.ts';
import type { TaskCommand } from './commands.ts';
import type { Work } from './model.ts';
import { type At, acted, blocked, fits, mayMove, me } from './moves.ts';
import { ownWork } from './reviewing.ts';
import { mayManage } from './rights.ts';
import { isByHand, stepOf } from './state.ts';
import { ofLine } from './telling.ts';

/** Beginning a task, putting it back, its checklist, and taking back a task by hand. */

/** Refuses: not_allowed unless one holds it, conflict when somebody else has begun it (WF-46), blocked_by (WF-33). */
export const canStart = (at: At): Refusal | null =>
  mayMove(at, at.task.state === 'waiting' ? undefined : 'alone') ?? fits(at, 'start') ?? blocked(at) ?? ownWork(at);

/** Whoever starts a pool's task has it (WF-46). */
export const startTask = (at: At): Decision => {
  const { task, context } = at;
  const no = canStart(at);
  if (no) return no;
  const assignee_id = task.assignee_id ?? me(context);
  return accept([
    acted(at, 'task.started', { state: 'in_progress', started_at: context.now, started_by: me(context), assignee_id }),
  ]);
};

export const canPutBack = (at: At): Refusal | null => mayMove(at) ?? fits(at, 'put_back');

/** A pool's task returns to the pool. */
export const putBack = (at: At): Decision => {
  const { task } = at;
  const no = canPutBack(at);
  if (no) return no;
  const assignee_id = task.pool_role_id ? null : task.assignee_id;
  return accept([acted(at, 'task.put_back', { state: 'ready', started_at: null, started_by: null, assignee_id })]);
};

export const canTick = (at: At): Refusal | null => mayMove(at) ?? fits(at, 'tick');

/** Each tick is kept with who and when, and can be taken back while the task is open (WF-51). */
export const tickLine = (at: At, command: Extract<TaskCommand, { do: 'tick' | 'untick' }>): Decision => {
  const { work, task, context } = at;
  const no = canTick(at);
  if (no) return no;
  const line = checklistOf(work, task.step_key).find(({ key }) => key === command.line);
  if (!line) return invalid(problem('/line', 'unknown', 'This line is not in the checklist.'));
  const ticked = Object.hasOwn(task.ticks, command.line);
  if (ticked === (command.do === 'tick')) return accept([]);
  const { [command.line]: _, ...others } = task.ticks;
  const told =
    command.do === 'tick'
      ? acted(at, 'task.ticked', { ticks: { ...others, [command.line]: { by: me(context), at: context.now } } })
      : acted(at, 'task.unticked', { ticks: others });
  return accept([ofLine(told, line.text)]);
};

export const checklistOf = (work: Work, key: string | null): NonNullable<TaskStep['checklist']> => {
  const step = stepOf(work, key);
  return step?.kind === 'task' ? (step.checklist ?? []) : [];
};

/** A task by hand: its maker takes it back, a run manager too (WF-120). */
export const canCancelTask = (at: At): Refusal | null => {
  const { work, task, context } = at;
  const own = task.maker_id !== null && task.maker_id === me(context);
  const no = own ? null : mayManage(work, context.who);
  if (no) return no;
  return isByHand(task)
    ? fits(at, 'cancel')
    : invalid(problem('/task', 'of_a_step', 'A step of the workflow is skipped, not cancelled.'));
};

export const cancelTask = (at: At): Decision => {
  const no = canCancelTask(at);
  if (no) return no;
  const { now } = at.context;
  return accept([
    acted(at, 'task.cancelled', { state: 'cancelled', cancelled_at: now, cancelled_by: me(at.context), was: null }),
  ]);
};
