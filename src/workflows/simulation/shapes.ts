import { z } from '@hono/zod-openapi';
import { WHATS } from '#workflows/definitions/expect.ts';

const line = z
  .object({
    at: z.string(),
    on: z.string(),
    time: z.string(),
    subject: z.string(),
    subject_name: z.string(),
    workflow: z.string(),
    period: z.object({ start: z.string(), end: z.string() }).nullable(),
    step: z.string().nullable(),
    title: z.string(),
    what: z.enum(WHATS),
    action: z.string().nullable(),
    to: z.array(z.string()),
    due_on: z.string().nullable(),
    text: z.string().nullable(),
    why: z.array(z.string()),
    message: z.boolean(),
  })
  .openapi('SimulatedLine');

export const simulationAnswer = z
  .object({
    start: z.string(),
    until: z.string(),
    lines: z.array(line),
    summary: z.object({
      subjects: z.int(),
      started: z.int(),
      completed: z.int(),
      ends_on: z.string().nullable(),
      messages: z.array(z.object({ subject: z.string(), name: z.string(), messages: z.int() })),
      load: z.array(z.object({ member: z.string(), week: z.string(), tasks: z.int() })),
    }),
  })
  .openapi('Simulation');

export const casesAnswer = z
  .object({ cases: z.array(z.object({ name: z.string(), passes: z.boolean(), difference: z.array(z.string()) })) })
  .openapi('WorkflowTest');

export const letterAnswer = z
  .object({
    /** Null: of a record that nobody has. */
    record: z.object({ id: z.string(), kind: z.string(), name: z.string() }).nullable(),
    channel: z.enum(['email', 'sms']),
    to: z.array(z.object({ name: z.string(), address: z.string().nullable() })),
    subject: z.string().nullable(),
    html: z.string().nullable(),
    text: z.string().nullable(),
    sms: z.object({ alphabet: z.enum(['gsm7', 'ucs2']), units: z.int(), segments: z.int() }).nullable(),
    missing: z.array(z.string()),
    leaves: z.object({ at: z.string(), on: z.string(), time: z.string() }),
    looked_at: z.boolean(),
    because: z.array(z.string()),
  })
  .openapi('StepLetter');
