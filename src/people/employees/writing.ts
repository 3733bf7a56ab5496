import type { Id } from '#ground/id.ts';
import type { Context, Decision, Problem, Refusal } from '#kernel/decision/model.ts';
import { accept, creation, difference, invalid, problem } from '#kernel/decision/rules.ts';
import { patched } from '#people/fields/patch.ts';
import { readPhone } from '#people/fields/phones.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { checkValues } from '#people/fields/values.ts';
import type { Employee, EmployeeChanges, EmployeeCommand, EmployeeState } from './model.ts';
import { displayName } from './status.ts';
import { told } from './telling.ts';

export const add = (state: EmployeeState, command: EmployeeCommand & { do: 'add' }, context: Context): Decision => {
  const { do: _, added_beside = [], ...given } = command;
  const after = laid(state, { number: state.next, ...given }, context);
  return (
    faults(state, after) ??
    told(state, 'employee.added', creation({ ...after.employee, added_beside: [...added_beside] }), context)
  );
};

export const change = (
  state: EmployeeState,
  command: EmployeeCommand & { do: 'change' },
  context: Context,
): Decision => {
  const { do: _, ...given } = command;
  const after = laid(state, given, context);
  return (
    faults(state, after) ??
    told(state, 'employee.changed', difference<Employee>(state.employee, after.employee), context)
  );
};

interface Laid {
  employee: Employee;
  problems: Problem[];
}

const laid = (state: EmployeeState, given: EmployeeChanges, { practice }: Context): Laid => {
  const { manager, member, phone, custom, ...fields } = given;
  const employee = patched(state.employee, {
    ...fields,
    manager_id: manager,
    member_id: member,
    phone: phone ? readPhone(phone, practice.country).number : phone,
  });
  if (!custom) return { employee, problems: [] };
  const facts = { fields: fieldsOf(state.fields, 'employee'), members: state.members };
  const checked = checkValues(state.employee.custom, custom, facts);
  employee.custom = checked.values;
  return { employee, problems: checked.problems };
};

const faults = (state: EmployeeState, { employee: after, problems }: Laid): Refusal | null => {
  const all = [
    ...nameless(after),
    ...problems,
    ...numberTaken(state, after),
    ...memberTaken(state, after.member_id),
    ...wrongManager(state, after.manager_id),
    ...wrongDates(after),
    ...unknownTags(state, after),
  ];
  return all.length ? invalid(...all) : null;
};

const nameless = (employee: Employee): Problem[] =>
  displayName(employee) ? [] : [problem('/family_name', 'required', 'Give a given or a family name.')];

const numberTaken = ({ employee: before, numbers }: EmployeeState, after: Employee): Problem[] => {
  const holder = after.number === before.number ? undefined : numbers[after.number.toLowerCase()];
  return holder && holder.id !== before.id
    ? [problem('/number', 'taken', `${holder.display_name} has the number ${after.number} already.`)]
    : [];
};

/** At most one employee is linked to one member (PE-5). */
const memberTaken = ({ employee, members }: EmployeeState, member: Id | null): Problem[] => {
  if (!member || member === employee.member_id) return [];
  const found = members.find((one) => one.id === member);
  if (!found) return [problem('/member', 'not_found', 'There is no such member.')];
  return found.employee && found.employee.id !== employee.id
    ? [problem('/member', 'taken', `${found.name} is linked to ${found.employee.display_name} already.`)]
    : [];
};

const wrongManager = ({ employee, colleagues }: EmployeeState, manager: Id | null): Problem[] => {
  if (!manager || manager === employee.manager_id) return [];
  if (manager === employee.id) return [problem('/manager', 'self', 'Nobody is their own manager.')];
  return colleagues.has(manager) ? [] : [problem('/manager', 'not_found', 'There is no such employee.')];
};

export const wrongDates = ({ start_on, end_on }: Pick<Employee, 'start_on' | 'end_on'>): Problem[] =>
  start_on && end_on && end_on < start_on
    ? [problem('/end_on', 'before_start', 'The last day cannot be before the first.')]
    : [];

const unknownTags = ({ employee: before, tags }: EmployeeState, after: Employee): Problem[] =>
  after.tags.flatMap((id, i) => {
    if (before.tags.includes(id)) return [];
    const tag = tags.find((one) => one.id === id);
    if (!tag) return [problem(`/tags/${i}`, 'not_found', 'There is no such tag.')];
    return tag.applies_to.includes('employee')
      ? []
      : [problem(`/tags/${i}`, 'wrong_kind', `The tag «${tag.name}» is not for employees.`)];
  });

const TAGS = 50;

export const addTag = (state: EmployeeState, tag: Id, context: Context): Decision => {
  const { employee } = state;
  if (employee.tags.includes(tag)) return accept([]);
  const tags = [...employee.tags, tag];
  const problems = unknownTags(state, { ...employee, tags }).map((one) => ({ ...one, pointer: '/tag' }));
  if (tags.length > TAGS) problems.push(problem('/tag', 'too_many', `A record has at most ${TAGS} tags.`));
  return problems.length
    ? invalid(...problems)
    : told(state, 'employee.tagged', difference<Employee>(employee, { tags }), context);
};

export const removeTag = (state: EmployeeState, tag: Id, context: Context): Decision =>
  told(
    state,
    'employee.untagged',
    difference<Employee>(state.employee, { tags: state.employee.tags.filter((one) => one !== tag) }),
    context,
  );
