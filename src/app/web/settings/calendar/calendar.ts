import type { PlainDate } from '#ground/time.ts';

export interface HolidayLine {
  date: PlainDate;
  name: string;
  /** Whose list it came from; null for what was added here. */
  region: string | null;
  struck_out: boolean;
}

/** `GET /practice-calendar`. */
export interface PracticeCalendar {
  version: number;
  time_zone: string;
  start_hour: number;
  weekend: number[];
  region: string | null;
  holidays: HolidayLine[];
  moves: { dates: number; runs: number } | null;
}

export interface CalendarValues {
  working_days: string[];
  start_hour: string;
  region: string | null;
  holidays: HolidayLine[];
}

export const valuesOf = ({ weekend, start_hour, region, holidays }: PracticeCalendar): CalendarValues => ({
  working_days: ['1', '2', '3', '4', '5', '6', '7'].filter((day) => !weekend.includes(Number(day))),
  start_hour: String(start_hour),
  region,
  holidays,
});

/** What is sent: the whole calendar as it is typed. */
export const bodyOf = ({ working_days, start_hour, region, holidays }: CalendarValues) => ({
  weekend: [1, 2, 3, 4, 5, 6, 7].filter((day) => !working_days.includes(String(day))),
  start_hour: Number(start_hour),
  region,
  holidays: holidays.map(({ date, name, struck_out }) => ({ date, name, struck_out })),
});

/**
 * The lines when another region is chosen: what was added here stays, and so do days gone by that are saved; the rest of the old
 * list goes, and the new one comes.
 */
export const relisted = (
  lines: readonly HolidayLine[],
  list: readonly { date: PlainDate; name: string }[],
  by: { region: string | null; today: PlainDate; saved: readonly HolidayLine[] },
): HolidayLine[] => {
  const gone = by.saved.filter((one) => one.date < by.today).map((one) => one.date);
  const kept = lines.filter((one) => one.region === null || gone.includes(one.date));
  const there = new Set(kept.map((one) => one.date));
  const fresh = list
    .filter(({ date }) => !there.has(date))
    .map((day) => ({ ...day, region: by.region, struck_out: false }));
  return inOrder([...kept, ...fresh]);
};

export const inOrder = (lines: readonly HolidayLine[]): HolidayLine[] =>
  lines.toSorted((a, b) => (a.date < b.date ? -1 : 1));

/** The years of the lines, and this one. */
export const yearsOf = (lines: readonly HolidayLine[], today: PlainDate): string[] =>
  [...new Set([today, ...lines.map((one) => one.date)].map((date) => date.slice(0, 4)))].sort();
