import { describe, expect, test } from 'vitest';
import { refuseCadence } from './limits.ts';
import { type CadenceTyped, cadence } from './model.ts';
import { type Given, given, PLAIN, rule } from './testing.ts';

const refusal = (typed: CadenceTyped, by: Given = {}) => {
  const planning = given(typed, by);
  return refuseCadence(planning.versions[0]!.cadence, planning);
};
const code = (typed: CadenceTyped, by: Given = {}) => {
  const no = refusal(typed, by);
  return no?.kind === 'invalid' ? no.errors![0]!.code : (no?.code ?? null);
};

describe('CA-8 limits', () => {
  const EDGES = [
    ['day', 366],
    ['week', 104],
    ['month', 120],
    ['quarter', 40],
    ['year', 10],
  ] as const;
  for (const [unit, most] of EDGES) {
    test(`CA-8 1 to ${most} ${unit}s are taken, 0 and ${most + 1} are not`, () => {
      const codes = [1, most, 0, most + 1].map((n) => code(rule('2027-01-01', n, unit)));
      expect(codes).toEqual([null, null, 'out_of_range', 'out_of_range']);
    });
  }

  test('CA-8 the sentence names the limit', () => {
    expect(refusal(rule('2027-01-01', 500, 'day'))).toMatchObject({
      kind: 'refused',
      because: 'It repeats every 1 to 366 days, not 500.',
    });
    expect(refusal(rule('1989-12-31', 1, 'day'))!.because).toBe(
      'Dates lie between 1 Jan 1990 and 31 Dec 2119: 31 Dec 1989 does not.',
    );
  });

  test('CA-8 every 1 to 10 events, dates until 2119', () => {
    const event = (every_event: number): CadenceTyped => ({ kind: 'event', of: 'year_end', every_event });
    expect([1, 10, 0, 11].map((n) => code(event(n)))).toEqual([null, null, 'out_of_range', 'out_of_range']);
    expect(code(rule('2119-12-31', 1, 'day'))).toBe(null);
    expect(code(rule('2120-01-01', 1, 'day'))).toBe('out_of_range');
    expect(code({ kind: 'one_off', start: '2120-01-01' })).toBe('out_of_range');
  });
});

test('CA-7 an aimed day that is not the anchor’s is refused', () => {
  const aimed = (anchor: string, anchor_day: number) => code(rule(anchor, 1, 'month', { anchor_day }));
  expect(aimed('2027-02-28', 31)).toBe(null);
  expect(aimed('2027-02-28', 28)).toBe(null);
  expect(aimed('2027-02-28', 27)).toBe('anchor_day_mismatch');
  expect(aimed('2027-03-28', 31)).toBe('anchor_day_mismatch');
});

test('CA-5 CA-23 days of the month go with months, leaving out goes with days', () => {
  expect(code(rule('2027-01-01', 1, 'week', { day: { kind: 'last' } }))).toBe('day_needs_months');
  expect(code(rule('2027-01-01', 1, 'month', { shift: { start: 'skip' } }))).toBe('skip_needs_days');
});

test('CA-23 a rule that never falls on a business day is refused', () => {
  const saturdays = rule('2027-01-02', 7, 'day', { shift: { start: 'skip' } });
  expect(code(saturdays)).toBe('never_happens');
  expect(code(rule('2027-01-02', 365, 'day', { shift: { start: 'skip' } }))).toBe(null);
  const closed = { ...PLAIN, calendar: { working_days: [], holidays: [] } };
  expect(code(rule('2027-01-02', 1, 'month', { shift: { start: 'next' } }), { practice: closed })).toBe(
    'never_happens',
  );
  expect(code(rule('2027-01-02', 1, 'month'), { practice: closed })).toBe(null);
});

test('CA-21 a typed due date before the start and a period the wrong way round are refused', () => {
  const due: CadenceTyped = { kind: 'one_off', start: '2026-12-15', due: { kind: 'date', date: '2026-12-14' } };
  expect(refusal(due)!.because).toBe('It is due on 14 Dec 2026, before it starts on 15 Dec 2026.');
  const { start: _start, ...once } = due as Extract<CadenceTyped, { kind: 'one_off' }>;
  expect(code(once, { on: '2026-12-15' })).toBe('due_before_start');
  const period = { kind: 'fixed', from: '2026-02-01', to: '2026-01-31' } as const;
  expect(code(rule('2027-01-01', 1, 'month', { period }))).toBe('period_reversed');
});

test('CA-31 all dates are taken while at most 24 lie before the publishing day, else their number is named', () => {
  const all = (on: string) => refusal(rule('2024-01-01', 1, 'month', { begin: 'all' }), { on });
  expect(all('2025-12-31')).toBe(null);
  expect(all('2026-02-01')).toMatchObject({
    code: 'too_many_past',
    because: '26 dates lie before the day it begins: at most 24 may. Choose a later date.',
  });
});

test('CA-46 to make up for more than 12 is invalid', () => {
  expect(cadence.safeParse({ kind: 'one_off', catch_up: 12 }).success).toBe(true);
  expect(cadence.safeParse({ kind: 'one_off', catch_up: 13 }).success).toBe(false);
});

test('parts that do not go together are refused with the field', () => {
  expect(code({ kind: 'one_off', due: { kind: 'before_next' } })).toBe('due_needs_repeat');
  expect(code(rule('2027-01-01', 1, 'month', { due: { kind: 'after_period' } }))).toBe('due_needs_period');
  expect(code(rule('2027-01-01', 1, 'month', { period: { kind: 'event_period' } }))).toBe('period_needs_event');
  expect(code({ kind: 'one_off', period: { kind: 'interval' } })).toBe('period_needs_repeat');
  expect(code({ kind: 'event', of: 'year_end', begin: 'all' })).toBe('begin_needs_anchor');
});
