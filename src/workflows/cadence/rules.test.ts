import { describe, expect, test } from 'vitest';
import type { CadenceTyped } from './model.ts';
import { type Given, given, rule, scheduled, UK } from './testing.ts';

const weekday = (nth: 1 | 2 | 3 | 4 | -1, day: number) => ({ day: { kind: 'weekday' as const, nth, weekday: day } });
const business = (nth: number) => ({ day: { kind: 'business_day' as const, nth } });
const LAST = { day: { kind: 'last' as const } };

/** Worked examples CX-1 … CX-24: id, rule, published, scheduled dates. */
const DATES: readonly (readonly [string, CadenceTyped, Given, string])[] = [
  [
    'CX-1',
    rule('2027-01-31', 1, 'month'),
    { on: '2027-01-01' },
    '2027-01-31, 2027-02-28, 2027-03-31, 2027-04-30, 2027-05-31, 2027-06-30, 2027-07-31',
  ],
  ['CX-2', rule('2027-01-31', 1, 'month'), { on: '2028-01-01' }, '2028-01-31, 2028-02-29, 2028-03-31'],
  ['CX-3', rule('2028-01-30', 1, 'month'), { on: '2028-01-01' }, '2028-01-30, 2028-02-29, 2028-03-30, 2028-04-30'],
  ['CX-4', rule('2027-02-28', 1, 'month'), { on: '2027-01-01' }, '2027-02-28, 2027-03-28, 2027-04-28, 2027-05-28'],
  [
    'CX-5',
    rule('2027-02-28', 1, 'month', LAST),
    { on: '2027-01-01' },
    '2027-02-28, 2027-03-31, 2027-04-30, 2027-05-31',
  ],
  ['CX-6', rule('2027-04-30', 1, 'month'), { on: '2027-04-01' }, '2027-04-30, 2027-05-30, 2027-06-30'],
  ['CX-7', rule('2027-04-30', 1, 'month', LAST), { on: '2027-04-01' }, '2027-04-30, 2027-05-31, 2027-06-30'],
  ['CX-8', rule('2026-11-30', 3, 'month'), { on: '2026-11-22' }, '2026-11-30, 2027-02-28, 2027-05-30, 2027-08-30'],
  [
    'CX-9',
    rule('2026-11-30', 1, 'quarter', LAST),
    { on: '2026-11-22' },
    '2026-11-30, 2027-02-28, 2027-05-31, 2027-08-31',
  ],
  [
    'CX-10',
    rule('2028-02-29', 1, 'year'),
    { on: '2028-01-01' },
    '2028-02-29, 2029-02-28, 2030-02-28, 2031-02-28, 2032-02-29',
  ],
  [
    'CX-11',
    rule('2027-02-28', 1, 'year', LAST),
    { on: '2027-01-01' },
    '2027-02-28, 2028-02-29, 2029-02-28, 2030-02-28',
  ],
  [
    'CX-12',
    rule('2027-02-28', 1, 'month', { anchor_day: 31 }),
    { on: '2027-01-01' },
    '2027-02-28, 2027-03-31, 2027-04-30, 2027-05-31',
  ],
  ['CX-13', rule('2026-11-02', 2, 'week'), { on: '2026-11-01' }, '2026-11-02, 2026-11-16, 2026-11-30, 2026-12-14'],
  ['CX-14', rule('2028-02-20', 10, 'day'), { on: '2028-02-01' }, '2028-02-20, 2028-03-01, 2028-03-11, 2028-03-21'],
  ['CX-15', rule('2027-02-20', 10, 'day'), { on: '2027-02-01' }, '2027-02-20, 2027-03-02, 2027-03-12, 2027-03-22'],
  [
    'CX-16',
    rule('2027-01-01', 1, 'month', weekday(1, 1)),
    { on: '2026-12-01' },
    '2027-01-04, 2027-02-01, 2027-03-01, 2027-04-05',
  ],
  [
    'CX-17',
    rule('2027-01-15', 1, 'month', weekday(-1, 5)),
    { on: '2027-01-01' },
    '2027-01-29, 2027-02-26, 2027-03-26, 2027-04-30',
  ],
  ['CX-18', rule('2027-01-20', 1, 'month', weekday(2, 2)), { on: '2027-01-01' }, '2027-02-09, 2027-03-09, 2027-04-13'],
  [
    'CX-19',
    rule('2026-12-01', 1, 'month', business(3)),
    { on: '2026-11-22', practice: UK },
    '2026-12-03, 2027-01-06, 2027-02-03',
  ],
  [
    'CX-20',
    rule('2027-10-01', 1, 'month', business(-1)),
    { on: '2027-09-01', practice: UK },
    '2027-10-29, 2027-11-30, 2027-12-31, 2028-01-31',
  ],
  ['CX-21', rule('2026-07-25', 1, 'month'), { on: '2026-07-25' }, '2026-08-25, 2026-09-25'],
  [
    'CX-22',
    rule('2026-10-01', 1, 'month', { begin: 'current' }),
    { on: '2026-11-22' },
    '2026-11-01, 2026-12-01, 2027-01-01',
  ],
  ['CX-23', rule('2026-09-01', 1, 'month'), { on: '2026-11-22' }, '2026-12-01, 2027-01-01'],
  [
    'CX-24',
    rule('2026-01-31', 1, 'month', { end: { kind: 'on', date: '2026-03-31' } }),
    { on: '2026-01-01' },
    '2026-01-31, 2026-02-28, 2026-03-31',
  ],
];

describe('the dates of a rule', () => {
  for (const [id, typed, by, dates] of DATES) {
    test(`${id} gives its dates`, () => {
      const wanted = dates.split(', ');
      expect(scheduled(given(typed, by), wanted.length)).toEqual(wanted);
    });
  }
});

test('CX-24 nothing comes after the end, and the last date before it is the last', () => {
  const planning = given(rule('2026-01-31', 1, 'month', { end: { kind: 'on', date: '2026-03-31' } }), {
    on: '2026-01-01',
  });
  expect(scheduled(planning, 9)).toHaveLength(3);
});

test('CA-5 where a month has fewer business days the last one is taken, counted from its end the first', () => {
  const august = { ...UK, calendar: { working_days: [1], holidays: [] } };
  const of = (nth: number) => scheduled(given(rule('2026-11-01', 1, 'month', business(nth)), { practice: august }), 2);
  expect(of(15)).toEqual(['2026-11-30', '2026-12-28']);
  expect(of(-15)).toEqual(['2026-11-02', '2026-12-07']);
});

test('CA-32 «after n» counts from the first date of the series, dropped ones included', () => {
  const planning = given(rule('2026-12-18', 1, 'day', { shift: { start: 'skip' }, end: { kind: 'after', n: 5 } }), {
    practice: UK,
  });
  expect(scheduled(planning, 9)).toEqual(['2026-12-18', '2026-12-21', '2026-12-22']);
});

test('CA-32 a cadence ends with the engagement; without an end of the engagement never', () => {
  const typed = rule('2026-12-01', 1, 'month', { end: { kind: 'subject_end' } });
  const ending = { year_end: null, known_year_ends: [], tax_period: null, ends_on: '2027-02-01' };
  expect(scheduled(given(typed, { facts: ending }), 9)).toEqual(['2026-12-01', '2027-01-01', '2027-02-01']);
  expect(scheduled(given(typed), 9)).toHaveLength(9);
});

test('CA-8 no date lies after 2119', () => {
  expect(scheduled(given(rule('2119-11-15', 1, 'month'), { on: '2119-01-01' }), 9)).toEqual([
    '2119-11-15',
    '2119-12-15',
  ]);
});
