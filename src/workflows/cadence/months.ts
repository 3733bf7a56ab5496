import { addDays, type PlainDate } from '#ground/time.ts';

/** Months as numbers, counted from year 0, so that the n-th month after one is an addition and nothing drifts (CA-2). */

export const monthOf = (date: PlainDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

export const dayOf = (date: PlainDate): number => Number(date.slice(8, 10));

export const daysIn = (month: number): number =>
  new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();

/** That day of the month, or the month's last where it has no such day. */
export const dateIn = (month: number, day: number): PlainDate =>
  [
    String(Math.floor(month / 12)).padStart(4, '0'),
    String((month % 12) + 1).padStart(2, '0'),
    String(Math.min(day, daysIn(month))).padStart(2, '0'),
  ].join('-');

export const firstOf = (month: number): PlainDate => dateIn(month, 1);
export const lastOf = (month: number): PlainDate => dateIn(month, 31);

export const isMonthEnd = (date: PlainDate): boolean => monthOf(addDays(date, 1)) !== monthOf(date);

/** The n-th month on with that day; a month's last day stays one (CA-19, §3.5 `moving`). */
export const monthsOn = (date: PlainDate, months: number): PlainDate =>
  dateIn(monthOf(date) + months, isMonthEnd(date) ? 31 : dayOf(date));
