import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Offset, WrittenContent } from './content.ts';
import { anchorInWords, daysOf, sayDays, totalDays } from './days.ts';
import { contentOf, task } from './testing.ts';

const on = (anchor: string, n: number, unit: Offset['unit'] = 'business_day'): Offset => ({ anchor, n, unit });
const say = (written: Partial<WrittenContent>) => sayDays(totalDays(contentOf(written)));
const payDay = { run_date: { label: 'Pay day' } };

test.each([
  [1, 'week', 7],
  [1, 'month', 30],
  [3, 'day', 3],
  [1, 'business_day', 2],
  [2, 'business_day', 3],
  [5, 'business_day', 7],
  [10, 'business_day', 14],
  [-10, 'business_day', -14],
  [-6, 'business_day', -9],
  [0, 'business_day', 0],
] as const)('WF-7 %i %s are %i days', (n, unit, days) => {
  expect(daysOf(on('run', n, unit))).toBe(days);
});

test('WF-7 the longest path counts: each task ends on its due date, one without due on the day it is ready', () => {
  const steps = [
    task('a', { due: on('ready', 5) }),
    task('b', { after: [], due: on('ready', 1) }),
    task('c', { after: ['a', 'b'] }),
    task('d', { due: on('ready', 2, 'week') }),
  ];
  expect(say({ steps })).toBe('21 days');
});

test('WF-7 a start that is later than the step before is waited for, an earlier one is not', () => {
  expect(
    say({
      steps: [task('a', { due: on('ready', 10) }), task('b', { start: on('run', 30, 'day'), due: on('ready', 5) })],
    }),
  ).toBe('37 days');
  expect(say({ steps: [task('a', { due: on('ready', 10) }), task('b', { start: on('run', 3, 'day') })] })).toBe(
    '14 days',
  );
  expect(say({ steps: [task('a', { due: on('ready', 1) }), task('b', { start: on('step:a', 3, 'month') })] })).toBe(
    '92 days',
  );
});

test('WF-7 complaint: 44 days, 30 and ⌈7·10/5⌉', () => {
  expect(say({ steps: [task('end', { due: on('run', 30, 'day') }), task('learn', { due: on('ready', 10) })] })).toBe(
    '44 days',
  );
});

test('WF-7 payroll: 17 around the pay day, −10b is −14 and +2b is 3', () => {
  const steps = [
    task('changes', { start: on('run_date', -10), due: on('run_date', -6) }),
    task('report', { due: on('run_date', 0) }),
    task('post', { due: on('run_date', 2) }),
  ];
  expect(say({ settings: payDay, steps })).toBe('17 around the pay day');
});

test('WF-7 lanes stand side by side, and one that begins after its date counts from the date', () => {
  const steps = [
    task('a', { due: on('period_end', 28, 'day') }),
    task('b', { start: on('run_date', -5), due: on('run_date', 0) }),
    task('c', { due: on('ready', 5) }),
  ];
  expect(say({ settings: { ...payDay, period: 'ask' }, steps })).toBe(
    '7 days · 28 around the end of the period · 7 around the pay day',
  );
});

test('WF-7 a lane of one date only has no days and goes unsaid', () => {
  const steps = [task('a', { due: on('run_date', -5) }), task('b', { due: on('ready', 1) })];
  expect(totalDays(contentOf({ settings: payDay, steps })).lanes).toEqual([
    { anchor: 'run_date', around: 'the pay day', days: 0 },
  ]);
  expect(say({ settings: payDay, steps })).toBe('2 days');
});

test('WF-7 a design without steps, or in a circle, has no days and no fault', () => {
  expect(say({ steps: [] })).toBe('0 days');
  expect(say({ steps: [task('a', { after: ['b'], due: on('ready', 5) }), task('b')] })).toBe('0 days');
});

test('WF-36 anchors are said in words', () => {
  const content = contentOf({ settings: { run_date: { label: 'VAT deadline' }, refers_to: 'authorization' } });
  expect(
    ['run_date', 'subject:next_year_end', 'record:valid_to', 'step:call', 'run'].map((anchor) =>
      anchorInWords(anchor, content),
    ),
  ).toEqual([
    'the VAT deadline',
    'the next year end',
    '«valid to» of the authorization',
    'the end of «call»',
    'the start of the run',
  ]);
});

test('WF-7 steps one after the other add up, whatever their offsets', () => {
  const offset = fc.record({
    n: fc.nat(40),
    unit: fc.constantFrom('day', 'business_day', 'week', 'month') as fc.Arbitrary<Offset['unit']>,
  });
  fc.assert(
    fc.property(fc.array(offset, { minLength: 1, maxLength: 12 }), (offsets) => {
      const steps = offsets.map(({ n, unit }, i) => task(`s${i}`, { due: on('ready', n, unit) }));
      const sum = offsets.reduce((days, { n, unit }) => days + daysOf(on('ready', n, unit)), 0);
      expect(totalDays(contentOf({ steps })).days).toBe(sum);
      expect(totalDays(contentOf({ steps: steps.map((step) => ({ ...step, after: [] })) })).days).toBe(
        Math.max(...offsets.map(({ n, unit }) => daysOf(on('ready', n, unit)))),
      );
    }),
    { numRuns: 50 },
  );
});
