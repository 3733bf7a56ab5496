import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { ContactsPort, LinkedPerson } from '#people/contacts/port.ts';
import { memberOf } from '#people/fields/rights.ts';
import type { PersonsPort } from './port.ts';

/** What contacts ask of the persons they are reached at. */
export const linkedPersons = (port: PersonsPort<Desk>): ContactsPort<Desk> => ({
  persons: async (desk, ids) => {
    if (!ids.length) return new Map();
    const tasks = await port.taskMembers(desk, ids);
    const { rows } = await sql<Omit<LinkedPerson, 'task_members' | 'made_by'> & { created_by: string }>`
      select p.id, p.kind, p.display_name, p.country, p.restricted, p.created_by,
        array(select distinct h.member_id from app.role_holding h where h.practice_id = p.practice_id and h.person_id = p.id
          and h.deleted_at is null and h.since <= ${desk.today} and (h.until is null or h.until > ${desk.today})) as holders
      from app.person p where p.practice_id = ${desk.practice.id} and p.id = any(${ids})
        and p.deleted_at is null and p.erased_at is null and p.merged_into is null`.execute(desk.tx);
    return new Map(
      rows.map(({ created_by, ...row }): [Id, LinkedPerson] => [
        row.id,
        { ...row, task_members: tasks.get(row.id) ?? [], made_by: memberOf(created_by) },
      ]),
    );
  },
});
