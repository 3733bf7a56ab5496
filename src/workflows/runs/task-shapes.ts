import { z } from '@hono/zod-openapi';
import { TASK_STATES } from './model.ts';
import { TASK_VIEWS } from './task-list.ts';

const date = z.string();
const kinds = z.enum(['person', 'employee', 'invoice']);

/** A task as lists show it. */
export const taskRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    run_id: z.uuid().nullable(),
    run_version: z.int().nullable(),
    step_key: z.string().nullable(),
    kind: z.enum(['task', 'review', 'form']),
    /** Of an open review: whose look it is; 0 while a reviewer is to be named. */
    turn: z.int().nullable(),
    round: z.int(),
    title: z.string(),
    required: z.boolean(),
    state: z.enum(TASK_STATES),
    assignee_id: z.uuid().nullable(),
    assignee: z.string().nullable(),
    pool_role_id: z.string().nullable(),
    for_member_id: z.uuid().nullable(),
    for_member: z.string().nullable(),
    due_on: date.nullable(),
    due_by_hand: z.boolean(),
    ready_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    outcome: z.string().nullable(),
    subject_kind: kinds.nullable(),
    subject_id: z.uuid().nullable(),
    subject: z.string().nullable(),
    client_id: z.uuid().nullable(),
    workflow_id: z.uuid().nullable(),
    workflow: z.string().nullable(),
    held: z.boolean(),
    needs_attention: z.string().nullable(),
  })
  .openapi('TaskRow');

const record = z.record(z.string(), z.unknown());
/** What a review judges, who looks at it, and what they decided so far (WF-135 … WF-139). */
const reviewDetail = z
  .object({
    at_least: z.int(),
    of: z.array(
      z.object({
        key: z.string(),
        task_id: z.uuid(),
        title: z.string(),
        state: z.string(),
        round: z.int(),
        outcome: z.string().nullable(),
        finished_at: z.string().nullable(),
        finished_by: z.uuid().nullable(),
        finished_for: z.uuid().nullable(),
        answers: record,
      }),
    ),
    reviewers: z.array(record.nullable()),
    verdicts: z.array(record),
  })
  .openapi('Review');
/** What whoever was asked answers, as it stands on their page, and since when they have typed something (WF-57). */
const formDetail = z
  .object({
    form: z.string(),
    title: z.string(),
    intro: z.string(),
    questions: z.array(record),
    kept_at: z.string().nullable(),
  })
  .openapi('FormAsked');
/** A task with what its version, or its maker, says of it: what to do, what to tick and what to answer. */
export const taskDetail = taskRow
  .extend({
    instructions: z.string().nullable(),
    checklist: z.array(record),
    asks: z.array(record),
    outcomes: z.array(z.string()),
    files_min: z.int(),
    answers: record,
    ticks: record,
    review: reviewDetail.nullable(),
    form: formDetail.nullable(),
  })
  .openapi('Task');

/** A task after an act: its state and version, and where the next act goes. */
export const taskActed = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.string(),
    run_id: z.uuid().nullable(),
    act_id: z.uuid(),
    event_id: z.uuid().nullable(),
  })
  .openapi('TaskAct');

export const taskFilters = {
  view: z.enum(TASK_VIEWS).default('mine'),
  bucket: z.enum(['overdue', 'today', 'week', 'later']).optional(),
  state: z.enum(['open', 'ready', 'in_progress', 'done', 'skipped']).optional(),
  workflow: z.uuid().optional(),
  run: z.uuid().optional(),
  subject: z.uuid().optional(),
  kind: kinds.optional(),
  assignee: z.uuid().optional(),
  q: z.string().max(100).optional(),
};

/** What My work counts, per bucket and view. */
export const workCounts = z.object({
  overdue: z.int(),
  today: z.int(),
  week: z.int(),
  later: z.int(),
  pools: z.int(),
  deputy: z.int(),
  reviews: z.int(),
});
