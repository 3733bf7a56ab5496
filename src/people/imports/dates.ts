import { isDate, type PlainDate } from '#ground/time.ts';
import type { DateFormat } from '#people/fields/importing.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as a file writes it: `31/12/2026`, `12-31-26`, `2026-12-31`, `31 Dec 2026`; null when it is none in this format. */
export const readDate = (cell: string, format: DateFormat): PlainDate | null => {
  const text = cell.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '');
  const named = withMonthName(text);
  if (named) return named;
  const parts = /^(\d{1,4})[./ -](\d{1,2})[./ -](\d{1,4})$/.exec(text);
  if (!parts) return null;
  const [a, b, c] = [parts[1]!, parts[2]!, parts[3]!];
  if (a.length === 4) return day(a, b, c);
  if (format === 'iso' || format === 'ymd') return null;
  return format === 'dmy' ? day(c, b, a) : day(c, a, b);
};

const withMonthName = (text: string): PlainDate | null => {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?[ ,.-]+(\d{2,4})$/.exec(text);
  const monthFirst = /^([A-Za-z]{3,9})\.?[ .-]+(\d{1,2})(?:st|nd|rd|th)?[ ,.-]+(\d{2,4})$/.exec(text);
  const [d, month, year] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  const m = month ? MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1 : 0;
  return m ? day(year!, String(m), d!) : null;
};

const day = (year: string, month: string, date: string): PlainDate | null => {
  const full = year.length === 4 ? year : year.length === 2 ? `${Number(year) < 70 ? '20' : '19'}${year}` : null;
  const text = full && `${full}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return text && isDate(text) ? text : null;
};

/**
 * The format a column's days are written in, or `null` where that cannot be told: every day is at most 12, so 4 May and 5 April
 * look the same, and nobody guesses (PE-83).
 */
export const inferFormat = (cells: Iterable<string>): DateFormat | null => {
  let [first, second, plain] = [0, 0, 0];
  for (const cell of cells) {
    const parts = /^(\d{1,4})[./ -](\d{1,2})(?:[./ -]\d{1,4})?(?!\d)/.exec(cell.trim());
    if (!parts) continue;
    if (parts[1]!.length === 4) {
      plain += 1;
      continue;
    }
    first = Math.max(first, Number(parts[1]));
    second = Math.max(second, Number(parts[2]));
  }
  if (!first) return plain ? 'ymd' : 'iso';
  if (first > 12 && second <= 12) return 'dmy';
  if (second > 12 && first <= 12) return 'mdy';
  return null;
};

/** «31/3», «31 March», «Mar 31», «March» (its last day) → month and day; a number pair follows the column's format. */
export const readYearEnd = (cell: string, format: DateFormat): { month: number; day: number } | null => {
  const text = cell.trim();
  const named = /^(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]*)?([A-Za-z]{3,9})\.?(?:[ .-]*(\d{1,2})(?:st|nd|rd|th)?)?$/.exec(
    text,
  );
  if (named) {
    const month = MONTHS.indexOf(named[2]!.slice(0, 3).toLowerCase()) + 1;
    const last = new Date(Date.UTC(2028, month, 0)).getUTCDate();
    return month ? { month, day: Number(named[1] ?? named[3] ?? last) } : null;
  }
  const pair = /^(\d{1,2})[./ -](\d{1,2})$/.exec(text);
  if (pair) {
    const [a, b] = [Number(pair[1]), Number(pair[2])];
    return format === 'mdy' || format === 'ymd' ? { month: a, day: b } : { month: b, day: a };
  }
  const whole = readDate(text, format);
  return whole ? { month: Number(whole.slice(5, 7)), day: Number(whole.slice(8, 10)) } : null;
};
