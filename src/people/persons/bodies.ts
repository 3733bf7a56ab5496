import { z } from '@hono/zod-openapi';
import { line, reason } from '#people/fields/text.ts';
import { day, newPerson } from './content.ts';
import { OPEN_RUNS, ROLES } from './model.ts';

/** What the verbs of a person take (people.md section 5). */
export const addBody = newPerson.extend({ added_beside: z.array(z.uuid()).max(20).optional() });
export const conversionBody = z.strictObject({ override_reason: reason.optional() });
export const reasonBody = z.strictObject({ reason });
export const waitlistBody = z.strictObject({
  entered_on: day.optional(),
  service: line(200).optional(),
  earliest_start_on: day.nullable().optional(),
});
export const leaveBody = z.strictObject({ outcome: z.enum(['offered', 'withdrawn', 'removed']) });
export const deactivationBody = z.strictObject({ reason, open_runs: z.enum(OPEN_RUNS).default('leave') });
export const roleFields = {
  role: z.enum(ROLES),
  member: z.uuid(),
  since: day.optional(),
  move_tasks: z.boolean().default(true),
};
export const roleBody = z.strictObject({ person: z.uuid(), ...roleFields });
export const handOverBody = z.strictObject({
  member: z.uuid(),
  /** Who takes each role over; a role that is absent or null ends. */
  successors: z.partialRecord(z.enum(ROLES), z.uuid().nullable()),
  move_tasks: z.boolean().default(true),
});
