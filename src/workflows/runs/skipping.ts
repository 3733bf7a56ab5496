import type { Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem } from '#kernel/decision/rules.ts';
import { overrideStep } from './ahead.ts';
import type { RunState } from './model.ts';
import { type At, acted, fits, mayMove, me } from './moves.ts';
import { mayManage } from './rights.ts';

/** The assignee skips what is not required; everything else is the run managers' (WF section 2, WF-60). */
export const canSkip = (at: At): Refusal | null => {
  const { work, task, context } = at;
  const lighter = !task.required && task.kind !== 'action' && task.state !== 'waiting';
  return (lighter ? mayMove(at) : mayManage(work, context.who)) ?? fits(at, 'skip');
};

/** Refuses invalid without a reason where the step is required. One that still waits is skipped ahead (WF-111). */
export const skipTask = (at: At, reason: string | undefined): Decision => {
  const { work, task, context } = at;
  const no = canSkip(at);
  if (no) return no;
  if (task.required && !reason)
    return invalid(problem('/reason', 'required', `«${task.title}» is required. Say why it is skipped.`));
  if (task.state === 'waiting') {
    const skip = reason ? { reason } : {};
    return overrideStep(work as RunState, { do: 'override_step', step: task.step_key!, skip }, context);
  }
  const verb = task.kind === 'action' ? 'action.skipped' : 'task.skipped';
  return accept([
    acted(at, verb, {
      state: 'skipped',
      skipped_how: 'hand',
      finished_at: context.now,
      finished_by: me(context),
      finished_for: task.assignee_id !== me(context) ? (task.for_member_id ?? task.assignee_id) : task.for_member_id,
      reason: reason ?? null,
      needs_attention: null,
    }),
  ]);
};
