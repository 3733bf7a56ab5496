import { sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging } from '#kernel/http/list.ts';
import { seenWithItem } from '../items/seen.ts';
import type { arrivalDetail, arrivalFilters, arrivalRow } from './shapes.ts';

/** Mail taken in, as people read it (inbox.md 4). */

export type ArrivalRow = z.infer<typeof arrivalRow>;
export type ArrivalDetail = z.infer<typeof arrivalDetail>;
export type ArrivalFilter = ListQuery & z.infer<z.ZodObject<typeof arrivalFilters>>;
export const ARRIVAL_SORTS = ['-received_at'] as const;

const FROM = sql`
  from app.arrival r
  left join app.item i on i.practice_id = r.practice_id and i.id = r.item_id
  left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id`;

const COLUMNS = sql`r.id, r.way, r.sender, r.to_address, r.from_address, r.from_name, r.subject, r.received_at, r.sent_at, r.size_bytes,
  r.class, r.verdict, r.checks, r.outcome, r.because, r.marks, r.attachments, r.html is not null as has_html, r.raw_removed_at is null as has_raw,
  btrim(regexp_replace(left(r.body, 400), '\\s+', ' ', 'g')) as line,
  case when i.id is not null then json_build_object('id', i.id, 'number', i.number, 'subject', i.subject) end as item`;

/** One page of them, of what this member may see. */
export const listArrivals = async (desk: Desk, who: Who, filter: ArrivalFilter) => {
  const pages = paging(filter, { received_at: { by: sql`r.received_at`, type: 'timestamptz' } }, sql`r.id`);
  const found = sql`${FROM}
    where r.practice_id = ${desk.practice.id} and ${seenWithItem(desk, who)}
      and ${filter.outcome ? sql`r.outcome = ${filter.outcome}` : sql`true`}
      and ${filter.item ? sql`r.item_id = ${filter.item}::uuid and r.outcome in ('item_made', 'added')` : sql`true`}`;
  const { rows } = await sql<ArrivalRow & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${found} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const counting = countQuery(filter, found);
  const count = counting ? { count: countAnswer(filter, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
  return { ...pages.page(rows), ...count } as { items: ArrivalRow[]; next: string | null };
};

/** One with its text and its cleaned HTML; undefined when there is none, or it may not be seen. */
export const readArrivalRow = async (desk: Desk, who: Who, id: Id) => {
  const { rows } = await sql<ArrivalDetail & { html: string | null }>`
    select ${COLUMNS}, r.body, r.html ${FROM}
    where r.practice_id = ${desk.practice.id} and r.id = ${id} and ${seenWithItem(desk, who)}`.execute(desk.tx);
  return rows[0];
};

/** Of these, those that may be seen: for timelines and the audit (PL-35). */
export const seenArrivals = async (desk: Desk, who: Who, ids: readonly Id[]): Promise<Set<Id>> => {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: Id }>`
    select r.id ${FROM} where r.practice_id = ${desk.practice.id} and r.id = any(${ids}) and ${seenWithItem(desk, who)}`.execute(
    desk.tx,
  );
  return new Set(rows.map(({ id }) => id));
};
