import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { holdsWords } from '#kernel/http/matching.ts';
import type { Cadence } from '#workflows/cadence/model.ts';
import { sentenceOf } from '#workflows/cadence/sentence.ts';
import type { SeriesState, StoredOccurrence } from './model.ts';

export const SERIES_SORTS = ['name', 'next_on', 'workflow'] as const;
const NEXT = sql`(case when n.next_on is null then '9999-12-31'::date else n.next_on end)`;
const sorts: Record<(typeof SERIES_SORTS)[number], SortColumn> = {
  name: { by: sql`s.sort_name`, type: 'text' },
  next_on: { by: NEXT, type: 'date' },
  workflow: { by: sql`w.sort_name`, type: 'text' },
};

export interface SeriesFilter extends ListQuery {
  q?: string | undefined;
  state?: SeriesState | 'open' | undefined;
  workflow?: Id | undefined;
  client?: Id | undefined;
  owner?: Id | undefined;
  blocked?: 'true' | undefined;
}

interface Row {
  id: Id;
  version: number;
  name: string;
  workflow_id: Id;
  workflow: string;
  cadence: Cadence;
  kind: Cadence['kind'];
  state: SeriesState;
  owner_id: Id | null;
  owner: string | null;
  clients: number;
  by_tag: number;
  blocked: number;
  attention: number;
  next_on: PlainDate | null;
  last_on: PlainDate | null;
}

const body = ({ practice }: Desk, query: SeriesFilter, one: Id | null) => sql`
  from app.series s
  join app.workflow w on w.practice_id = s.practice_id and w.id = s.workflow_id
  left join lateral (
    select min(o.deploy_on) filter (where o.state in ('planned', 'ready', 'queued')) as next_on,
      max(o.deploy_on) filter (where o.state = 'deployed') as last_on,
      count(*) filter (where o.state in ('ready', 'failed'))::int as attention
    from app.occurrence o where o.practice_id = s.practice_id and o.series_id = s.id) n on true
  left join lateral (
    select count(*) filter (where c.out_because is null)::int as clients,
      count(*) filter (where c.out_because is null and not (c.client_id = any(s.clients)))::int as by_tag,
      count(*) filter (where c.out_because is null and c.blocked is not null)::int as blocked
    from app.series_client c where c.practice_id = s.practice_id and c.series_id = s.id) c on true
  where s.practice_id = ${practice.id}
    and ${one ? sql`s.id = ${one}` : sql`true`}
    and ${query.state === 'open' ? sql`s.state <> 'ended'` : query.state ? sql`s.state = ${query.state}` : sql`true`}
    and ${query.workflow ? sql`s.workflow_id = ${query.workflow}` : sql`true`}
    and ${query.owner ? sql`s.owner_id = ${query.owner}` : sql`true`}
    and ${query.blocked ? sql`c.blocked > 0` : sql`true`}
    and ${
      query.client
        ? sql`exists (select 1 from app.series_client m where m.practice_id = s.practice_id and m.series_id = s.id
            and m.client_id = ${query.client} and m.out_because is null)`
        : sql`true`
    }
    and ${holdsWords(sql`(s.sort_name || ' ' || w.sort_name)`, query.q)}`;

/** Rows of `/cadences` (CA section 4). */
export const listSeries = async (desk: Desk, query: SeriesFilter, one: Id | null = null) => {
  const pages = paging(query, sorts, sql`s.id`);
  const from = body(desk, query, one);
  const { rows } = await sql<Row & { page_key: string }>`
    select s.id, s.version, s.name, s.workflow_id, w.name as workflow, s.versions -> -1 -> 'cadence' as cadence, s.kind, s.state,
      s.owner_id, (select m.name from app.member m where m.practice_id = s.practice_id and m.id = s.owner_id) as owner,
      c.clients, c.by_tag, c.blocked, n.attention, n.next_on, n.last_on, ${pages.key} as page_key
    ${from} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, from);
  const count = counting && { count: countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) };
  return { items: items.map(({ cadence, ...row }) => ({ ...row, sentence: sentenceOf(cadence) })), next, ...count };
};

export const MISSED_SORTS = ['-late_at'] as const;

export interface MissedRow extends StoredOccurrence {
  series_name: string;
  name: string;
}

/** What an outage held up: created late, or skipped, newest first (CA-47); `seen`: over `app.person p`. */
export const listMissed = async (
  { tx, practice }: Desk,
  query: ListQuery & { state?: 'deployed' | 'skipped' | undefined },
  seen: RawBuilder<boolean>,
): Promise<{ items: (MissedRow & { late_at: Instant })[]; next: string | null }> => {
  const pages = paging(query, { late_at: { by: sql`o.late_at`, type: 'timestamptz' } }, sql`o.id`);
  const { rows } = await sql<MissedRow & { late_at: Instant; page_key: string }>`
    select o.*, s.name as series_name, p.display_name as name, ${pages.key} as page_key
    from app.occurrence o
    join app.series s on s.practice_id = o.practice_id and s.id = o.series_id
    join app.person p on p.practice_id = o.practice_id and p.id = o.client_id
    where o.practice_id = ${practice.id} and o.late_at is not null and ${seen}
      and ${query.state ? sql`o.state = ${query.state}` : sql`true`} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};
