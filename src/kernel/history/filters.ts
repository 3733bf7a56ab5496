import { z } from '@hono/zod-openapi';
import { isId } from '#ground/id.ts';
import { isInstant } from '#ground/time.ts';
import type { Actor, Ref } from '#kernel/decision/model.ts';

const isRef = (text: string): boolean => /^[a-z_]{1,60}:/.test(text) && isId(text.slice(text.indexOf(':') + 1));
const reference = z
  .string()
  .refine(isRef, 'A thing is written kind:id.')
  .transform((text) => text as Ref);
const actor = z
  .string()
  .max(100)
  .refine(
    (text) => text === 'operator' || /^system:[a-z_-]+$/.test(text) || isRef(text),
    'Whoever acted is written member:id.',
  )
  .transform((text) => text as Actor);
const instant = z.string().refine(isInstant, 'An instant looks like 2026-07-01T09:00:00.000Z.');
const verb = z
  .string()
  .regex(/^[a-z_]+\.([a-z_]+|\*)$/, 'A verb looks like task.started, or task.* for all of a kind.');

/** By what events are asked for: the audit, timelines and the export (PL-100, PL-105). */
export const eventFilters = {
  thing: reference.optional(),
  client: z.uuid().optional(),
  run: z.uuid().optional(),
  actor: actor.optional(),
  verb: verb.optional(),
  from: instant.optional(),
  to: instant.optional(),
  refusals: z.enum(['true', 'false']).optional(),
};

export const eventFilter = z.strictObject(eventFilters);
