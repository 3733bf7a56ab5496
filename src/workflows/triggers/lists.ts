import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Trigger as Rule, SubjectKind } from '#workflows/definitions/content.ts';

export const TRIGGER_SORTS = ['workflow', 'last_at'] as const;
const NEVER = sql`coalesce(l.last_at, '1970-01-01'::timestamptz)`;
const sorts: Record<(typeof TRIGGER_SORTS)[number], SortColumn> = {
  workflow: { by: sql`w.sort_name`, type: 'text' },
  last_at: { by: NEVER, type: 'timestamptz' },
};

export interface TriggerFilter extends ListQuery {
  q?: string | undefined;
  workflow?: Id | undefined;
  on?: 'true' | 'false' | undefined;
  refused?: 'true' | undefined;
}

export interface TriggerRow {
  id: Id;
  version: number;
  workflow_id: Id;
  workflow: string;
  workflow_on: boolean;
  subject_kinds: SubjectKind[];
  rule: Rule;
  on: boolean;
  since: Instant | null;
  paused_because: string | null;
  last_at: Instant | null;
  /** In 30 days. */
  launched: number;
  refused: number;
  last_refusal: string | null;
}

const RECENT_MS = 30 * 86_400_000;

/** The triggers of the current versions, with what they did lately (WF section 5). */
export const listTriggers = async (
  desk: Desk,
  query: TriggerFilter,
): Promise<{ items: TriggerRow[]; next: string | null }> => {
  const { tx, practice, now } = desk;
  const pages = paging(query, sorts, sql`t.id`);
  const { rows } = await sql<TriggerRow & { page_key: string }>`
    select t.id, t.version, t.workflow_id, w.name as workflow, w."on" as workflow_on, v.content -> 'subject_kinds' as subject_kinds,
      rule.value as rule, t."on", t.since, t.paused_because, l.last_at, coalesce(l.launched, 0)::int as launched,
      coalesce(l.refused, 0)::int as refused, l.last_refusal, ${pages.key} as page_key
    from app.trigger t
    join app.workflow w on w.practice_id = t.practice_id and w.id = t.workflow_id and w.archived_at is null and w.deleted_at is null
    join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    join lateral jsonb_array_elements(v.content -> 'triggers') as rule(value) on rule.value ->> 'key' = t.key
    left join lateral (
      select max(g.at) filter (where g.outcome = 'launched') as last_at,
        count(*) filter (where g.outcome = 'launched' and g.at > ${addMilliseconds(now, -RECENT_MS)}) as launched,
        count(*) filter (where g.outcome = 'refused' and g.at > ${addMilliseconds(now, -RECENT_MS)}) as refused,
        (array_agg(g.because order by g.id desc) filter (where g.outcome = 'refused'))[1] as last_refusal
      from app.trigger_log g where g.practice_id = t.practice_id and g.trigger_id = t.id) l on true
    where t.practice_id = ${practice.id} and t.present
      and ${query.q ? sql`strpos(w.sort_name, ${sortName(query.q)}) > 0` : sql`true`}
      and ${query.workflow ? sql`t.workflow_id = ${query.workflow}` : sql`true`}
      and ${query.on ? sql`t."on" = ${query.on === 'true'}` : sql`true`}
      and ${query.refused ? sql`l.refused > 0` : sql`true`}
      and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};

export interface LogRow {
  id: Id;
  at: Instant;
  subject_kind: 'person' | 'employee';
  subject_id: Id;
  subject: string;
  /** Of a person: prospect or client now. */
  kind: SubjectKind;
  fact: string | null;
  outcome: 'launched' | 'refused';
  code: string | null;
  because: string | null;
  run_id: Id | null;
}

export const LOG_SORTS = ['-at'] as const;

/** Launches and refusals of one trigger, newest first (WF-169). */
export const listLog = async (
  { tx, practice }: Desk,
  trigger: Id,
  query: ListQuery & { outcome?: LogRow['outcome'] | undefined },
): Promise<{ items: LogRow[]; next: string | null }> => {
  const pages = paging(query, { at: { by: sql`g.at`, type: 'timestamptz' } }, sql`g.id`);
  const { rows } = await sql<LogRow & { page_key: string }>`
    select g.id, g.at, g.subject_kind, g.subject_id, coalesce(p.display_name, e.display_name, 'a record that is gone') as subject,
      coalesce(p.kind, 'employee') as kind, g.fact, g.outcome, g.code, g.because, g.run_id, ${pages.key} as page_key
    from app.trigger_log g
    left join app.person p on p.practice_id = g.practice_id and p.id = g.subject_id
    left join app.employee e on e.practice_id = g.practice_id and e.id = g.subject_id
    where g.practice_id = ${practice.id} and g.trigger_id = ${trigger}
      and ${query.outcome ? sql`g.outcome = ${query.outcome}` : sql`true`} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};
