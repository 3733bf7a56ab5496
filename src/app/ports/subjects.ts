import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, dateAt, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { type YearEnd, yearEndIn } from '#people/persons/content.ts';
import { absorbedPersons } from '#people/persons/reach.ts';
import type { ClientRole, SubjectFacts } from '#workflows/runs/model.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';

/** What a run knows of the prospects, clients and employees it is about, under the names of `definitions/fields.ts`. */

interface PersonRow {
  id: Id;
  kind: 'prospect' | 'client';
  display_name: string;
  restricted: boolean;
  inactive_since: PlainDate | null;
  converted_at: string | null;
  created_at: string;
  year_end: YearEnd | null;
  known_year_ends: PlainDate[];
  do_not_contact_since: PlainDate | null;
  waitlisted_on: PlainDate | null;
  tag_names: string[];
  tags: Id[];
  custom: Record<string, Json>;
  roles: Partial<Record<ClientRole, Id>>;
  [column: string]: unknown;
}

const TEXTS = [
  'form',
  'given_name',
  'family_name',
  'organisation_name',
  'country',
  'source',
  'service_wanted',
  'tax_number',
  'business_number',
  'client_number',
] as const;

const persons = async (desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, SubjectFacts>> => {
  const { tx, practice, today } = desk;
  const { rows } = await sql<PersonRow>`
    select p.id, p.kind, p.display_name, p.restricted, p.inactive_since, p.converted_at, p.created_at, p.year_end, p.known_year_ends,
      p.do_not_contact_since, p.tags, p.custom, p.form, p.given_name, p.family_name, p.organisation_name, p.country, p.source,
      p.service_wanted, p.tax_number, p.business_number, p.client_number,
      (select w.entered_on from app.waitlist_entry w where w.practice_id = p.practice_id and w.person_id = p.id
        and w.left_on is null and w.deleted_at is null) as waitlisted_on,
      array(select t.name from app.tag t where t.practice_id = p.practice_id and t.id = any(p.tags)) as tag_names,
      coalesce((select json_object_agg(h.role, h.member_id) from app.role_holding h where h.practice_id = p.practice_id and h.person_id = p.id
        and h.deleted_at is null and h.since <= ${today} and (h.until is null or h.until > ${today})), '{}') as roles
    from app.person p
    where p.practice_id = ${practice.id} and p.id = any(${ids}) and p.deleted_at is null and p.erased_at is null and p.merged_into is null`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, personFacts(row, desk)]));
};

const personFacts = (row: PersonRow, { today, practice }: Desk): SubjectFacts => ({
  record: 'person',
  id: row.id,
  kind: row.kind,
  name: row.display_name,
  active: !row.inactive_since,
  restricted: row.restricted,
  client_id: row.id,
  roles: row.roles,
  fields: known({
    kind: row.kind,
    display_name: row.display_name,
    status: row.inactive_since
      ? 'inactive'
      : row.kind === 'client'
        ? 'active'
        : row.waitlisted_on
          ? 'waitlisted'
          : 'open',
    do_not_contact: !!row.do_not_contact_since,
    tags: [...row.tag_names, ...row.tags],
    created_on: dateAt(row.created_at, practice.time_zone),
    next_year_end: nextYearEnd(row, today),
    waitlisted_on: row.waitlisted_on,
    converted_on: row.converted_at && dateAt(row.converted_at, practice.time_zone),
    ...Object.fromEntries(TEXTS.map((field) => [field, row[field] as Json])),
    ...customFields(row.custom),
  }),
});

/** A known year end that lies ahead, else the next day of the yearly one. */
const nextYearEnd = ({ year_end, known_year_ends }: PersonRow, today: PlainDate): PlainDate | null => {
  const ahead = known_year_ends.filter((date) => date >= today).sort()[0];
  if (ahead || !year_end) return ahead ?? null;
  const year = Number(today.slice(0, 4));
  const thisYear = yearEndIn(year, year_end);
  return thisYear >= today ? thisYear : yearEndIn(year + 1, year_end);
};

interface EmployeeRow {
  id: Id;
  display_name: string;
  member_id: Id | null;
  manager_id: Id | null;
  manager_member: Id | null;
  member_active: boolean | null;
  member_roles: number;
  member_open_tasks: number;
  start_on: PlainDate | null;
  end_on: PlainDate | null;
  onboarded_at: string | null;
  on_leave: boolean;
  created_at: string;
  tag_names: string[];
  tags: Id[];
  custom: Record<string, Json>;
  [column: string]: unknown;
}

const EMPLOYEE_TEXTS = ['given_name', 'family_name', 'work_email', 'phone', 'job_title', 'team', 'end_reason'] as const;

const employees = async (desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, SubjectFacts>> => {
  const { tx, practice, today } = desk;
  const { rows } = await sql<EmployeeRow>`
    select e.id, e.display_name, e.member_id, e.manager_id, boss.member_id as manager_member, e.start_on, e.end_on, e.onboarded_at,
      e.created_at, e.tags, e.custom, e.given_name, e.family_name, e.work_email, e.phone, e.job_title, e.team, e.end_reason,
      exists (select 1 from jsonb_array_elements(e.leaves) l where (l ->> 'from')::date <= ${today}
        and (l ->> 'to' is null or (l ->> 'to')::date >= ${today})) as on_leave,
      m.state = 'active' as member_active,
      (select count(*)::int from app.role_holding h where h.practice_id = e.practice_id and h.member_id = e.member_id
        and h.deleted_at is null and (h.until is null or h.until > ${today})) as member_roles,
      (select count(*)::int from app.task t where t.practice_id = e.practice_id and t.assignee_id = e.member_id
        and t.kind <> 'action' and t.state in ('ready', 'in_progress') and t.subject_id is distinct from e.id) as member_open_tasks,
      array(select t.name from app.tag t where t.practice_id = e.practice_id and t.id = any(e.tags)) as tag_names
    from app.employee e
    left join app.employee boss on boss.practice_id = e.practice_id and boss.id = e.manager_id
    left join app.member m on m.practice_id = e.practice_id and m.id = e.member_id
    where e.practice_id = ${practice.id} and e.id = any(${ids}) and e.deleted_at is null and e.erased_at is null and e.merged_into is null`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, employeeFacts(row, desk)]));
};

const employeeFacts = (row: EmployeeRow, { today, practice }: Desk): SubjectFacts => ({
  record: 'employee',
  id: row.id,
  kind: 'employee',
  name: row.display_name,
  active: !(row.end_on && row.end_on < today),
  restricted: false,
  client_id: null,
  roles: {},
  fields: known({
    kind: 'employee',
    display_name: row.display_name,
    status:
      row.end_on && row.end_on < today
        ? 'left'
        : row.on_leave
          ? 'on_leave'
          : row.onboarded_at
            ? 'active'
            : 'onboarding',
    tags: [...row.tag_names, ...row.tags],
    created_on: dateAt(row.created_at, practice.time_zone),
    start_on: row.start_on,
    end_on: row.end_on,
    manager: row.manager_member,
    member: row.member_id,
    ...(row.member_id && {
      member_active: row.member_active ?? false,
      member_roles: row.member_roles,
      member_open_tasks: row.member_open_tasks,
    }),
    ...Object.fromEntries(EMPLOYEE_TEXTS.map((field) => [field, row[field] as Json])),
    ...customFields(row.custom),
  }),
});

const customFields = (custom: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value]));

/** A missing value is unknown: it has no field at all (WF-35). */
const known = (fields: Record<string, Json | undefined>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as Record<string, Json>;

const authorizations = async ({ tx, practice, today }: Desk, clients: readonly Id[]) => {
  const found = new Map<Id, Record<Id, Record<string, Json>>>();
  if (!clients.length) return found;
  const { rows } = await sql<{ id: Id; client_id: Id; valid_from: PlainDate | null; valid_to: PlainDate | null }>`
    select id, client_id, valid_from, valid_to from app.authorization
    where practice_id = ${practice.id} and client_id = any(${clients}) and deleted_at is null
      and coalesce(valid_to, ${today}) >= ${addDays(today, -730)}`.execute(tx);
  for (const { client_id, id, ...fields } of rows) {
    const own = found.get(client_id) ?? found.set(client_id, {}).get(client_id)!;
    own[id] = known(fields);
  }
  return found;
};

export const subjects: SubjectsPort<Desk> = {
  facts: { person: persons, employee: employees, invoice: async () => new Map() },
  authorizations,
  absorbed: absorbedPersons,
};
