import type { Context, Decision, Facts } from '#kernel/decision/model.ts';
import { accept, difference, ref, undoable } from '#kernel/decision/rules.ts';
import type { Employee, EmployeeState } from './model.ts';

/** One event about the employee, or none when nothing differs. */
export const told = ({ employee }: EmployeeState, verb: string, facts: Facts, context: Context): Decision =>
  accept(Object.keys(facts).length ? [{ verb, thing: ref('employee', employee.id), facts, ...undoable(context) }] : []);

export const changedTo = (state: EmployeeState, verb: string, after: Partial<Employee>, context: Context): Decision =>
  told(state, verb, difference<Employee>(state.employee, after), context);
