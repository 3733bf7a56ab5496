import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { Hand } from '../items/model.ts';
import { quietDays, type Watched } from '../quiet/rules.ts';

/** An address of the practice that makes items (inbox.md 2). */

/** Mail can be mail, or what an outside app sends for its form (IN-91). */
export const INTAKE_ORIGINS = ['email', 'form'] as const;
export type IntakeOrigin = (typeof INTAKE_ORIGINS)[number];

const fields = {
  /** Behind the practice's name and a «+»; null: the main address (IN-42). */
  tag: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]{1,30}$/, 'A tag has 1 to 30 of a–z, 0–9 and -.')
    .nullable(),
  origin: z.enum(INTAKE_ORIGINS),
  assignee_id: z.uuid().nullable(),
  category_id: z.uuid().nullable(),
  on: z.boolean(),
  quiet_days: quietDays,
};
export const newIntake = z.strictObject({
  tag: fields.tag,
  origin: fields.origin.default('email'),
  assignee_id: fields.assignee_id.default(null),
  category_id: fields.category_id.default(null),
  on: fields.on.default(true),
  quiet_days: fields.quiet_days.default(null),
});
export const intakeChanges = z
  .strictObject({
    origin: fields.origin,
    assignee_id: fields.assignee_id,
    category_id: fields.category_id,
    on: fields.on,
    quiet_days: fields.quiet_days,
  })
  .partial();

export interface Intake extends Thing, Watched {
  tag: string | null;
  origin: IntakeOrigin;
  assignee_id: Id | null;
  category_id: Id | null;
}

export type IntakeCommand =
  | ({ do: 'add' } & z.infer<typeof newIntake>)
  | ({ do: 'change' } & z.infer<typeof intakeChanges>)
  | { do: 'delete' }
  /** Its quiet alarm looks whether mail came (IN-181). */
  | { do: 'wake' };

export interface IntakeState {
  /** Version 0: about to be made. */
  intake: Intake;
  /** The tags of the others; the main address is null. */
  taken: readonly (string | null)[];
  members: readonly Hand[];
  categories: ReadonlySet<Id>;
  /** When mail last came; read where its quiet alarm looks. */
  last_mail_at: Instant | null;
}
