import { z } from '@hono/zod-openapi';
import { STEP_KINDS, subjectKind } from './content.ts';

/** A row of the workflows page. */
export const workflowRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    subject_kinds: z.array(subjectKind),
    on: z.boolean(),
    current_version: z.int().nullable(),
    archived: z.boolean(),
    has_draft: z.boolean(),
    origin: z.string(),
    subjects: z.int(),
    open_runs: z.int(),
    runs_ever: z.int(),
    failures: z.int(),
    steps: z.int(),
    days: z.string(),
    /** The day of the run on which each step ends, for a line of dots. */
    shape: z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(STEP_KINDS), day: z.int() })),
    changed_at: z.string(),
    may_design: z.boolean(),
  })
  .openapi('WorkflowRow');

const finding = z.object({
  level: z.enum(['error', 'warning']),
  step_key: z.string().optional(),
  code: z.string(),
  sentence: z.string(),
});

/** One workflow as its page and its editor read it. */
export const workflowDetail = z
  .object({
    id: z.uuid(),
    version: z.int(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    subject_kinds: z.array(subjectKind),
    on: z.boolean(),
    current_version: z.int().nullable(),
    archived_at: z.string().nullable(),
    origin: z.string(),
    /** 0: nothing is being designed yet; send it as If-Match with the first save. */
    draft_version: z.int(),
    has_draft: z.boolean(),
    base_version: z.int(),
    drafted_at: z.string().nullable(),
    drafted_by: z.string().nullable(),
    content: z.record(z.string(), z.unknown()).nullable(),
    check_list: z.array(finding),
    days: z.string(),
    open_runs: z.int(),
    end: z.enum(['delete', 'archive']),
    may_design: z.boolean(),
  })
  .openapi('Workflow');

export const workflowVersion = z
  .object({
    n: z.int(),
    note: z.string().nullable(),
    published_at: z.string(),
    published_by: z.string(),
    checksum: z.string(),
    content: z.record(z.string(), z.unknown()),
  })
  .openapi('WorkflowVersion');
