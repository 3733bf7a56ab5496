import { addDays, type PlainDate } from '#ground/time.ts';
import { type TaxPeriod, type YearEnd, yearEndIn } from '#people/persons/content.ts';
import type { ClientFacts, EventKind, Period } from './model.ts';
import { lastOf, monthOf } from './months.ts';

/** The year ends or the ends of tax periods of a client, each at a whole number (CA-10 … CA-12). */
export interface Events {
  at(ordinal: number): PlainDate;
  /** The ordinal of the first one after `date`. */
  after(date: PlainDate): number;
}

export const EVENT_FACTS: Readonly<Record<EventKind, 'year_end_missing' | 'tax_period_missing'>> = {
  year_end: 'year_end_missing',
  tax_period: 'tax_period_missing',
};

/** Null where the client's year end or tax period is not known (CA-15). */
export const eventsOf = (of: EventKind, facts: ClientFacts): Events | null => {
  if (of === 'tax_period') return facts.tax_period && taxPeriodEnds(facts.tax_period);
  return facts.year_end && yearEnds(facts.year_end, [...facts.known_year_ends].sort());
};

/** The financial year or tax period that ends on this event: from the day after the one before it. */
export const periodEnding = (event: PlainDate, events: Events): Period => ({
  from: addDays(lastBefore(event, events), 1),
  to: event,
});

/** The latest event strictly before a date. */
export const lastBefore = (date: PlainDate, events: Events): PlainDate =>
  events.at(events.after(addDays(date, -1)) - 1);

export const LENGTHS: Readonly<Record<TaxPeriod['frequency'], number>> = {
  monthly: 1,
  two_monthly: 2,
  quarterly: 3,
  half_yearly: 6,
  annual: 12,
};

/** Whole months that begin in those months m where (m − start month) mod length = 0 (CA-12). */
const taxPeriodEnds = ({ frequency, start_month }: TaxPeriod): Events => {
  const length = LENGTHS[frequency];
  const start = start_month - 1;
  const at = (ordinal: number) => lastOf(start + length * ordinal + length - 1);
  return {
    at,
    after: (date) => {
      const within = Math.floor((monthOf(date) - start) / length);
      return at(within) > date ? within : within + 1;
    },
  };
};

/** Between the earliest and the latest known one only known ones count; before and after, the computed ones (CA-11). */
const yearEnds = ({ month, day }: YearEnd, known: readonly PlainDate[]): Events => {
  const computed = (year: number) => yearEndIn(year, { month, day: month === 2 && day >= 28 ? 29 : day });
  const yearAfter = (date: PlainDate) => {
    const year = Number(date.slice(0, 4));
    return computed(year) > date ? year : year + 1;
  };
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return { at: computed, after: yearAfter };
  const before = yearAfter(addDays(first, -1)) - 1;
  const later = yearAfter(last);
  return {
    at: (ordinal) =>
      ordinal < 0 ? computed(before + 1 + ordinal) : (known[ordinal] ?? computed(later + ordinal - known.length)),
    after: (date) => {
      if (date >= last) return known.length + yearAfter(date) - later;
      if (date >= first) return known.findIndex((one) => one > date);
      return Math.min(0, yearAfter(date) - before - 1);
    },
  };
};

/** The names of UK value-added-tax periods, for clients in GB; null where the frequency has none (CA-12). */
export const staggerOf = ({ frequency, start_month }: TaxPeriod): string | null => {
  if (frequency === 'monthly') return 'Monthly';
  if (frequency !== 'quarterly') return null;
  return ['Stagger 1', 'Stagger 2', 'Stagger 3'][(start_month - 1) % 3] ?? null;
};
