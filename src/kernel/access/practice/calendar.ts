import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isDate, type PlainDate } from '#ground/time.ts';

/** The practice calendar: its days off and the hour at which work starts, one for everything that counts days (CA-26). */

/** A row of app.holiday. */
export interface Holiday {
  id: Id;
  version: number;
  on_date: PlainDate;
  name: string;
  /** The region whose list it came from; null for what the practice added itself. */
  region: string | null;
  /** The practice works on this day all the same. */
  struck_out: boolean;
}

export interface NamedDay {
  date: PlainDate;
  name: string;
}

const date = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');
const holidayName = z.string().trim().min(1, 'Give the holiday’s name.').max(120, 'A name has at most 120 characters.');

/** A country or a part of it, as the lists of holidays name them: `GB`, `GB-ENG`, `DE-BY-A`. */
export const region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,6}){0,2}$/, 'A region looks like «GB» or «GB-ENG».');

export const calendarChanges = z.strictObject({
  /** Days off every week: 1 = Monday … 7 = Sunday. */
  weekend: z.array(z.int().min(1).max(7)).max(6, 'Leave at least one working day.'),
  start_hour: z.int().min(0).max(23),
  region: region.nullable(),
  /** Absent: what is there stays, and the region's list is added. */
  holidays: z
    .array(z.strictObject({ date, name: holidayName, struck_out: z.boolean().default(false) }))
    .max(2000, 'At most 2,000 holidays.')
    .refine((all) => new Set(all.map((one) => one.date)).size === all.length, 'A day stands in the list once.')
    .optional(),
});
export type CalendarChanges = z.infer<typeof calendarChanges>;

export type CalendarCommand =
  | ({ do: 'set_calendar'; listed: readonly NamedDay[] } & CalendarChanges)
  /** Time passed: the years to come get their list. */
  | { do: 'list_holidays'; listed: readonly NamedDay[] };

/** So many years are listed: this one and those after it. */
export const YEARS_LISTED = 3;

/** Days off in every week as working days, and back. */
export const otherDays = (days: readonly number[]): number[] =>
  [1, 2, 3, 4, 5, 6, 7].filter((day) => !days.includes(day));

/** What is shown: days off, and what the practice struck out of its region's list. */
export const shownHolidays = (holidays: readonly Holiday[], of: string | null): Holiday[] =>
  holidays
    .filter((one) => !one.struck_out || (one.region !== null && one.region === of))
    .sort((a, b) => (a.on_date < b.on_date ? -1 : 1));
