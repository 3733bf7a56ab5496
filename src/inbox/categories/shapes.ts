import { z } from '@hono/zod-openapi';
import { question } from '#forms/model.ts';
import { UNITS } from './model.ts';

/** A category as the API answers it. */
export const categoryShape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    default_assignee_id: z.uuid().nullable(),
    due_after: z.object({ n: z.int(), unit: z.enum(UNITS) }).nullable(),
    /** What is asked when such an item is added by hand. */
    form_id: z.uuid().nullable(),
    alert_emails: z.array(z.string()),
  })
  .openapi('ItemCategory');

/** What is asked when an item of it is added by hand, as the form stands now. */
export const askedForm = z
  .object({
    id: z.uuid(),
    version: z.int(),
    title: z.string(),
    intro: z.string(),
    questions: z.array(question),
  })
  .openapi('CategoryForm');
