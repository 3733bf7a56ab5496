import { z } from '@hono/zod-openapi';
import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { withWords } from '#people/fields/finding.ts';
import type { Employee } from './model.ts';
import type { EmployeesPort, RowFacts } from './port.ts';
import { type EmployeeStatus, employeeStatus, type SignIn, STATUSES } from './status.ts';

export const EMPLOYEE_SORTS = ['name', 'number', 'start_on', 'end_on'] as const;
const sorts: Record<(typeof EMPLOYEE_SORTS)[number], SortColumn> = {
  name: { by: sql`e.sort_name`, type: 'text' },
  number: { by: sql`lower(e.number)`, type: 'text' },
  start_on: { by: sql`coalesce(e.start_on, '9999-12-31'::date)`, type: 'date' },
  end_on: { by: sql`coalesce(e.end_on, '9999-12-31'::date)`, type: 'date' },
};

const oneOrMore = <Z extends z.ZodType>(value: Z) => z.union([value, z.array(value)]).optional();
export const employeeFilters = {
  q: z.string().max(100).optional(),
  status: oneOrMore(z.enum(STATUSES)),
  team: z.string().max(120).optional(),
  tag: oneOrMore(z.uuid()),
  starts_in_days: z.coerce.number().int().min(0).max(3_660).optional(),
  leaves_in_days: z.coerce.number().int().min(0).max(3_660).optional(),
  has_open_run: z.enum(['true', 'false']).optional(),
  workflow: z.uuid().optional(),
};
export type EmployeeFilter = { [K in keyof typeof employeeFilters]?: z.infer<(typeof employeeFilters)[K]> | undefined };

export interface EmployeeRow extends RowFacts {
  id: Id;
  version: number;
  number: string;
  display_name: string;
  job_title: string | null;
  team: string | null;
  status: EmployeeStatus;
  start_on: PlainDate | null;
  end_on: PlainDate | null;
  manager: { id: Id; display_name: string } | null;
  member_id: Id | null;
  sign_in: SignIn;
  tags: Id[];
}
type Read = Omit<EmployeeRow, 'status' | keyof RowFacts> & Pick<Employee, 'leaves' | 'onboarded_at'>;

const COLUMNS = sql`e.id, e.version, e.number, e.display_name, e.job_title, e.team, e.start_on, e.end_on, e.member_id, e.tags, e.leaves, e.onboarded_at,
  (select json_build_object('id', b.id, 'display_name', b.display_name) from app.employee b
    where b.practice_id = e.practice_id and b.id = e.manager_id) as manager,
  coalesce((select m.state from app.member m where m.practice_id = e.practice_id and m.id = e.member_id), 'none') as sign_in`;

const many = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** `from … where …` of the list of employees; the row is `e`. */
const listBody = async (
  desk: Desk,
  port: EmployeesPort<Desk>,
  filter: EmployeeFilter,
): Promise<RawBuilder<unknown>> => {
  const { practice, today } = desk;
  const runs =
    filter.workflow || filter.has_open_run ? await port.employeesWithOpenRun(desk, filter.workflow ?? null) : null;
  const within = (field: RawBuilder<unknown>, days: number | undefined) =>
    days === undefined ? [] : [sql<boolean>`${field} between ${today}::date and ${addDays(today, days)}::date`];
  const conditions = [
    ...(await withWords(desk, { kind: 'employee', q: filter.q, id: sql`e.id` })),
    ...(many(filter.status).length
      ? [
          sql<boolean>`(${sql.join(
            many(filter.status).map((one) => status(desk, one)),
            sql` or `,
          )})`,
        ]
      : []),
    ...(filter.team ? [sql<boolean>`lower(e.team) = lower(${filter.team})`] : []),
    ...many(filter.tag).map((tag) => sql<boolean>`${tag}::uuid = any(e.tags)`),
    ...within(sql`e.start_on`, filter.starts_in_days),
    ...within(sql`e.end_on`, filter.leaves_in_days),
    ...(runs
      ? [
          filter.has_open_run === 'false'
            ? sql<boolean>`not (e.id = any(${runs}::uuid[]))`
            : sql<boolean>`e.id = any(${runs}::uuid[])`,
        ]
      : []),
  ];
  return sql`from app.employee e where e.practice_id = ${practice.id} and e.deleted_at is null and e.merged_into is null and e.erased_at is null
    ${conditions.length ? sql`and ${sql.join(conditions, sql` and `)}` : sql``}`;
};

/** The same as `employeeStatus`, for the database. */
const status = ({ today, practice }: Desk, one: EmployeeStatus): RawBuilder<boolean> => {
  const left = sql<boolean>`(e.end_on is not null and e.end_on < ${today})`;
  const away = sql<boolean>`exists (select 1 from jsonb_array_elements(e.leaves) l where (l ->> 'from')::date <= ${today}
    and (l ->> 'to' is null or (l ->> 'to')::date >= ${today}))`;
  const begun = sql<boolean>`(e.onboarded_at is not null and (e.onboarded_at at time zone ${practice.time_zone})::date <= ${today})`;
  if (one === 'left') return left;
  if (one === 'on_leave') return sql<boolean>`(not ${left} and ${away})`;
  return one === 'active'
    ? sql<boolean>`(not ${left} and not ${away} and ${begun})`
    : sql<boolean>`(not ${left} and not ${away} and not ${begun})`;
};

export const listEmployees = async (
  desk: Desk,
  { who, port }: { who: Who; port: EmployeesPort<Desk> },
  query: ListQuery & EmployeeFilter,
) => {
  const pages = paging(query, sorts, sql`e.id`);
  const body = await listBody(desk, port, query);
  const { rows } = await sql<Read & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(
    desk.tx,
  );
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const count = counting ? countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) : undefined;
  return { items: await finished(desk, { who, port }, items), next, ...(count && { count }) };
};

export const allEmployees = async (
  desk: Desk,
  { who, port }: { who: Who; port: EmployeesPort<Desk> },
  filter: EmployeeFilter,
  most: number,
): Promise<EmployeeRow[]> => {
  const body = await listBody(desk, port, filter);
  const { rows } = await sql<Read>`select ${COLUMNS} ${body} order by e.sort_name, e.id limit ${most}`.execute(desk.tx);
  return finished(desk, { who, port }, rows);
};

export const employeeIds = async (
  desk: Desk,
  port: EmployeesPort<Desk>,
  filter: EmployeeFilter,
  most: number,
): Promise<Id[]> => {
  const body = await listBody(desk, port, filter);
  const { rows } = await sql<{ id: Id }>`select e.id ${body} order by e.sort_name, e.id limit ${most}`.execute(desk.tx);
  return rows.map((row) => row.id);
};

const finished = async (
  desk: Desk,
  { who, port }: { who: Who; port: EmployeesPort<Desk> },
  rows: readonly Read[],
): Promise<EmployeeRow[]> => {
  const facts = await port.rowFacts(
    desk,
    rows.map((row) => row.id),
    who,
  );
  return rows.map(({ leaves, onboarded_at, ...row }) => ({
    ...row,
    status: employeeStatus({ end_on: row.end_on, leaves, onboarded_at }, desk.today, desk.practice.time_zone),
    ...(facts.get(row.id) ?? { open_runs: 0, overdue_tasks: 0, next_due: null }),
  }));
};
