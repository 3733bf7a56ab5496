import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Room, UndoCommand, Wanted } from '#kernel/loop/room.ts';
import { undo } from '#kernel/loop/undo.ts';
import { holders, takeNumbers } from '#people/fields/numbers.ts';
import { allFields } from '#people/fields/store.ts';
import { derived, searchEntries } from './finding.ts';
import { blankEmployee, type Employee, type EmployeeCommand, type EmployeeState, PERSONAL } from './model.ts';
import type { EmployeesPort } from './port.ts';
import { canDelete, decide, evolve, mayChange } from './rules.ts';

export type EmployeesRoom = Room<EmployeeState, EmployeeCommand>;

export const employeesRoom = (port: EmployeesPort<Desk>): EmployeesRoom => {
  const general: EmployeesRoom = {
    name: 'employee',
    kinds: {
      employee: {
        table: 'app.employee',
        find: (state) => state.employee,
        personal: PERSONAL,
        births: ['employee.added'],
        derive: (row) => derived(row as Employee),
      },
    },
    load: (desk, wanted) => loadEmployees(desk, port, wanted),
    decide,
    evolve,
    changes: writes('people', 'employees.read'),
    search: searchEntries,
  };
  return {
    ...general,
    undo: (state, command, context) => {
      if (state.employee.erased_at)
        return refused('erased', 'What was erased cannot come back, so nothing here can be taken back any more.');
      const born = command.events.some((event) => event.verb === 'employee.added');
      return mayChange(context.who) ?? (born ? canDelete(state) : null) ?? undo(general, state, command, context);
    },
  };
};

const COLUMNS = sql`e.id, e.version, e.number, e.given_name, e.family_name, e.work_email, e.phone, e.job_title, e.team, e.manager_id, e.member_id,
  e.start_on, e.onboarded_at, e.leaves, e.end_on, e.end_reason, e.tags, e.custom, e.added_beside, e.also_known_as, e.merged_into,
  e.deleted_at, e.erased_at, e.created_at, e.created_by`;

export const readEmployees = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Employee[]> => {
  const { rows } = await sql<Employee>`
    select ${COLUMNS} from app.employee e where e.practice_id = ${practice.id} and e.id = any(${ids})`.execute(tx);
  return rows;
};

/** The record an id stands for: an absorbed one answers with the last survivor for ever (PE-75, PE-79). */
export const survivingEmployee = async ({ tx, practice }: Desk, id: Id): Promise<Id> => {
  const { rows } = await sql<{ id: Id }>`
    with recursive chain as (
      select e.id, e.merged_into, 1 as step from app.employee e where e.practice_id = ${practice.id} and e.id = ${id}
      union all
      select e.id, e.merged_into, chain.step + 1 from chain
      join app.employee e on e.practice_id = ${practice.id} and e.id = chain.merged_into where chain.step < 50)
    select id from chain where merged_into is null limit 1`.execute(tx);
  return rows[0]?.id ?? id;
};

export const loadEmployees = async (
  desk: Desk,
  port: EmployeesPort<Desk>,
  wanted: readonly Wanted<EmployeeCommand | UndoCommand>[],
): Promise<Map<Id, EmployeeState>> => {
  const ids = wanted.map(({ id }) => id);
  const found = new Map((await readEmployees(desk, ids)).map((employee) => [employee.id, employee]));
  const fields = await allFields(desk);
  const { tags, members, colleagues } = await lists(desk);
  const numbers = await askedNumbers(desk, wanted);
  const adding = wanted.filter(({ command }) => command.do === 'add' && !command.number);
  const next = new Map(
    (adding.length ? await takeNumbers(desk, 'employee', adding.length) : []).map((number, i) => [
      adding[i]!.id,
      number,
    ]),
  );
  const deleting = wanted.filter(({ command }) => command.do === 'delete' || command.do === 'undo').map(({ id }) => id);
  const references = deleting.length ? await port.references(desk, deleting) : new Map();
  const states = new Map<Id, EmployeeState>();
  for (const { id, command } of wanted) {
    const employee = found.get(id) ?? (command.do === 'add' ? blankEmployee(id) : null);
    if (!employee) continue;
    states.set(id, {
      employee,
      next: next.get(id) ?? '',
      numbers,
      fields,
      tags,
      members,
      colleagues,
      references: references.get(id) ?? [],
    });
  }
  return states;
};

const lists = async ({
  tx,
  practice,
}: Desk): Promise<Pick<EmployeeState, 'tags' | 'members'> & { colleagues: Set<Id> }> => {
  const { rows } = await sql<{ tags: EmployeeState['tags']; members: EmployeeState['members']; colleagues: Id[] }>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'applies_to', applies_to)), '[]')
       from app.tag where practice_id = ${practice.id} and deleted_at is null) as tags,
      (select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name, 'active', m.state = 'active', 'employee',
          case when e.id is null then null else json_build_object('id', e.id, 'display_name', e.display_name) end)), '[]')
       from app.member m left join app.employee e on e.practice_id = m.practice_id and e.member_id = m.id
         and e.deleted_at is null and e.merged_into is null
       where m.practice_id = ${practice.id}) as members,
      array(select id from app.employee where practice_id = ${practice.id} and deleted_at is null and merged_into is null) as colleagues`.execute(
    tx,
  );
  const { colleagues, ...rest } = rows[0]!;
  return { ...rest, colleagues: new Set(colleagues) };
};

const askedNumbers = async (
  desk: Desk,
  wanted: readonly Wanted<EmployeeCommand | UndoCommand>[],
): Promise<EmployeeState['numbers']> => {
  const asked = wanted.flatMap(({ command }) =>
    (command.do === 'add' || command.do === 'change') && command.number ? [command.number] : [],
  );
  const held = await holders(desk, 'employee', asked);
  if (!held.size) return {};
  const employees = new Map((await readEmployees(desk, [...held.values()])).map((one) => [one.id, one]));
  return Object.fromEntries(
    [...held].flatMap(([number, id]) => {
      const one = employees.get(id);
      return one ? [[number, { id, display_name: derived(one).display_name }]] : [];
    }),
  );
};
