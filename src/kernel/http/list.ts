import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { type RawBuilder, sql } from 'kysely';
import { isId } from '#ground/id.ts';
import { isDate } from '#ground/time.ts';
import { httpRefusal } from './problem.ts';

/**
 * Lists (PL-69, PL-70): `limit`, `cursor`, `sort` and filters from an allow-list; the order always ends with the id, so
 * pages neither skip nor repeat a row that did not change. The first of `sorts` is the default; `-name` begins at the end.
 */
export const listQuery = <F extends z.ZodRawShape>(sorts: readonly [string, ...string[]], filters: F) =>
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(2000).optional(),
    /** A field, or `-field` for the other way round. */
    sort: z.enum(sorts.map(upward).flatMap((sort) => [sort, `-${sort}`]) as [string, ...string[]]).default(sorts[0]),
    count: z.enum(['capped', 'exact']).optional(),
    ...filters,
  });

const upward = (sort: string): string => sort.replace(/^-/, '');

export const pageOf = <Z extends z.ZodType>(item: Z) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable(),
    count: z.object({ value: z.int(), capped: z.boolean() }).optional(),
  });

export interface ListQuery {
  limit: number;
  cursor?: string | undefined;
  sort: string;
  count?: 'capped' | 'exact' | undefined;
}

/** How one sort name is ordered: the SQL expression (never null) and the type it is compared as. */
export interface SortColumn {
  by: RawBuilder<unknown>;
  type: keyof typeof READABLE;
}

export interface Paging {
  /** `and (…)` after the cursor; `true` on the first page. */
  after: RawBuilder<boolean>;
  orderBy: RawBuilder<unknown>;
  limit: number;
  /** Give this as column `page_key`: the sort value as text. */
  key: RawBuilder<string>;
  /** Cuts the one row too many, and makes the cursor of the next page. */
  page<Row extends { id: string | number; page_key: string }>(
    rows: Row[],
  ): { items: Omit<Row, 'page_key'>[]; next: string | null };
}

/**
 * Key-set paging over `sorts[query.sort]` and then `id`. Refuses a cursor from another filter or sort (`cursor_mismatch`).
 * @param id the SQL of the row's id, with its type where it is no uuid
 */
export const paging = (
  query: ListQuery,
  sorts: Record<string, SortColumn>,
  id: RawBuilder<unknown> | SortColumn,
): Paging => {
  const column = sorts[upward(query.sort)];
  if (!column) throw httpRefusal(422, 'unknown_sort', `«${query.sort}» is not an order of this list.`);
  const last: SortColumn = 'by' in id ? id : { by: id, type: 'uuid' };
  const down = query.sort.startsWith('-');
  const stamp = stampOf(query);
  const cursor = query.cursor ? readCursor(query.cursor, stamp, [column, last]) : null;
  const direction = sql.raw(down ? 'desc' : 'asc');
  const compare = sql.raw(down ? '<' : '>');
  return {
    after: cursor
      ? sql<boolean>`(${column.by}, ${last.by}) ${compare} (${cursor.key}::${sql.raw(column.type)}, ${cursor.id}::${sql.raw(last.type)})`
      : sql<boolean>`true`,
    orderBy: sql`${column.by} ${direction}, ${last.by} ${direction}`,
    limit: query.limit + 1,
    key: sql<string>`(${column.by})::text`,
    page: (rows) => {
      const items = rows.slice(0, query.limit).map(({ page_key: _, ...item }) => item);
      const end = rows[query.limit - 1];
      const more = rows.length > query.limit && end;
      return { items: items as never, next: more ? writeCursor({ stamp, key: end.page_key, id: `${end.id}` }) : null };
    },
  };
};

/** `count=capped` stops at 1,000; `count=exact` counts all (PL-70). `from` is the body of the list's query, filters included. */
export const countQuery = (query: ListQuery, from: RawBuilder<unknown>): RawBuilder<{ value: number }> | null => {
  if (!query.count) return null;
  return query.count === 'exact'
    ? sql<{ value: number }>`select count(*)::int as value ${from}`
    : sql<{ value: number }>`select count(*)::int as value from (select 1 ${from} limit 1001) few`;
};

export const countAnswer = (query: ListQuery, value: number): { value: number; capped: boolean } =>
  query.count === 'capped' && value > 1000 ? { value: 1000, capped: true } : { value, capped: false };

interface Cursor {
  stamp: string;
  key: string;
  id: string;
}

const stampOf = ({ limit: _limit, cursor: _cursor, count: _count, ...rest }: ListQuery): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(rest).sort()))
    .digest('base64url')
    .slice(0, 10);

const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.stamp, cursor.key, cursor.id])).toString('base64url');

const MOMENT = /^.{10} ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d)?$/;
const isDay = (text: string): boolean => isDate(text) && !text.startsWith('0000');
/** Whether a cursor's value can be compared as its type: a made-up cursor is refused here, not by the database (PL-S16). */
const READABLE = {
  text: (text: string) => !text.includes('\0'),
  timestamptz: (text: string) => MOMENT.test(text) && isDay(text.slice(0, 10)),
  date: isDay,
  int: (text: string) => /^-?\d{1,9}$/.test(text),
  numeric: (text: string) => /^-?\d{1,30}(\.\d{1,30})?$/.test(text),
  uuid: isId,
};

const cursorShape = z.tuple([z.string(), z.string(), z.string()]);
const readCursor = (text: string, stamp: string, [column, last]: [SortColumn, SortColumn]): Cursor => {
  const read = cursorShape.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  const [mark, key = '', id = ''] = read.data ?? [];
  if (read.success && mark !== stamp)
    throw httpRefusal(422, 'cursor_mismatch', 'This cursor belongs to another filter or order. Begin the list again.');
  if (!read.success || !READABLE[column.type](key) || !READABLE[last.type](id))
    throw httpRefusal(422, 'cursor_unreadable', 'This cursor cannot be read. Begin the list again without it.');
  return { stamp, key, id };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
