import type { Size } from './model.ts';

/** Measures of the three sizes, in pixels. */
export interface Metrics {
  r: number;
  gap: number;
  pad: number;
  /** Size of the sign under a dot; 0: none. */
  signs: number;
  signGap: number;
  /** Height of a lane of titles. */
  lane: number;
  lanes: number;
  months: boolean;
  /** Half length of the today rule, where it does not run through everything. */
  rule: number;
}

export const METRICS: Readonly<Record<Size, Metrics>> = {
  cell: { r: 4.5, gap: 13, pad: 7, signs: 0, signGap: 0, lane: 0, lanes: 0, months: false, rule: 10 },
  row: { r: 6.5, gap: 20, pad: 10, signs: 12, signGap: 5, lane: 0, lanes: 0, months: false, rule: 14 },
  page: { r: 8.5, gap: 28, pad: 12, signs: 14, signGap: 8, lane: 36, lanes: 3, months: true, rule: 0 },
};
