import { z } from '@hono/zod-openapi';
import { QUESTIONS } from './why.ts';

const kinds = z.enum(['person', 'employee', 'invoice']);
/** A run as the dashboard shows it. */
export const runRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    workflow_id: z.uuid(),
    workflow: z.string(),
    workflow_version: z.int(),
    subject_kind: kinds,
    subject_id: z.uuid(),
    subject: z.string(),
    launched_as: z.string(),
    origin: z.string(),
    started_at: z.string(),
    started_by: z.uuid().nullable(),
    starter: z.string().nullable(),
    owner_id: z.uuid().nullable(),
    owner: z.string().nullable(),
    state: z.enum(['running', 'on_hold', 'completed', 'cancelled']),
    ended_at: z.string().nullable(),
    ended_reason: z.string().nullable(),
    period_end: z.string().nullable(),
    run_date: z.string().nullable(),
    next_due: z.string().nullable(),
    done_count: z.int(),
    step_count: z.int(),
    overdue_tasks: z.int(),
    needs_attention: z.boolean(),
    current_steps: z.array(z.string()),
    holds: z.array(z.object({ reason: z.string(), until: z.string().nullable() })),
  })
  .openapi('RunRow');
/** The strip above the dashboard. */
export const runStripShape = z
  .object({
    running: z.int(),
    overdue: z.int(),
    due_this_week: z.int(),
    on_hold: z.int(),
    attention: z.int(),
    unowned: z.int(),
    completed: z.int(),
  })
  .openapi('RunStrip');
/** The years of a record's runs, newest first (PE-121). */
export const runYearsShape = z
  .object({
    items: z.array(z.object({ year: z.int(), going: z.int(), stuck: z.int(), done: z.int(), cancelled: z.int() })),
  })
  .openapi('RunYears');
/** The run as the rules see it, so that the screen asks the very rules which buttons live, and its plan (WF-110, WF-190). */
export const runDetail = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.record(z.string(), z.unknown()),
    plan: z.array(z.record(z.string(), z.unknown())),
  })
  .openapi('Run');
/** Why a step stands as it does: sentences in order, each with the value or time that decided (PL-190). */
export const stepExplanation = z
  .object({
    run_id: z.uuid(),
    step: z.string(),
    title: z.string(),
    at: z.string(),
    items: z.array(
      z.object({
        about: z.enum(QUESTIONS),
        says: z.string(),
        saw: z.string().nullable(),
      }),
    ),
  })
  .openapi('StepExplanation');
/** A run after an act: its version, and where the next act goes. */
export const runActed = z
  .object({ id: z.uuid(), version: z.int(), act_id: z.uuid(), event_id: z.uuid().nullable() })
  .openapi('RunAct');

export const runFilters = {
  q: z.string().max(100).optional(),
  workflow: z.uuid().optional(),
  kind: kinds.optional(),
  subject: z.uuid().optional(),
  state: z.enum(['running', 'on_hold', 'completed', 'cancelled', 'open']).optional(),
  /** A member, or «none»: runs that need an owner (WF-124). */
  owner: z.union([z.uuid(), z.literal('none')]).optional(),
  assignee: z.uuid().optional(),
  origin: z.string().max(20).optional(),
  overdue: z.literal('true').optional(),
  attention: z.literal('true').optional(),
  due_before: z.iso.date().optional(),
  /** Ended at or after this instant. */
  ended_after: z.iso.datetime().optional(),
};
