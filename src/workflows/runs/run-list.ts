import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { holdsWords } from '#kernel/http/matching.ts';
import type { RecordKind } from './model.ts';
import { ABOUT, visibleSubject } from './visible.ts';

export const RUN_SORTS = ['started_at', 'next_due', 'subject', 'workflow'] as const;
/** No date is after every date; word for word as the index has it (migration 0070). */
const DUE = sql`(case when r.next_due is null then '9999-12-31'::date else r.next_due end)`;

const sorts: Record<(typeof RUN_SORTS)[number], SortColumn> = {
  started_at: { by: sql`r.started_at`, type: 'timestamptz' },
  next_due: { by: DUE, type: 'date' },
  subject: { by: sql`coalesce(p.sort_name, e.sort_name, '')`, type: 'text' },
  workflow: { by: sql`w.sort_name`, type: 'text' },
};

export interface RunFilter extends ListQuery {
  q?: string | undefined;
  workflow?: Id | undefined;
  kind?: RecordKind | undefined;
  subject?: Id | undefined;
  state?: 'running' | 'on_hold' | 'completed' | 'cancelled' | 'open' | undefined;
  owner?: Id | 'none' | undefined;
  assignee?: Id | undefined;
  origin?: string | undefined;
  overdue?: 'true' | undefined;
  attention?: 'true' | undefined;
  due_before?: PlainDate | undefined;
  ended_after?: Instant | undefined;
}

export interface RunRow {
  id: Id;
  version: number;
  workflow_id: Id;
  workflow: string;
  workflow_version: number;
  subject_kind: RecordKind;
  subject_id: Id;
  subject: string;
  launched_as: string;
  origin: string;
  started_at: string;
  started_by: Id | null;
  starter: string | null;
  owner_id: Id | null;
  owner: string | null;
  state: 'running' | 'on_hold' | 'completed' | 'cancelled';
  ended_at: string | null;
  ended_reason: string | null;
  period_end: string | null;
  run_date: string | null;
  next_due: string | null;
  done_count: number;
  step_count: number;
  overdue_tasks: number;
  needs_attention: boolean;
  current_steps: string[];
  holds: { reason: string; until: PlainDate | null }[];
}

const body = (desk: Desk, query: RunFilter, who: Who) => sql`
  from app.run r
  join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id
  left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
  left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
  where r.practice_id = ${desk.practice.id} and r.ended_how is distinct from 'undone'
    and ${visibleSubject(desk, who)}
    and ${query.workflow ? sql`r.workflow_id = ${query.workflow}` : sql`true`}
    and ${query.kind ? sql`r.subject_kind = ${query.kind}` : sql`true`}
    and ${query.subject ? sql`${query.subject}::uuid in (r.subject_id, r.client_id)` : sql`true`}
    and ${stateFilter(query.state)}
    and ${ownerFilter(query.owner)}
    and ${query.ended_after ? sql`r.ended_at >= ${query.ended_after}` : sql`true`}
    and ${query.origin ? sql`r.origin = ${query.origin}` : sql`true`}
    and ${query.attention ? sql`r.needs_attention and r.ended_at is null` : sql`true`}
    and ${query.due_before ? sql`${DUE} < ${query.due_before} and r.ended_at is null` : sql`true`}
    and ${query.overdue ? sql`r.state = 'running' and r.id = any(array(${overdueRuns(desk)}))` : sql`true`}
    and ${query.assignee ? sql`exists (select 1 from app.task t where ${openTaskOf()} and t.assignee_id = ${query.assignee})` : sql`true`}
    and ${holdsWords(sql`(w.sort_name || ' ' || coalesce(p.sort_name, e.sort_name, ''))`, query.q)}`;

/** Found first by the index of due dates; as a condition they would be looked for under every run. */
const overdueRuns = ({ practice, today }: Desk) => sql`
  select distinct t.run_id from app.task t
  where t.practice_id = ${practice.id} and t.state in ('ready', 'in_progress') and t.kind <> 'action'
    and (case when t.due_on is null then '9999-12-31'::date else t.due_on end) < ${today}`;

const openTaskOf = () =>
  sql`t.practice_id = r.practice_id and t.run_id = r.id and t.state in ('ready', 'in_progress') and t.kind <> 'action'`;

const ownerFilter = (owner: RunFilter['owner']) => {
  if (!owner) return sql`true`;
  return owner === 'none' ? sql`r.owner_id is null and r.ended_at is null` : sql`r.owner_id = ${owner}`;
};

const stateFilter = (state: RunFilter['state']) => {
  if (!state) return sql`true`;
  return state === 'open' ? sql`r.ended_at is null` : sql`r.state = ${state}`;
};

/** The dashboard's rows (section 5); a subject the caller may not see hides its runs. */
export const listRuns = async (desk: Desk, query: RunFilter, who: Who) => {
  const pages = paging(query, sorts, sql`r.id`);
  const from = body(desk, query, who);
  const { rows } = await sql<RunRow & { page_key: string }>`
    select r.id, r.version, r.workflow_id, w.name as workflow, r.workflow_version, r.subject_kind, r.subject_id,
      coalesce(p.display_name, e.display_name, '') as subject, r.launched_as, r.origin, r.started_at, r.started_by, (select m.name from app.member m where m.practice_id = r.practice_id and m.id = r.started_by) as starter,
      r.owner_id, (select m.name from app.member m where m.practice_id = r.practice_id and m.id = r.owner_id) as owner, r.state, r.ended_at, r.ended_reason, r.period_end, r.run_date, r.next_due, r.done_count, r.step_count,
      r.needs_attention, r.current_steps,
      (select count(*)::int from app.task t where ${openTaskOf()} and t.due_on < ${desk.today} and r.state = 'running') as overdue_tasks,
      coalesce((select json_agg(json_build_object('reason', h.reason, 'until', h.until) order by h.id) from app.hold h
        where h.practice_id = r.practice_id and h.run_id = r.id and h.closed_at is null), '[]') as holds,
      ${pages.key} as page_key
    ${from}
    and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  return { ...pages.page(rows), ...(await counted(desk, query, from)) };
};

const counted = async (desk: Desk, query: RunFilter, from: ReturnType<typeof body>) => {
  const counting = countQuery(query, from);
  return counting ? { count: countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
};

/** The strip above the dashboard: what needs somebody, in one statement. */
export const runStrip = async (desk: Desk, who: Who, weekEnd: PlainDate, since: string) => {
  const { rows } = await sql<{
    running: number;
    overdue: number;
    due_this_week: number;
    on_hold: number;
    attention: number;
    completed: number;
    unowned: number;
  }>`
    select
      count(*) filter (where r.state = 'running')::int as running,
      count(*) filter (where r.state = 'running' and r.next_due < ${desk.today})::int as overdue,
      count(*) filter (where r.state = 'running' and r.next_due between ${desk.today} and ${weekEnd})::int as due_this_week,
      count(*) filter (where r.state = 'on_hold')::int as on_hold,
      count(*) filter (where r.needs_attention and r.ended_at is null)::int as attention,
      count(*) filter (where r.ended_at is null and r.owner_id is null)::int as unowned,
      count(*) filter (where r.state = 'completed' and r.ended_at >= ${since})::int as completed
    from app.run r
    left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
    where r.practice_id = ${desk.practice.id} and (r.ended_at is null or r.ended_at >= ${since})
      and r.ended_how is distinct from 'undone' and ${visibleSubject(desk, who)}`.execute(desk.tx);
  return rows[0]!;
};
