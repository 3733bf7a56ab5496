import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Who } from '#kernel/decision/model.ts';
import type { TaskStep } from '#workflows/definitions/content.ts';
import { contents } from './contents.ts';
import type { Task, Tick } from './model.ts';
import { type SheetDetail, sheetDetail } from './sheets.ts';
import { TASK_AROUND, TASK_COLUMNS, type TaskRow } from './task-list.ts';
import { visibleSubject } from './visible.ts';

/** One task as a list shows it, with what its version, or its maker, says of it. */
export interface TaskDetail extends TaskRow {
  instructions: string | null;
  checklist: NonNullable<TaskStep['checklist']>;
  asks: NonNullable<TaskStep['asks']>;
  outcomes: readonly string[];
  files_min: number;
  answers: Record<string, Json>;
  ticks: Record<string, Tick>;
  review: ReviewDetail | null;
  form: SheetDetail | null;
}

/** What a review judges, who looks at it, and what was decided so far. */
export interface ReviewDetail {
  at_least: number;
  of: (Pick<
    Task,
    'title' | 'state' | 'round' | 'outcome' | 'finished_at' | 'finished_by' | 'finished_for' | 'answers'
  > & { key: string; task_id: Id })[];
  reviewers: Task['reviewers'];
  verdicts: Task['verdicts'];
}

/** Undefined when there is none, or it is neither one's own, nor of one's pool, nor about somebody one may see. */
export const readTask = async (desk: Desk, id: Id, who: Who): Promise<TaskDetail | undefined> => {
  const own = [...(who.member_id ? [who.member_id] : []), ...who.deputy_for];
  const { rows } = await sql<
    TaskRow &
      Pick<TaskDetail, 'instructions' | 'answers' | 'ticks'> &
      Pick<Task, 'reviewers' | 'verdicts'> & { workflow_version: number | null }
  >`
    select ${TASK_COLUMNS}, r.instructions, case when r.kind = 'form' then r.form_answers else r.answers end as answers, r.ticks, r.reviewers, r.verdicts, run.workflow_version from app.task r ${TASK_AROUND}
    where r.practice_id = ${desk.practice.id} and r.id = ${id} and r.kind <> 'action'
      and (r.assignee_id = any(${own}) or (r.assignee_id is null and r.pool_role_id = ${who.role_id ?? null})
        or r.maker_id = ${who.member_id ?? null} or ${visibleSubject(desk, who)})`.execute(desk.tx);
  const [row] = rows;
  if (!row) return undefined;
  const { workflow_version, reviewers, verdicts, ...task } = row;
  const found = await stepIn(desk, task, workflow_version);
  const step = found?.kind === 'task' ? found : undefined;
  const review = found?.kind === 'review' ? found : undefined;
  return {
    ...task,
    instructions: found?.instructions ?? task.instructions,
    checklist: step?.checklist ?? [],
    asks: step?.asks ?? [],
    outcomes: step?.outcomes ?? [],
    files_min: step?.files_min ?? 0,
    review: review
      ? { at_least: review.at_least, of: await judged(desk, task.run_id!, review.of), reviewers, verdicts }
      : null,
    form: found?.kind === 'form' ? await sheetDetail(desk, task) : null,
  };
};

/** The step of the version its run is pinned to (WF-12); none for a task by hand. */
const stepIn = async (desk: Desk, { workflow_id, step_key }: TaskRow, workflow_version: number | null) => {
  if (!workflow_id || !workflow_version || !step_key) return undefined;
  const found = await contents(desk, [{ workflow_id, workflow_version }]);
  return found.get(`${workflow_id}:${workflow_version}`)?.steps.find(({ key }) => key === step_key);
};

const judged = async ({ tx, practice }: Desk, run: Id, keys: readonly string[]): Promise<ReviewDetail['of']> =>
  (
    await sql<ReviewDetail['of'][number]>`
      select step_key as key, id as task_id, title, state, round, outcome, finished_at, finished_by, finished_for, answers from app.task
      where practice_id = ${practice.id} and run_id = ${run} and step_key = any(${keys}) order by array_position(${keys}::text[], step_key)`.execute(
      tx,
    )
  ).rows;
