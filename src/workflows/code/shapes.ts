import { z } from '@hono/zod-openapi';
import { subjectKind } from '#workflows/definitions/content.ts';
import { NAMED } from './model.ts';

/** What looking through a file answers (WF-163). */
export const importAnswer = z
  .object({
    id: z.uuid(),
    key: z.string(),
    name: z.string(),
    subject_kinds: z.array(subjectKind),
    /** As it would be kept: names that are known here are ids. */
    content: z.record(z.string(), z.unknown()),
    checksum: z.string(),
    /** The workflow whose draft it becomes; null: a new one. */
    workflow: z.object({ id: z.uuid(), name: z.string(), has_draft: z.boolean() }).nullable(),
    difference: z.object({ fields: z.array(z.unknown()), steps: z.array(z.unknown()) }),
    check_list: z.array(
      z.object({
        level: z.enum(['error', 'warning']),
        step_key: z.string().optional(),
        code: z.string(),
        sentence: z.string(),
      }),
    ),
    /** Names that the practice does not have, and what was said to stand for them. */
    unresolved: z.array(z.object({ kind: z.enum(NAMED), name: z.string(), at: z.string(), to: z.string().nullable() })),
    /** Why a commit would be refused. */
    refusal: z.object({ code: z.string(), because: z.string() }).nullable(),
    nothing_new: z.boolean(),
  })
  .openapi('WorkflowImport');
