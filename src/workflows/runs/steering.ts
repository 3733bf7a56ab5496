import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem, refused } from '#kernel/decision/rules.ts';
import { mayReceive } from './assigning.ts';
import type { RunState } from './model.ts';
import { ended } from './moves.ts';
import { runName, tellMembers } from './notices.ts';
import { mayManage } from './rights.ts';
import { hasEnded } from './state.ts';
import { runEvent } from './telling.ts';

/** Who answers for a run, and the date it asks for. */

export const canSteer = (state: RunState, context: Context): Refusal | null =>
  mayManage(state, context.who) ?? (hasEnded(state) ? ended(state, context) : null);

/** Refuses what giving a task refuses (WF-122). */
export const assignOwner = (state: RunState, owner_id: Id, context: Context): Decision => {
  const no = canSteer(state, context) ?? mayReceive(state, { member: owner_id });
  if (no) return no;
  const told = { verb: 'run.owner_changed', title: `${runName(state)} is yours to look after now` };
  return accept(
    [runEvent(state, state.run, { verb: 'run.owner_changed', set: { owner_id }, by: context })],
    owner_id === state.run.owner_id ? [] : tellMembers(state, [owner_id], told),
  );
};

/** Every date that counts from it moves; what is done stays done (WF-41). Refuses no_run_date, invalid when it is required. */
export const changeRunDate = (state: RunState, run_date: PlainDate | null, context: Context): Decision => {
  const no = canSteer(state, context);
  if (no) return no;
  const asked = state.content.settings.run_date;
  if (!asked) return refused('no_run_date', `«${state.content.name}» asks for no date.`);
  if (run_date === null && asked.required)
    return invalid(problem('/run_date', 'required', `«${asked.label}» is needed.`));
  return accept([runEvent(state, state.run, { verb: 'run.date_changed', set: { run_date }, by: context })]);
};
