import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, notFound, refused } from '#kernel/decision/rules.ts';
import { heldBy, mayReceive } from './assigning.ts';
import type { SteeringCommand } from './commands.ts';
import type { Override, RunState, Task } from './model.ts';
import { ended, me } from './moves.ts';
import { mayManage } from './rights.ts';
import { hasEnded, rowOf, stepOf } from './state.ts';
import { runEvent, taskEvent } from './telling.ts';

/** What is decided ahead for a step that is not live yet (WF-111): by a run manager, applied when it becomes live. */

export const canOverride = (state: RunState, key: string, context: Context): Refusal | null => {
  const step = stepOf(state, key);
  if (!step) return notFound();
  const no = mayManage(state, context.who);
  if (no) return no;
  if (hasEnded(state)) return ended(state, context);
  const row = rowOf(state, key);
  return !row || row.state === 'waiting'
    ? null
    : refused('bad_move', `«${step.title}» is under way or over, so nothing is left to decide ahead.`, {
        state: row.state,
      });
};

/** Refuses beside `canOverride` what giving a task refuses (WF-122). */
export const overrideStep = (
  state: RunState,
  command: Extract<SteeringCommand, { do: 'override_step' }>,
  context: Context,
): Decision => {
  const no = canOverride(state, command.step, context) ?? (command.to ? mayReceive(state, command.to) : null);
  if (no) return no;
  const next = merged(state.run.overrides[command.step] ?? {}, command, context);
  return accept(toldAhead(state, { key: command.step, next }, context));
};

export const clearOverride = (state: RunState, key: string, context: Context): Decision =>
  canOverride(state, key, context) ?? accept(toldAhead(state, { key, next: {} }, context));

type Choice = Omit<Extract<SteeringCommand, { do: 'override_step' }>, 'do' | 'step'>;

const merged = (before: Override, { to, due_on, skip }: Choice, context: Context): Override => {
  const { assignee_id, pool_role_id, due_on: date, skip: skipped } = before;
  const holder = to === undefined ? { assignee_id, pool_role_id } : to === null ? {} : heldBy(to);
  const day = due_on === undefined ? date : due_on;
  const skipping =
    skip === undefined ? skipped : skip && { by: me(context), at: context.now, reason: skip.reason ?? null };
  return {
    ...(holder.assignee_id ? { assignee_id: holder.assignee_id } : {}),
    ...(holder.pool_role_id ? { pool_role_id: holder.pool_role_id } : {}),
    ...(day ? { due_on: day } : {}),
    ...(skipping ? { skip: skipping } : {}),
  };
};

/** What was chosen for the row while it was live gives way to what is chosen now. */
const toldAhead = (state: RunState, { key, next }: { key: string; next: Override }, context: Context) => {
  const { [key]: _, ...others } = state.run.overrides;
  const overrides = Object.keys(next).length ? { ...others, [key]: next } : others;
  const row = rowOf(state, key);
  return [
    runEvent(state, state.run, { verb: 'run.step_overridden', set: { overrides }, by: context }),
    ...(row ? [taskEvent(state, row, { verb: 'task.freed', set: FREE, by: context })] : []),
  ];
};

const FREE: Partial<Task> = {
  assignee_id: null,
  pool_role_id: null,
  for_member_id: null,
  resolved_by: null,
  resolved_note: null,
  due_on: null,
  due_by_hand: false,
};
