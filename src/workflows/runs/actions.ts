import type { Id } from '#ground/id.ts';
import { millisecondsBetween } from '#ground/time.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, notFound, refused } from '#kernel/decision/rules.ts';
import type { MachineCommand } from './commands.ts';
import type { Chain, Run, RunState, Task } from './model.ts';
import { type At, acted, ended, me } from './moves.ts';
import { runName, tellOwner } from './notices.ts';
import { mayManage } from './rights.ts';
import { hasEnded, phaseOf, taskById } from './state.ts';
import { taskEvent } from './telling.ts';

/** What the worker does for a step, and what people do when it could not (WF-60, WF-61). */

/** The name of the job that performs an action. */
export const RUN_ACTION = 'run_action';

/**
 * Asked by the worker before it performs an action, in the same transaction: may this attempt still happen? Refuses stale
 * when it happened already, was skipped, waits again, or the run is held or over; the worker then lets the job go.
 */
export const mayPerform = (state: RunState, { task, attempt }: { task: Id; attempt: number }): Refusal | null => {
  const row = taskById(state, task);
  const due =
    row?.kind === 'action' &&
    row.state === 'ready' &&
    row.attempt === attempt &&
    row.message_id === null &&
    phaseOf(state) === 'running';
  return due ? null : refused('stale', 'This action is not due any more.');
};

/** Told twice, it happened once. */
export const actionDone = (
  state: RunState,
  told: Extract<MachineCommand, { do: 'action_done' }>,
  context: Context,
): Decision => {
  const row = taskById(state, told.task);
  if (row?.state === 'done' && row.attempt === told.attempt) return accept([]);
  const no = mayPerform(state, told);
  if (no) return no;
  const set = { state: 'done', finished_at: context.now, child_run_id: told.child_run_id ?? null } as const;
  return accept([taskEvent(state, row!, { verb: 'action.done', set })]);
};

/** After its retries: it needs attention, what depends on it waits, and the owner is told (WF-60). */
export const actionFailed = (state: RunState, told: Extract<MachineCommand, { do: 'action_failed' }>): Decision => {
  const row = taskById(state, told.task);
  if (row?.state === 'failed' && row.attempt === told.attempt) return accept([]);
  const no = mayPerform(state, told);
  if (no) return no;
  const set = { state: 'failed', needs_attention: told.because } as const;
  const title = `«${row!.title}» of ${runName(state)} needs attention: ${told.because}`;
  return accept(
    [taskEvent(state, row!, { verb: 'action.failed', set })],
    tellOwner(state, { verb: 'task.needs_attention', task: row!, title }),
  );
};

/** A run manager tries it again, or says that it was done by hand; skipping is in `skipping.ts` (WF-60). */
export const canSettleAction = ({ work, task, context }: At): Refusal | null => {
  if (task.kind !== 'action') return notFound();
  const no = mayManage(work, context.who) ?? (hasEnded(work) ? ended(work, context) : null);
  if (no) return no;
  return task.state === 'failed'
    ? null
    : refused('bad_move', `«${task.title}» does not need attention.`, { state: task.state });
};

/** It waits, and so is given to the worker anew as soon as the run lets it (WF-112). */
export const retryAction = (at: At): Decision =>
  canSettleAction(at) ??
  byMessage(at) ??
  accept([acted(at, 'action.retried', { state: 'waiting', needs_attention: null })]);

/** A message that may have left is settled where it stands; a second one would be sent beside it (ME-63). */
const byMessage = ({ task }: At): Refusal | null =>
  task.message_id
    ? refused(
        'settle_message',
        `Settle the message of «${task.title}» in the outbox: try it again there, or say what became of it.`,
        {
          message: task.message_id,
        },
      )
    : null;

export const markActionDone = (at: At): Decision => {
  const no = canSettleAction(at);
  if (no) return no;
  const set = {
    state: 'done',
    needs_attention: null,
    finished_at: at.context.now,
    finished_by: me(at.context),
  } as const;
  return accept([acted(at, 'action.done', set)]);
};

/** What a run that this one's step starts is told of where it comes from (WF-61, WF-171). */
export const chainOf = (run: Run): { run_id: Id; asked_by: Id | null; chain: Chain } => ({
  run_id: run.id,
  asked_by: run.started_by ?? run.owner_id,
  chain: {
    root: run.chain?.root ?? run.id,
    depth: (run.chain?.depth ?? 0) + 1,
    path: [...(run.chain?.path ?? []), linkOf(run.workflow_id, run.subject_id)],
  },
});

export const linkOf = (workflow: Id, subject: Id): string => `${workflow}@${subject}`;

/** How late an action happened, in whole hours; null while it has not, or when it was in time (WF-43). */
export const hoursLate = ({ due_at, finished_at }: Task): number | null => {
  if (!due_at || !finished_at) return null;
  const hours = Math.floor(millisecondsBetween(due_at, finished_at) / 3_600_000);
  return hours >= 1 ? hours : null;
};
