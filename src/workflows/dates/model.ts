import type { PlainDate } from '#ground/time.ts';

/** The days on which the practice works: one calendar for cadences, offsets and sending days (CA-26). */
export interface Calendar {
  /** 1 = Monday … 7 = Sunday. */
  working_days: readonly number[];
  /** Dates on which the practice is closed. */
  holidays: readonly PlainDate[];
}

export type Unit = 'day' | 'business_day' | 'week' | 'month';
export type Roll = 'none' | 'next' | 'previous';

/** So many days, weeks or months from an anchor; negative counts back (WF-36, WF-37). The shape is that of a step's design. */
export interface Offset {
  anchor: string;
  n: number;
  unit: Unit;
  roll?: Roll | undefined;
  /** `HH:MM` in practice time; actions only. */
  at?: string | undefined;
}

/** anchor → its date; an anchor that is absent or null is not known (WF-40). */
export type Anchors = Readonly<Record<string, PlainDate | null | undefined>>;

/** Calendar days during which a run was held and whose dates were moved (WF-113). */
export interface HeldSpan {
  from: PlainDate;
  to: PlainDate;
}
