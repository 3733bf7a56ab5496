import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { daysBetween, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { rolesHeld } from './lists.ts';
import type { RoleOnPerson } from './model.ts';
import type { PersonsPort } from './port.ts';
import { readable } from './reach.ts';

export const WAITLIST_SORTS = ['position'] as const;

export const waitlistFilters = {
  service: z.string().max(200).optional(),
  assignee: z.union([z.uuid(), z.literal('nobody')]).optional(),
  longer_than_days: z.coerce.number().int().min(0).max(36_500).optional(),
};
export interface WaitlistFilter {
  service?: string | undefined;
  assignee?: string | undefined;
  longer_than_days?: number | undefined;
}

export interface WaitlistRow {
  id: Id;
  person_id: Id;
  /** Of the person: what leaving the waitlist is asked with. */
  person_version: number;
  display_name: string;
  prospect_number: string | null;
  position: number;
  service: string | null;
  entered_on: PlainDate;
  waiting_days: number;
  earliest_start_on: PlainDate | null;
  assignee: Id | null;
  roles: Partial<Record<RoleOnPerson, Id>>;
  do_not_contact: boolean;
  restricted: boolean;
}

/** Who waits, in the order of entry; the position counts all who wait, whatever the filter shows (PE-17). */
export const listWaitlist = async (
  desk: Desk,
  { who, port }: { who: Who; port: PersonsPort<Desk> },
  query: ListQuery & WaitlistFilter,
) => {
  const sorts: Record<(typeof WAITLIST_SORTS)[number], SortColumn> = { position: { by: sql`w.position`, type: 'int' } };
  const pages = paging(query, sorts, sql`w.id`);
  const seen = await readable(desk, who, port);
  const body = sql`from (
      select e.id, e.person_id, e.service, e.entered_on, e.earliest_start_on, p.display_name, p.prospect_number, p.version as person_version,
        p.restricted, p.do_not_contact_since is not null as do_not_contact, ${seen} as seen,
        row_number() over (order by e.entered_on, e.id)::int as position,
        ${rolesHeld(desk)} as roles
      from app.waitlist_entry e join app.person p on p.practice_id = e.practice_id and p.id = e.person_id
      where e.practice_id = ${desk.practice.id} and e.left_on is null and e.deleted_at is null
        and p.deleted_at is null and p.merged_into is null and p.erased_at is null) w
    where w.seen
      and (${query.service ?? null}::text is null or lower(w.service) = lower(${query.service ?? ''}))
      and (${query.assignee ?? null}::text is null or coalesce(w.roles ->> 'assignee', 'nobody') = ${query.assignee ?? ''})
      and (${query.longer_than_days ?? null}::int is null or ${desk.today}::date - w.entered_on > ${query.longer_than_days ?? 0}::int)`;
  const { rows } = await sql<Omit<WaitlistRow, 'waiting_days'> & { page_key: string }>`
    select w.id, w.person_id, w.person_version, w.display_name, w.prospect_number, w.position, w.service, w.entered_on, w.earliest_start_on,
      w.roles ->> 'assignee' as assignee, w.roles, w.do_not_contact, w.restricted, ${pages.key} as page_key
    ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const count = counting ? countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) : undefined;
  return {
    items: items.map((row): WaitlistRow => ({ ...row, waiting_days: daysBetween(row.entered_on, desk.today) })),
    next,
    ...(count && { count }),
  };
};
