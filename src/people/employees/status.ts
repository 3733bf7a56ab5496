import { dateAt, type PlainDate, type TimeZone } from '#ground/time.ts';
import type { Employee, Leave } from './model.ts';

export const STATUSES = ['onboarding', 'active', 'on_leave', 'left'] as const;
export type EmployeeStatus = (typeof STATUSES)[number];

export const displayName = ({ given_name, family_name }: Pick<Employee, 'given_name' | 'family_name'>): string =>
  [given_name, family_name].filter(Boolean).join(' ');

type Dated = Pick<Employee, 'end_on' | 'leaves' | 'onboarded_at'>;

/** Derived from facts, never stored: the first line that holds wins (people.md section 2). */
export const employeeStatus = (employee: Dated, on: PlainDate, zone: TimeZone): EmployeeStatus => {
  if (employee.end_on && employee.end_on < on) return 'left';
  if (leaveOn(employee.leaves, on)) return 'on_leave';
  return employee.onboarded_at && dateAt(employee.onboarded_at, zone) <= on ? 'active' : 'onboarding';
};

export const leaveOn = (leaves: readonly Leave[], on: PlainDate): Leave | null =>
  leaves.find((leave) => leave.from <= on && (leave.to === null || on <= leave.to)) ?? null;

export type SignIn = 'none' | 'invited' | 'active' | 'deactivated';

/** What the page says in red: who has left can still sign in (PE-6). */
export const signInWarning = (status: EmployeeStatus, signIn: SignIn): string | null =>
  status === 'left' && signIn === 'active'
    ? 'This employee has left, and can still sign in. Deactivate the member.'
    : null;
