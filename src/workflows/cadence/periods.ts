import { addDays, addMonths, dayOfWeek, type PlainDate } from '#ground/time.ts';
import { eventsOf, lastBefore, periodEnding } from './events.ts';
import type { Point } from './line.ts';
import type { Cadence, ClientFacts, EventKind, Period, PeriodRule } from './model.ts';
import { firstOf, lastOf, monthOf, monthsOn } from './months.ts';
import { daysApart, monthsApart } from './rhythm.ts';

export interface PeriodFacts {
  point: Point;
  facts: ClientFacts;
  /** The scheduled dates after and before this one, the ends of the cadence left aside. */
  next: PlainDate | null;
  previous: PlainDate | null;
}

/** The span of time the work is about, by the unshifted date; «complete» is what ended before it (§3.5). */
export const periodOf = (cadence: Cadence, of: PeriodFacts): Period | null =>
  cadence.period && byRule(cadence.period, cadence, of);

/** The kind of fact a period asks of the client; null where it asks none (CA-28). */
export const factOfPeriod = (rule: PeriodRule | null): EventKind | null => {
  if (rule?.kind.includes('financial_year')) return 'year_end';
  return rule?.kind.includes('tax_period') ? 'tax_period' : null;
};

const byRule = (rule: PeriodRule, cadence: Cadence, { point, facts, next, previous }: PeriodFacts): Period | null => {
  const S = point.scheduled;
  switch (rule.kind) {
    case 'last_complete_month':
      return monthsEnding(monthOf(S) - 1, 1);
    case 'last_complete_months':
      return monthsEnding(monthOf(S) - 1, rule.n);
    case 'last_complete_quarter':
      return monthsEnding(firstMonthOfQuarter(S) - 1, 3);
    case 'last_complete_week':
      return { from: addDays(monday(S), -7), to: addDays(monday(S), -1) };
    case 'last_complete_financial_year':
      return lastComplete('year_end', S, facts);
    case 'last_complete_tax_period':
      return lastComplete('tax_period', S, facts);
    case 'week_to_date':
      return toDate(S, monday);
    case 'month_to_date':
      return toDate(S, (day) => firstOf(monthOf(day)));
    case 'quarter_to_date':
      return toDate(S, (day) => firstOf(firstMonthOfQuarter(day)));
    case 'financial_year_to_date':
      return ownToDate('year_end', S, facts);
    case 'tax_period_to_date':
      return ownToDate('tax_period', S, facts);
    case 'back':
      return { from: back(S, rule), to: addDays(S, -1) };
    case 'interval':
      return next ? { from: S, to: addDays(next, -1) } : null;
    case 'previous_interval':
      return previous ? { from: previous, to: addDays(S, -1) } : null;
    case 'fixed':
      return { from: rule.from, to: rule.to };
    case 'moving':
      return movedOn(rule, cadence, point.position);
    case 'event_period':
      return point.event && cadence.kind === 'event' ? ending(point.event, cadence.of, facts) : null;
    default:
      return rule satisfies never;
  }
};

const monthsEnding = (month: number, months: number): Period => ({
  from: firstOf(month - months + 1),
  to: lastOf(month),
});

/** Quarters end in March, June, September and December. */
const firstMonthOfQuarter = (date: PlainDate): number => monthOf(date) - (monthOf(date) % 3);

const monday = (date: PlainDate): PlainDate => addDays(date, 1 - dayOfWeek(date));

/** Up to the day before, from the first day of what contains that day: never empty. */
const toDate = (S: PlainDate, first: (date: PlainDate) => PlainDate): Period => {
  const to = addDays(S, -1);
  return { from: first(to), to };
};

const lastComplete = (of: EventKind, S: PlainDate, facts: ClientFacts): Period | null => {
  const events = eventsOf(of, facts);
  return events && periodEnding(lastBefore(S, events), events);
};

const ownToDate = (of: EventKind, S: PlainDate, facts: ClientFacts): Period | null => {
  const events = eventsOf(of, facts);
  return events && toDate(S, (day) => addDays(lastBefore(day, events), 1));
};

const ending = (event: PlainDate, of: EventKind, facts: ClientFacts): Period | null => {
  const events = eventsOf(of, facts);
  return events && periodEnding(event, events);
};

const back = (date: PlainDate, { n, unit }: { n: number; unit: 'day' | 'week' | 'month' }): PlainDate =>
  unit === 'month' ? addMonths(date, -n) : addDays(date, unit === 'week' ? -7 * n : -n);

/** As typed for index 0, moved by as many intervals as the index says; an end that is a month's end stays one. */
const movedOn = ({ from, to }: Period, cadence: Cadence, index: number): Period => {
  if (cadence.kind !== 'scheduled') return { from, to };
  const days = daysApart(cadence.every) * index;
  const months = monthsApart(cadence.every) * index;
  if (days) return { from: addDays(from, days), to: addDays(to, days) };
  return { from: addMonths(from, months), to: monthsOn(to, months) };
};
