import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Content, Step } from '#workflows/definitions/content.ts';
import { contents } from './contents.ts';

/** How a step went in the runs of one version. */
export interface StepFigures {
  n: number;
  /** Runs in which it became ready, or was left out. */
  reached: number;
  done: number;
  /** From ready to done, of half of them; null while none is done. */
  median_hours: number | null;
  /** Of those that had a due date and are done, or are open after it. */
  dated: number;
  late: number;
  handed_back: number;
  /** By a person or with the run; not what did not apply. */
  skipped: number;
}

export interface StepStatistics {
  key: string;
  title: string;
  kind: Step['kind'];
  versions: StepFigures[];
}

export interface WorkflowStatistics {
  versions: { n: number; runs: number }[];
  steps: StepStatistics[];
}

/**
 * Per step and version of a workflow: median time, late, hand backs, skips (WF-204), as the newest version with runs has its
 * steps, then those that only older ones had. A run counts for the version it follows now; what was taken back does not count.
 */
export const statisticsOf = async (desk: Desk, workflow: Id): Promise<WorkflowStatistics> => {
  const versions = await versionsOf(desk, workflow);
  if (!versions.length) return { versions, steps: [] };
  const figures = await figuresOf(desk, workflow);
  const known = await contents(
    desk,
    versions.map(({ n }) => ({ workflow_id: workflow, workflow_version: n })),
  );
  const steps = stepsOf(versions.map(({ n }) => known.get(`${workflow}:${n}`)));
  return {
    versions,
    steps: steps.map(({ key, title, kind }) => ({
      key,
      title,
      kind,
      versions: figures.filter(({ step_key }) => step_key === key).map(({ step_key: _, ...one }) => one),
    })),
  };
};

/** Each step once, by its newest title. */
const stepsOf = (newestFirst: readonly (Content | undefined)[]): Step[] => {
  const steps = new Map<string, Step>();
  for (const content of newestFirst)
    for (const step of content?.steps ?? []) if (!steps.has(step.key)) steps.set(step.key, step);
  return [...steps.values()];
};

/** Newest first. */
const versionsOf = async ({ tx, practice }: Desk, workflow: Id): Promise<WorkflowStatistics['versions']> =>
  (
    await sql<{ n: number; runs: number }>`
      select workflow_version as n, count(*)::int as runs from app.run
      where practice_id = ${practice.id} and workflow_id = ${workflow} and ended_how is distinct from 'undone'
      group by 1 order by 1 desc`.execute(tx)
  ).rows;

const figuresOf = async ({ tx, practice, today }: Desk, workflow: Id) => {
  const day = sql`(t.finished_at at time zone ${practice.time_zone})::date`;
  const { rows } = await sql<StepFigures & { step_key: string }>`
    with work as materialized (
      select r.workflow_version as n, t.step_key, t.kind, t.state, t.skipped_how, t.due_on, t.verdicts, ${day} as day,
        extract(epoch from t.finished_at - t.ready_at) / 3600 as hours
      from app.run r join app.task t on t.practice_id = r.practice_id and t.run_id = r.id
      where r.practice_id = ${practice.id} and r.workflow_id = ${workflow} and r.ended_how is distinct from 'undone'
        and t.step_key is not null and t.removed_in is null and t.state not in ('waiting', 'cancelled')
    ), back as (
      select n, of.key as step_key, count(*)::int as handed_back
      from work, jsonb_array_elements(work.verdicts) v,
        lateral (select work.step_key as key union select jsonb_array_elements_text(v -> 'steps')) of
      where work.kind = 'review' and work.verdicts <> '[]' and v ->> 'is' = 'handed_back'
      group by 1, 2
    ), told as (
      select n, step_key, count(*)::int as reached,
        count(*) filter (where state = 'done')::int as done,
        round((percentile_cont(0.5) within group (order by hours) filter (where state = 'done'))::numeric, 1)::float as median_hours,
        count(*) filter (where due_on is not null and (state = 'done' or due_on < ${today}) and state <> 'skipped')::int as dated,
        count(*) filter (where due_on is not null and state <> 'skipped'
          and due_on < (case when state = 'done' then day else ${today}::date end))::int as late,
        count(*) filter (where state = 'skipped' and skipped_how is distinct from 'not_applicable')::int as skipped
      from work group by 1, 2
    )
    select told.*, coalesce(back.handed_back, 0) as handed_back
    from told left join back using (n, step_key) order by n desc`.execute(tx);
  return rows;
};
