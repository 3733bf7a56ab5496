import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { memberOf } from '#kernel/access/members/by-actor.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { coversOf } from '../assignments/store.ts';
import { type Hand, type Item, type Source, STATUSES, type Status } from './model.ts';
import { DUE, FROM, type ItemFilter, where } from './narrowing.ts';
import { type Standing, waysOf } from './opened.ts';
import { sameMessage, senderClients } from './proposing.ts';
import { seenItems } from './seen.ts';
import { settingsOf } from './settings.ts';
import type { itemRow, noteRow } from './shapes.ts';

/** The inbox as people read it: tabs, counts, one item (inbox.md 4). */

export type ItemRow = z.infer<typeof itemRow>;
export type NoteRow = z.infer<typeof noteRow>;
const sorts: Record<string, SortColumn> = {
  created_at: { by: sql`i.created_at`, type: 'timestamptz' },
  due_on: { by: DUE, type: 'date' },
  status_at: { by: sql`i.status_at`, type: 'timestamptz' },
  number: { by: sql`i.number`, type: 'int' },
};

/** The name behind an actor: a member's; the machine and keys have none here. */
const actorName = (actor: RawBuilder<unknown>): RawBuilder<string | null> => sql`(
  select m.name from app.member m where m.practice_id = i.practice_id and m.id = ${memberOf(actor)})`;
const memberName = (id: RawBuilder<unknown>): RawBuilder<string | null> => sql`(
  select m.name from app.member m where m.practice_id = i.practice_id and m.id = ${id})`;

const COLUMNS = sql`i.id, i.version, i.number, i.origin, i.status, ${actorName(sql`i.status_by`)} as status_by, i.status_at, i.subject,
  i.client_id, p.display_name as client, p.kind as client_kind, p.inactive_since is not null as client_inactive, i.category_id,
  (select c.name from app.item_category c where c.practice_id = i.practice_id and c.id = i.category_id) as category, i.contact, i.tags,
  i.priority, i.due_on, i.assignee_id, a.name as assignee, coalesce(a.state = 'deactivated', false) as assignee_inactive, i.confidential, i.hold_why,
  i.hold_until, i.decision, ${actorName(sql`i.decided_by`)} as decided_by, ${memberName(sql`i.decided_for`)} as decided_for, i.own_work, i.decided_at,
  i.final_at, i.instructions, i.decision_sent, i.document_id, i.sending, i.send_error,
  ${actorName(sql`i.sending ->> 'by'`)} as sending_by, ${actorName(sql`i.completed_by`)} as completed_by, i.completed_at,
  ${actorName(sql`i.deleted_by`)} as deleted_by, i.deleted_at, i.created_at, ${actorName(sql`i.created_by`)} as made_by, i.source, i.marks,
  (select count(*)::int from app.item_note n where n.practice_id = i.practice_id and n.item_id = i.id and n.deleted_at is null) as notes,
  json_build_object('watcher_ids', i.watcher_ids, 'decided_by', i.decided_by, 'created_by', i.created_by) as standing`;
const AROUND = sql`${FROM}
  left join app.member a on a.practice_id = i.practice_id and a.id = i.assignee_id`;

type Flat = Omit<ItemRow, 'hold' | 'decision' | 'completed' | 'deleted' | 'overdue' | 'may' | 'closed' | 'sending'> &
  Pick<
    Item,
    | 'hold_why'
    | 'hold_until'
    | 'decision'
    | 'decided_at'
    | 'final_at'
    | 'instructions'
    | 'decision_sent'
    | 'sending'
    | 'completed_at'
    | 'deleted_at'
  > & {
    sending_by: string | null;
    decided_by: string | null;
    decided_for: string | null;
    own_work: boolean;
    completed_by: string | null;
    deleted_by: string | null;
    standing: Omit<Standing, 'origin' | 'status' | 'category_id' | 'assignee_id' | 'confidential' | 'deleted_at'>;
  };

const present = (row: Flat, desk: Desk, who: Who, covers: Hand['covers']): ItemRow => {
  const {
    hold_why,
    hold_until,
    decision,
    decided_by,
    decided_for,
    own_work,
    decided_at,
    final_at,
    instructions,
    ...rest
  } = row;
  const { completed_by, completed_at, deleted_by, deleted_at, standing, sending, sending_by, decision_sent, ...item } =
    rest;
  const open = item.status === 'outstanding' || item.status === 'in_progress';
  return {
    ...item,
    overdue: open && !!item.due_on && item.due_on < desk.today,
    hold: open && hold_why ? { why: hold_why, until: hold_until } : null,
    decision: decision && {
      value: decision,
      by: decided_by,
      acting_for: decided_for,
      own_work,
      at: decided_at!,
      final_at: final_at!,
      instructions,
      sent: decision_sent,
    },
    sending: sending && { by: sending_by, at: sending.at, message_id: sending.message_id },
    completed: completed_at ? { by: completed_by, at: completed_at } : null,
    deleted: deleted_at ? { by: deleted_by, at: deleted_at, from_status: item.status } : null,
    ...waysOf(
      item.id,
      { ...item, ...standing, deleted_at },
      settingsOf(desk.practice).in_progress_for_mail_and_forms,
      who,
      covers,
    ),
  };
};

/** One page of a tab, of what this member may see. */
export const listItems = async (desk: Desk, who: Who, filter: ItemFilter) => {
  const pages = paging(filter, sorts, sql`i.id`);
  const found = sql`${FROM} ${await where(desk, who, filter)}`;
  const { rows } = await sql<Flat & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key
    from (select i.* ${found} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}) i
    left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id
    left join app.member a on a.practice_id = i.practice_id and a.id = i.assignee_id
    order by ${pages.orderBy}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const covers = await coversOf(desk, who);
  const counting = countQuery(filter, found);
  const count = counting ? { count: countAnswer(filter, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
  return { items: (items as Flat[]).map((row) => present(row, desk, who, covers)), next, ...count };
};

/** The ids a list shows, for a bulk on all of them: at most `most`, in its order. */
export const itemIds = async (
  desk: Desk,
  who: Who,
  filter: Omit<ItemFilter, keyof ListQuery>,
  most: number,
): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select i.id ${FROM} ${await where(desk, who, { ...filter, limit: most, sort: '-created_at' })}
    order by i.created_at desc, i.id desc limit ${most}`.execute(desk.tx);
  return rows.map(({ id }) => id);
};

/** Counting further tells nobody more. */
const COUNTED = 1000;

/** How many stand in each tab for this member (IN-3, IN-7). */
export const countItems = async (desk: Desk, who: Who): Promise<Record<Status, { value: number; capped: boolean }>> => {
  const { rows } = await sql<{ status: Status; value: number }>`
    select s.status, c.value from unnest(${[...STATUSES]}::text[]) as s(status)
    cross join lateral (select count(*)::int as value from (
      select 1 ${FROM}
      where i.practice_id = ${desk.practice.id} and i.status = s.status and i.deleted_at is null and ${seenItems(desk, who)}
      limit ${COUNTED + 1}) few) c`.execute(desk.tx);
  return Object.fromEntries(
    rows.map(({ status, value }) => [status, { value: Math.min(value, COUNTED), capped: value > COUNTED }]),
  ) as never;
};

type Linked = Pick<Item, 'id' | 'number' | 'status'>;

/** One with all that its page shows; undefined when there is none, or it may not be seen. `wanted`: its id, or its number. */
export const readItem = async (desk: Desk, who: Who, wanted: { id: Id } | { number: number }) => {
  const one = 'id' in wanted ? sql`i.id = ${wanted.id}::uuid` : sql`i.number = ${wanted.number}`;
  const { rows } = await sql<
    Flat & {
      details: string;
      form_answer_id: Id | null;
      prepared_by: string | null;
      document_removed: boolean;
      watchers: { id: Id; name: string }[];
      again: Linked | null;
      agains: Linked[];
      before: Linked | null;
    }
  >`
    select ${COLUMNS}, i.details, i.form_answer_id,
      (select d.prepared_by from app.document d where d.practice_id = i.practice_id and d.id = i.document_id) as prepared_by,
      exists (select 1 from app.document d
        where d.practice_id = i.practice_id and d.id = i.document_id and d.deleted_at is not null) as document_removed,
      coalesce((select json_agg(json_build_object('id', m.id, 'name', m.name) order by m.name) from app.member m
        where m.practice_id = i.practice_id and m.id = any(i.watcher_ids)), '[]') as watchers,
      (select json_build_object('id', o.id, 'number', o.number, 'status', o.status) from app.item o
        where o.practice_id = i.practice_id and o.id = i.resubmission_of) as again,
      (select json_build_object('id', o.id, 'number', o.number, 'status', o.status) from app.item o
        where o.practice_id = i.practice_id and o.id = i.follows) as before,
      coalesce((select json_agg(json_build_object('id', o.id, 'number', o.number, 'status', o.status) order by o.number) from app.item o
        where o.practice_id = i.practice_id and o.resubmission_of = i.id and o.deleted_at is null), '[]') as agains
    ${AROUND} where i.practice_id = ${desk.practice.id} and ${one} and ${seenItems(desk, who)}`.execute(desk.tx);
  const [row] = rows;
  if (!row) return undefined;
  const { details, form_answer_id, prepared_by, document_removed, watchers, again, agains, before, ...flat } = row;
  const shown = present(flat, desk, who, await coversOf(desk, who));
  const theirs = prepared_by === who.actor || who.abilities.includes('inbox.update_all');
  const may_withdraw = shown.origin === 'document' && shown.status === 'outstanding' && theirs && !shown.sending;
  return {
    ...shown,
    may_withdraw,
    document_removed,
    details,
    form_answer_id,
    watchers,
    resubmission_of: again,
    resubmissions: agains,
    follows: before,
    same_message: await sameMessage(desk, who, shown),
    sender_clients: await senderClients(desk, who, shown.source as Source | null),
  };
};

/** Its notes, the oldest first. */
export const notesOf = async ({ tx, practice }: Desk, item: Id): Promise<NoteRow[]> => {
  const { rows } = await sql<NoteRow>`
    select i.id, i.version, i.body, i.author, ${actorName(sql`i.author`)} as author_name, i.written_at, i.edited_at
    from app.item_note i
    where i.practice_id = ${practice.id} and i.item_id = ${item} and i.deleted_at is null order by i.written_at, i.id`.execute(
    tx,
  );
  return rows;
};

/** Of these items, those that may be seen: for timelines, notices and files (PL-35). */
export const seenAmong = async (desk: Desk, who: Who, ids: readonly Id[]): Promise<Set<Id>> => {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: Id }>`
    select i.id ${FROM} where i.practice_id = ${desk.practice.id} and i.id = any(${ids}) and ${seenItems(desk, who)}`.execute(
    desk.tx,
  );
  return new Set(rows.map(({ id }) => id));
};
