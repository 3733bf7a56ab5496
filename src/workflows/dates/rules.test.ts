import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '#ground/time.ts';
import type { Anchors, Calendar, Offset, Unit } from './model.ts';
import { actionInstant, addBusinessDays, dateOfOffset, dueDate, isBusinessDay, rolled } from './rules.ts';

/** The practice of the worked examples, in London. */
const LONDON: Calendar = { working_days: [1, 2, 3, 4, 5], holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] };
const PRACTICE = { send_hour: '09:00', time_zone: 'Europe/London' };

const from = (anchor: string, n: number, unit: Unit, more: Partial<Offset> = {}): Offset => ({
  anchor,
  n,
  unit,
  ...more,
});
const day = (written: Offset, date: string) => dateOfOffset(written, { anchors: { [written.anchor]: date } }, LONDON);

test('CA-22 business days are counted one at a time, 0 is the day itself', () => {
  expect(addBusinessDays('2026-11-28', 1, LONDON)).toBe('2026-11-30');
  expect(addBusinessDays('2026-11-28', -1, LONDON)).toBe('2026-11-27');
  expect(addBusinessDays('2026-11-28', 0, LONDON)).toBe('2026-11-28');
  expect(addBusinessDays('2026-12-31', -5, LONDON)).toBe('2026-12-22');
});

test('CA-26 offsets read the practice calendar: working days and holidays of the practice alone', () => {
  const sunday: Calendar = { working_days: [7, 1, 2, 3, 4], holidays: [] };
  expect(addBusinessDays('2026-12-24', 1, sunday)).toBe('2026-12-27');
  expect(addBusinessDays('2026-12-24', 1, LONDON)).toBe('2026-12-29');
});

test('WF-37 run+3b from Thursday 24 December is Thursday 31 December (worked example 1)', () => {
  expect(day(from('run', 3, 'business_day'), '2026-12-24')).toBe('2026-12-31');
});

test('WF-37 months clamp to the month’s end, weeks are 7 days, negative counts back (worked example 1)', () => {
  expect(day(from('period_end', -1, 'month'), '2027-03-31')).toBe('2027-02-28');
  expect(day(from('run', 1, 'month'), '2028-01-31')).toBe('2028-02-29');
  expect(day(from('run', -2, 'week'), '2026-11-16')).toBe('2026-11-02');
  expect(day(from('run', 30, 'day'), '2026-11-16')).toBe('2026-12-16');
});

test('WF-38 a due date rolls to the business day before, another result only where the offset says so', () => {
  const due = (offset: Offset) =>
    dueDate(offset, { anchors: { period_end: '2027-03-31' }, ready: '2027-02-01' }, LONDON);
  expect(due(from('period_end', -1, 'month'))).toBe('2027-02-26');
  expect(due(from('period_end', -1, 'month', { roll: 'next' }))).toBe('2027-03-01');
  expect(due(from('period_end', -1, 'month', { roll: 'none' }))).toBe('2027-02-28');
  expect(day(from('period_end', -1, 'month'), '2027-03-31')).toBe('2027-02-28');
  expect(day(from('period_end', -1, 'month', { roll: 'next' }), '2027-03-31')).toBe('2027-03-01');
});

test('WF-38 a due date is never rolled to before the day the task becomes ready (worked example 1)', () => {
  const due = (ready: string) => dueDate(from('ready', 1, 'day'), { anchors: {}, ready }, LONDON);
  expect(due('2027-02-27')).toBe('2027-03-01');
  expect(due('2027-02-26')).toBe('2027-02-26');
});

test('WF-38 a date from outside that lies before the task became ready stays where it was planned', () => {
  const late = { anchors: { run_date: '2026-12-05' }, ready: '2026-12-09' };
  expect(dueDate(from('run_date', 0, 'day'), late, LONDON)).toBe('2026-12-04');
});

test('WF-39 an action happens at its own hour or the send hour; clock changes as PL-148 (worked example 2)', () => {
  expect(actionInstant('2027-03-26', undefined, PRACTICE)).toBe('2027-03-26T09:00:00.000Z');
  expect(actionInstant('2027-03-29', undefined, PRACTICE)).toBe('2027-03-29T08:00:00.000Z');
  expect(actionInstant('2027-03-28', '01:30', PRACTICE)).toBe('2027-03-28T01:30:00.000Z');
  expect(actionInstant('2026-10-25', '01:30', PRACTICE)).toBe('2026-10-25T00:30:00.000Z');
  expect(actionInstant('2026-11-02', '17:45', PRACTICE)).toBe('2026-11-02T17:45:00.000Z');
});

test('WF-40 an anchor that is not known plans nothing, whatever its name', () => {
  for (const anchor of ['run_date', '__proto__', 'constructor', 'toString']) {
    expect(dateOfOffset(from(anchor, 1, 'day'), { anchors: {} }, LONDON)).toBeNull();
    expect(dueDate(from(anchor, 1, 'day'), { anchors: {}, ready: '2026-12-01' }, LONDON)).toBeNull();
  }
  expect(dateOfOffset(from('run_date', 1, 'day'), { anchors: { run_date: null } }, LONDON)).toBeNull();
});

test('WF-113 held days move what counts from inside the run, then it rolls; outside dates stay (worked example 9)', () => {
  const held = [{ from: '2026-11-23', to: '2026-11-30' }];
  const anchors: Anchors = { run: '2026-11-16', run_date: '2027-01-31', 'step:early': '2026-11-18' };
  const due = (offset: Offset, ready: string) => dueDate(offset, { anchors, ready, held }, LONDON);
  expect(due(from('ready', 5, 'business_day'), '2026-11-20')).toBe('2026-12-04');
  expect(dateOfOffset(from('run', 30, 'day'), { anchors, held }, LONDON)).toBe('2026-12-23');
  expect(dateOfOffset(from('step:early', 14, 'day'), { anchors, held }, LONDON)).toBe('2026-12-09');
  expect(due(from('run_date', -5, 'business_day'), '2026-11-20')).toBe('2027-01-25');
  expect(due(from('ready', 5, 'business_day'), '2026-12-01')).toBe('2026-12-08');
  expect(due(from('ready', 0, 'day'), '2026-11-25')).toBe('2026-11-30');
});

const date = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2024-01-01', n));
const calendar = fc.record({
  working_days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  holidays: fc.uniqueArray(date, { maxLength: 20 }),
});

test('CA-22 between a day and the day n business days on lie exactly n business days, and it is one itself', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: -15, max: 15 }), calendar, (start, n, practice) => {
      const end = addBusinessDays(start, n, practice);
      const step = Math.sign(n);
      const passed = Array.from({ length: Math.abs(daysBetween(start, end)) }, (_, i) =>
        addDays(start, step * (i + 1)),
      );
      expect(passed.filter((one) => isBusinessDay(one, practice)).length).toBe(Math.abs(n));
      if (n !== 0) expect(isBusinessDay(end, practice)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('WF-38 rolling lands on the nearest business day of its side and leaves business days alone', () => {
  fc.assert(
    fc.property(date, fc.constantFrom('next' as const, 'previous' as const), calendar, (start, roll, practice) => {
      const end = rolled(start, roll, practice);
      const step = roll === 'next' ? 1 : -1;
      expect(isBusinessDay(end, practice)).toBe(true);
      for (let between = start; between !== end; between = addDays(between, step))
        expect(isBusinessDay(between, practice)).toBe(false);
      expect(rolled(end, roll, practice)).toBe(end);
    }),
    { numRuns: 60 },
  );
});

test('CA-22 a practice that is closed all year still gets an answer', () => {
  const closed: Calendar = { working_days: [], holidays: [] };
  expect(addBusinessDays('2026-12-01', 2, closed)).toBe('2026-12-03');
  expect(rolled('2026-12-01', 'previous', closed)).toBe('2026-12-01');
});
