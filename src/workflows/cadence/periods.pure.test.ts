import { expect, test } from 'vitest';
import { type ClientFacts, cadence, NAMED_PERIODS, type PeriodRule } from './model.ts';
import { facts, first, given, rule, span } from './testing.ts';

/** The period of a rule at one unshifted date. */
const at = (day: string, period: PeriodRule, of: ClientFacts = facts()) =>
  span(first(given(rule(day, 1, 'month', { period }), { facts: of, on: '2026-01-01' }), 1)[0]!);

test('CX-42 last complete month', () => {
  const of = (day: string) => at(day, { kind: 'last_complete_month' });
  expect(['2027-03-01', '2028-03-01', '2028-03-31'].map(of)).toEqual([
    '2027-02-01 – 2027-02-28',
    '2028-02-01 – 2028-02-29',
    '2028-02-01 – 2028-02-29',
  ]);
});

test('CX-43 last complete quarter', () => {
  const of = (day: string) => at(day, { kind: 'last_complete_quarter' });
  expect(['2027-01-01', '2027-03-31', '2027-04-01'].map(of)).toEqual([
    '2026-10-01 – 2026-12-31',
    '2026-10-01 – 2026-12-31',
    '2027-01-01 – 2027-03-31',
  ]);
});

test('CX-44 last three complete months', () => {
  expect(at('2027-02-15', { kind: 'last_complete_months', n: 3 })).toBe('2026-11-01 – 2027-01-31');
});

test('CX-45 last complete week', () => {
  const of = (day: string) => at(day, { kind: 'last_complete_week' });
  expect(['2026-11-02', '2026-11-01'].map(of)).toEqual(['2026-10-26 – 2026-11-01', '2026-10-19 – 2026-10-25']);
});

test('CX-46 last complete financial year to 29 February', () => {
  const of = (day: string) =>
    at(day, { kind: 'last_complete_financial_year' }, facts({ year_end: { month: 2, day: 29 } }));
  expect(['2027-03-01', '2028-03-01'].map(of)).toEqual(['2026-03-01 – 2027-02-28', '2027-03-01 – 2028-02-29']);
});

test('CX-47 last complete financial year to 31 March', () => {
  const of = (day: string) =>
    at(day, { kind: 'last_complete_financial_year' }, facts({ year_end: { month: 3, day: 31 } }));
  expect(['2028-03-31', '2028-04-01'].map(of)).toEqual(['2026-04-01 – 2027-03-31', '2027-04-01 – 2028-03-31']);
});

test('CX-48 month to date is never empty', () => {
  const of = (day: string) => at(day, { kind: 'month_to_date' });
  expect(['2026-11-01', '2026-11-15'].map(of)).toEqual(['2026-10-01 – 2026-10-31', '2026-11-01 – 2026-11-14']);
});

test('CX-49 financial year to date', () => {
  const of = (day: string) => at(day, { kind: 'financial_year_to_date' }, facts({ year_end: { month: 4, day: 5 } }));
  expect(['2027-04-06', '2027-04-05'].map(of)).toEqual(['2026-04-06 – 2027-04-05', '2026-04-06 – 2027-04-04']);
});

test('CX-50 last complete tax period', () => {
  const of = facts({ tax_period: { frequency: 'quarterly', start_month: 3 } });
  expect(at('2028-03-01', { kind: 'last_complete_tax_period' }, of)).toBe('2027-12-01 – 2028-02-29');
});

test('CX-51 a month back', () => {
  const of = (day: string) => at(day, { kind: 'back', n: 1, unit: 'month' });
  expect(['2027-03-31', '2027-04-30'].map(of)).toEqual(['2027-02-28 – 2027-03-30', '2027-03-30 – 2027-04-29']);
});

test('CX-52 a period that moves along keeps its month’s end', () => {
  const typed = rule('2027-02-15', 1, 'month', { period: { kind: 'moving', from: '2027-01-01', to: '2027-01-31' } });
  expect(first(given(typed), 3).map(span)).toEqual([
    '2027-01-01 – 2027-01-31',
    '2027-02-01 – 2027-02-28',
    '2027-03-01 – 2027-03-31',
  ]);
});

test('CX-53 the interval before, one before the anchor for the first', () => {
  const typed = rule('2027-01-31', 1, 'month', { period: { kind: 'previous_interval' } });
  expect(first(given(typed), 3).map(span)).toEqual([
    '2026-12-31 – 2027-01-30',
    '2027-01-31 – 2027-02-27',
    '2027-02-28 – 2027-03-30',
  ]);
});

test('§3.5 week, quarter and tax period to date', () => {
  const tax = facts({ tax_period: { frequency: 'two_monthly', start_month: 12 } });
  expect(at('2026-11-18', { kind: 'week_to_date' })).toBe('2026-11-16 – 2026-11-17');
  expect(at('2027-01-01', { kind: 'quarter_to_date' })).toBe('2026-10-01 – 2026-12-31');
  expect(at('2026-12-01', { kind: 'tax_period_to_date' }, tax)).toBe('2026-10-01 – 2026-11-30');
});

test('CA-27 the list begins with the last complete month; an event is about the period that ends on it', () => {
  expect(NAMED_PERIODS[0]).toBe('last_complete_month');
  expect(cadence.parse({ kind: 'event', of: 'year_end' }).period).toEqual({ kind: 'event_period' });
  expect(cadence.parse({ kind: 'scheduled', anchor: '2026-12-01' }).period).toBeNull();
});
