import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { TriggerKind } from '#workflows/definitions/triggers.ts';

/** A trigger's state beside its rule, which stands in the workflow's current version under the same key (WF-166). */
export interface Trigger extends Thing {
  workflow_id: Id;
  key: string;
  kind: TriggerKind;
  /** Is it in the current version? One that was taken out keeps its log. */
  present: boolean;
  on: boolean;
  /** Since when it is on. */
  since: Instant | null;
  /** The first day that counts: what was reached before it was on is not made up for (WF-170). */
  from_day: PlainDate | null;
  /** The breaker opened (WF-172). */
  paused_at: Instant | null;
  paused_because: string | null;
}

export interface TriggerState {
  trigger: Trigger;
  workflow_name: string;
  /** Its publisher and all Admins: who is told when it is paused. */
  told: readonly Id[];
}

export type TriggerCommand =
  /** A version was published: the rule is in it, or not any more. */
  | { do: 'follow'; workflow_id: Id; key: string; kind: TriggerKind; present: boolean }
  | { do: 'turn_on' }
  | { do: 'turn_off' }
  /** The workflow was turned on again: what was reached meanwhile is not made up for (WF-9). */
  | { do: 'begin_anew' }
  | { do: 'pause'; because: string }
  /** It is morning. */
  | { do: 'wake' };

export const VERBS = [
  'trigger.followed',
  'trigger.turned_on',
  'trigger.turned_off',
  'trigger.begun_anew',
  'trigger.paused',
  'trigger.not_started',
] as const;
export type Verb = (typeof VERBS)[number];

/** Date triggers are looked at from this hour, practice time (WF-167). */
export const MORNING = '06:00';
/** How far back missed days are caught up (WF-167). */
export const CAUGHT_UP_DAYS = 31;
