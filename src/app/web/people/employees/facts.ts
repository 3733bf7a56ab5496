import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { EmployeeRow } from '#people/employees/lists.ts';
import type { Leave } from '#people/employees/model.ts';
import type { EmployeeStatus, SignIn } from '#people/employees/status.ts';

export type { EmployeeRow };

interface Colleague {
  id: Id;
  display_name: string;
}

/** `GET /employees/{id}`. */
export interface EmployeeDetail {
  id: Id;
  version: number;
  number: string;
  status: EmployeeStatus;
  display_name: string;
  given_name: string | null;
  family_name: string | null;
  work_email: string | null;
  phone: string | null;
  job_title: string | null;
  team: string | null;
  manager: Colleague | null;
  start_on: PlainDate | null;
  onboarded_at: Instant | null;
  leaves: Leave[];
  end_on: PlainDate | null;
  end_reason: string | null;
  tags: Id[];
  custom: Record<string, Json>;
  member: { id: Id; name: string; state: SignIn } | null;
  warning: string | null;
  deleted_at: Instant | null;
  erased_at: Instant | null;
  created_at: Instant;
  created_by: string;
}

/** What acts need to know, in a list or on the page. */
export interface KnownEmployee {
  id: Id;
  version: number;
  name: string;
  number: string;
  status: EmployeeStatus;
  end_on: PlainDate | null;
  member_id: Id | null;
}

export const knownRow = (row: EmployeeRow): KnownEmployee => ({ ...row, name: row.display_name });
export const knownPage = (one: EmployeeDetail): KnownEmployee => ({
  ...one,
  name: one.display_name,
  member_id: one.member?.id ?? null,
});
