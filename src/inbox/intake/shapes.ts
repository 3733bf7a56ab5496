import { z } from '@hono/zod-openapi';
import { INTAKE_ORIGINS } from './model.ts';

export const intakeAddress = z
  .object({
    /** Null of the main address as long as nobody set anything for it. */
    id: z.uuid().nullable(),
    version: z.int(),
    tag: z.string().nullable(),
    address: z.string(),
    origin: z.enum(INTAKE_ORIGINS),
    assignee_id: z.uuid().nullable(),
    assignee: z.string().nullable(),
    category_id: z.uuid().nullable(),
    category: z.string().nullable(),
    on: z.boolean(),
    last_mail_at: z.string().nullable(),
    /** Working days without mail after which somebody is told, since when it is quiet, and what its past suggests (IN-181). */
    quiet_days: z.int().nullable(),
    quiet_since: z.string().nullable(),
    quiet_suggested: z.int().nullable(),
  })
  .openapi('IntakeAddress');
export type IntakeAddress = z.infer<typeof intakeAddress>;
