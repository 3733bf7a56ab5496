import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';

export const POLICIES = ['made_up', 'skipped', 'held'] as const;

/** A gap of all workers, and what of this practice it held up (PL-145). */
export interface Downtime {
  id: Id;
  from_at: Instant;
  to_at: Instant;
  report: { part: string; policy: (typeof POLICIES)[number]; count: number }[];
}

export const DOWNTIME_SORTS = ['-from_at'] as const;
const sorts: Record<'from_at', SortColumn> = { from_at: { by: sql`d.from_at`, type: 'timestamptz' } };

/** Downtimes since the practice was founded, the newest first. */
export const listDowntimes = async (
  { tx, practice }: Desk,
  query: ListQuery,
): Promise<{ items: Downtime[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`d.id`);
  const { rows } = await sql<Downtime & { page_key: string }>`
    select d.id, d.from_at, d.to_at, ${pages.key} as page_key, coalesce((
      select json_agg(json_build_object('part', m.part, 'policy', m.policy, 'count', m.count) order by m.policy, m.part)
      from app.missed m where m.practice_id = ${practice.id} and m.downtime_id = d.id), '[]') as report
    from meta.downtime d join app.practice p on p.practice_id = ${practice.id}
    where d.to_at > p.created_at and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};
