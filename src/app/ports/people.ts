import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { AuthorizationsPort, ReferringRun } from '#people/authorizations/port.ts';
import type { DuplicatesPort, MetRun } from '#people/duplicates/port.ts';
import type { EmployeesPort } from '#people/employees/port.ts';
import type { OpenRun, PersonsPort, RowFacts } from '#people/persons/port.ts';

/** What people know of the runs and tasks above them: counted and listed for many persons at once. */
const grouped = async <Row extends { person: Id }>(rows: readonly Row[]): Promise<Map<Id, Row[]>> => {
  const map = new Map<Id, Row[]>();
  for (const row of rows) map.get(row.person)?.push(row) ?? map.set(row.person, [row]);
  return map;
};

const openRuns = async ({ tx, practice }: Desk, persons: readonly Id[]): Promise<Map<Id, OpenRun[]>> => {
  const { rows } = await sql<OpenRun & { person: Id }>`
    select r.client_id as person, r.id, w.name as workflow,
      coalesce((v.content -> 'settings' ->> 'blocks_conversion')::boolean, false) as blocks_conversion
    from app.run r
    join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id
    join app.workflow_version v on v.practice_id = r.practice_id and v.workflow_id = r.workflow_id and v.n = r.workflow_version
    where r.practice_id = ${practice.id} and r.client_id = any(${persons}) and r.ended_at is null order by r.started_at`.execute(
    tx,
  );
  return grouped(rows);
};

const references = async ({ tx, practice }: Desk, persons: readonly Id[]) => {
  const { rows } = await sql<{ person: Id; kind: string; count: number }>`
    select client_id as person, 'runs' as kind, count(*)::int as count from app.run
      where practice_id = ${practice.id} and client_id = any(${persons}) group by client_id
    union all
    select subject_id, 'tasks', count(*)::int from app.task
      where practice_id = ${practice.id} and subject_id = any(${persons}) and run_id is null group by subject_id`.execute(
    tx,
  );
  return grouped(rows);
};

const taskMembers = async ({ tx, practice }: Desk, persons: readonly Id[]) => {
  const { rows } = await sql<{ person: Id; members: Id[] }>`
    select client_id as person, array_agg(distinct assignee_id) as members from app.task
    where practice_id = ${practice.id} and client_id = any(${persons}) and assignee_id is not null and state in ('ready', 'in_progress')
    group by client_id`.execute(tx);
  return new Map(rows.map((row) => [row.person, row.members]));
};

const personsWithTasksOf = async ({ tx, practice }: Desk, member: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select distinct client_id as id from app.task
    where practice_id = ${practice.id} and assignee_id = ${member} and client_id is not null and kind <> 'action' and state in ('ready', 'in_progress')`.execute(
    tx,
  );
  return rows.map((row) => row.id);
};

/** Runs of a person, or with subject employees of an employee: open ones, overdue tasks, the next date. */
export const rowFacts = async ({ tx, practice, today }: Desk, subjects: readonly Id[]): Promise<Map<Id, RowFacts>> => {
  const { rows } = await sql<RowFacts & { id: Id }>`
    select s.id,
      (select count(*)::int from app.run r where r.practice_id = ${practice.id} and r.subject_id = s.id and r.ended_at is null) as open_runs,
      (select count(*)::int from app.task t left join app.run r on r.practice_id = t.practice_id and r.id = t.run_id
        where t.practice_id = ${practice.id} and t.subject_id = s.id and t.kind <> 'action' and t.state in ('ready', 'in_progress')
          and t.due_on < ${today} and r.state is distinct from 'on_hold') as overdue_tasks,
      (select min(t.due_on) from app.task t where t.practice_id = ${practice.id} and t.subject_id = s.id
        and t.state in ('ready', 'in_progress')) as next_due
    from unnest(${subjects}::uuid[]) as s(id)`.execute(tx);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
};

export const subjectsWithOpenRun = async ({ tx, practice }: Desk, workflow: Id | null): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select distinct subject_id as id from app.run
    where practice_id = ${practice.id} and ended_at is null and (${workflow}::uuid is null or workflow_id = ${workflow})`.execute(
    tx,
  );
  return rows.map((row) => row.id);
};

const roleTasks = async ({ tx, practice }: Desk, persons: readonly Id[], role: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app.task
    where practice_id = ${practice.id} and client_id = any(${persons}) and resolved_by = ${role} and state = 'ready'`.execute(
    tx,
  );
  return rows[0]!.count;
};

/** Invoices, plans and flows do not exist in this release: nothing of theirs can stand in a person's way. */
export const peoplePort: PersonsPort<Desk> = {
  openRuns,
  references,
  clientRecords: async () => new Map(),
  openInvoices: async () => new Map(),
  taskMembers,
  personsWithTasksOf,
  rowFacts: (desk, persons) => rowFacts(desk, persons),
  personsWithOpenRun: subjectsWithOpenRun,
  roleTasks,
};

/** The same of employees, which are subjects of runs like persons. */
export const employeesPort: EmployeesPort<Desk> = {
  references: async (desk, employees) => {
    const { rows } = await sql<{ person: Id; kind: string; count: number }>`
      select subject_id as person, 'runs' as kind, count(*)::int as count from app.run
      where practice_id = ${desk.practice.id} and subject_id = any(${employees}) group by subject_id`.execute(desk.tx);
    return grouped(rows);
  },
  taskMembers: async ({ tx, practice }, employees) => {
    const { rows } = await sql<{ employee: Id; members: Id[] }>`
      select subject_id as employee, array_agg(distinct assignee_id) as members from app.task
      where practice_id = ${practice.id} and subject_id = any(${employees}) and assignee_id is not null and state in ('ready', 'in_progress')
      group by subject_id`.execute(tx);
    return new Map(rows.map((row) => [row.employee, row.members]));
  },
  rowFacts: (desk, employees) => rowFacts(desk, employees),
  employeesWithOpenRun: subjectsWithOpenRun,
};

/** Runs that refer to authorizations (PE-51). */
export const authorizationsPort: AuthorizationsPort<Desk> = {
  referringRuns: async ({ tx, practice }, ids) => {
    const { rows } = await sql<ReferringRun & { of: Id }>`
      select a.id as of, r.id, w.name as workflow, r.state, r.started_at, r.ended_at
      from unnest(${ids}::uuid[]) a(id)
      join app.run r on r.practice_id = ${practice.id} and r.refers_to @> array[a.id] and r.refers_to <> '{}'
      join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id order by r.started_at desc`.execute(
      tx,
    );
    const map = new Map<Id, ReferringRun[]>();
    for (const { of, ...run } of rows) map.get(of)?.push(run) ?? map.set(of, [run]);
    return map;
  },
};

/** Open runs of two records that may become one (PE-76). */
export const duplicatesPort: DuplicatesPort<Desk> = {
  openRuns: async ({ tx, practice }, ids) => {
    const { rows } = await sql<MetRun>`
      select r.id, r.subject_id as subject, r.workflow_id, w.name as workflow, r.trigger_key from app.run r
      join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id
      where r.practice_id = ${practice.id} and r.subject_id = any(${ids}) and r.ended_at is null`.execute(tx);
    return rows;
  },
};
