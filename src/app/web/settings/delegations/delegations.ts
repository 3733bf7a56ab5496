import type { PlainDate } from '#ground/time.ts';
import { addDays } from '#ground/time.ts';
import { useThing } from '#kernel/ui/query.ts';

/** A row of `GET /delegations`. */
export interface DelegationRow {
  id: string;
  version: number;
  member_id: string;
  deputy_id: string;
  member_name: string;
  deputy_name: string;
  from_on: PlainDate;
  to_on: PlainDate;
  covers: 'all' | 'decision' | 'task';
  ended_on: PlainDate | null;
  state: 'planned' | 'active' | 'ended';
}

/** Those that touch the days from `from` to `to`, or those around today. */
export const useDelegations = (span: { from?: PlainDate; to?: PlainDate } = {}) =>
  useThing<{ items: DelegationRow[] }>('/delegations', span);

/** The last day it holds; before the first when it was ended before it began. */
export const lastDayOf = (row: DelegationRow): PlainDate =>
  row.ended_on !== null && row.ended_on <= row.to_on ? addDays(row.ended_on, -1) : row.to_on;
