import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { type Instant, isDate, type PlainDate } from '#ground/time.ts';
import type { Actor, Command, Json } from '#kernel/decision/model.ts';
import { line, reason } from '#people/fields/text.ts';
import { isDecimal } from '#people/fields/values.ts';

export const STATES = ['pending', 'approved', 'not_required'] as const;
export type AuthorizationState = (typeof STATES)[number];
export const MEASURES = ['hours', 'units', 'visits', 'amount'] as const;

const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');

/** What is permitted under one code; a line without a total has no cap (PE-57). */
const permitted = z.strictObject({
  code: z.string().trim().min(1, 'Give the code.').max(60, 'A code has at most 60 characters.'),
  measure: z.enum(MEASURES),
  increment: line(60).default(null),
  frequency: line(60).default(null),
  total: z
    .string()
    .refine((text) => isDecimal(text) && !text.startsWith('-'), 'A total is a number, for example «120.5».')
    .nullable()
    .default(null),
});

/** The states have words of their own and are not typed as a number (PE-54). */
const number = line(60).refine(
  (text) => !['pending', 'nar'].includes((text ?? '').toLowerCase()),
  '«PENDING» and «NAR» are states, not numbers. Choose the state and leave the number empty.',
);

const fields = {
  kind: z.string().trim().min(1, 'Choose the kind.').max(60),
  granted_by: line(120),
  state: z.enum(STATES),
  number,
  valid_from: day.nullable(),
  valid_to: day.nullable(),
  lines: z.array(permitted).max(50, 'At most 50 lines.'),
  documents: z.array(z.uuid()).max(50, 'At most 50 documents.'),
};
export const newAuthorization = z
  .strictObject({ client: z.uuid(), ...fields })
  .partial()
  .required({ client: true, kind: true });
export type NewAuthorization = z.infer<typeof newAuthorization>;
/** A merge patch (PL-68). */
export const authorizationChanges = z.strictObject(fields).partial();
export type AuthorizationChanges = z.infer<typeof authorizationChanges>;
/** A renewal takes over what is not given (PE-58). */
export const renewalBody = z.strictObject(fields).partial();
export const endingBody = z.strictObject({ on: day.optional(), reason });

export type AuthorizationLine = z.infer<typeof permitted>;

/** A dated permission held for a client. */
export interface Authorization {
  id: Id;
  version: number;
  client_id: Id;
  kind: string;
  granted_by: string | null;
  state: AuthorizationState;
  number: string | null;
  valid_from: PlainDate | null;
  valid_to: PlainDate | null;
  lines: AuthorizationLine[];
  documents: Id[];
  replaces: Id | null;
  ended_on: PlainDate | null;
  ended_by: Actor | null;
  ended_reason: string | null;
  deleted_at: Instant | null;
  /** Set by the loop; absent on one that is about to be made. */
  created_at?: Instant;
  created_by?: Actor;
}

/** The client, or the prospect one is prepared for. */
export interface HeldFor {
  id: Id;
  kind: 'prospect' | 'client';
  display_name: string;
  holders: readonly Id[];
  task_members: readonly Id[];
  made_by: Id | null;
  restricted: boolean;
}

export interface AuthorizationFacts {
  /** Version 0: about to be made. */
  authorization: Authorization;
  /** Null: not there, or absorbed, erased, deleted. */
  held_for: HeldFor | null;
  /** The one a renewal follows. */
  old: Authorization | null;
}

export type AuthorizationCommand =
  | ({ do: 'add' } & NewAuthorization)
  | ({ do: 'renew'; old: Id } & AuthorizationChanges)
  | ({ do: 'change' } & AuthorizationChanges)
  | { do: 'end'; on?: PlainDate | undefined; reason: string }
  | { do: 'delete' }
  | { do: 'restore' };
true satisfies AuthorizationCommand extends Command ? true : false;

export const DEFAULT_KINDS = ['authority to act', 'engagement', 'direct debit', 'funding approval'] as const;

/** The practice's own list of kinds, from its settings. */
export const kindsOf = (settings: Readonly<Record<string, Json>>): readonly string[] => {
  const own = settings.authorization_kinds;
  return Array.isArray(own) && own.length ? own.filter((kind) => typeof kind === 'string') : DEFAULT_KINDS;
};

export const blankAuthorization = (id: Id): Authorization => ({
  id,
  version: 0,
  client_id: '',
  kind: '',
  granted_by: null,
  state: 'pending',
  number: null,
  valid_from: null,
  valid_to: null,
  lines: [],
  documents: [],
  replaces: null,
  ended_on: null,
  ended_by: null,
  ended_reason: null,
  deleted_at: null,
});

/** Fields whose values go to the private part of an event (PL-102). */
export const PERSONAL = ['number', 'ended_reason'] as const;
