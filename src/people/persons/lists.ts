import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { daysBetween, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { listBody, type PersonFilter } from './filters.ts';
import type { Person, PersonKind, RoleOnPerson } from './model.ts';
import type { PersonsPort, RowFacts } from './port.ts';
import { type PersonStatus, personStatus } from './status.ts';

export const PERSON_SORTS = ['name', 'number', 'created_at', 'waiting', 'year_end'] as const;
const sorts: Record<(typeof PERSON_SORTS)[number], SortColumn> = {
  name: { by: sql`p.sort_name`, type: 'text' },
  number: { by: sql`lower(coalesce(p.client_number, p.prospect_number, ''))`, type: 'text' },
  created_at: { by: sql`p.created_at`, type: 'timestamptz' },
  waiting: {
    by: sql`coalesce((select e.entered_on from app.waitlist_entry e where e.practice_id = p.practice_id and e.person_id = p.id
      and e.left_on is null and e.deleted_at is null), '9999-12-31'::date)`,
    type: 'date',
  },
  year_end: { by: sql`coalesce((p.year_end ->> 'month')::int * 100 + (p.year_end ->> 'day')::int, 9999)`, type: 'int' },
};

/** A row of the lists of prospects and clients. */
export interface PersonRow extends RowFacts {
  id: Id;
  version: number;
  kind: PersonKind;
  display_name: string;
  prospect_number: string | null;
  client_number: string | null;
  status: PersonStatus;
  source: string | null;
  service_wanted: string | null;
  email: string | null;
  phone: string | null;
  tags: Id[];
  roles: Partial<Record<RoleOnPerson, Id>>;
  entered_on: PlainDate | null;
  waiting_days: number | null;
  year_end: Person['year_end'];
  tax_period: Person['tax_period'];
  do_not_contact: boolean;
  restricted: boolean;
  created_at: string;
}

type Read = Omit<PersonRow, 'status' | 'waiting_days' | 'do_not_contact' | keyof RowFacts> & {
  inactive_since: PlainDate | null;
  do_not_contact_since: PlainDate | null;
};

/** Who looks after the person `p` today, by role. */
export const rolesHeld = ({
  practice,
  today,
}: Desk) => sql`coalesce((select json_object_agg(h.role, h.member_id) from app.role_holding h where h.practice_id = ${practice.id} and h.person_id = p.id
    and h.deleted_at is null and h.since <= ${today} and (h.until is null or h.until > ${today})), '{}')`;

/** The columns of a row; names of members and tags are looked up by whoever shows it. */
const columns = (
  desk: Desk,
) => sql`p.id, p.version, p.kind, p.display_name, p.prospect_number, p.client_number, p.source,
  p.service_wanted, p.tags, p.year_end, p.tax_period, p.restricted, p.created_at, p.inactive_since, p.do_not_contact_since,
  jsonb_path_query_first(p.emails, '$[*] ? (@.primary == true).address') #>> '{}' as email,
  jsonb_path_query_first(p.phones, '$[*] ? (@.primary == true).number') #>> '{}' as phone,
  (select e.entered_on from app.waitlist_entry e where e.practice_id = ${desk.practice.id} and e.person_id = p.id
    and e.left_on is null and e.deleted_at is null) as entered_on,
  ${rolesHeld(desk)} as roles`;

export interface Listing {
  who: Who;
  port: PersonsPort<Desk>;
  kind: PersonKind;
}

/** One page of prospects or clients (PL-69, PL-70). */
export const listPersons = async (desk: Desk, listing: Listing, query: ListQuery & PersonFilter) => {
  const pages = paging(query, sorts, sql`p.id`);
  const body = await listBody(desk, { ...listing, filter: query });
  const { rows } = await sql<Read & { page_key: string }>`
    select ${columns(desk)}, ${pages.key} as page_key ${body} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const count = counting ? countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) : undefined;
  return { items: await finished(desk, listing, items), next, ...(count && { count }) };
};

/** Everything a filter shows, for an export (PE-92): at most `most`. */
export const allPersons = async (
  desk: Desk,
  listing: Listing,
  filter: PersonFilter,
  most: number,
): Promise<PersonRow[]> => {
  const body = await listBody(desk, { ...listing, filter });
  const { rows } = await sql<Read>`select ${columns(desk)} ${body} order by p.sort_name, p.id limit ${most}`.execute(
    desk.tx,
  );
  return finished(desk, listing, rows);
};

/** The ids a filter shows, in the order of the list, for a bulk act (PL-72). */
export const personIds = async (desk: Desk, listing: Listing, filter: PersonFilter, most: number): Promise<Id[]> => {
  const body = await listBody(desk, { ...listing, filter });
  const { rows } = await sql<{ id: Id }>`select p.id ${body} order by p.sort_name, p.id limit ${most}`.execute(desk.tx);
  return rows.map((row) => row.id);
};

const finished = async (desk: Desk, { port, who }: Listing, rows: readonly Read[]): Promise<PersonRow[]> => {
  const facts = await port.rowFacts(
    desk,
    rows.map((row) => row.id),
    who,
  );
  return rows.map(({ inactive_since, do_not_contact_since, ...row }) => ({
    ...row,
    status: personStatus(
      { kind: row.kind, inactive_since },
      row.entered_on ? [{ left_on: null, deleted_at: null }] : [],
    ),
    waiting_days: row.entered_on === null ? null : daysBetween(row.entered_on, desk.today),
    do_not_contact: do_not_contact_since !== null,
    ...(facts.get(row.id) ?? { open_runs: 0, overdue_tasks: 0, next_due: null }),
  }));
};
