import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import { type Column, EXPORT_MOST, exportFile } from '#people/fields/exporting.ts';
import type { PersonsDoor } from './access.ts';
import type { PersonFilter } from './filters.ts';
import { allPersons, type PersonRow } from './lists.ts';
import { type PersonKind, ROLES } from './model.ts';

/** What the filters show of prospects or clients, as a file (PE-92). */
export const exported = (
  { kernel, port }: PersonsDoor,
  place: Place,
  kind: PersonKind,
  filter: PersonFilter,
): Promise<string> =>
  atDesk(kernel, place, async (desk) => {
    const rows = await allPersons(desk, { who: place.caller.who, port, kind }, filter, EXPORT_MOST);
    return exportFile(desk, place.caller, { list: `${kind}s`, filter, columns: columns(await namesOf(desk)) }, rows);
  });

interface Names {
  members: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
}

const columns = ({ members, tags }: Names): Column<PersonRow>[] => [
  ['name', (row) => row.display_name],
  ['client_number', (row) => row.client_number],
  ['prospect_number', (row) => row.prospect_number],
  ['status', (row) => row.status],
  ['email', (row) => row.email],
  ['phone', (row) => row.phone],
  ['source', (row) => row.source],
  ['service_wanted', (row) => row.service_wanted],
  ['tags', (row) => row.tags.flatMap((id) => tags.get(id) ?? []).join(';')],
  ...ROLES.map((role): Column<PersonRow> => [role, (row) => members.get(row.roles[role] ?? '') ?? null]),
  ['year_end', (row) => row.year_end && `${row.year_end.day}/${row.year_end.month}`],
  ['tax_period', (row) => row.tax_period?.frequency ?? null],
  ['waitlisted_on', (row) => row.entered_on],
  ['open_runs', (row) => row.open_runs],
  ['overdue_tasks', (row) => row.overdue_tasks],
  ['next_due', (row) => row.next_due],
  ['do_not_contact', (row) => row.do_not_contact],
  ['created_at', (row) => row.created_at],
];

const namesOf = async ({ tx, practice }: Desk): Promise<Names> => {
  const { rows } = await sql<{ list: string; id: string; name: string }>`
    select 'members' as list, id, name from app.member where practice_id = ${practice.id}
    union all select 'tags', id, name from app.tag where practice_id = ${practice.id} and deleted_at is null`.execute(
    tx,
  );
  const map = (list: string) => new Map(rows.filter((row) => row.list === list).map((row) => [row.id, row.name]));
  return { members: map('members'), tags: map('tags') };
};
