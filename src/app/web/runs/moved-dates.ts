import type { PlainDate } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { type PlannedStep, plan } from '#workflows/runs/plan.ts';
import { decide, evolve } from '#workflows/runs/rules.ts';

export interface Moved {
  title: string;
  from: PlainDate | null;
  to: PlainDate | null;
}

/** The dates an act would move, by deciding it here and throwing the answer away (WF-41, WF-113). */
export const datesMoved = (state: RunState, command: RunCommand, context: Context): Moved[] => {
  const decided = decide(state, command, context);
  if (!decided.yes) return [];
  const before = plan(state, context);
  return plan(decided.events.reduce(evolve, state), context).flatMap((step) => {
    const was = before.find((one) => one.key === step.key && (one.key !== null || one.task_id === step.task_id));
    if (!was || step.finished_at || dateOf(was) === dateOf(step)) return [];
    return [{ title: step.title, from: dateOf(was), to: dateOf(step) }];
  });
};

const dateOf = (step: PlannedStep): PlainDate | null => step.due_on ?? step.starts_on;
