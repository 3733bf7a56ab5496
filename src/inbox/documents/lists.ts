import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { seenItems } from '#inbox/items/seen.ts';
import { memberOf } from '#kernel/access/members/by-actor.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { holdsWords } from '#kernel/http/matching.ts';
import { looksAfter } from '#people/persons/reach.ts';
import { READS } from './rights.ts';
import type { documentFilters, documentRow } from './shapes.ts';

export type DocumentRow = z.infer<typeof documentRow>;
export type DocumentFilter = ListQuery & z.infer<z.ZodObject<typeof documentFilters>>;

export const DOCUMENT_SORTS = ['-created_at', 'title'] as const;
const sorts: Record<string, SortColumn> = {
  created_at: { by: sql`d.created_at`, type: 'timestamptz' },
  title: { by: sql`lower(d.title)`, type: 'text' },
};

/**
 * The condition under which somebody sees a document, over `d` and `p` (its client): by their role and its client (PL-26,
 * PL-31), and whoever sees the item that asks for its approval (IN-140).
 */
export const seenDocuments = (desk: Desk, who: Who): RawBuilder<boolean> => {
  const mine = looksAfter(desk, who.member_id ?? null, sql`p.id`);
  const made = sql`d.prepared_by = ${who.actor}`;
  const own = who.own_clients_only || who.reach.documents === 'assigned' ? sql`(${mine} or ${made})` : sql`true`;
  const client = who.abilities.includes('restricted.read') ? sql`true` : sql`(p.restricted is not true or ${mine})`;
  const reads = can(who, READS) ? sql`false` : sql`(${client} and ${own})`;
  const asked = sql`exists (select 1 from app.item i where i.practice_id = d.practice_id and i.document_id = d.id
    and i.deleted_at is null and ${seenItems(desk, who)})`;
  return who.levels.inbox === 'none' ? sql<boolean>`${reads}` : sql<boolean>`(${reads} or ${asked})`;
};

const given = (value: unknown, condition: RawBuilder<unknown>): RawBuilder<unknown> =>
  value === undefined ? sql`true` : condition;

const FROM = sql`from app.document d
  left join app.person p on p.practice_id = d.practice_id and p.id = d.client_id`;

const COLUMNS = sql`d.id, d.version, d.title, d.client_id, p.display_name as client, d.profile_id, r.name as profile,
  coalesce(r.file_only, false) as file_only, d.amount, d.expected_amount, d.state, d.failure, d.approval_reasons,
  (select m.name from app.member m where m.practice_id = d.practice_id
    and m.id = ${memberOf(sql`d.prepared_by`)}) as prepared_by,
  d.marks, d.not_told, d.told_at, d.created_at,
  json_build_object('id', f.id, 'name', f.name, 'type', f.type, 'bytes', f.bytes) as file,
  case when a.id is null then null else json_build_object('id', a.id, 'number', a.number, 'status', a.status) end as item,
  case when c.id is null then null else json_build_object('id', c.id, 'kind', c.kind, 'state', c.state) end as letter`;
const AROUND = sql`
  left join app.document_profile r on r.practice_id = d.practice_id and r.id = d.profile_id
  left join app.file f on f.practice_id = d.practice_id and f.id = d.file_id
  left join app.item a on a.practice_id = d.practice_id and a.id = d.item_id and a.deleted_at is null
  left join app.correspondence c on c.practice_id = d.practice_id and c.id = d.correspondence_id`;

/** One page of what this member may see. */
export const listDocuments = async (desk: Desk, who: Who, filter: DocumentFilter) => {
  const pages = paging(filter, sorts, sql`d.id`);
  const { rows } = await sql<DocumentRow & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${FROM} ${AROUND}
    where d.practice_id = ${desk.practice.id} and d.deleted_at is null and ${seenDocuments(desk, who)}
      and ${given(filter.state, sql`d.state = ${filter.state}`)}
      and ${given(filter.client, sql`d.client_id = ${filter.client}::uuid`)}
      and ${given(filter.profile, sql`d.profile_id = ${filter.profile}::uuid`)}
      and ${given(filter.mark, sql`${filter.mark} = any(d.marks)`)}
      and ${holdsWords(sql`lower(d.title || ' ' || coalesce(p.display_name, '') || ' ' || coalesce(f.name, ''))`, filter.q)}
      and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  return { items: items as DocumentRow[], next };
};

export const readDocument = async (desk: Desk, who: Who, id: Id): Promise<DocumentRow | undefined> => {
  const { rows } = await sql<DocumentRow>`
    select ${COLUMNS} ${FROM} ${AROUND}
    where d.practice_id = ${desk.practice.id} and d.id = ${id} and d.deleted_at is null and ${seenDocuments(desk, who)}`.execute(
    desk.tx,
  );
  return rows[0];
};

/** Of these documents, those that may be seen: for timelines, notices and files (PL-35). */
export const seenAmong = async (desk: Desk, who: Who, ids: readonly Id[]): Promise<Set<Id>> => {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: Id }>`
    select d.id ${FROM}
    where d.practice_id = ${desk.practice.id} and d.id = any(${ids}) and ${seenDocuments(desk, who)}`.execute(desk.tx);
  return new Set(rows.map(({ id }) => id));
};
