import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Content, SubjectKind } from './content.ts';
import { sayDays, totalDays } from './days.ts';
import { type ShapePoint, shapeOf } from './forecast.ts';

export const WORKFLOW_SORTS = ['name', 'changed_at', 'subjects'] as const;
const sorts: Record<(typeof WORKFLOW_SORTS)[number], SortColumn> = {
  name: { by: sql`w.sort_name`, type: 'text' },
  changed_at: { by: sql`w.changed_at`, type: 'timestamptz' },
  subjects: { by: sql`w.subjects`, type: 'int' },
};

export interface WorkflowFilter extends ListQuery {
  q?: string | undefined;
  kind?: SubjectKind | undefined;
  on?: 'true' | 'false' | undefined;
  archived?: 'true' | 'false' | undefined;
  used?: 'true' | 'false' | undefined;
  collection?: 'true' | 'false' | undefined;
}

/** A row of the workflows page (WF-5): toggle, subjects with an open run (WF-6), total days (WF-7), draft, failures. */
export interface WorkflowRow {
  id: Id;
  version: number;
  key: string;
  name: string;
  description: string | null;
  subject_kinds: SubjectKind[];
  on: boolean;
  current_version: number | null;
  archived: boolean;
  has_draft: boolean;
  origin: string;
  subjects: number;
  open_runs: number;
  runs_ever: number;
  failures: number;
  steps: number;
  days: string;
  shape: ShapePoint[];
  changed_at: string;
}

/** Invoice workflows are listed only for whoever may design them (WF-20). */
export const listWorkflows = async (desk: Desk, query: WorkflowFilter, invoices: boolean) => {
  const pages = paging(query, sorts, sql`w.id`);
  const body = sql`
    from (
      select w.*, d.content is not null as has_draft, coalesce(v.content, d.content) as content,
        greatest(w.created_at, v.published_at, d.at, w.archived_at) as changed_at,
        (select count(distinct r.subject_id)::int from app.run r
          where r.practice_id = w.practice_id and r.workflow_id = w.id and r.ended_at is null) as subjects,
        (select count(*)::int from app.run r where r.practice_id = w.practice_id and r.workflow_id = w.id and r.ended_at is null) as open_runs,
        exists (select 1 from app.run r where r.practice_id = w.practice_id and r.workflow_id = w.id) as ever
      from app.workflow w
      left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
      left join app.workflow_draft d on d.practice_id = w.practice_id and d.id = w.id
      where w.practice_id = ${desk.practice.id} and w.deleted_at is null) w
    where (w.archived_at is not null) = ${query.archived === 'true'}
      and (${invoices} or not 'invoice' = any(w.subject_kinds))
      and (${query.collection ?? null}::text is null or ('invoice' = any(w.subject_kinds)) = (${query.collection ?? ''} = 'true'))
      and (${query.kind ?? null}::text is null or ${query.kind ?? ''} = any(w.subject_kinds))
      and (${query.on ?? null}::text is null or w."on" = (${query.on ?? ''} = 'true'))
      and (${query.used ?? null}::text is null or w.ever = (${query.used ?? ''} = 'true'))
      and (${query.q ?? null}::text is null or w.sort_name like '%' || ${sortName(query.q ?? '')} || '%')`;
  const { rows } = await sql<
    Omit<WorkflowRow, 'days' | 'steps' | 'shape'> & { content: Content | null; page_key: string }
  >`
    select w.id, w.version, w.key, w.name, w.description, w.subject_kinds, w."on", w.current_version, w.archived_at is not null as archived,
      w.has_draft, w.origin, w.subjects, w.open_runs, w.content, w.changed_at, ${pages.key} as page_key,
      (select count(*)::int from app.run r where r.practice_id = w.practice_id and r.workflow_id = w.id) as runs_ever,
      (select count(*)::int from app.task t join app.run r on r.practice_id = t.practice_id and r.id = t.run_id
        where t.practice_id = w.practice_id and r.workflow_id = w.id and t.state = 'failed') as failures
    ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const counted = counting ? (await counting.execute(desk.tx)).rows[0]!.value : null;
  return {
    items: items.map(
      ({ content, ...row }): WorkflowRow => ({
        ...row,
        steps: content?.steps.length ?? 0,
        days: content ? sayDays(totalDays(content)) : '0 days',
        shape: content ? shapeOf(content) : [],
      }),
    ),
    next,
    ...(counted === null ? {} : { count: countAnswer(query, counted) }),
  };
};

/** What can be started on records of this kind (WF-72): on, published, not archived. */
export const startable = async ({ tx, practice }: Desk, kind: SubjectKind) => {
  const { rows } = await sql<{ id: Id; key: string; name: string; description: string | null; content: Content }>`
    select w.id, w.key, w.name, w.description, v.content
    from app.workflow w
    join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    where w.practice_id = ${practice.id} and w."on" and w.archived_at is null and w.deleted_at is null and ${kind} = any(w.subject_kinds)
    order by w.sort_name, w.id`.execute(tx);
  return rows.map(({ content, ...row }) => ({ ...row, steps: content.steps.length, settings: content.settings }));
};
