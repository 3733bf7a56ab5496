import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isDate, type PlainDate } from '#ground/time.ts';
import type { Command } from '#kernel/decision/model.ts';

/** What a deputy stands in for: everything, approvals and reviews, or tasks (PL-34, IN-147). */
export const COVERS = ['all', 'decision', 'task'] as const;

/** planned → active → ended, by date or ended early: derived, never stored. */
export type DelegationState = 'planned' | 'active' | 'ended';

const date = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');

export const newDelegation = z.strictObject({
  member_id: z.uuid(),
  deputy_id: z.uuid(),
  from_on: date,
  to_on: date,
  covers: z.enum(COVERS).default('all'),
});
export type NewDelegation = z.infer<typeof newDelegation>;

export interface Delegation extends NewDelegation {
  id: Id;
  version: number;
  /** The first day on which it no longer holds, when it was ended early. */
  ended_on: PlainDate | null;
}

export type DelegationCommand = ({ do: 'set' } & NewDelegation) | { do: 'end' };
true satisfies DelegationCommand extends Command ? true : false;

export interface DelegationFacts {
  delegation: Delegation;
  /** Every delegation of the practice that is not over, but this one. */
  others: readonly Delegation[];
  members: readonly { id: Id; name: string; state: string }[];
}

export const MOST_DAYS = 90;
