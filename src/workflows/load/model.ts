import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Seat } from '#workflows/runs/model.ts';

/** How much work falls on whom in which week (WF-202). */

/** A quarter, in weeks that begin on Monday. */
export const WEEKS = 13;

/** One task, open or to come, and the day it counts for. */
export interface Ahead {
  seat: Pick<Seat, 'assignee_id' | 'pool_role_id' | 'for_member_id'>;
  on: PlainDate;
}

/** A member, a pool of a role, or nobody yet. */
export interface LoadRow {
  kind: 'member' | 'pool' | 'nobody';
  id: Id | null;
  name: string;
  /** Tasks per week; what is late already stands in the first. */
  tasks: number[];
  /** Working days on which a deputy has their tasks, per week. */
  away: number[];
}

export interface Load {
  weeks: PlainDate[];
  rows: LoadRow[];
}
