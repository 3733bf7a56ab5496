import { addDays, type PlainDate } from '#ground/time.ts';
import { useClock } from './clock.tsx';

/**
 * The days `from` to `to`, both of them in it: whole months by their names, «November 2026» or «Oct – Dec 2026», else
 * «26 Nov – 25 Dec 2026». Pure.
 */
export const periodWords = (from: PlainDate, to: PlainDate, locale = 'en-GB'): string => {
  const whole = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
  const one = from.slice(0, 7) === to.slice(0, 7);
  const format = new Intl.DateTimeFormat(locale, {
    ...(whole ? {} : { day: 'numeric' }),
    month: whole && one ? 'long' : 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const noon = (day: PlainDate) => new Date(`${day}T12:00:00Z`);
  // Its thin spaces are too narrow in our type.
  return format.formatRange(noon(from), noon(to)).replaceAll('\u2009', ' ');
};

interface PeriodProps {
  from: PlainDate | null | undefined;
  to: PlainDate | null | undefined;
}

/** What work is about. @example <Period from={run.period_start} to={run.period_end} /> */
export const Period = ({ from, to }: PeriodProps) => {
  const { locale } = useClock();
  if (!to) return <span className="none">–</span>;
  return <span className="tabular">{periodWords(from ?? to, to, locale)}</span>;
};
