import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import type { Employee } from './model.ts';
import { displayName, employeeStatus, type SignIn, STATUSES, signInWarning } from './status.ts';

const colleague = z.object({ id: z.uuid(), display_name: z.string() });

/** An employee as their page reads it. */
export const employeeSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string(),
    status: z.enum(STATUSES),
    display_name: z.string(),
    given_name: z.string().nullable(),
    family_name: z.string().nullable(),
    work_email: z.string().nullable(),
    phone: z.string().nullable(),
    job_title: z.string().nullable(),
    team: z.string().nullable(),
    manager: colleague.nullable(),
    start_on: z.string().nullable(),
    onboarded_at: z.string().nullable(),
    leaves: z.array(z.object({ from: z.string(), to: z.string().nullable(), reason: z.string().nullable() })),
    end_on: z.string().nullable(),
    end_reason: z.string().nullable(),
    tags: z.array(z.uuid()),
    custom: z.record(z.string(), z.unknown()),
    /** The member who signs in for them, side by side with the dates of work (PE-6). */
    member: z.object({ id: z.uuid(), name: z.string(), state: z.string() }).nullable(),
    warning: z.string().nullable(),
    deleted_at: z.string().nullable(),
    erased_at: z.string().nullable(),
    created_at: z.string(),
    created_by: z.string(),
  })
  .openapi('Employee');
export type ShownEmployee = z.infer<typeof employeeSchema>;

export const presented = async (desk: Desk, employee: Employee): Promise<ShownEmployee> => {
  const { practice, today } = desk;
  const { manager_id, member_id, added_beside: _b, also_known_as: _a, merged_into: _m, custom, ...row } = employee;
  const { rows } = await sql<{ manager: ShownEmployee['manager']; member: ShownEmployee['member'] }>`select
    (select json_build_object('id', id, 'display_name', display_name) from app.employee where practice_id = ${practice.id} and id = ${manager_id}) as manager,
    (select json_build_object('id', id, 'name', name, 'state', state) from app.member where practice_id = ${practice.id} and id = ${member_id}) as member`.execute(
    desk.tx,
  );
  const { manager, member } = rows[0]!;
  const status = employeeStatus(employee, today, practice.time_zone);
  const keys = fieldsOf(await allFields(desk), 'employee').map(({ key }) => key);
  return {
    ...row,
    status,
    display_name: displayName(employee),
    manager,
    member,
    custom: Object.fromEntries(keys.flatMap((key) => (key in custom ? [[key, custom[key]]] : []))),
    warning: signInWarning(status, (member?.state ?? 'none') as SignIn),
    created_at: row.created_at ?? '',
    created_by: row.created_by ?? '',
  };
};
