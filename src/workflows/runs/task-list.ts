import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, dayOfWeek, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { holdsWords } from '#kernel/http/matching.ts';
import type { RecordKind, TaskState, Turn } from './model.ts';
import { ABOUT, visibleSubject } from './visible.ts';

export const TASK_SORTS = ['due_on', 'title', 'subject', 'ready_at'] as const;
/** No date is after every date; word for word as the indexes have it (migration 0070). */
const DUE = sql`(case when r.due_on is null then '9999-12-31'::date else r.due_on end)`;
const SINCE = sql`(case when r.ready_at is not null then r.ready_at when r.finished_at is not null then r.finished_at else '-infinity'::timestamptz end)`;

const sorts: Record<(typeof TASK_SORTS)[number], SortColumn> = {
  due_on: { by: DUE, type: 'date' },
  title: { by: sql`lower(r.title)`, type: 'text' },
  subject: { by: sql`coalesce(p.sort_name, e.sort_name, '')`, type: 'text' },
  ready_at: { by: SINCE, type: 'timestamptz' },
};

export const TASK_VIEWS = ['mine', 'reviews', 'pools', 'deputy', 'made_by_me', 'everyone', 'needs_owner'] as const;
export interface TaskFilter extends ListQuery {
  view: (typeof TASK_VIEWS)[number];
  bucket?: 'overdue' | 'today' | 'week' | 'later' | undefined;
  state?: 'open' | 'ready' | 'in_progress' | 'done' | 'skipped' | undefined;
  workflow?: Id | undefined;
  run?: Id | undefined;
  subject?: Id | undefined;
  kind?: RecordKind | undefined;
  assignee?: Id | undefined;
  q?: string | undefined;
}

export interface TaskRow {
  id: Id;
  version: number;
  run_id: Id | null;
  run_version: number | null;
  step_key: string | null;
  kind: 'task' | 'review' | 'form';
  turn: Turn | null;
  round: number;
  title: string;
  required: boolean;
  state: TaskState;
  assignee_id: Id | null;
  assignee: string | null;
  pool_role_id: Id | null;
  for_member_id: Id | null;
  for_member: string | null;
  due_on: PlainDate | null;
  due_by_hand: boolean;
  ready_at: string | null;
  finished_at: string | null;
  outcome: string | null;
  subject_kind: RecordKind | null;
  subject_id: Id | null;
  subject: string | null;
  client_id: Id | null;
  workflow_id: Id | null;
  workflow: string | null;
  held: boolean;
  needs_attention: string | null;
}

const OPEN = sql`r.state in ('ready', 'in_progress') and r.kind <> 'action'`;

const view = (filter: TaskFilter, who: Who, practice: Id) => {
  const me = who.member_id ?? null;
  switch (filter.view) {
    case 'mine':
      return sql`r.assignee_id = ${me}`;
    case 'reviews':
      return waitsForReview(who);
    case 'pools':
      return sql`r.assignee_id is null and r.pool_role_id = ${who.role_id ?? null}`;
    case 'deputy':
      return sql`(r.assignee_id = any(${[...who.deputy_for]}) or (r.assignee_id = ${me} and r.for_member_id is not null))`;
    case 'made_by_me':
      return sql`r.maker_id = ${me}`;
    case 'needs_owner':
      return sql`r.id = any(array(${ownerless(practice, stateFilter(filter.state))}))`;
    case 'everyone':
      return sql`true`;
  }
};

/** Theirs to look at, or their pool's; where a reviewer is to be named there is nothing to look at yet. */
const waitsForReview = (who: Who) => sql`(r.kind = 'review' and r.turn > 0 and
  (r.assignee_id = ${who.member_id ?? null} or (r.assignee_id is null and r.pool_role_id = ${who.role_id ?? null})))`;

/** Found first and by two indexes; as a condition of the list they would be looked for among all tasks. */
const ownerless = (practice: Id, state: RawBuilder<unknown>) => sql`
  select r.id from app.task r
  where r.practice_id = ${practice} and ${state} and r.assignee_id is null and r.pool_role_id is null
  union all
  select r.id from app.member a join app.task r on r.practice_id = a.practice_id and r.assignee_id = a.id
  where a.practice_id = ${practice} and a.state = 'deactivated' and ${state}`;

const stateFilter = (state: TaskFilter['state']) => {
  if (!state || state === 'open') return OPEN;
  return state === 'ready' || state === 'in_progress'
    ? sql`(${OPEN} and r.state = ${state})`
    : sql`r.state = ${state} and r.kind <> 'action'`;
};

/** Overdue is due before today, this week ends on Sunday; a held run's tasks are not overdue (WF-42). */
const bucketFilter = (desk: Desk, bucket: TaskFilter['bucket']) => {
  const sunday = addDays(desk.today, 7 - dayOfWeek(desk.today));
  switch (bucket) {
    case undefined:
      return sql`true`;
    case 'overdue':
      return sql`${DUE} < ${desk.today} and run.state is distinct from 'on_hold'`;
    case 'today':
      return sql`${DUE} <= ${desk.today} and (r.due_on = ${desk.today} or run.state = 'on_hold')`;
    case 'week':
      return sql`${DUE} > ${desk.today} and ${DUE} <= ${sunday}`;
    case 'later':
      return sql`${DUE} > ${sunday}`;
  }
};

/** Their own tasks everybody sees, whatever they may read of the subject (section 3, who may what). */
const seen = (desk: Desk, filter: TaskFilter, who: Who) =>
  ['mine', 'reviews', 'pools', 'deputy', 'made_by_me'].includes(filter.view) ? sql`true` : visibleSubject(desk, who);

const body = (desk: Desk, filter: TaskFilter, who: Who) => sql`
  from app.task r
  left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
  left join app.workflow w on w.practice_id = r.practice_id and w.id = run.workflow_id
  left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
  left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
  where r.practice_id = ${desk.practice.id} and ${stateFilter(filter.state)} and ${view(filter, who, desk.practice.id)} and ${bucketFilter(desk, filter.bucket)}
    and ${seen(desk, filter, who)}
    and ${filter.workflow ? sql`run.workflow_id = ${filter.workflow}` : sql`true`}
    and ${filter.run ? sql`r.run_id = ${filter.run}` : sql`true`}
    and ${filter.subject ? sql`${filter.subject}::uuid in (r.subject_id, r.client_id)` : sql`true`}
    and ${filter.kind ? sql`r.subject_kind = ${filter.kind}` : sql`true`}
    and ${filter.assignee ? sql`r.assignee_id = ${filter.assignee}` : sql`true`}
    and ${holdsWords(sql`(lower(r.title) || ' ' || coalesce(p.sort_name, e.sort_name, ''))`, filter.q)}`;

/** What a row tells, over `r` and the rows around it. */
export const TASK_COLUMNS = sql`r.id, r.version, r.run_id, run.version as run_version, r.step_key, r.kind, r.turn, r.round, r.title, r.required, r.state, r.assignee_id,
  assignee.name as assignee, r.pool_role_id, r.for_member_id, absent.name as for_member, r.due_on, r.due_by_hand, r.ready_at, r.finished_at,
  r.outcome, r.subject_kind, r.subject_id, coalesce(p.display_name, e.display_name) as subject, r.client_id, run.workflow_id, w.name as workflow,
  coalesce(run.state = 'on_hold', false) as held, r.needs_attention`;
export const TASK_AROUND = sql`
  left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
  left join app.workflow w on w.practice_id = r.practice_id and w.id = run.workflow_id
  left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
  left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
  left join app.member assignee on assignee.practice_id = r.practice_id and assignee.id = r.assignee_id
  left join app.member absent on absent.practice_id = r.practice_id and absent.id = r.for_member_id`;

export const listTasks = async (desk: Desk, filter: TaskFilter, who: Who) => {
  const pages = paging(filter, sorts, sql`r.id`);
  const from = body(desk, filter, who);
  const { rows } = await sql<TaskRow & { page_key: string }>`
    select ${TASK_COLUMNS}, ${pages.key} as page_key
    from (select found.* ${sql`from (select r.* ${from} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}) found`}) r
    ${TASK_AROUND}
    order by ${pages.orderBy}`.execute(desk.tx);
  const counting = countQuery(filter, from);
  const count = counting ? { count: countAnswer(filter, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
  return { ...pages.page(rows), ...count };
};

/** The counts of My work: per bucket, in one statement over the person's own open tasks. */
export const myCounts = async (desk: Desk, who: Who) => {
  const sunday = addDays(desk.today, 7 - dayOfWeek(desk.today));
  const { rows } = await sql<{
    overdue: number;
    today: number;
    week: number;
    later: number;
    pools: number;
    deputy: number;
    reviews: number;
  }>`
    select
      count(*) filter (where mine and due_on < ${desk.today} and not held)::int as overdue,
      count(*) filter (where mine and (due_on = ${desk.today} or (due_on < ${desk.today} and held)))::int as today,
      count(*) filter (where mine and due_on > ${desk.today} and due_on <= ${sunday})::int as week,
      count(*) filter (where mine and (due_on > ${sunday} or due_on is null))::int as later,
      count(*) filter (where pool)::int as pools,
      count(*) filter (where deputy)::int as deputy,
      count(*) filter (where review)::int as reviews
    from (
      select r.due_on, coalesce(run.state = 'on_hold', false) as held, r.assignee_id is not distinct from ${who.member_id ?? null} as mine,
        r.assignee_id is null and r.pool_role_id = ${who.role_id ?? null} as pool,
        r.assignee_id = any(${[...who.deputy_for]}) or (r.assignee_id = ${who.member_id ?? null} and r.for_member_id is not null) as deputy,
        ${waitsForReview(who)} as review
      from app.task r left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
      where r.practice_id = ${desk.practice.id} and ${OPEN}
        and (r.assignee_id = any(${[who.member_id ?? null, ...who.deputy_for]}) or (r.assignee_id is null and r.pool_role_id = ${who.role_id ?? null}))) t`.execute(
    desk.tx,
  );
  return rows[0]!;
};
