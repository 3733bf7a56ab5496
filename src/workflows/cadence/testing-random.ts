import fc from 'fast-check';
import { addDays } from '#ground/time.ts';
import type { CadenceTyped, Planning, PracticeDays } from './model.ts';
import { facts, given, PLAIN } from './testing.ts';

/** Random cadences, clients and practices, for properties that hold of every one. */

export const date = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays('2024-01-01', n));
export const n = (max: number) => fc.integer({ min: 1, max });
const units = fc.constantFrom('day' as const, 'business_day' as const, 'week' as const, 'month' as const);
const due = fc.oneof(
  fc.record({ kind: fc.constant('within' as const), n: fc.integer({ min: 0, max: 40 }), unit: units }),
  fc.constant({ kind: 'before_next' as const }),
  fc.record({ kind: fc.constant('day_of_month' as const), day: n(31), months: fc.integer({ min: 0, max: 3 }) }),
);
const shifted = fc.record({
  start: fc.constantFrom('none' as const, 'previous' as const, 'next' as const),
  due: fc.constantFrom('none' as const, 'previous' as const, 'next' as const),
});
const common = {
  due,
  shift: shifted,
  lead: fc.record({
    n: fc.integer({ min: 0, max: 20 }),
    unit: fc.constantFrom('day' as const, 'business_day' as const),
  }),
};
const period = fc.constantFrom(
  { kind: 'last_complete_month' as const },
  { kind: 'previous_interval' as const },
  { kind: 'financial_year_to_date' as const },
  { kind: 'back' as const, n: 2, unit: 'week' as const },
);
export const scheduled = fc.record({
  kind: fc.constant('scheduled' as const),
  anchor: date,
  every: fc.record({
    n: n(10),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const),
  }),
  period,
  begin: fc.constantFrom('next' as const, 'current' as const, 'all' as const),
  ...common,
});
const event = fc.record({
  kind: fc.constant('event' as const),
  of: fc.constantFrom('year_end' as const, 'tax_period' as const),
  offset: fc.record({ n: fc.integer({ min: -20, max: 20 }), unit: units }),
  every_event: n(10),
  begin: fc.constantFrom('next' as const, 'current' as const),
  ...common,
});
export const typed: fc.Arbitrary<CadenceTyped> = fc.oneof(scheduled, event);
export const client = fc
  .record({
    month: n(12),
    frequency: fc.constantFrom('monthly', 'two_monthly', 'quarterly', 'half_yearly', 'annual'),
    start_month: n(12),
    known_year_ends: fc.uniqueArray(
      date.map((day) => `${day.slice(0, 8)}15`),
      { maxLength: 4 },
    ),
  })
  .map(({ month, known_year_ends, ...tax_period }) =>
    facts({ year_end: { month, day: 28 }, known_year_ends, tax_period }),
  );
export const practice: fc.Arbitrary<PracticeDays> = fc
  .record({
    working_days: fc.uniqueArray(n(7), { minLength: 1 }),
    holidays: fc.uniqueArray(date, { maxLength: 30 }),
  })
  .map((calendar) => ({ ...PLAIN, calendar }));

export const planning: fc.Arbitrary<Planning> = fc
  .record({ typed, on: date, facts: client, practice })
  .map(({ typed: one, ...by }) => given(one, by));
