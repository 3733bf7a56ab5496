import { describe, expect, test } from 'vitest';
import { asksMonthEnd, DEADLINES, proposedDue } from './due.ts';
import type { CadenceTyped } from './model.ts';
import { facts, first, type Given, given, rule, span, UK } from './testing.ts';

const within = (n: number, unit: 'day' | 'business_day' | 'week' | 'month') => ({
  due: { kind: 'within' as const, n, unit },
});
const QUARTERLY = facts({ tax_period: { frequency: 'quarterly', start_month: 1 } });
const MAY = facts({ year_end: { month: 5, day: 31 } });
const event = (of: 'year_end' | 'tax_period', months: number, days: number): CadenceTyped => ({
  kind: 'event',
  of,
  offset: { n: 1, unit: 'day' },
  due: { kind: 'after_period', months, days },
});

/** CX-25 … CX-32, CX-62, CX-63: rule, S → due of each, period of the first. */
const DUE: readonly (readonly [string, CadenceTyped, Given, string, string])[] = [
  [
    'CX-25',
    rule('2026-11-02', 1, 'week', {
      due: { kind: 'before_next' },
      period: { kind: 'interval' },
      end: { kind: 'after', n: 3 },
    }),
    {},
    '2026-11-02 → 2026-11-08; 2026-11-09 → 2026-11-15; 2026-11-16 → 2026-11-22',
    '2026-11-02 – 2026-11-08',
  ],
  [
    'CX-26',
    rule('2026-11-01', 1, 'month', { period: { kind: 'last_complete_month' } }),
    {},
    '2026-11-01 → 2026-11-15; 2026-12-01 → 2026-12-15; 2027-01-01 → 2027-01-15',
    '2026-10-01 – 2026-10-31',
  ],
  [
    'CX-27',
    rule('2027-01-31', 12, 'month', within(1, 'month')),
    {},
    '2027-01-31 → 2027-02-28; 2028-01-31 → 2028-02-29',
    '–',
  ],
  [
    'CX-28',
    rule('2026-12-24', 1, 'year', within(10, 'business_day')),
    { practice: UK },
    '2026-12-24 → 2027-01-12',
    '–',
  ],
  [
    'CX-29',
    rule('2026-11-01', 1, 'month', { due: { kind: 'day_of_month', day: 7, months: 1 } }),
    {},
    '2026-11-01 → 2026-12-07; 2026-12-01 → 2027-01-07',
    '–',
  ],
  [
    'CX-30',
    rule('2027-01-31', 1, 'month', { due: { kind: 'day_of_month', day: 31, months: 1 } }),
    {},
    '2027-01-31 → 2027-02-28; 2027-02-28 → 2027-03-31',
    '–',
  ],
  [
    'CX-31',
    event('tax_period', 1, 7),
    { on: '2026-11-22', facts: QUARTERLY },
    '2027-01-01 → 2027-02-07; 2027-04-01 → 2027-05-07; 2027-07-01 → 2027-08-07',
    '2026-10-01 – 2026-12-31',
  ],
  [
    'CX-32',
    event('year_end', 9, 0),
    { on: '2026-11-22', facts: MAY },
    '2027-06-01 → 2028-02-29; 2028-06-01 → 2029-02-28; 2029-06-01 → 2030-02-28',
    '2026-06-01 – 2027-05-31',
  ],
  [
    'CX-62',
    {
      kind: 'one_off',
      due: { kind: 'date', date: '2026-12-14' },
      period: { kind: 'fixed', from: '2026-10-01', to: '2026-10-31' },
    },
    { on: '2026-11-22' },
    '2026-11-22 → 2026-12-14',
    '2026-10-01 – 2026-10-31',
  ],
  [
    'CX-63',
    {
      kind: 'one_off',
      start: '2026-12-01',
      due: { kind: 'after_period', days: 14 },
      period: { kind: 'fixed', from: '2026-11-01', to: '2026-11-30' },
    },
    { on: '2026-11-22' },
    '2026-12-01 → 2026-12-14',
    '2026-11-01 – 2026-11-30',
  ],
];

describe('due dates', () => {
  for (const [id, typed, by, dues, period] of DUE) {
    test(`${id} is due when the rule says`, () => {
      const wanted = dues.split('; ');
      const made = first(given(typed, by), wanted.length);
      expect(made.map(({ scheduled, due }) => `${scheduled} → ${due}`)).toEqual(wanted);
      expect(span(made[0]!)).toBe(period);
    });
  }
});

test('CX-62 a one-off comes once, under the key «once»', () => {
  expect(first(given({ kind: 'one_off' }, { on: '2026-11-22' }), 5).map(({ key }) => key)).toEqual(['once']);
});

test('CA-20 the due date proposed for a one-off', () => {
  expect(proposedDue('2026-11-22', { from: '2026-10-01', to: '2026-10-31' })).toBe('2026-11-14');
  expect(proposedDue('2026-11-22', null)).toBe('2026-12-22');
});

test('CA-19 deadlines by name: a year to 28 February 2027 is due on 30 November and 1 December', () => {
  const due = (id: string) => {
    const { months, days } = DEADLINES.find((one) => one.id === id)!;
    const typed: CadenceTyped = {
      kind: 'one_off',
      start: '2027-03-01',
      due: { kind: 'after_period', months, days },
      period: { kind: 'fixed', from: '2026-03-01', to: '2027-02-28' },
    };
    return first(given(typed), 1)[0]!.due;
  };
  expect([due('uk_company_accounts'), due('uk_corporation_tax'), due('uk_vat_return')]).toEqual([
    '2027-11-30',
    '2027-12-01',
    '2027-04-07',
  ]);
});

test('CA-21 a due date before the start is moved to the start', () => {
  const typed = rule('2027-01-31', 1, 'month', { due: { kind: 'day_of_month', day: 1, months: 0 } });
  expect(first(given(typed), 1)[0]!.due).toBe('2027-01-31');
});

test('CA-4 the wizard asks about a month’s last day where it is the 28th, 29th or 30th', () => {
  expect(
    ['2027-02-28', '2028-02-28', '2028-02-29', '2027-04-30', '2027-01-31', '2027-01-30'].map(asksMonthEnd),
  ).toEqual([true, false, true, true, false, false]);
});

test('CA-17 «within» counts from the scheduled date, wherever a shift moved the start', () => {
  const due = (n: number, unit: 'day' | 'business_day' | 'week' | 'month') =>
    first(given(rule('2027-01-30', 1, 'month', { ...within(n, unit), shift: { start: 'next' } })), 1)[0];
  expect(due(3, 'day')).toMatchObject({ start: '2027-02-01', due: '2027-02-02' });
  expect([due(3, 'business_day'), due(3, 'week'), due(1, 'month')].map((one) => one!.due)).toEqual([
    '2027-02-03',
    '2027-02-20',
    '2027-02-28',
  ]);
});

test('CA-18 «before the next» holds for the last occurrence too; a day of the month is cut to the month', () => {
  const before = rule('2026-11-02', 1, 'week', { due: { kind: 'before_next' }, end: { kind: 'after', n: 1 } });
  expect(first(given(before), 5).map(({ due }) => due)).toEqual(['2026-11-08']);
  const due = (day: number | 'last', months: number) =>
    first(given(rule('2027-01-15', 1, 'month', { due: { kind: 'day_of_month', day, months } })), 1)[0]!.due;
  expect([due(31, 1), due('last', 1), due('last', 0), due(20, 0)]).toEqual([
    '2027-02-28',
    '2027-02-28',
    '2027-01-31',
    '2027-01-20',
  ]);
});
