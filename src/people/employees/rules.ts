import { plural } from '#ground/text.ts';
import { addMilliseconds } from '#ground/time.ts';
import { sayList } from '#ground/words.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts, Refusal, Who } from '#kernel/decision/model.ts';
import { accept, changed, invalid, notFound, problem, ref, refused } from '#kernel/decision/rules.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import { type Employee, type EmployeeCommand, type EmployeeState, TAKE_BACK_DAYS } from './model.ts';
import { endLeave, markOnboarded, rehire, setLastDay, startLeave } from './moves.ts';
import { displayName } from './status.ts';
import { told } from './telling.ts';
import { add, addTag, change, removeTag } from './writing.ts';

export const ERASED = '[erased]';

/** Without the ability the module is not there (PE-102). */
export const maySee = (who: Who): Refusal | null => can(who, reads('people', 'employees.read'));

/** Changing needs the ability and people W (PE-102). */
export const mayChange = (who: Who): Refusal | null =>
  maySee(who) ?? can(who, writes('people', 'employees.read')) ?? peopleWhole(who, 'change employees');

export const decide = (state: EmployeeState, command: EmployeeCommand, context: Context): Decision =>
  mayChange(context.who) ?? gone(state, command) ?? decided(state, command, context);

export const evolve = (state: EmployeeState, event: Event): EmployeeState => ({
  ...state,
  employee: changed(state.employee, event),
});

const decided = (state: EmployeeState, command: EmployeeCommand, context: Context): Decision => {
  switch (command.do) {
    case 'add':
      return add(state, command, context);
    case 'change':
      return change(state, command, context);
    case 'mark_onboarded':
      return markOnboarded(state, command, context);
    case 'start_leave':
      return startLeave(state, command, context);
    case 'end_leave':
      return endLeave(state, command, context);
    case 'set_last_day':
      return setLastDay(state, command, context);
    case 'rehire':
      return rehire(state, command, context);
    case 'add_tag':
      return addTag(state, command.tag, context);
    case 'remove_tag':
      return removeTag(state, command.tag, context);
    case 'delete':
      return canDelete(state) ?? told(state, 'employee.deleted', { deleted_at: [null, context.now] }, context);
    case 'restore':
      return restore(state, context);
    case 'erase':
      return erase(state, command, context);
  }
};

const gone = ({ employee }: EmployeeState, command: EmployeeCommand): Refusal | null => {
  if (command.do === 'add') return null;
  if (employee.version === 0 || employee.merged_into) return notFound();
  if (employee.erased_at)
    return refused('erased', 'Everything personal in this record was erased, so it cannot be changed any more.');
  if (command.do === 'restore')
    return employee.deleted_at ? null : refused('not_deleted', `${displayName(employee)} is not deleted.`);
  return employee.deleted_at ? notFound() : null;
};

/** Only what nothing refers to (PE-28); else set a last day. */
export const canDelete = ({ employee, references }: EmployeeState): Refusal | null =>
  references.length
    ? refused(
        'in_use',
        `${displayName(employee)} has ${sayList(references.map(({ kind, count }) => plural(count, kind.replace(/s$/, ''), kind)))}, so this record stays. Set the last day instead.`,
        { references: references.map(({ kind, count }) => ({ kind, count })), offer: 'set_last_day' },
      )
    : null;

const restore = (state: EmployeeState, context: Context): Decision =>
  addMilliseconds(state.employee.deleted_at!, TAKE_BACK_DAYS * 86_400_000) < context.now
    ? refused('too_late', `${displayName(state.employee)} was deleted more than ${TAKE_BACK_DAYS} days ago.`)
    : told(state, 'employee.restored', { deleted_at: [state.employee.deleted_at, null] }, context);

/** Markers in place of every personal value; ids, numbers and dates of work stay (PE-29). It cannot be undone. */
const erase = ({ employee }: EmployeeState, { number }: { number: string }, context: Context): Decision => {
  const no = can(context.who, writes('people', 'person.erase'));
  if (no) return no;
  if (number.trim().toLowerCase() !== employee.number.toLowerCase())
    return invalid(problem('/number', 'wrong', `Type the number of this record, ${employee.number}, to erase it.`));
  const facts: Facts = {
    given_name: [ERASED, null],
    family_name: [ERASED, ERASED],
    work_email: [ERASED, null],
    phone: [ERASED, null],
    leaves: [ERASED, employee.leaves.map((leave) => ({ from: leave.from, to: leave.to, reason: null }))],
    end_reason: [ERASED, employee.end_reason && ERASED],
    custom: [ERASED, {}],
    also_known_as: [ERASED, []],
    erased_at: [null, context.now],
  };
  return accept([{ verb: 'employee.erased', thing: ref('employee', employee.id), facts }]);
};

type Shown = Pick<Employee, 'id' | 'job_title' | 'start_on' | 'end_on' | 'given_name' | 'family_name'>;

/** What someone with a task about an employee sees of them, no more (PE-102). */
export const cardOf = (employee: Shown) => ({
  id: employee.id,
  display_name: displayName(employee),
  job_title: employee.job_title,
  start_on: employee.start_on,
  end_on: employee.end_on,
});
