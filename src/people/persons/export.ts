import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { csvFile } from '#kernel/http/csv.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { PersonsDoor } from './access.ts';
import type { PersonFilter } from './filters.ts';
import { allPersons, type PersonRow } from './lists.ts';
import { type PersonKind, ROLES } from './model.ts';

const MOST = 100_000;

/** What the filters show as a file, and an event that says who took which rows (PE-92). */
export const exported = (
  { kernel, port }: PersonsDoor,
  { caller, ...place }: Place,
  kind: PersonKind,
  filter: PersonFilter,
): Promise<string> =>
  atDesk(kernel, { caller, ...place }, async (desk) => {
    const rows = await allPersons(desk, { who: caller.who, port, kind }, filter, MOST);
    const names = await namesOf(desk);
    const facts = { filter: [null, filter as unknown as Json], rows: [null, rows.length] } as const;
    const thing = ref('practice', desk.practice.id);
    await record(desk, originOf(caller), [
      { event: { verb: `${kind}s.exported`, thing, facts }, act_id: newId(), root: thing, personal: [] },
    ]);
    return csvFile(
      COLUMNS.map(([heading]) => heading),
      rows.map((row) => COLUMNS.map(([, cell]) => cell(row, names))),
    );
  });

interface Names {
  members: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
}

type Cell = string | number | boolean | null;
const COLUMNS: readonly (readonly [heading: string, cell: (row: PersonRow, names: Names) => Cell])[] = [
  ['name', (row) => row.display_name],
  ['client_number', (row) => row.client_number],
  ['prospect_number', (row) => row.prospect_number],
  ['status', (row) => row.status],
  ['email', (row) => row.email],
  ['phone', (row) => row.phone],
  ['source', (row) => row.source],
  ['service_wanted', (row) => row.service_wanted],
  ['tags', (row, { tags }) => row.tags.flatMap((id) => tags.get(id) ?? []).join(';')],
  ...ROLES.map(
    (role) => [role, (row: PersonRow, { members }: Names): Cell => members.get(row.roles[role] ?? '') ?? null] as const,
  ),
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
