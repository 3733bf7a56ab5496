import type { Id } from '#ground/id.ts';
import type { RunState, TaskState } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';

/** What the API answers about running work, as these screens read it. */

/** `GET /run-strip`. */
export interface RunStrip {
  running: number;
  overdue: number;
  due_this_week: number;
  on_hold: number;
  attention: number;
  unowned: number;
  completed: number;
}

/** `GET /runs/{id}`: the run as its rules see it, and its plan. */
export interface RunDetail {
  id: Id;
  version: number;
  state: RunState;
  plan: PlannedStep[];
}

/** What every act on a task answers. */
export interface TaskAct {
  id: Id;
  version: number;
  state: TaskState;
  run_id: Id | null;
  act_id: Id;
  event_id: Id | null;
}

/** What every act on a run answers. */
export interface RunAct {
  id: Id;
  version: number;
  act_id: Id;
  event_id: Id | null;
}
