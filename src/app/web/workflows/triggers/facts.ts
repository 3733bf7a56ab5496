import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { SubjectKind, Trigger } from '#workflows/definitions/content.ts';

/** A row of `GET /triggers`. */
export interface TriggerRow {
  id: Id;
  version: number;
  workflow_id: Id;
  workflow: string;
  workflow_on: boolean;
  subject_kinds: SubjectKind[];
  rule: Trigger;
  on: boolean;
  since: Instant | null;
  paused_because: string | null;
  last_at: Instant | null;
  launched: number;
  refused: number;
  last_refusal: string | null;
}

/** A line of a trigger's log. */
export interface LogRow {
  id: Id;
  at: Instant;
  kind: SubjectKind;
  subject_id: Id;
  subject: string;
  outcome: 'launched' | 'refused';
  because: string | null;
  run_id: Id | null;
}

export const TRIGGERS = '/triggers';
