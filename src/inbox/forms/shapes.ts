import { z } from '@hono/zod-openapi';

/** What the routes of public forms answer (inbox.md 5). */

const name = z.string().nullable();

export const publication = z
  .object({
    form_id: z.uuid(),
    /** Where strangers find it; null while nothing was published. */
    address: name,
    open: z.boolean(),
    /** The version they see; 0: none was published. */
    newest: z.int(),
    published_at: name,
    /** The form is not what they see: it was changed since. */
    changed: z.boolean(),
    assignee_id: z.uuid().nullable(),
    assignee: name,
    answers_30_days: z.int(),
    set_aside: z.int(),
    may_write: z.boolean(),
  })
  .openapi('Publication');

export const answerFilters = {
  form: z.uuid().optional(),
  outcome: z.enum(['item_made', 'set_aside']).optional(),
};

const item = z.object({ id: z.uuid(), number: z.int(), subject: z.string() }).nullable();
const about = {
  id: z.uuid(),
  form_id: z.uuid(),
  title: z.string(),
  /** The version it was filled in from (IN-97). */
  n: z.int(),
  received_at: z.string(),
  outcome: z.enum(['item_made', 'set_aside']),
  because: name,
  item,
};
export const answerRow = z.object({ ...about, line: z.string() }).openapi('FormAnswerRow');
export const formAnswer = z
  .object({
    ...about,
    said: z.array(z.object({ key: z.string(), label: z.string(), says: z.string() })),
    files: z.array(z.object({ id: z.uuid(), name: z.string(), type: z.string(), bytes: z.int() })),
  })
  .openapi('FormAnswer');
