import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { addDays, type Instant, type PlainDate, startOfDay } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { channelsOf } from '#messages/channels/store.ts';
import { UNUSUAL } from './brake.ts';
import { type Channel, type Message, OWN, type Tab } from './model.ts';
import { pacesToday, pacesWith } from './pace.ts';
import type { messageFilters, messageRow, messageStrip } from './shapes.ts';
import { MESSAGE } from './store.ts';
import { withWords } from './worded.ts';

/** The outbox as people read it (messages.md 5). */

export const MESSAGE_SORTS = ['leaves_at'] as const;
const sorts: Record<(typeof MESSAGE_SORTS)[number], SortColumn> = {
  leaves_at: { by: sql`r.leaves_at`, type: 'timestamptz' },
};

export type MessageRow = z.infer<typeof messageRow>;
export type MessageStrip = z.infer<typeof messageStrip>;
export type MessageFilter = ListQuery & z.infer<z.ZodObject<typeof messageFilters>>;

/** Who sees a message: the condition over `r` (the message) and `p` (its client or person) that runs have (PL-31, PE-103). */
export type Seen = (desk: Desk, who: Who) => RawBuilder<boolean>;

/** Neither letters about signing in nor members' own mails. */
const SHOWN = sql`r.class <> 'security' and r.key not like ${`${OWN}%`}`;
/** Joined by a column: under row security no index serves `coalesce`, and all persons would be read for each row. */
const AROUND = sql`left join app.person p on p.practice_id = r.practice_id and p.id = r.about_id`;
const ABOUT = sql`coalesce(r.client_id, r.subject_id) as about_id`;
const these = ({ practice }: Desk, ids: readonly Id[]) =>
  sql`(select r.*, ${ABOUT} from app.message r where r.practice_id = ${practice.id} and r.id = any(${ids}) offset 0) r`;

/** Each tab's states word for word as an index has them, so that its rows come in order (migration 0096). */
const ofTab = (desk: Desk, tab: Tab): RawBuilder<unknown> => {
  const dayAfter = (days: number): Instant => startOfDay(addDays(desk.today, days), desk.practice.time_zone);
  switch (tab) {
    case 'today':
      return sql`r.state in ('planned', 'started') and r.leaves_at < ${dayAfter(1)}`;
    case 'next_7_days':
      return sql`r.state in ('planned', 'started') and r.leaves_at >= ${dayAfter(1)} and r.leaves_at < ${dayAfter(8)}`;
    case 'needs_check':
      return sql`r.state = 'unknown'`;
    default:
      return sql`r.state = ${tab}`;
  }
};

const betweenDays = (
  { practice }: Desk,
  from: PlainDate | undefined,
  to: PlainDate | undefined,
): RawBuilder<unknown> => {
  const begins = from ? sql`r.leaves_at >= ${startOfDay(from, practice.time_zone)}` : sql`true`;
  const ends = to ? sql`r.leaves_at < ${startOfDay(addDays(to, 1), practice.time_zone)}` : sql`true`;
  return sql`${begins} and ${ends}`;
};

/**
 * The messages under a filter. Persons that may not be seen are found first, few as they are: joined to every row they would
 * keep the database from reading in the order of an index. `p` is then nobody, and says what is so without a person.
 */
const body = (desk: Desk, { query, seen, words = sql`true` }: Asked) => sql`
  from app.message r cross join (select null::uuid as id, null::boolean as restricted, null::text as created_by) p
  where r.practice_id = ${desk.practice.id} and ${SHOWN} and ${seen}
    and coalesce(coalesce(r.client_id, r.subject_id) <> all(array(${hidden(desk, seen)})), true)
    and ${query.tab ? ofTab(desk, query.tab) : sql`true`}
    and ${query.state ? sql`r.state = ${query.state}` : sql`true`}
    and ${query.reason ? sql`r.reason_code = ${query.reason}` : sql`true`}
    and ${query.class ? sql`r.class = ${query.class}` : sql`true`}
    and ${query.channel ? sql`r.channel = ${query.channel}` : sql`true`}
    and ${query.client ? sql`r.client_id = ${query.client}` : sql`true`}
    and ${query.run ? sql`r.run_id = ${query.run}` : sql`true`}
    and ${betweenDays(desk, query.from, query.to)}
    and ${words}`;

interface Asked {
  query: MessageFilter;
  seen: RawBuilder<boolean>;
  /** That it holds what somebody typed. */
  words?: RawBuilder<boolean>;
}

const hidden = ({ practice }: Desk, seen: RawBuilder<boolean>) => sql`
  select p.id from app.person p cross join (select 'person'::text as subject_kind) r
  where p.practice_id = ${practice.id} and not ${seen}`;

/** What a row tells, over `r` and the rows around it. */
const COLUMNS = sql`r.id, r.version, r.class, r.channel, r.automatic, r.key like 'test:%' as test, r.state, coalesce(r.subject, left(r.body, 120)) as title,
  coalesce(r.recipients #>> '{0,name}', '') as to_name, r.recipients #>> '{0,address}' as to_address,
  jsonb_array_length(r.recipients) - 1 as to_more, r.client_id, client.display_name as client, r.subject_kind, r.subject_id,
  coalesce(p.display_name, e.display_name) as about, r.run_id, w.name as workflow, r.author_id, author.name as author, r.reason_code,
  r.reason, r.planned_at, r.leaves_at, r.accepted_at, r.saved, r.bounced_at, r.replied_at, r.missing, r.tries,
  jsonb_array_length(r.attachments) as files`;
const NAMES = sql`${AROUND}
  left join app.person client on client.practice_id = r.practice_id and client.id = r.client_id
  left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
  left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
  left join app.workflow w on w.practice_id = r.practice_id and w.id = run.workflow_id
  left join app.member author on author.practice_id = r.practice_id and author.id = r.author_id`;

/** The rows of one page, in the order they leave. */
export const listMessages = async (desk: Desk, query: MessageFilter, seen: RawBuilder<boolean>) => {
  const pages = paging(query, sorts, sql`r.id`);
  const from = body(desk, { query, seen, words: await withWords(desk, query.q) });
  const { rows } = await sql<MessageRow & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key
    from (select r.*, ${ABOUT} ${from} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}) r ${NAMES}
    order by ${pages.orderBy}`.execute(desk.tx);
  const counting = countQuery(query, from);
  const count = counting ? { count: countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
  return { ...pages.page(rows), ...count };
};

/** The ids a filter shows, at most `most`, in its order. */
export const messageIds = async (
  desk: Desk,
  query: Omit<MessageFilter, 'limit' | 'sort'>,
  seen: RawBuilder<boolean>,
  most: number,
) => {
  const asked = { query: { ...query, limit: most, sort: 'leaves_at' }, seen, words: await withWords(desk, query.q) };
  const { rows } = await sql<{ id: Id }>`
    select r.id ${body(desk, asked)} order by r.leaves_at, r.id limit ${most}`.execute(desk.tx);
  return rows.map(({ id }) => id);
};

/** One with the names of what is around it; undefined when there is none, or it may not be seen. */
export const readMessage = async (
  desk: Desk,
  id: Id,
  seen: RawBuilder<boolean>,
): Promise<(MessageRow & Message & { step: string | null }) | undefined> => {
  const { rows } = await sql<MessageRow & Message & { step: string | null }>`
    select ${MESSAGE}, ${COLUMNS}, task.title as step
    from ${these(desk, [id])} join app.message m on m.practice_id = r.practice_id and m.id = r.id ${NAMES}
    left join app.task task on task.practice_id = r.practice_id and task.id = r.task_id
    where ${SHOWN} and ${seen}`.execute(desk.tx);
  return rows[0];
};

/** Those of these messages that may be seen. */
export const seenMessages = async (desk: Desk, ids: readonly Id[], seen: RawBuilder<boolean>): Promise<Set<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from ${these(desk, ids)} ${AROUND} where ${SHOWN} and ${seen}`.execute(desk.tx);
  return new Set(rows.map(({ id }) => id));
};

const COUNTED = ['today', 'next_7_days', 'needs_check', 'held', 'failed'] as const;
const AT_MOST = 1_000;

/** The counts of the tabs, and which channels lead nowhere or are down (ME-62, ME-77). */
export const messageCounts = async (desk: Desk, seen: RawBuilder<boolean>): Promise<MessageStrip> => {
  const counting = COUNTED.map((tab) => {
    const from = body(desk, { query: { tab, limit: 1, sort: 'leaves_at' }, seen });
    return sql`(select count(*)::int from (select 1 ${from} limit ${AT_MOST}) few) as ${sql.ref(tab)}`;
  });
  const { rows } = await sql<Record<(typeof COUNTED)[number], number>>`select ${sql.join(counting)}`.execute(desk.tx);
  const channels = [...(await channelsOf(desk)).values()];
  const braked = await brakedCount(desk, seen);
  return {
    ...rows[0]!,
    braked: braked.email + braked.sms,
    paces: await pacesToday(desk),
    braked_paces: braked.email + braked.sms > 0 ? await pacesWith(desk, braked) : [],
    folder: channels.filter(({ provider }) => provider === 'folder').map(({ kind }) => kind),
    down: channels.flatMap(({ kind, down_since, down_because }) =>
      down_since ? [{ kind, since: down_since, because: down_because ?? '' }] : [],
    ),
  };
};

const brakedCount = async (desk: Desk, seen: RawBuilder<boolean>): Promise<Record<Channel, number>> => {
  const from = body(desk, { query: { tab: 'held', reason: UNUSUAL, limit: 1, sort: 'leaves_at' }, seen });
  const { rows } = await sql<Record<Channel, number>>`
    select count(*) filter (where r.channel = 'email')::int as email, count(*) filter (where r.channel = 'sms')::int as sms ${from}`.execute(
    desk.tx,
  );
  return rows[0]!;
};
