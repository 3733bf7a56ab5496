import { expect, test } from 'vitest';
import type { CadenceTyped } from './model.ts';
import { sentenceFor, warningsOf } from './preview.ts';
import { facts, first, type Given, given, rule } from './testing.ts';

const said = (typed: CadenceTyped, by: Given = {}) => sentenceFor(given(typed, by));

test('CA-59 a cadence in one sentence', () => {
  const monthly = rule('2026-11-30', 1, 'month', { day: { kind: 'last' }, period: { kind: 'last_complete_month' } });
  expect(said(monthly, { on: '2026-11-22' })).toBe(
    'Every month on the last day, due 2 weeks later, about the last complete month. First: 30 November 2026.',
  );
  expect(said(rule('2027-01-31', 3, 'month', { shift: { start: 'next', due: 'previous' } }))).toBe(
    'Every 3 months on the 31st (or the month’s last day), moved to the next business day, due 2 weeks later or the previous business day. First: 31 January 2027.',
  );
  expect(said(rule('2026-11-02', 2, 'week', { due: { kind: 'before_next' }, end: { kind: 'after', n: 3 } }))).toBe(
    'Every 2 weeks on Monday, due the day before the next one, 3 times. First: 2 November 2026.',
  );
  expect(
    said(rule('2026-12-01', 1, 'month', { day: { kind: 'business_day', nth: -2 }, lead: { n: 14, unit: 'day' } })),
  ).toBe('Every month on the 2nd last business day, made 14 days ahead, due 2 weeks later. First: 30 December 2026.');
  expect(said({ kind: 'one_off', start: '2026-12-01', due: { kind: 'date', date: '2026-12-14' } })).toBe(
    'Once on 1 December 2026, due on 14 December 2026.',
  );
});

test('CA-59 events in one sentence, with the first date where the client is known', () => {
  const vat: CadenceTyped = {
    kind: 'event',
    of: 'tax_period',
    offset: { n: 1, unit: 'day' },
    due: { kind: 'after_period', months: 1, days: 7 },
  };
  const tax = facts({ tax_period: { frequency: 'quarterly', start_month: 1 } });
  expect(said(vat, { on: '2026-11-22', facts: tax })).toBe(
    '1 day after every end of a tax period, due 1 month and 7 days after the period, about the period that ends then. First: 1 January 2027.',
  );
  expect(said({ kind: 'event', of: 'year_end', offset: { n: -2, unit: 'week' }, every_event: 2 })).toBe(
    '2 weeks before every 2nd year end, due 2 weeks later, about the period that ends then.',
  );
});

test('CA-4 CA-21 warnings: a month’s end that is cut, a typed period that is not over', () => {
  const warnings = (typed: CadenceTyped) => {
    const planning = given(typed);
    return warningsOf(planning.versions[0]!.cadence, first(planning, 6)).map(({ code }) => code);
  };
  expect(warnings(rule('2027-04-30', 1, 'month'))).toEqual(['month_end']);
  expect(warnings(rule('2027-04-30', 1, 'week'))).toEqual([]);
  const period = { kind: 'fixed' as const, from: '2026-12-01', to: '2026-12-31' };
  expect(warnings({ kind: 'one_off', start: '2026-12-15', period })).toEqual(['period_in_future']);
  expect(warnings({ kind: 'one_off', start: '2027-01-15', period })).toEqual([]);
});
