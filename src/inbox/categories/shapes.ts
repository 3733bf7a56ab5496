import { z } from '@hono/zod-openapi';
import { UNITS } from './model.ts';

/** A category as the API answers it. */
export const categoryShape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    default_assignee_id: z.uuid().nullable(),
    due_after: z.object({ n: z.int(), unit: z.enum(UNITS) }).nullable(),
    alert_emails: z.array(z.string()),
  })
  .openapi('ItemCategory');
