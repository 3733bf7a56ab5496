import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Json } from '#kernel/decision/model.ts';
import { deactivationBody, roleFields } from './bodies.ts';
import type { PersonCommand, PersonKind } from './model.ts';
import { ROLE_NAMES } from './roles.ts';
import type { PersonsRoom } from './store.ts';

const FIELDS = {
  set_role: roleFields,
  end_role: { role: roleFields.role },
  add_tag: { tag: z.uuid() },
  remove_tag: { tag: z.uuid() },
  deactivate: deactivationBody.shape,
  reactivate: {},
} satisfies Partial<Record<PersonCommand['do'], z.ZodRawShape>>;

const TITLES: Record<keyof typeof FIELDS, (data: { role?: keyof typeof ROLE_NAMES }, kind: PersonKind) => string> = {
  set_role: ({ role }, kind) => `Set the ${ROLE_NAMES[role!]} of ${kind}s`,
  end_role: ({ role }, kind) => `End the ${ROLE_NAMES[role!]} of ${kind}s`,
  add_tag: (_, kind) => `Add a tag to ${kind}s`,
  remove_tag: (_, kind) => `Take a tag off ${kind}s`,
  deactivate: (_, kind) => `Deactivate ${kind}s`,
  reactivate: (_, kind) => `Reactivate ${kind}s`,
};

/** The commands of `POST /prospects/bulk` and `/clients/bulk` (PL-72, PE-45, PE-110); each row is decided as if alone. */
export const personBulk = (room: PersonsRoom, kind: PersonKind) =>
  Object.fromEntries(
    (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map((verb) => [
      verb,
      { fields: FIELDS[verb] as z.ZodRawShape, command: bulkCommand(room, kind, verb) },
    ]),
  );

/** The same by name, for the workers that go on with a large one: `people.client.set_role`. */
export const personBulkCommands = (room: PersonsRoom): BulkCommand[] =>
  (['prospect', 'client'] as const).flatMap((kind) =>
    (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map((verb) => bulkCommand(room, kind, verb)),
  );

const bulkCommand = (room: PersonsRoom, kind: PersonKind, verb: keyof typeof FIELDS): BulkCommand => ({
  name: `people.${kind}.${verb}`,
  room,
  thing_kind: kind,
  wanted: (thing: Id, data: Json) => ({ id: thing, command: data as unknown as PersonCommand }),
  title: (data) => TITLES[verb](data as { role?: keyof typeof ROLE_NAMES }, kind),
});
