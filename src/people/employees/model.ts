import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { type Instant, isDate, type PlainDate } from '#ground/time.ts';
import type { Actor, Command } from '#kernel/decision/model.ts';
import { emailAddress } from '#people/fields/emails.ts';
import type { CustomField } from '#people/fields/model.ts';
import { line, nameLine, reason } from '#people/fields/text.ts';
import { type CustomValues, customValues } from '#people/fields/values.ts';
import type { Counted } from './port.ts';

export const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');

const fields = {
  given_name: nameLine,
  family_name: nameLine,
  work_email: z.preprocess((typed) => (typed === '' ? null : typed), emailAddress.nullable()),
  phone: line(60),
  job_title: line(120),
  team: line(120),
  /** An employee of the practice. */
  manager: z.uuid().nullable(),
  /** The member who signs in for this employee; at most one employee each (PE-5). */
  member: z.uuid().nullable(),
  start_on: day.nullable(),
  end_on: day.nullable(),
  end_reason: line(500),
  tags: z
    .array(z.uuid())
    .max(50, 'At most 50 tags.')
    .transform((all) => [...new Set(all)]),
  custom: customValues,
  number: z.string().trim().min(1, 'A number has 1 to 30 characters.').max(30, 'A number has 1 to 30 characters.'),
};
export const newEmployee = z.strictObject({ ...fields, added_beside: z.array(z.uuid()).max(20) }).partial();
export type NewEmployee = z.infer<typeof newEmployee>;
/** A merge patch (PL-68). */
export const employeeChanges = z.strictObject(fields).partial();
export type EmployeeChanges = z.infer<typeof employeeChanges>;

export const leaveBody = z.strictObject({
  from: day,
  to: day.nullable().default(null),
  reason: line(500).default(null),
});
export const leaveEndBody = z.strictObject({ to: day.optional() });
export const lastDayBody = z.strictObject({ end_on: day, reason: reason.optional() });
export const rehireBody = z.strictObject({ start_on: day });
export const onboardedBody = z.strictObject({ on: day.optional() });

export interface Leave {
  from: PlainDate;
  /** Both days are away; null: nobody knows yet. */
  to: PlainDate | null;
  reason: string | null;
}

/** Someone who works at the practice; may or may not be a member (PE-5). */
export interface Employee {
  id: Id;
  version: number;
  number: string;
  given_name: string | null;
  family_name: string | null;
  work_email: string | null;
  phone: string | null;
  job_title: string | null;
  team: string | null;
  manager_id: Id | null;
  member_id: Id | null;
  start_on: PlainDate | null;
  onboarded_at: Instant | null;
  leaves: Leave[];
  end_on: PlainDate | null;
  end_reason: string | null;
  tags: Id[];
  custom: CustomValues;
  added_beside: Id[];
  also_known_as: string[];
  merged_into: Id | null;
  deleted_at: Instant | null;
  erased_at: Instant | null;
  /** Set by the loop; absent on a record that is about to be made. */
  created_at?: Instant;
  created_by?: Actor;
}

export interface EmployeeState {
  /** Version 0: about to be made. */
  employee: Employee;
  /** The next free number. */
  next: string;
  /** Who has a number that is asked for, by the number in lower case. */
  numbers: Readonly<Record<string, { id: Id; display_name: string }>>;
  fields: readonly CustomField[];
  tags: readonly { id: Id; name: string; applies_to: readonly string[] }[];
  /** Every member, with the employee that is linked to them. */
  members: readonly { id: Id; name: string; active: boolean; employee: { id: Id; display_name: string } | null }[];
  /** Employees that are there, for managers. */
  colleagues: ReadonlySet<Id>;
  references: readonly Counted[];
}

export type EmployeeCommand =
  | ({ do: 'add' } & NewEmployee)
  | ({ do: 'change' } & EmployeeChanges)
  | { do: 'mark_onboarded'; on?: PlainDate | undefined }
  | { do: 'start_leave'; from: PlainDate; to: PlainDate | null; reason: string | null }
  | { do: 'end_leave'; to?: PlainDate | undefined }
  | { do: 'set_last_day'; end_on: PlainDate; reason?: string | undefined }
  | { do: 'rehire'; start_on: PlainDate }
  | { do: 'add_tag'; tag: Id }
  | { do: 'remove_tag'; tag: Id }
  | { do: 'delete' }
  | { do: 'restore' }
  | { do: 'erase'; number: string };
true satisfies EmployeeCommand extends Command ? true : false;

export const blankEmployee = (id: Id): Employee => ({
  id,
  version: 0,
  number: '',
  given_name: null,
  family_name: null,
  work_email: null,
  phone: null,
  job_title: null,
  team: null,
  manager_id: null,
  member_id: null,
  start_on: null,
  onboarded_at: null,
  leaves: [],
  end_on: null,
  end_reason: null,
  tags: [],
  custom: {},
  added_beside: [],
  also_known_as: [],
  merged_into: null,
  deleted_at: null,
  erased_at: null,
});

/** Fields whose values go to the private part of an event (PE-29, PL-102). */
export const PERSONAL = [
  'given_name',
  'family_name',
  'work_email',
  'phone',
  'leaves',
  'end_reason',
  'custom',
  'also_known_as',
] as const;

export const TAKE_BACK_DAYS = 30;
