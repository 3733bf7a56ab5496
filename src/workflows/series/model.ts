import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Actor, Command, Thing } from '#kernel/decision/model.ts';
import type { BlockedCode } from '#workflows/cadence/blocked.ts';
import type {
  Cadence,
  CadenceVersion,
  ClientFacts,
  Key,
  Occurrence,
  Override,
  PracticeDays,
} from '#workflows/cadence/model.ts';

/** A series is a cadence in force: one workflow, the versions of its cadence, its clients by name and by tag (CA section 2). */
export interface Series extends Thing {
  workflow_id: Id;
  name: string;
  owner_id: Id | null;
  published_on: PlainDate;
  /** At least one, the oldest first. */
  versions: SeriesVersion[];
  clients: Id[];
  tags: Id[];
  pauses: Pause[];
  ended_at: Instant | null;
  ended_because: string | null;
}

export interface SeriesVersion extends CadenceVersion {
  made_by: Actor;
  made_at: Instant;
}

export interface Pause {
  from: Instant;
  /** Null: still paused. */
  to: Instant | null;
  /** The latest of those that passed is made all the same (CA-50). */
  create_current: boolean;
}

export const STATES = ['active', 'paused', 'ended'] as const;
export type SeriesState = (typeof STATES)[number];

export interface WorkflowFacts {
  name: string;
  on: boolean;
  archived: boolean;
  current_version: number | null;
}

export interface SeriesRoot {
  /** Version 0: about to be made. */
  series: Series;
  workflow: WorkflowFacts | null;
  practice: PracticeDays;
}

export type SeriesCommand =
  | {
      do: 'publish';
      workflow_id: Id;
      /** Empty: as the workflow. */
      name: string;
      cadence: Cadence;
      clients: Id[];
      tags: Id[];
      owner_id: Id | null;
      /** An extra one for each client today (CA-30). */
      also_now?: boolean;
      /** A copy waits until somebody lets it go on (CA-55). */
      paused?: boolean;
    }
  | {
      do: 'change';
      name?: string | undefined;
      owner_id?: Id | null | undefined;
      clients?: Id[] | undefined;
      tags?: Id[] | undefined;
    }
  | { do: 'set_versions'; versions: CadenceVersion[]; based_on: number }
  | { do: 'pause' }
  | { do: 'resume'; create_current: boolean }
  | { do: 'end' }
  | { do: 'run_out' }
  | { do: 'wake' };
true satisfies SeriesCommand extends Command ? true : false;

/** One client of a series. */
export interface SeriesClient extends Thing {
  series_id: Id;
  client_id: Id;
  joined_at: Instant;
  /** The day from which its dates are counted (CA-15, CA-39). */
  published_on: PlainDate;
  /** What its dates were last made from. */
  facts: ClientFacts | null;
  /** The date of the last event a run was made for, where the facts changed since (CA-16). */
  last_event: PlainDate | null;
  from_day: PlainDate | null;
  blocked: BlockedCode | null;
  out_because: OutCode | null;
  over: boolean;
}

/** Why a client gets nothing from the series, though it is known there (CA-39, CA-40). */
export type OutCode = 'series_ended' | 'client_gone' | 'no_longer_tagged' | 'client_inactive' | 'workflow_off';

export const OCCURRENCE_STATES = [
  'planned',
  'ready',
  'queued',
  'deferred',
  'deployed',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number];

/** One date of one client, as it is stored: the next one, what was set by hand, and what happened (CA-37). */
export interface StoredOccurrence extends Thing {
  series_client_id: Id;
  series_id: Id;
  client_id: Id;
  key: Key;
  index: number | null;
  scheduled: PlainDate;
  start: PlainDate;
  due: PlainDate;
  period_start: PlainDate | null;
  period_end: PlainDate | null;
  deploy_on: PlainDate;
  wakes_at: Instant;
  shifted_by: { start?: string; due?: string } | null;
  cadence_version: number;
  state: OccurrenceState;
  /** A code, and the sentence for the user. */
  reason: string | null;
  because: string | null;
  override: Override | null;
  late_at: Instant | null;
  attempt: number;
  retry_at: Instant | null;
  run_id: Id | null;
}

/** What the dates of one client of a series are decided on. */
export interface ClientOfSeries {
  row: SeriesClient;
  series: Series;
  workflow: WorkflowFacts | null;
  /** Null: deleted, merged or erased. */
  client: { name: string; active: boolean; facts: ClientFacts; tags: readonly Id[] } | null;
  /** Named in the series, itself or by a record it absorbed. */
  named: boolean;
  /** Everything that is not settled, and the latest of what is. */
  occurrences: StoredOccurrence[];
  /** The last run that the series made for it is still open (CA-44). */
  running: boolean;
  practice: PracticeDays;
}

export type ClientCommand =
  | { do: 'join'; series: Id; client: Id; first: boolean; also_now: boolean }
  | { do: 'settle' }
  | { do: 'created'; key: Key; run: Id }
  | { do: 'refused'; key: Key; code: string; because: string; run: Id | null }
  | { do: 'defer'; key: Key }
  | { do: 'failed'; key: Key; because: string }
  | { do: 'create'; key: Key }
  | { do: 'create_now' }
  | { do: 'skip'; key: Key; reason?: string | undefined }
  | { do: 'restore'; key: Key }
  | { do: 'override'; key: Key; set: Override | null }
  /** Its run takes the place of another date (CA-54). */
  | { do: 'rematch'; runs: { from_key: Key; to: Occurrence }[] };
true satisfies ClientCommand extends Command ? true : false;

export type Verb =
  | `series.${'published' | 'changed' | 'cadence_changed' | 'paused' | 'resumed' | 'ended' | 'run_out'}`
  | `series_client.${'joined' | 'changed' | 'left' | 'blocked' | 'returned'}`
  | `occurrence.${'planned' | 'moved' | 'queued' | 'ready' | 'taken_back' | 'created' | 'skipped' | 'cancelled' | 'restored' | 'deferred' | 'failed' | 'changed'}`;

/** The work of a series that the queue brings: its clients are looked at, and what is due is launched. */
export const SERIES_WORK = 'series_work';
