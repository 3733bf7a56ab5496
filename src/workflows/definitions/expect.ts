import { z } from 'zod';
import { isDate } from '#ground/time.ts';

/** How people act and what becomes of facts where nothing is real (WF-156), and the cases a workflow is held to (WF-165). */

export const day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .refine(isDate, 'This is not a day, written YYYY-MM-DD.');
const stepKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const value = z.union([z.string().max(4000), z.number(), z.boolean(), z.null(), z.array(z.string().max(200)).max(50)]);
/** By the names of `fields.ts`, without `subject.`; `null` takes a value away. */
export const fieldValues = z.record(z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/), value);

export const HORIZON = { most: 730, usual: 90 } as const;

/** When people do what they have: on the due date, so many business days after it is ready, or never. */
export const acts = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('on_due') }),
  z.strictObject({ how: z.literal('after_ready'), days: z.int().min(0).max(366) }),
  z.strictObject({ how: z.literal('never') }),
]);
export type Acts = z.infer<typeof acts>;

/** How it is done in one step; left out, as everywhere, with the first outcome and the first answers. */
const done = z.strictObject({
  act: acts.optional(),
  outcome: z.string().max(40).optional(),
  answers: z.record(stepKey, value).optional(),
});

export const assumed = {
  horizon: z.int().min(1).max(HORIZON.most).default(HORIZON.usual),
  act: acts.default({ how: 'on_due' }),
  steps: z.record(stepKey, done).default({}),
  /** Facts that change at the beginning of a day: `kind: client` converts, `active: false` deactivates. */
  changes: z
    .array(z.strictObject({ on: day, set: fieldValues }))
    .max(50)
    .default([]),
  period: z.strictObject({ start: day, end: day }).optional(),
  run_date: day.optional(),
};

/** What a line of a simulation says happened. */
export const WHATS = [
  'started',
  'refused',
  'ready',
  'done',
  'approved',
  'handed_back',
  'left_out',
  'action',
  'failed',
  'moved',
  'stuck',
  'completed',
  'ended',
  'open',
] as const;
export type What = (typeof WHATS)[number];

/** A record that nobody has, how people act on it, and the dated list that must follow. */
export const expectedCase = z.strictObject({
  name: z.string().trim().min(1).max(80),
  given: z.strictObject({ start: day, as: z.string().max(20).optional(), fields: fieldValues.default({}), ...assumed }),
  /** A date or text that is left out may be any. */
  follows: z
    .array(
      z.strictObject({
        on: day,
        what: z.enum(WHATS),
        step: stepKey.optional(),
        due_on: day.optional(),
        text: z.string().max(4000).optional(),
      }),
    )
    .max(500),
});
export type ExpectedCase = z.infer<typeof expectedCase>;
