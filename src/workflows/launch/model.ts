import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isDate, type PlainDate } from '#ground/time.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import { type Content, type SubjectKind, subjectKind } from '#workflows/definitions/content.ts';
import type { Chain, Directory, Origin, Rival, RunState, SubjectFacts } from '#workflows/runs/model.ts';

/** What a launch is decided on (WF-70 … WF-82). The root is the run that shall be: its id is made at the door. */
export interface LaunchState {
  run_id: Id;
  /** Null: there is none, or it was deleted. */
  workflow: LaunchedWorkflow | null;
  /** Of the current version. */
  content: Content | null;
  /** Null: deleted, erased, or not there. */
  subject: SubjectFacts | null;
  /** The record that absorbed the subject, if one did (WF-77). */
  absorbed_into: Id | null;
  /** Authorizations of the subject by id, with the fields of RECORD_FIELDS. */
  records: Readonly<Record<Id, Record<string, Json>>>;
  /** Open runs of this workflow on this subject. */
  open_runs: readonly (Rival & { trigger_key: string })[];
  /** Keys, not empty, that a cadence or an event has launched once (WF-80). */
  launched_keys: readonly string[];
  directory: Directory;
  /** The run, once launched. */
  made: RunState | null;
}

export interface LaunchedWorkflow {
  id: Id;
  key: string;
  name: string;
  on: boolean;
  archived_at: string | null;
  current_version: number | null;
  /** The member who published the current version (WF-47). */
  published_by: Id | null;
}

export interface Launch {
  do: 'launch';
  /** The kind one launches as; an authorization is nothing to launch on (WF-71). */
  as: SubjectKind | 'authorization';
  origin: Origin;
  period?: { start: PlainDate; end: PlainDate } | undefined;
  run_date?: PlainDate | undefined;
  refers_to?: readonly Id[] | undefined;
  people?: Record<string, Id> | undefined;
  /** What a cadence calls its occurrence (CA-33); counts where the workflow has neither period nor record. */
  key?: string | undefined;
  /** Of a run started by a step (WF-61); `asked_by` launched, or owns, the run it belongs to. */
  parent?: { run_id: Id; asked_by: Id | null; chain: Chain } | undefined;
}
true satisfies Launch extends Command ? true : false;

const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');

/** Body of the API: on which workflow and subject, and what the workflow asks for. */
export const launchBody = z.strictObject({
  workflow: z.string().min(1),
  as: z.union([subjectKind, z.literal('authorization')]),
  subject: z.uuid(),
  period: z.strictObject({ start: day, end: day }).optional(),
  run_date: day.optional(),
  refers_to: z.array(z.uuid()).max(10).optional(),
  people: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.uuid()).optional(),
});
