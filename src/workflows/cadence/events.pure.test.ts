import { describe, expect, test } from 'vitest';
import { blockedBy } from './blocked.ts';
import { staggerOf } from './events.ts';
import { type CadenceTyped, type ClientFacts, cadence, type Occurrence } from './model.ts';
import { facts, first, type Given, given, span, UK } from './testing.ts';

type Event = Extract<CadenceTyped, { kind: 'event' }>;
const on = (
  of: Event['of'],
  n: number,
  unit: NonNullable<Event['offset']>['unit'],
  more: Partial<Event> = {},
): Event => ({
  kind: 'event',
  of,
  offset: { n, unit },
  ...more,
});
const SIX_WEEKS = { due: { kind: 'within' as const, n: 6, unit: 'week' as const } };
const VAT = { due: { kind: 'after_period' as const, months: 1, days: 7 } };
const yearEnd = (month: number, day: number, known: string[] = []) =>
  facts({ year_end: { month, day }, known_year_ends: known });
const tax = (frequency: string, start_month: number) => facts({ tax_period: { frequency, start_month } });

const said = (one: Occurrence): string => `${one.key} S ${one.scheduled}, due ${one.due}, ${span(one)}`;

/** CX-54, CX-55, CX-57 … CX-59 and CX-61: key, S, due and period of each. */
const EVENTS: readonly (readonly [string, Event, ClientFacts, string[], Given?])[] = [
  [
    'CX-54',
    on('year_end', 4, 'week', SIX_WEEKS),
    yearEnd(12, 31),
    [
      'ye:2026-12-31 S 2027-01-28, due 2027-03-11, 2026-01-01 – 2026-12-31',
      'ye:2027-12-31 S 2028-01-28, due 2028-03-10, 2027-01-01 – 2027-12-31',
    ],
  ],
  [
    'CX-55',
    on('year_end', 4, 'week', SIX_WEEKS),
    yearEnd(2, 28),
    [
      'ye:2027-02-28 S 2027-03-28, due 2027-05-09, 2026-03-01 – 2027-02-28',
      'ye:2028-02-29 S 2028-03-28, due 2028-05-09, 2027-03-01 – 2028-02-29',
    ],
  ],
  [
    'CX-57',
    on('year_end', 1, 'month'),
    yearEnd(3, 31, ['2025-12-31', '2027-03-31']),
    [
      'ye:2027-03-31 S 2027-04-30, due 2027-05-14, 2026-01-01 – 2027-03-31',
      'ye:2028-03-31 S 2028-04-30, due 2028-05-14, 2027-04-01 – 2028-03-31',
    ],
  ],
  [
    'CX-58',
    on('tax_period', 5, 'business_day', { every_event: 2 }),
    tax('quarterly', 1),
    [
      'tax:2026-12-31 S 2027-01-08, due 2027-01-22, 2026-10-01 – 2026-12-31',
      'tax:2027-06-30 S 2027-07-07, due 2027-07-21, 2027-04-01 – 2027-06-30',
      'tax:2027-12-31 S 2028-01-10, due 2028-01-24, 2027-10-01 – 2027-12-31',
    ],
    { practice: UK },
  ],
  [
    'CX-59',
    on('year_end', -2, 'week'),
    yearEnd(12, 31),
    [
      'ye:2026-12-31 S 2026-12-17, due 2026-12-31, 2026-01-01 – 2026-12-31',
      'ye:2027-12-31 S 2027-12-17, due 2027-12-31, 2027-01-01 – 2027-12-31',
    ],
  ],
  [
    'CX-61',
    on('tax_period', 0, 'day'),
    tax('two_monthly', 12),
    [
      'tax:2026-11-30 S 2026-11-30, due 2026-12-14, 2026-10-01 – 2026-11-30',
      'tax:2027-01-31 S 2027-01-31, due 2027-02-14, 2026-12-01 – 2027-01-31',
    ],
  ],
];

describe('events of a client', () => {
  for (const [id, typed, of, wanted, by = {}] of EVENTS) {
    test(`${id} gives its occurrences`, () => {
      const made = first(given(typed, { on: '2026-11-22', facts: of, ...by }), wanted.length);
      expect(made.map(said)).toEqual(wanted);
    });
  }
});

test('CX-60 a client without the fact is blocked and gets no date', () => {
  const typed = on('tax_period', 1, 'week');
  const of = yearEnd(12, 31);
  expect(blockedBy(cadence.parse(typed), of)).toBe('tax_period_missing');
  expect(first(given(typed, { on: '2026-11-22', facts: of }), 3)).toEqual([]);
  expect(blockedBy(cadence.parse(on('year_end', 1, 'week')), facts())).toBe('year_end_missing');
});

test('CA-28 a period that asks for a fact blocks the client too', () => {
  const typed = { kind: 'scheduled', anchor: '2026-12-01', period: { kind: 'financial_year_to_date' } } as const;
  expect(blockedBy(cadence.parse(typed), facts())).toBe('year_end_missing');
  expect(blockedBy(cadence.parse(typed), yearEnd(6, 30))).toBe(null);
});

const vat = (frequency: 'monthly' | 'quarterly', start_month: number) =>
  first(given(on('tax_period', 1, 'day', VAT), { on: '2026-11-22', facts: tax(frequency, start_month) }), 2).map(said);

test('CX-56a quarterly periods from January: due a month and seven days after each ends', () => {
  expect(vat('quarterly', 1)).toEqual([
    'tax:2026-12-31 S 2027-01-01, due 2027-02-07, 2026-10-01 – 2026-12-31',
    'tax:2027-03-31 S 2027-04-01, due 2027-05-07, 2027-01-01 – 2027-03-31',
  ]);
});

test('CX-56b quarterly periods from February', () => {
  expect(vat('quarterly', 2)).toEqual([
    'tax:2027-01-31 S 2027-02-01, due 2027-03-07, 2026-11-01 – 2027-01-31',
    'tax:2027-04-30 S 2027-05-01, due 2027-06-07, 2027-02-01 – 2027-04-30',
  ]);
});

test('CX-56c quarterly periods from March', () => {
  expect(vat('quarterly', 3)).toEqual([
    'tax:2026-11-30 S 2026-12-01, due 2027-01-07, 2026-09-01 – 2026-11-30',
    'tax:2027-02-28 S 2027-03-01, due 2027-04-07, 2026-12-01 – 2027-02-28',
  ]);
});

test('CX-56d monthly periods', () => {
  expect(vat('monthly', 1)).toEqual([
    'tax:2026-11-30 S 2026-12-01, due 2027-01-07, 2026-11-01 – 2026-11-30',
    'tax:2026-12-31 S 2027-01-01, due 2027-02-07, 2026-12-01 – 2026-12-31',
  ]);
});

test('CA-11 only known year ends count between the earliest and the latest, the computed ones before and after', () => {
  const of = yearEnd(12, 31, ['2020-12-31', '2022-03-31', '2024-09-30']);
  const keys = (day: string, begin: 'next' | 'current' = 'next') =>
    first(given(on('year_end', 0, 'day', { begin }), { on: day, facts: of }), 6).map(({ key }) => key.slice(3));
  expect(keys('2018-06-30')).toEqual([
    '2018-12-31',
    '2019-12-31',
    '2020-12-31',
    '2022-03-31',
    '2024-09-30',
    '2024-12-31',
  ]);
  expect(keys('2022-03-31').slice(0, 2)).toEqual(['2024-09-30', '2024-12-31']);
  expect(keys('2022-04-01', 'current')[0]).toBe('2022-03-31');
});

test('CA-14 CA-16 every second event goes on from the last one made when facts change', () => {
  const planning = given(on('tax_period', 0, 'day', { every_event: 2 }), {
    on: '2027-02-10',
    facts: tax('quarterly', 1),
  });
  expect(first(planning, 2).map(({ key }) => key)).toEqual(['tax:2027-03-31', 'tax:2027-09-30']);
  expect(first({ ...planning, last_event: '2026-12-31' }, 2).map(({ key }) => key)).toEqual([
    'tax:2027-06-30',
    'tax:2027-12-31',
  ]);
});

test('CA-12 tax periods of clients in GB have the names used there', () => {
  const named = staggerOf;
  expect([1, 4, 7, 10].map((start_month) => named({ frequency: 'quarterly', start_month }))).toEqual(
    Array(4).fill('Stagger 1'),
  );
  expect([2, 3].map((start_month) => named({ frequency: 'quarterly', start_month }))).toEqual([
    'Stagger 2',
    'Stagger 3',
  ]);
  expect(named({ frequency: 'monthly', start_month: 5 })).toBe('Monthly');
  expect(named({ frequency: 'annual', start_month: 5 })).toBe(null);
});

test('CA-10 a year end is a day and a month of each year; 28 and 29 February are both the last day of February', () => {
  const keys = (month: number, day: number) =>
    first(given(on('year_end', 0, 'day'), { on: '2026-11-22', facts: yearEnd(month, day) }), 3).map(({ key }) => key);
  expect(keys(2, 28)).toEqual(['ye:2027-02-28', 'ye:2028-02-29', 'ye:2029-02-28']);
  expect(keys(2, 29)).toEqual(keys(2, 28));
  expect(keys(6, 30)).toEqual(['ye:2027-06-30', 'ye:2028-06-30', 'ye:2029-06-30']);
});

test('CA-13 work starts so long after the event or before it: in months cut to the month, in days, in business days', () => {
  const starts = (n: number, unit: 'day' | 'business_day' | 'month') =>
    first(given(on('year_end', n, unit), { on: '2026-11-22', facts: yearEnd(8, 31), practice: UK }), 2).map(
      ({ key, scheduled }) => `${key.slice(3)} ${scheduled}`,
    );
  expect(starts(6, 'month')).toEqual(['2026-08-31 2027-02-28', '2027-08-31 2028-02-29']);
  expect(starts(-2, 'month')).toEqual(['2027-08-31 2027-06-30', '2028-08-31 2028-06-30']);
  expect(starts(-1, 'day')).toEqual(['2027-08-31 2027-08-30', '2028-08-31 2028-08-30']);
  // the summer bank holiday and the weekend before it are no business days
  expect(starts(-2, 'business_day')).toEqual(['2027-08-31 2027-08-26', '2028-08-31 2028-08-29']);
});
