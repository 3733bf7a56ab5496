import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { innerMarks } from '#ground/text.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref, Who } from '#kernel/decision/model.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Readable } from '#kernel/http/readable.ts';

export interface Notice {
  id: Id;
  verb: string;
  thing: Ref;
  title: string;
  url: string;
  count: number;
  first_at: Instant;
  last_at: Instant;
  read_at: Instant | null;
}

interface Row extends Notice {
  line: string;
  page_key: string;
}

export const NOTICE_SORTS = ['-unread_first', 'last_at'] as const;
const STAMP = sql`to_char(n.last_at at time zone 'UTC', 'YYYYMMDDHH24MISSMS')`;
const sorts: Record<'unread_first' | 'last_at', SortColumn> = {
  unread_first: { by: sql`case when n.read_at is null then '1' else '0' end || ${STAMP}`, type: 'text' },
  last_at: { by: sql`n.last_at`, type: 'timestamptz' },
};

/** A member's own notices, unread ones first and the newest of each on top; none of things they may no longer read (PL-126). */
export const listNotices = async (
  desk: Desk,
  who: Who,
  query: ListQuery & { unread?: 'true' | undefined },
  readable: Readable,
): Promise<{ items: Notice[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`n.id`);
  const { rows } = await sql<Row>`
    select n.id, n.verb, n.thing, n.line, n.title, n.url, n.count, n.first_at, n.last_at, n.read_at, ${pages.key} as page_key
    from app.notification n
    where n.practice_id = ${desk.practice.id} and n.member_id = ${who.member_id ?? null}
      and (${query.unread ?? null}::text is null or n.read_at is null) and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const seen = await readable(
    desk,
    who,
    items.map(({ thing }) => thing),
  );
  return { items: items.filter(({ thing }) => seen.has(thing)).map(titled), next };
};

/** A bulk act's line names its first thing and counts the others. */
export const titled = <N extends Pick<Notice, 'thing' | 'title' | 'count'>>({
  line,
  ...notice
}: N & { line: string }) => {
  const title = innerMarks(notice.title);
  return line === notice.thing || notice.count === 1
    ? { ...notice, title }
    : { ...notice, title: `${title}, and ${(notice.count - 1).toLocaleString('en')} more` };
};

/** More unread lines than this are «100+». */
const COUNTED = 100;

export const countUnread = async (desk: Desk, who: Who, readable: Readable): Promise<number> => {
  const { rows } = await sql<{ thing: Ref }>`
    select thing from app.notification
    where practice_id = ${desk.practice.id} and member_id = ${who.member_id ?? null} and read_at is null
    order by last_at desc limit ${COUNTED}`.execute(desk.tx);
  const seen = await readable(
    desk,
    who,
    rows.map(({ thing }) => thing),
  );
  return rows.filter(({ thing }) => seen.has(thing)).length;
};

/** Marks lines of their own as read, or as unread again; the ids, or all up to an instant. Answers how many changed. */
export const markNotices = async (
  { tx, practice, now }: Desk,
  who: Who,
  marks: { ids?: readonly Id[] | undefined; until?: Instant | undefined; read: boolean },
): Promise<number> => {
  const { numAffectedRows } = await sql`
    update app.notification set read_at = ${marks.read ? now : null}, takes_more = takes_more and ${!marks.read}, version = version + 1
    where practice_id = ${practice.id} and member_id = ${who.member_id ?? null} and (read_at is null) = ${marks.read}
      and (${marks.ids ?? null}::uuid[] is null or id = any(${marks.ids ?? null}::uuid[]))
      and (${marks.until ?? null}::timestamptz is null or last_at <= ${marks.until ?? null})`.execute(tx);
  return Number(numAffectedRows ?? 0);
};
