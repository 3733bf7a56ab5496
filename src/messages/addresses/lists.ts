import { z } from '@hono/zod-openapi';
import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { actorNames } from '#kernel/history/names.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { holdersOf } from './holders.ts';
import { type Address, CHANNELS, type Channel, REACHES, REASONS, type Reach, type SuppressionReason } from './model.ts';

export const SUPPRESSION_SORTS = ['-since', 'address'] as const;
const sorts: Record<'since' | 'address', SortColumn> = {
  since: { by: sql`a.since`, type: 'timestamptz' },
  address: { by: sql`a.address`, type: 'text' },
};

const oneOrMore = <Z extends z.ZodType>(value: Z) => z.union([value, z.array(value)]).optional();
export const suppressionFilters = {
  /** A part of the address. */
  q: z.string().max(100).optional(),
  channel: oneOrMore(z.enum(CHANNELS)),
  reason: oneOrMore(z.enum(REASONS)),
  reach: oneOrMore(z.enum(REACHES)),
};
export type SuppressionFilter = {
  [K in keyof typeof suppressionFilters]?: z.infer<(typeof suppressionFilters)[K]> | undefined;
};

/** Somebody an address belongs to, as far as this member may see them. */
export interface HeldBy {
  id: Id;
  kind: 'prospect' | 'client';
  display_name: string;
}

export interface SuppressionRow {
  id: Id;
  version: number;
  channel: Channel;
  address: string;
  reason: SuppressionReason;
  reach: Reach;
  since: Instant;
  evidence: string | null;
  by_name: string;
  held_by: HeldBy[];
}

type Row = Pick<Address, 'id' | 'version' | 'channel' | 'address' | 'evidence' | 'suppressed_by'> &
  Pick<SuppressionRow, 'reason' | 'reach' | 'since'>;

const many = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

const bodyOf = ({ practice }: Desk, query: SuppressionFilter): RawBuilder<unknown> => {
  const chosen = (['channel', 'reason', 'reach'] as const).filter((field) => many<string>(query[field]).length);
  return sql`from app.address a where a.practice_id = ${practice.id} and a.reason is not null
    ${query.q ? sql`and position(${query.q.trim().toLowerCase()} in a.address) > 0` : sql``}
    ${sql.join(
      chosen.map((field) => sql`and ${sql.ref(`a.${field}`)} = any(${many<string>(query[field])})`),
      sql` `,
    )}`;
};

const COLUMNS = sql`a.id, a.version, a.channel, a.address, a.reason, a.reach, a.since, a.evidence, a.suppressed_by`;

/** Addresses that must not be written to, newest first. `seen` is the condition on `app.person p`. */
export const listSuppressions = async (desk: Desk, seen: RawBuilder<boolean>, query: ListQuery & SuppressionFilter) => {
  const pages = paging(query, sorts, sql`a.id`);
  const body = bodyOf(desk, query);
  const { rows } = await sql<Row & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${body} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const count = counting ? countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) : undefined;
  return { items: await shown(desk, seen, items), next, ...(count && { count }) };
};

/** All of a filter, for a file. */
export const allSuppressions = async (
  desk: Desk,
  seen: RawBuilder<boolean>,
  query: SuppressionFilter,
  most: number,
): Promise<SuppressionRow[]> => {
  const { rows } = await sql<Row>`
    select ${COLUMNS} ${bodyOf(desk, query)} order by a.since desc, a.id desc limit ${most}`.execute(desk.tx);
  return shown(desk, seen, rows);
};

/** One, whether it is suppressed or was. */
export const showSuppression = async (
  desk: Desk,
  seen: RawBuilder<boolean>,
  id: Id,
): Promise<SuppressionRow | null> => {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from app.address a where a.practice_id = ${desk.practice.id} and a.id = ${id}`.execute(desk.tx);
  const [one] = await shown(desk, seen, rows);
  return one ?? null;
};

const shown = async (desk: Desk, seen: RawBuilder<boolean>, rows: readonly Row[]): Promise<SuppressionRow[]> => {
  const nameOf = await actorNames(
    desk,
    rows.flatMap(({ suppressed_by }) => suppressed_by ?? []),
    async () => new Map(),
  );
  const holders = await holdersOf(desk, rows);
  const persons = await seenPersons(
    desk,
    seen,
    [...holders.values()].flat().map(({ person_id }) => person_id),
  );
  return rows.map(({ suppressed_by, ...row }) => ({
    ...row,
    by_name: suppressed_by ? nameOf(suppressed_by) : '',
    held_by: [...new Set((holders.get(row.id) ?? []).map(({ person_id }) => person_id))].flatMap(
      (id) => persons.get(id) ?? [],
    ),
  }));
};

/** Those of these persons that may be seen. */
export const seenPersons = async (
  { tx, practice }: Desk,
  seen: RawBuilder<boolean>,
  ids: readonly Id[],
): Promise<Map<Id, HeldBy>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<HeldBy>`
    select p.id, p.kind, p.display_name from app.person p
    where p.practice_id = ${practice.id} and p.id = any(${ids}) and p.deleted_at is null and ${seen}`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};
