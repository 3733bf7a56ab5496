import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { RecordKind, RunState, TaskState } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';

/** What the API answers about running work, as these screens read it. */

/** A row of `GET /runs`. */
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
  started_at: Instant;
  started_by: Id | null;
  starter: string | null;
  owner_id: Id | null;
  owner: string | null;
  state: 'running' | 'on_hold' | 'completed' | 'cancelled';
  ended_at: Instant | null;
  ended_reason: string | null;
  period_end: PlainDate | null;
  run_date: PlainDate | null;
  next_due: PlainDate | null;
  done_count: number;
  step_count: number;
  overdue_tasks: number;
  needs_attention: boolean;
  current_steps: string[];
  holds: { reason: string; until: PlainDate | null }[];
}

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

/** A row of `GET /tasks`. */
export interface TaskRow {
  id: Id;
  version: number;
  run_id: Id | null;
  run_version: number | null;
  step_key: string | null;
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
  ready_at: Instant | null;
  finished_at: Instant | null;
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
