import { z } from '@hono/zod-openapi';
import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { askedWords } from '#kernel/search/words.ts';
import { type Authorization, STATES } from './model.ts';
import type { AuthorizationsPort } from './port.ts';
import { type AuthorizationStatus, authorizationStatus, daysLeft, STATUSES } from './status.ts';

export const AUTHORIZATION_SORTS = ['valid_to', 'client', 'kind'] as const;
const sorts: Record<(typeof AUTHORIZATION_SORTS)[number], SortColumn> = {
  valid_to: { by: sql`coalesce(a.valid_to, '9999-12-31'::date)`, type: 'date' },
  client: { by: sql`p.sort_name`, type: 'text' },
  kind: { by: sql`lower(a.kind)`, type: 'text' },
};

const oneOrMore = <Z extends z.ZodType>(value: Z) => z.union([value, z.array(value)]).optional();
export const authorizationFilters = {
  /** Words of the client's name, the number or the kind, each from its beginning. */
  q: z.string().max(100).optional(),
  client: z.uuid().optional(),
  kind: oneOrMore(z.string().max(60)),
  state: oneOrMore(z.enum(STATES)),
  status: oneOrMore(z.enum(STATUSES)),
  /** Approved ones that end within n days and that no approved renewal follows (PE-59). */
  expiring_in_days: z.coerce.number().int().min(0).max(3_660).optional(),
};
export type AuthorizationFilter = {
  [K in keyof typeof authorizationFilters]?: z.infer<(typeof authorizationFilters)[K]> | undefined;
};

export interface AuthorizationRow
  extends Pick<
    Authorization,
    'id' | 'version' | 'kind' | 'granted_by' | 'state' | 'number' | 'valid_from' | 'valid_to' | 'replaces' | 'ended_on'
  > {
  client: { id: Id; kind: string; display_name: string };
  status: AuthorizationStatus;
  days_left: number | null;
  line_count: number;
  runs: number;
}

const many = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

const inLike = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

/** The same as `authorizationStatus`, for the database. */
const statusIs = (today: PlainDate, one: AuthorizationStatus): RawBuilder<boolean> => sql<boolean>`(case
  when a.ended_on <= ${today} then 'ended' when a.valid_to < ${today} then 'expired' when a.state = 'pending' then 'pending'
  when a.valid_from > ${today} then 'upcoming' else 'in_force' end = ${one})`;

export interface Listing {
  port: AuthorizationsPort<Desk>;
  /** The condition on `app.person p` for what this member may read. */
  seen: RawBuilder<boolean>;
}

export const listAuthorizations = async (
  desk: Desk,
  { port, seen }: Listing,
  query: ListQuery & AuthorizationFilter,
) => {
  const { practice, today } = desk;
  const pages = paging(query, sorts, sql`a.id`);
  const days = query.expiring_in_days;
  const conditions: RawBuilder<boolean>[] = [
    ...askedWords(query.q ?? '').map(
      (word) =>
        sql<boolean>`(' ' || p.sort_name || ' ' || lower(p.display_name) || ' ' || lower(coalesce(a.number, '')) || ' ' || lower(a.kind)) like ${`% ${inLike(word)}%`}`,
    ),
    ...(query.client
      ? [sql<boolean>`a.client_id in (select app.records_of(${practice.id}, ${query.client}::uuid))`]
      : []),
    ...(many(query.kind).length ? [sql<boolean>`a.kind = any(${many(query.kind)})`] : []),
    ...(many(query.state).length ? [sql<boolean>`a.state = any(${many(query.state)})`] : []),
    ...(many(query.status).length
      ? [
          sql<boolean>`(${sql.join(
            many(query.status).map((one) => statusIs(today, one)),
            sql` or `,
          )})`,
        ]
      : []),
    ...(days === undefined
      ? []
      : [
          sql<boolean>`a.state = 'approved' and a.valid_to between ${today}::date and ${addDays(today, days)}::date
            and (a.ended_on is null or a.ended_on > ${today}) and not exists (select 1 from app.authorization r
              where r.practice_id = a.practice_id and r.replaces = a.id and r.state = 'approved' and r.deleted_at is null)`,
        ]),
  ];
  const body = sql`from app.authorization a
    join app.person p on p.practice_id = a.practice_id and p.id = coalesce(app.survivor_of(a.practice_id, a.client_id), a.client_id)
    where a.practice_id = ${practice.id} and a.deleted_at is null and p.deleted_at is null and p.erased_at is null and ${seen}
    ${conditions.length ? sql`and ${sql.join(conditions, sql` and `)}` : sql``}`;
  const { rows } = await sql<Omit<AuthorizationRow, 'status' | 'days_left' | 'runs'> & { page_key: string }>`
    select a.id, a.version, a.kind, a.granted_by, a.state, a.number, a.valid_from, a.valid_to, a.replaces, a.ended_on,
      jsonb_array_length(a.lines) as line_count,
      json_build_object('id', p.id, 'kind', p.kind, 'display_name', p.display_name) as client,
      ${pages.key} as page_key ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(
    desk.tx,
  );
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const count = counting ? countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) : undefined;
  const runs = await port.referringRuns(
    desk,
    items.map((row) => row.id),
  );
  return {
    items: items.map(
      (row): AuthorizationRow => ({
        ...row,
        status: authorizationStatus(row, today),
        days_left: daysLeft(row, today),
        runs: runs.get(row.id)?.length ?? 0,
      }),
    ),
    next,
    ...(count && { count }),
  };
};
