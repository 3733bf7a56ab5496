import type { SubjectKind } from './content.ts';
import type { CustomField } from './model.ts';

/**
 * The listed fields of conditions, anchors, asks and `change_field` (WF-35, WF-36, WF-52): what a subject, a run and the
 * authorization referred to are asked for. A value nobody knows is unknown, never an empty text.
 */
export interface Field {
  field: string;
  label: string;
  type: CustomField['type'];
  /** An answer or an action may change it. */
  writable?: true;
  /** Every subject of the kind has it. */
  always?: true;
  choices?: readonly string[];
}

const text = (field: string, label: string, more: Partial<Field> = {}): Field => ({
  field,
  label,
  type: 'text',
  ...more,
});
const date = (field: string, label: string, more: Partial<Field> = {}): Field => ({
  field,
  label,
  type: 'date',
  ...more,
});
const yesNo = (field: string, label: string): Field => ({ field, label, type: 'yes_no', always: true });
const role = (field: string, label: string): Field => ({
  field: `role.${field}`,
  label,
  type: 'member',
  writable: true,
});
const writable = { writable: true } as const;
const always = { always: true } as const;

const PERSON: readonly Field[] = [
  { field: 'kind', label: 'prospect or client', type: 'choice', choices: ['prospect', 'client'], always: true },
  text('display_name', 'name', always),
  {
    field: 'form',
    label: 'individual or organisation',
    type: 'choice',
    choices: ['individual', 'organisation'],
    always: true,
  },
  text('given_name', 'given name', writable),
  text('family_name', 'family name', writable),
  text('organisation_name', 'organisation name', writable),
  text('country', 'country', writable),
  text('source', 'how they found us', writable),
  text('service_wanted', 'service wanted', writable),
  text('tax_number', 'tax number', writable),
  text('business_number', 'business number', writable),
  yesNo('do_not_contact', 'do not contact'),
  { field: 'tags', label: 'tags', type: 'text', always: true },
  date('created_on', 'day the record was made', always),
  date('next_year_end', 'next year end'),
  role('partner', 'partner'),
  role('manager', 'manager'),
  role('specialist', 'specialist'),
  role('assignee', 'assignee'),
  role('reviewer', 'reviewer'),
  role('second_reviewer', 'second reviewer'),
];

const status = (...choices: string[]): Field => ({
  field: 'status',
  label: 'status',
  type: 'choice',
  choices,
  always: true,
});

export const FIELDS: Record<SubjectKind, readonly Field[]> = {
  prospect: [...PERSON, status('open', 'waitlisted', 'inactive'), date('waitlisted_on', 'day of joining the waitlist')],
  client: [
    ...PERSON,
    status('active', 'inactive'),
    text('client_number', 'client number', always),
    date('converted_on', 'day of conversion'),
  ],
  employee: [
    { field: 'kind', label: 'employee', type: 'choice', choices: ['employee'], always: true },
    text('display_name', 'name', always),
    text('given_name', 'given name', { ...always, ...writable }),
    text('family_name', 'family name', { ...always, ...writable }),
    text('work_email', 'work e-mail', writable),
    text('phone', 'phone', writable),
    text('job_title', 'job title', writable),
    text('team', 'team', writable),
    status('onboarding', 'active', 'on_leave', 'left'),
    { field: 'tags', label: 'tags', type: 'text', always: true },
    date('created_on', 'day the record was made', always),
    date('start_on', 'first day', writable),
    date('end_on', 'last day', writable),
    text('end_reason', 'reason for leaving', writable),
    { field: 'manager', label: 'manager', type: 'member' },
    { field: 'member', label: 'member of the practice', type: 'member' },
    { field: 'member_active', label: 'may sign in', type: 'yes_no' },
    { field: 'member_roles', label: 'roles held on clients', type: 'number' },
    { field: 'member_open_tasks', label: 'open tasks', type: 'number' },
  ],
  invoice: [
    { field: 'kind', label: 'invoice', type: 'choice', choices: ['invoice'], always: true },
    text('number', 'number', always),
    { field: 'amount', label: 'amount', type: 'money', always: true },
    { field: 'balance', label: 'balance', type: 'money', always: true },
    date('issued_on', 'issue date', always),
    date('due_on', 'due date'),
    text('status', 'collection status'),
  ],
};

export const RUN_FIELDS: readonly Field[] = [
  {
    field: 'launched_as',
    label: 'kind it was started on',
    type: 'choice',
    choices: ['prospect', 'client', 'employee', 'invoice'],
    always: true,
  },
  {
    field: 'origin',
    label: 'how it was started',
    type: 'choice',
    choices: ['hand', 'cadence', 'event', 'mail', 'form', 'api', 'step'],
    always: true,
  },
  date('started_on', 'day it was started', always),
  date('run_date', 'run date'),
  date('period_start', 'start of the period'),
  date('period_end', 'end of the period'),
];

/** Of the authorization a run refers to; `record:<field>` anchors. */
export const RECORD_FIELDS: readonly Field[] = [date('valid_from', 'valid from', always), date('valid_to', 'valid to')];

/** The field of one kind of subject by name, custom ones as `custom.<key>`; undefined when the kind has none. */
export const fieldOf = (kind: SubjectKind, name: string, custom: readonly CustomField[] = []): Field | undefined => {
  if (!name.startsWith('custom.')) return FIELDS[kind].find(({ field }) => field === name);
  const own = custom.find((field) => field.key === name.slice('custom.'.length) && field.kinds.includes(kind));
  return own && { field: name, label: own.label, type: own.type, writable: true };
};
