import { addDays, dayOfWeek, daysBetween, type PlainDate } from '#ground/time.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import { isBusinessDay } from '#workflows/dates/rules.ts';
import type { Line } from './line.ts';
import type { DayRule, Every, Scheduled } from './model.ts';
import { dateIn, dayOf, daysIn, firstOf, lastOf, monthOf } from './months.ts';

/** The dates of «every so often from this date on» (CA-2 … CA-6). */
export const rhythmLine = (cadence: Scheduled, calendar: Calendar): Line => {
  const days = daysApart(cadence.every);
  return days ? daysLine(cadence.anchor, days) : monthsLine(cadence, calendar);
};

/** How many days or months lie between two dates; the other one is 0. */
export const daysApart = ({ n, unit }: Every): number => (unit === 'day' ? n : unit === 'week' ? 7 * n : 0);
export const monthsApart = ({ n, unit }: Every): number =>
  unit === 'month' ? n : unit === 'quarter' ? 3 * n : unit === 'year' ? 12 * n : 0;

const daysLine = (anchor: PlainDate, days: number): Line => ({
  at: (position) => ({ position, scheduled: addDays(anchor, position * days) }),
  after: (date) => Math.floor(daysBetween(anchor, date) / days) + 1,
});

/** Counted from the anchor's month, never from the date before; index 0 is the first on or after the anchor (CA-2, CA-6). */
const monthsLine = (cadence: Scheduled, calendar: Calendar): Line => {
  const step = monthsApart(cadence.every);
  const first = monthOf(cadence.anchor);
  const aimed = cadence.anchor_day ?? dayOf(cadence.anchor);
  const dateOf = (turn: number) => dayInMonth(cadence.day, { month: first + turn * step, aimed, calendar });
  const begins = dateOf(0) < cadence.anchor ? 1 : 0;
  return {
    at: (position) => ({ position, scheduled: dateOf(begins + position) }),
    after: (date) => {
      const turn = Math.floor((monthOf(date) - first) / step);
      return (dateOf(turn) > date ? turn : turn + 1) - begins;
    },
  };
};

const dayInMonth = (rule: DayRule, of: { month: number; aimed: number; calendar: Calendar }): PlainDate => {
  switch (rule.kind) {
    case 'same':
      return dateIn(of.month, of.aimed);
    case 'last':
      return lastOf(of.month);
    case 'weekday':
      return nthWeekday(of.month, rule);
    case 'business_day':
      return nthBusinessDay(of.month, rule.nth, of.calendar);
    default:
      return rule satisfies never;
  }
};

const nthWeekday = (month: number, { nth, weekday }: { nth: number; weekday: number }): PlainDate => {
  if (nth < 0) return addDays(lastOf(month), -((dayOfWeek(lastOf(month)) - weekday + 7) % 7));
  return addDays(firstOf(month), ((weekday - dayOfWeek(firstOf(month)) + 7) % 7) + 7 * (nth - 1));
};

/** Where the month has fewer, the last one (counted from its end: the first); where it has none, its last (first) day (CA-5). */
const nthBusinessDay = (month: number, nth: number, calendar: Calendar): PlainDate => {
  const days = Array.from({ length: daysIn(month) }, (_, i) => dateIn(month, i + 1));
  const open = days.filter((day) => isBusinessDay(day, calendar));
  const among = open.length ? open : days;
  return among[nth > 0 ? Math.min(nth, among.length) - 1 : Math.max(0, among.length + nth)]!;
};
