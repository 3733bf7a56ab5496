import type { PlainDate } from '#ground/time.ts';

/**
 * The scheduled dates of a rule, each at a whole number: any of them, and the first after any day, is computed directly
 * (CA-9). Dates do not fall as positions rise.
 */
export interface Line {
  at(position: number): Point | null;
  /** The position of the first date after `date`; it may be before the line begins. */
  after(date: PlainDate): number;
}

export interface Point {
  position: number;
  scheduled: PlainDate;
  /** The date of the client's event it was counted from. */
  event?: PlainDate;
}

/** CA-8: no date lies outside these. */
export const EARLIEST: PlainDate = '1990-01-01';
export const LATEST: PlainDate = '2119-12-31';

/** A line of one date. */
export const onceLine = (date: PlainDate): Line => ({
  at: (position) => (position === 0 ? { position, scheduled: date } : null),
  after: (day) => (date > day ? 0 : 1),
});

/** For a client whose fact is missing: no date at all (CA-15). */
export const NO_LINE: Line = { at: () => null, after: () => 0 };
