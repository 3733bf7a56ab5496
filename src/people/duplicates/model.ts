import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Actor, Command, Facts, Json, Ref, Thing } from '#kernel/decision/model.ts';
import type { ContactLink } from '#people/contacts/model.ts';
import type { LinkedPerson } from '#people/contacts/port.ts';
import type { RoleHolding, WaitlistEntry } from '#people/persons/model.ts';
import type { MetRun } from './port.ts';

export const KINDS = ['person', 'contact', 'employee'] as const;
export type Kind = (typeof KINDS)[number];
export const SIDES = ['survivor', 'absorbed'] as const;
export type Side = (typeof SIDES)[number];
/** `both` is for lists: united. */
export type Choice = Side | 'both';

const version = z.int().min(0);
export const mergeBody = z.strictObject({
  survivor: z.uuid(),
  absorbed: z.uuid(),
  /** Of both records, as the sheet showed them (PE-78). */
  versions: z.strictObject({ survivor: version, absorbed: version }),
  /** field → whose value stays; what is not named follows PE-74. */
  chosen: z.record(z.string().max(60), z.enum(['survivor', 'absorbed', 'both'])).default({}),
  /** Of each pair of runs that meet, the one that goes on (PE-76). */
  runs: z.array(z.uuid()).max(100).default([]),
});
export type MergeBody = z.infer<typeof mergeBody>;

/** A change the merge made, kept so that each side gets back what it had (PE-77). */
export interface Moved {
  thing: Ref;
  /** The row did not exist before. */
  made: boolean;
  facts: Facts;
}

export interface Merge {
  id: Id;
  version: number;
  kind: Kind;
  survivor_id: Id;
  absorbed_id: Id;
  chosen: Record<string, Choice>;
  moved: Moved[];
  runs: { cancelled: Id[] };
  at: Instant | null;
  by: Actor | null;
  reversed_at: Instant | null;
  reversed_by: Actor | null;
  deleted_at: Instant | null;
}

/** Any of the three kinds of record, as merging sees it. */
export interface Mergeable extends Thing {
  merged_into: Id | null;
  deleted_at: Instant | null;
  erased_at: Instant | null;
  also_known_as: string[];
  [field: string]: unknown;
}

export interface MergeState {
  /** Version 0: about to be made. */
  merge: Merge;
  survivor: Mergeable;
  absorbed: Mergeable;
  /** The two are records of different kinds. */
  mixed: boolean;
  /** One of them may not be seen by whoever acts. */
  hidden: boolean;
  holdings: readonly RoleHolding[];
  waitlist: readonly WaitlistEntry[];
  links: readonly ContactLink[];
  /** The persons that linked contacts are reached at. */
  persons: ReadonlyMap<Id, LinkedPerson>;
  met: readonly MetRun[];
  /** Merges made later that absorbed this merge's survivor and still hold (PE-79). */
  later: readonly Id[];
  /** How a record is called and numbered, for `also_known_as` and sentences. */
  names: Readonly<Record<Id, { name: string; numbers: readonly string[]; words: readonly string[] }>>;
}

export type MergeCommand = ({ do: 'merge' } & MergeBody) | { do: 'reverse' };
true satisfies MergeCommand extends Command ? true : false;

/** A pair that was looked at and is none. */
export interface Duplicate {
  id: Id;
  version: number;
  kind: Kind;
  a_id: Id;
  b_id: Id;
  dismissed_at: Instant | null;
  dismissed_by: Actor | null;
  /** Strong keys both had in common then (PE-72). */
  shared: string[];
  deleted_at: Instant | null;
}

export interface DuplicateState {
  duplicate: Duplicate;
  /** The pair as it is now; null when the two no longer look alike or may not be seen. */
  pair: { kind: Kind; a: Id; b: Id; shared: readonly string[] } | null;
}

export type DuplicateCommand = { do: 'dismiss' };

export const blankMerge = (id: Id): Merge => ({
  id,
  version: 0,
  kind: 'person',
  survivor_id: '',
  absorbed_id: '',
  chosen: {},
  moved: [],
  runs: { cancelled: [] },
  at: null,
  by: null,
  reversed_at: null,
  reversed_by: null,
  deleted_at: null,
});

export const asJson = (value: unknown): Json => (value ?? null) as Json;
