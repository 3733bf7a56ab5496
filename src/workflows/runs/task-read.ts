import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Who } from '#kernel/decision/model.ts';
import type { TaskStep } from '#workflows/definitions/content.ts';
import { contents } from './contents.ts';
import type { Tick } from './model.ts';
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
}

/** Undefined when there is none, or it is neither one's own, nor of one's pool, nor about somebody one may see. */
export const readTask = async (desk: Desk, id: Id, who: Who): Promise<TaskDetail | undefined> => {
  const own = [...(who.member_id ? [who.member_id] : []), ...who.deputy_for];
  const { rows } = await sql<
    TaskRow & Pick<TaskDetail, 'instructions' | 'answers' | 'ticks'> & { workflow_version: number | null }
  >`
    select ${TASK_COLUMNS}, r.instructions, r.answers, r.ticks, run.workflow_version from app.task r ${TASK_AROUND}
    where r.practice_id = ${desk.practice.id} and r.id = ${id} and r.kind = 'task'
      and (r.assignee_id = any(${own}) or (r.assignee_id is null and r.pool_role_id = ${who.role_id ?? null})
        or r.maker_id = ${who.member_id ?? null} or ${visibleSubject(desk, who)})`.execute(desk.tx);
  const [row] = rows;
  if (!row) return undefined;
  const { workflow_version, ...task } = row;
  const step = await stepIn(desk, task, workflow_version);
  return {
    ...task,
    instructions: step?.instructions ?? task.instructions,
    checklist: step?.checklist ?? [],
    asks: step?.asks ?? [],
    outcomes: step?.outcomes ?? [],
    files_min: step?.files_min ?? 0,
  };
};

/** The step of the version its run is pinned to (WF-12); none for a task by hand. */
const stepIn = async (desk: Desk, { workflow_id, step_key }: TaskRow, workflow_version: number | null) => {
  if (!workflow_id || !workflow_version || !step_key) return undefined;
  const found = await contents(desk, [{ workflow_id, workflow_version }]);
  const step = found.get(`${workflow_id}:${workflow_version}`)?.steps.find(({ key }) => key === step_key);
  return step?.kind === 'task' ? step : undefined;
};
