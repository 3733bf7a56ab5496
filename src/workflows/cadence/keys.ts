import type { PlainDate } from '#ground/time.ts';
import type { Point } from './line.ts';
import type { Cadence, Key } from './model.ts';

/** What makes an occurrence the same whatever else changes: at most one run has it (CA-33). */
export const keyOf = (cadence: Cadence, { scheduled, event }: Point): Key => {
  if (cadence.kind === 'one_off') return 'once';
  if (cadence.kind === 'scheduled') return scheduled;
  return `${cadence.of === 'year_end' ? 'ye' : 'tax'}:${event}`;
};

/** The key of one that is made out of turn on a day (CA-30). */
export const keyOfNow = (today: PlainDate): Key => `now:${today}`;

/** The date within a key; null for `once`. */
export const dateOfKey = (key: Key): PlainDate | null => /\d{4}-\d{2}-\d{2}$/.exec(key)?.[0] ?? null;
