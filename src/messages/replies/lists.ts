import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { holdsWords } from '#kernel/http/matching.ts';
import type { conversationFilters, conversationRow, entry } from './shapes.ts';

/** Conversations as people read them (messages.md 5). */

export type ConversationRow = z.infer<typeof conversationRow>;
export type Entry = z.infer<typeof entry>;
export type ConversationFilter = ListQuery & z.infer<z.ZodObject<typeof conversationFilters>>;
/** Who sees one: the condition over `r` (the conversation) and `p` (its client) that runs have (PL-31, PE-103). */
export type Seen = (desk: Desk, who: Who) => RawBuilder<boolean>;

export const CONVERSATION_SORTS = ['-last_at', 'last_at'] as const;
const sorts: Record<'last_at', SortColumn> = { last_at: { by: sql`r.last_at`, type: 'timestamptz' } };

/** What matches nothing stands beside them, each by itself, until it has a place of its own (ME-81). */
const rowsOf = ({ practice }: Desk): RawBuilder<unknown> => sql`(
  select c.practice_id, c.id, c.version, 'conversation' as kind, c.channel, c.address, c.name, c.client_id, c.run_id, c.subject,
    c.member_id, c.last_at, c.last_line, c.last_from, c.replies, c.open_since, c.handled_at, null::text as subject_kind
  from app.conversation c where c.practice_id = ${practice.id}
  union all
  select u.practice_id, u.id, u.version, 'unmatched', u.channel, u.from_address, coalesce(nullif(u.from_name, ''), u.from_address),
    null, null, u.subject, null, u.received_at, left(u.body, 200), 'them', 1, null, null, null
  from app.reply u
  where u.practice_id = ${practice.id} and u.conversation_id is null and u.message_id is null and u.decided_at is not null
    and (u.keyword is null or u.keyword = 'mentions_stop')) r`;

const AROUND = sql`
  left join app.person p on p.practice_id = r.practice_id and p.id = r.client_id
  left join app.member m on m.practice_id = r.practice_id and m.id = r.member_id
  left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
  left join app.workflow w on w.practice_id = r.practice_id and w.id = run.workflow_id`;

const COLUMNS = sql`r.id, r.version, r.kind, r.channel, r.address, r.name, r.client_id, p.display_name as client, r.run_id,
  w.name as workflow, r.subject, r.member_id, m.name as member, r.last_at, r.last_line, r.last_from, r.replies, r.open_since,
  r.handled_at, exists (select 1 from app.hold h where h.practice_id = r.practice_id and h.run_id = r.run_id and h.kind = 'reply'
    and h.closed_at is null) as holds`;

const ofView = (view: string | undefined, who: Who): RawBuilder<unknown> => {
  const open = sql`r.kind = 'conversation' and r.open_since is not null`;
  switch (view) {
    case 'open':
      return open;
    case 'mine':
      return sql`${open} and r.member_id = ${who.member_id ?? null}::uuid`;
    case 'handled':
      return sql`r.kind = 'conversation' and r.open_since is null`;
    case 'not_matched':
      return sql`r.kind = 'unmatched'`;
    default:
      return sql`r.kind = 'conversation'`;
  }
};

export const listConversations = async (desk: Desk, who: Who, query: ConversationFilter, seen: RawBuilder<boolean>) => {
  const pages = paging(query, sorts, sql`r.id`);
  const from = sql`from ${rowsOf(desk)} ${AROUND}
    where ${seen} and ${ofView(query.view, who)}
      and ${query.client ? sql`r.client_id = ${query.client}` : sql`true`}
      and ${query.channel ? sql`r.channel = ${query.channel}` : sql`true`}
      and ${query.q ? holdsWords(sql`lower(r.name || ' ' || r.address || ' ' || coalesce(r.subject, '') || ' ' || r.last_line)`, query.q) : sql`true`}`;
  const { rows } = await sql<ConversationRow & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${from} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(
    desk.tx,
  );
  const counting = countQuery(query, from);
  const count = counting ? { count: countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
  return { ...pages.page(rows), ...count };
};

/** One, or one that matched nothing; undefined when there is none, or it may not be seen. */
export const readRow = async (desk: Desk, id: Id, seen: RawBuilder<boolean>): Promise<ConversationRow | undefined> =>
  (
    await sql<ConversationRow>`select ${COLUMNS} from ${rowsOf(desk)} ${AROUND} where r.id = ${id} and ${seen}`.execute(
      desk.tx,
    )
  ).rows[0];

/**
 * What was said in it, by whom, the oldest first: replies, the messages they answer, and answers of members. A reply stands
 * after what it answers, whatever a clock that was set back says.
 */
export const entriesOf = async ({ tx, practice }: Desk, id: Id): Promise<Entry[]> => {
  const { rows } = await sql<Entry>`
    select id, kind, at, name, subject, body, has_html, attachments, unread_because, authenticated, has_raw, state from (
      select r.id, 'reply' as kind, r.received_at as at, coalesce(nullif(r.from_name, ''), r.from_address) as name, r.subject, r.body,
        r.html is not null as has_html, r.attachments, r.unread_because,
        case when r.channel = 'email' and r.kind = 'person' then r.authenticated end as authenticated, r.channel = 'email' as has_raw, null::text as state,
        greatest(r.received_at, (select coalesce(q.accepted_at, q.leaves_at) from app.message q
          where q.practice_id = r.practice_id and q.id = r.message_id)) as placed
      from app.reply r where r.practice_id = ${practice.id} and (r.conversation_id = ${id} or r.id = ${id})
      union all
      select m.id, 'message', coalesce(m.accepted_at, m.leaves_at), coalesce(a.name, m.from_name), m.subject, m.body, false, m.attachments,
        null, null, false, m.state, coalesce(m.accepted_at, m.leaves_at)
      from app.message m left join app.member a on a.practice_id = m.practice_id and a.id = m.author_id
      where m.practice_id = ${practice.id} and (m.key like ${`conversation:${id}:%`} or m.id in (
        select r.message_id from app.reply r where r.practice_id = ${practice.id} and r.conversation_id = ${id}))) as said
    order by placed, kind, id`.execute(tx);
  return rows;
};
