import { describe, expect, test } from 'vitest';
import type { CadenceTyped, PracticeDays } from './model.ts';
import { first, given, PLAIN, rule, scheduled, UK, withDay } from './testing.ts';

const start = (typed: CadenceTyped, count: number, practice: PracticeDays = PLAIN) =>
  first(given(typed, { practice }), count).map((one) => `S ${withDay(one.scheduled)}: start ${withDay(one.start)}`);

describe('shifts and lead', () => {
  test('CX-33 to the next business day', () => {
    expect(start(rule('2026-11-01', 1, 'month', { shift: { start: 'next' } }), 4)).toEqual([
      'S 2026-11-01 (Sun): start 2026-11-02 (Mon)',
      'S 2026-12-01 (Tue): start 2026-12-01 (Tue)',
      'S 2027-01-01 (Fri): start 2027-01-01 (Fri)',
      'S 2027-02-01 (Mon): start 2027-02-01 (Mon)',
    ]);
  });

  test('CX-34 to the previous business day', () => {
    expect(start(rule('2027-01-31', 1, 'month', { shift: { start: 'previous' } }), 4)).toEqual([
      'S 2027-01-31 (Sun): start 2027-01-29 (Fri)',
      'S 2027-02-28 (Sun): start 2027-02-26 (Fri)',
      'S 2027-03-31 (Wed): start 2027-03-31 (Wed)',
      'S 2027-04-30 (Fri): start 2027-04-30 (Fri)',
    ]);
  });

  test('CX-35 over a holiday and the weekend after it', () => {
    expect(start(rule('2026-12-25', 1, 'month', { shift: { start: 'next' } }), 2, UK)).toEqual([
      'S 2026-12-25 (Fri): start 2026-12-29 (Tue)',
      'S 2027-01-25 (Mon): start 2027-01-25 (Mon)',
    ]);
  });

  test('CX-36 before a holiday', () => {
    expect(start(rule('2026-12-25', 1, 'month', { shift: { start: 'previous' } }), 2, UK)).toEqual([
      'S 2026-12-25 (Fri): start 2026-12-24 (Thu)',
      'S 2027-01-25 (Mon): start 2027-01-25 (Mon)',
    ]);
  });

  test('CX-37 a due date shifted before the start is the start', () => {
    const due = { kind: 'within', n: 0, unit: 'day' } as const;
    const typed = rule('2027-05-01', 1, 'month', { shift: { start: 'next', due: 'previous' }, due });
    expect(start(typed, 1, UK)).toEqual(['S 2027-05-01 (Sat): start 2027-05-04 (Tue)']);
    expect(withDay(first(given(typed, { practice: UK }), 1)[0]!.due)).toBe('2027-05-04 (Tue)');
  });

  test('CX-38 skip drops what falls on a day off', () => {
    const typed = rule('2026-12-18', 1, 'day', { shift: { start: 'skip' } });
    expect(scheduled(given(typed, { practice: UK }), 8).map(withDay)).toEqual([
      '2026-12-18 (Fri)',
      '2026-12-21 (Mon)',
      '2026-12-22 (Tue)',
      '2026-12-23 (Wed)',
      '2026-12-24 (Thu)',
      '2026-12-29 (Tue)',
      '2026-12-30 (Wed)',
      '2026-12-31 (Thu)',
    ]);
  });

  test('CX-39 a lead of days', () => {
    const typed = rule('2026-07-01', 1, 'quarter', { lead: { n: 14, unit: 'day' } });
    expect(first(given(typed), 3).map((one) => `S ${one.scheduled}: made ${withDay(one.deploy_on)}`)).toEqual([
      'S 2026-07-01: made 2026-06-17 (Wed)',
      'S 2026-10-01: made 2026-09-17 (Thu)',
      'S 2027-01-01: made 2026-12-18 (Fri)',
    ]);
  });

  test('CX-40 a lead of business days', () => {
    const typed = rule('2027-01-04', 1, 'month', { lead: { n: 5, unit: 'business_day' } });
    expect(withDay(first(given(typed, { practice: UK }), 1)[0]!.deploy_on)).toBe('2026-12-23 (Wed)');
  });

  test('CX-41 a weekend of Friday and Saturday', () => {
    const practice = { ...PLAIN, calendar: { working_days: [7, 1, 2, 3, 4], holidays: [] } };
    expect(start(rule('2026-11-06', 1, 'week', { shift: { start: 'next' } }), 2, practice)).toEqual([
      'S 2026-11-06 (Fri): start 2026-11-08 (Sun)',
      'S 2026-11-13 (Fri): start 2026-11-15 (Sun)',
    ]);
  });
});

test('CA-60 a shifted date says what it made way for: the holiday by its name, else the weekday', () => {
  const [christmas] = first(given(rule('2026-12-25', 1, 'month', { shift: { start: 'next' } }), { practice: UK }), 1);
  expect(christmas!.shifted_by).toEqual({ start: 'Christmas Day' });
  const due = rule('2026-12-11', 1, 'month', { shift: { due: 'next' } });
  expect(first(given(due, { practice: UK }), 2).map((one) => one.shifted_by)).toEqual([{ due: 'Christmas Day' }, null]);
  const sunday = first(given(rule('2026-11-01', 1, 'month', { shift: { start: 'next' } })), 1)[0]!;
  expect(sunday.shifted_by).toEqual({ start: 'Sunday' });
});

test('CA-25 the lead counts from the shifted start, and the day it gives is not shifted itself', () => {
  const typed = rule('2026-11-07', 1, 'month', { shift: { start: 'next' }, lead: { n: 2, unit: 'day' } });
  const [one] = first(given(typed), 1);
  expect([withDay(one!.start), withDay(one!.deploy_on)]).toEqual(['2026-11-09 (Mon)', '2026-11-07 (Sat)']);
});
