import { addDays, type PlainDate, startOfDay } from '#ground/time.ts';
import { sayDay } from '#ground/words.ts';
import type { Context, Decision } from '#kernel/decision/model.ts';
import { invalid, problem, refused } from '#kernel/decision/rules.ts';
import type { EmployeeCommand, EmployeeState, Leave } from './model.ts';
import { displayName, employeeStatus, leaveOn } from './status.ts';
import { changedTo } from './telling.ts';
import { wrongDates } from './writing.ts';

type Of<D extends EmployeeCommand['do']> = Extract<EmployeeCommand, { do: D }>;

const statusNow = ({ employee }: EmployeeState, { today, practice }: Context) =>
  employeeStatus(employee, today, practice.time_zone);

/** onboarding → active, by hand or by a workflow. Refuses already_onboarded, has_left. */
export const markOnboarded = (state: EmployeeState, { on }: Of<'mark_onboarded'>, context: Context): Decision => {
  const { employee } = state;
  const name = displayName(employee);
  if (statusNow(state, context) === 'left') return hasLeft(name, employee.end_on!);
  if (employee.onboarded_at) return refused('already_onboarded', `${name} is marked as onboarded already.`);
  if (on && on > context.today) return invalid(problem('/on', 'ahead', 'The day cannot lie ahead.'));
  const at = on && on < context.today ? startOfDay(on, context.practice.time_zone) : context.now;
  return changedTo(state, 'employee.onboarded', { onboarded_at: at }, context);
};

/** Both days are away. Refuses dates the wrong way round, an overlap with another leave, and who has left. */
export const startLeave = (
  state: EmployeeState,
  { from, to, reason }: Of<'start_leave'>,
  context: Context,
): Decision => {
  const { employee } = state;
  if (statusNow(state, context) === 'left') return hasLeft(displayName(employee), employee.end_on!);
  if (to !== null && to < from)
    return invalid(problem('/to', 'before_from', 'The last day of leave cannot be before the first.'));
  const clash = employee.leaves.find(
    (leave) => (leave.to === null || leave.to >= from) && (to === null || leave.from <= to),
  );
  if (clash) return invalid(problem('/from', 'overlaps', `There is a leave from ${sayDay(clash.from)} already.`));
  const leaves = [...employee.leaves, { from, to, reason }].sort(byStart);
  return changedTo(state, 'employee.leave_started', { leaves }, context);
};

const byStart = (a: Leave, b: Leave): number => a.from.localeCompare(b.from);

/** The leave of today ends with its last day, yesterday unless another is named; one that had only begun is taken away. */
export const endLeave = (state: EmployeeState, { to }: Of<'end_leave'>, context: Context): Decision => {
  const { employee } = state;
  const current = leaveOn(employee.leaves, context.today);
  if (!current) return refused('not_on_leave', `${displayName(employee)} is not on leave today.`);
  const last = to ?? addDays(context.today, -1);
  const leaves = employee.leaves.flatMap((leave) =>
    leave !== current ? [leave] : last < leave.from ? [] : [{ ...leave, to: last }],
  );
  return changedTo(state, 'employee.leave_ended', { leaves }, context);
};

/** From the day after, the employee has left; the sign-in is not touched (PE-6). */
export const setLastDay = (
  state: EmployeeState,
  { end_on, reason }: Of<'set_last_day'>,
  context: Context,
): Decision => {
  const { employee } = state;
  if (statusNow(state, context) === 'left') return hasLeft(displayName(employee), employee.end_on!);
  const faults = wrongDates({ start_on: employee.start_on, end_on });
  if (faults.length) return invalid(...faults);
  return changedTo(state, 'employee.last_day_set', { end_on, end_reason: reason ?? employee.end_reason }, context);
};

/** left → onboarding with a new first day; the old dates stay in history. */
export const rehire = (state: EmployeeState, { start_on }: Of<'rehire'>, context: Context): Decision => {
  const { employee } = state;
  if (statusNow(state, context) !== 'left')
    return refused('not_left', `${displayName(employee)} has not left, so there is nobody to rehire.`);
  if (start_on <= employee.end_on!)
    return invalid(problem('/start_on', 'before_end', `The new first day must be after ${sayDay(employee.end_on!)}.`));
  const leaves = employee.leaves.filter((leave) => leave.from > employee.end_on!);
  return changedTo(
    state,
    'employee.rehired',
    { start_on, end_on: null, end_reason: null, onboarded_at: null, leaves },
    context,
  );
};

const hasLeft = (name: string, end_on: PlainDate): Decision =>
  refused('has_left', `${name} left on ${sayDay(end_on)}. Rehire them first.`, { end_on });
