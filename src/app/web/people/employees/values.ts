import type { Json } from '#kernel/decision/model.ts';
import { touched } from '../form/values.ts';
import type { EmployeeDetail } from './facts.ts';

/** The form of an employee, and the way from a record to it and back. Pure. */
export interface EmployeeValues {
  given_name: string;
  family_name: string;
  work_email: string;
  phone: string;
  job_title: string;
  team: string;
  manager: string | null;
  member: string | null;
  start_on: string | null;
  end_on: string | null;
  end_reason: string;
  number: string;
  tags: string[];
  custom: Record<string, Json>;
}

export const blankValues: EmployeeValues = {
  given_name: '',
  family_name: '',
  work_email: '',
  phone: '',
  job_title: '',
  team: '',
  manager: null,
  member: null,
  start_on: null,
  end_on: null,
  end_reason: '',
  number: '',
  tags: [],
  custom: {},
};

export const valuesOf = (one: EmployeeDetail): EmployeeValues => ({
  given_name: one.given_name ?? '',
  family_name: one.family_name ?? '',
  work_email: one.work_email ?? '',
  phone: one.phone ?? '',
  job_title: one.job_title ?? '',
  team: one.team ?? '',
  manager: one.manager?.id ?? null,
  member: one.member?.id ?? null,
  start_on: one.start_on,
  end_on: one.end_on,
  end_reason: one.end_reason ?? '',
  number: one.number,
  tags: one.tags,
  custom: one.custom,
});

const told = (value: unknown): unknown => (typeof value === 'string' ? value.trim() || null : value);

/** A merge patch with what differs, blanks as nothing (PL-68); against the blank form it is a new record. */
export const changesOf = (before: EmployeeValues, after: EmployeeValues): Record<string, unknown> =>
  Object.fromEntries(
    touched(before, after).map((field) => [
      field,
      field === 'custom' ? customChanges(before.custom, after.custom) : told(after[field]),
    ]),
  );

const customChanges = (before: Record<string, Json>, after: Record<string, Json>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null))
      .map((key) => [key, after[key] ?? null]),
  );
