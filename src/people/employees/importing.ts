import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { isEmail, tidyEmail } from '#people/fields/emails.ts';
import { foundByKeysOrNames, wholeName } from '#people/fields/found-by-keys.ts';
import { mayImport } from '#people/fields/import-rights.ts';
import {
  type Asked,
  type Draft,
  type Importable,
  type Judged,
  shownValue,
  type Target,
} from '#people/fields/importing.ts';
import { numberKey } from '#people/fields/number-key.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import { customTarget, dateTarget, tagsTarget, textTarget } from '#people/fields/targets.ts';
import { blankEmployee, type Employee, type EmployeeCommand, type EmployeeState, newEmployee } from './model.ts';
import type { EmployeesPort } from './port.ts';
import { decide, evolve } from './rules.ts';
import { displayName } from './status.ts';
import { type EmployeesRoom, loadEmployees } from './store.ts';

/** Employees, as a file may bring them (PE-80): found by number, else by work e-mail, else by name. */
export const employeeImport = (room: EmployeesRoom, port: EmployeesPort<Desk>): Importable => ({
  kind: 'employee',
  label: 'employees',
  room,
  mayImport: mayImport.employee,
  targets: async (desk) => [...PLAIN, ...fieldsOf(await allFields(desk), 'employee').map(customTarget)],
  finders: [
    {
      key: 'number',
      label: 'number',
      keys: (draft) => (typeof draft.number === 'string' ? [numberKey(draft.number)] : []),
    },
    {
      key: 'work_email',
      label: 'work e-mail',
      keys: (draft) => (typeof draft.work_email === 'string' ? [`e:${draft.work_email.toLowerCase()}`] : []),
    },
    { key: 'name', label: 'name', keys: (draft) => wholeName(displayName(draft as Named)) },
  ],
  find: foundByKeysOrNames('employee'),
  load: (desk, ids) =>
    loadEmployees(
      desk,
      port,
      ids.map((id) => ({ id, command: { do: 'change' as const } })),
    ),
  blank: async (desk) => {
    const shared = (
      await loadEmployees(desk, port, [{ id: desk.practice.id, command: { do: 'add', number: '-' } }])
    ).get(desk.practice.id)!;
    return (id): EmployeeState => ({ ...shared, employee: blankEmployee(id), next: 'a new number' });
  },
  draft: ({ employee }: EmployeeState): Draft => ({
    ...employee,
    manager: employee.manager_id,
    member: employee.member_id,
  }),
  deleted: ({ employee }: EmployeeState) => employee.deleted_at !== null,
  judge,
  url: (id) => `/employees/${id}`,
});

type Named = Parameters<typeof displayName>[0];

const email: Target = {
  key: 'work_email',
  label: 'Work e-mail',
  headings: ['email', 'emailaddress', 'workemail'],
  put: (draft, cell) => {
    const address = cell && tidyEmail(cell);
    if (address && !isEmail(address)) return `«${cell}» is not an e-mail address.`;
    draft.work_email = address;
    return null;
  },
};

const member: Target = {
  key: 'member',
  label: 'Member',
  headings: ['member', 'login', 'signin', 'user', 'username'],
  put: (draft, cell, reading) => {
    const id = cell === null ? null : reading.members.get(cell.toLowerCase());
    if (id === undefined) return `There is no member «${cell}».`;
    draft.member = id;
    return null;
  },
};

const PLAIN: Target[] = [
  textTarget(
    {
      key: 'number',
      label: 'Number',
      headings: ['employeenumber', 'employeeid', 'staffnumber', 'number', 'code', 'id'],
    },
    30,
  ),
  textTarget({ key: 'given_name', label: 'Given name', headings: ['firstname', 'forename', 'givenname'] }),
  textTarget({
    key: 'family_name',
    label: 'Family name',
    headings: ['lastname', 'surname', 'familyname', 'name', 'fullname'],
  }),
  email,
  textTarget({ key: 'phone', label: 'Phone', headings: ['phone', 'phonenumber', 'mobile', 'telephone'] }, 60),
  textTarget({ key: 'job_title', label: 'Job title', headings: ['jobtitle', 'title', 'position'] }),
  textTarget({ key: 'team', label: 'Team', headings: ['team', 'department', 'group'] }),
  dateTarget({
    key: 'start_on',
    label: 'First day',
    headings: ['startdate', 'start', 'hiredate', 'datehired', 'joiningdate'],
  }),
  dateTarget({ key: 'onboarded_on', label: 'Onboarded on', headings: ['onboarded', 'onboardedon', 'onboardingdate'] }),
  dateTarget({
    key: 'end_on',
    label: 'Last day',
    headings: ['enddate', 'end', 'leavingdate', 'terminationdate', 'lastday'],
  }),
  member,
  tagsTarget(),
];

function judge(found: EmployeeState, draft: Draft, { creating, touched, context, new_tags }: Asked): Judged {
  const { onboarded_on, ...rest } = Object.fromEntries(touched.map((field) => [field, draft[field]])) as Draft & {
    onboarded_on?: string | null;
  };
  const read = newEmployee.safeParse(rest);
  if (!read.success)
    return refused(
      invalid(...read.error.issues.map((one) => problem(`/${one.path.join('/')}`, 'invalid', one.message))),
    );
  const { added_beside: _, ...fields } = read.data;
  const onboarded: EmployeeCommand[] =
    onboarded_on && !found.employee.onboarded_at ? [{ do: 'mark_onboarded', on: onboarded_on }] : [];
  const judged: Judged = { refusal: null, changes: {}, commands: [] };
  let state: EmployeeState = {
    ...found,
    tags: [...found.tags, ...new_tags.map((tag) => ({ ...tag, applies_to: ['employee'] }))],
  };
  const main = { do: creating ? 'add' : 'change', ...fields } as EmployeeCommand;
  const back: EmployeeCommand[] = found.employee.deleted_at ? [{ do: 'restore' }] : [];
  for (const command of [...back, main, ...onboarded]) {
    const decision = decide(state, command, context);
    if (!decision.yes) return refused(decision);
    if (!decision.events.length) continue;
    judged.commands.push(command);
    for (const event of decision.events) {
      const named =
        command.do === 'mark_onboarded' ? ['onboarded_at'] : touched.map((field) => OWN_COLUMN[field] ?? field);
      for (const [field, [before, after]] of Object.entries(event.facts))
        if (field !== 'deleted_at' && (!creating || named.includes(field)))
          judged.changes[field] = [shownValue(before), shownValue(after)];
      state = evolve({ ...state, employee: { ...state.employee, version: state.employee.version || 1 } }, event);
    }
  }
  return judged;
}

const OWN_COLUMN: Record<string, keyof Employee> = { manager: 'manager_id', member: 'member_id' };
const refused = (refusal: Refusal): Judged => ({ refusal, changes: {}, commands: [] });
