/**
 * Time as data: an instant is ISO text in UTC with milliseconds and `Z`, a date is `YYYY-MM-DD`, a zone is an IANA name.
 * `Temporal` lives inside these functions and never leaves them. Nothing here asks what time it is.
 */

import { remembered } from './remembered.ts';

const T: typeof globalThis.Temporal = globalThis.Temporal ?? (await import('temporal-polyfill')).Temporal;

export type Instant = string;
export type PlainDate = string;
export type TimeZone = string;

const instantText = (instant: Temporal.Instant): Instant => instant.toString({ fractionalSecondDigits: 3 });

/** Any ISO instant, with any offset and precision → our form. Throws RangeError when it is none. */
export const instantFrom = (text: string): Instant => instantText(T.Instant.from(text));

export const isInstant = (text: string): boolean => /Z$/.test(text) && tries(() => T.Instant.from(text));

/** True for a day that exists, written `YYYY-MM-DD`. */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && tries(() => T.PlainDate.from(text, { overflow: 'reject' }));

export const isTimeZone = (zone: string): boolean =>
  tries(() => T.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone));

const tries = (f: () => unknown): boolean => {
  try {
    f();
    return true;
  } catch {
    return false;
  }
};

/** What a clock on the wall says, remembered: a simulation asks the same of a thousand lives. */
const wallClock = remembered((instant: Instant, zone: TimeZone) => {
  const there = T.Instant.from(instant).toZonedDateTimeISO(zone);
  return { date: there.toPlainDate().toString(), time: there.toPlainTime().toString({ smallestUnit: 'minute' }) };
});

/** The calendar date at `instant` in `zone`. */
export const dateAt = (instant: Instant, zone: TimeZone): PlainDate => wallClock(instant, zone).date;

/** The wall-clock time `HH:MM` at `instant` in `zone`. */
export const timeAt = (instant: Instant, zone: TimeZone): string => wallClock(instant, zone).time;

/**
 * The instant of `time` (`HH:MM`) on `date` in `zone`. A local time that does not exist moves on by the gap, one that
 * exists twice is the first (PL-148).
 */
export const instantOf: (date: PlainDate, time: string, zone: TimeZone) => Instant = remembered((date, time, zone) =>
  instantText(
    T.PlainDate.from(date)
      .toPlainDateTime(T.PlainTime.from(time))
      .toZonedDateTime(zone, { disambiguation: 'compatible' })
      .toInstant(),
  ),
);

/** 00:00 of `date` in `zone`, or the first instant that day has. */
export const startOfDay = (date: PlainDate, zone: TimeZone): Instant => instantOf(date, '00:00', zone);

/** Day arithmetic counts days since 1970: business-day offsets ask for thousands of them, and this is ten times as fast. */
const DAY_MS = 86_400_000;
const dayNumber = (date: PlainDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

export const addDays = (date: PlainDate, days: number): PlainDate =>
  new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);

/** Month arithmetic clamps to the month's end: 31 January + 1 month = 28 or 29 February (WF-37). */
export const addMonths = (date: PlainDate, months: number): PlainDate =>
  T.PlainDate.from(date).add({ months }).toString();

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);

/** 1 = Monday … 7 = Sunday. */
export const dayOfWeek = (date: PlainDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;

export const lastDayOfMonth = (year: number, month: number): number =>
  T.PlainYearMonth.from({ year, month }).daysInMonth;

export const addMilliseconds = (instant: Instant, milliseconds: number): Instant =>
  OURS.test(instant) && Number.isInteger(milliseconds)
    ? new Date(Date.parse(instant) + milliseconds).toISOString()
    : instantText(T.Instant.from(instant).add({ milliseconds }));

/** An instant in our form, which `Date` counts with exactly, and much faster. */
const OURS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const millisecondsBetween = (from: Instant, to: Instant): number =>
  epochMilliseconds(to) - epochMilliseconds(from);

export const epochMilliseconds = (instant: Instant): number =>
  OURS.test(instant) ? Date.parse(instant) : T.Instant.from(instant).epochMilliseconds;
/** Throws RangeError for what is no whole number of them, or beyond all calendars. */
export const instantFromEpoch = (milliseconds: number): Instant => {
  if (!Number.isInteger(milliseconds)) throw new RangeError(`${milliseconds} is no number of milliseconds`);
  return new Date(milliseconds).toISOString();
};

export const earliest = <D extends string>(...dates: (D | null | undefined)[]): D | null =>
  dates.reduce<D | null>((best, d) => (d && (!best || d < best) ? d : best), null);
export const latest = <D extends string>(...dates: (D | null | undefined)[]): D | null =>
  dates.reduce<D | null>((best, d) => (d && (!best || d > best) ? d : best), null);
