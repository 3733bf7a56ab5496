import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Offset } from './content.ts';
import { totalDays } from './days.ts';
import { forecast, shapeOf } from './forecast.ts';
import { contentOf, task } from './testing.ts';

const on = (anchor: string, n: number, unit: Offset['unit'] = 'day'): Offset => ({ anchor, n, unit });
const payDay = { run_date: { label: 'Pay day' } };
const days = (written: Parameters<typeof contentOf>[0]) => shapeOf(contentOf(written)).map(({ day }) => day);

test('WF-7 WF-31 a step is ready when what it waits for ends, and ends on its due date', () => {
  const steps = [
    task('a', { due: on('ready', 3) }),
    task('b', { after: [], due: on('run', 1) }),
    task('c', { after: ['a', 'b'], due: on('ready', 2) }),
    task('d', { start: on('run', 30) }),
    { key: 'e', kind: 'action' as const, title: 'E', do: 'convert' as const },
  ];
  expect(days({ steps })).toEqual([3, 1, 5, 30, 30]);
});

test('WF-36 an outside date stands where nothing counted from it lies before the start', () => {
  const steps = [task('a', { due: on('run_date', -10) }), task('b', { due: on('run_date', 2) })];
  expect(days({ settings: payDay, steps })).toEqual([0, 12]);
});

test('WF-36 an outside date is moved on until the steps before it have their time, or stays where that cannot help', () => {
  const steps = [task('a', { due: on('ready', 20) }), task('b', { due: on('run_date', -5) })];
  expect(days({ settings: payDay, steps })).toEqual([20, 20]);
  expect(forecast(contentOf({ settings: payDay, steps })).anchors.get('run_date')).toBe(25);
  const never = [task('a', { start: on('run_date', 5) }), task('b', { due: on('run_date', 0) })];
  expect(forecast(contentOf({ settings: payDay, steps: never })).anchors.get('run_date')).toBeLessThanOrEqual(10);
});

test('WF-36 an outside date that is known stays, and what misses it ends when it can', () => {
  const steps = [task('a', { due: on('ready', 20) }), task('b', { due: on('run_date', -5) })];
  const told = forecast(contentOf({ settings: payDay, steps }), undefined, new Map([['run_date', 10]]));
  expect(told.anchors.get('run_date')).toBe(10);
  expect(told.steps.get('b')).toEqual({ ready: 20, end: 20 });
});

test('WF-13 steps in a circle have no day and do no harm', () => {
  expect(days({ steps: [task('a', { after: ['b'] }), task('b'), task('c', { after: [] })] })).toEqual([0, 0, 0]);
});

test('WF-7 without outside dates the last day is the total of days', () => {
  const offset = fc.record({
    anchor: fc.constantFrom('run', 'ready'),
    n: fc.nat(40),
    unit: fc.constantFrom('day', 'business_day', 'week', 'month') as fc.Arbitrary<Offset['unit']>,
  });
  fc.assert(
    fc.property(fc.array(offset, { minLength: 1, maxLength: 10 }), (offsets) => {
      const content = contentOf({ steps: offsets.map((due, i) => task(`s${i}`, { due })) });
      expect(Math.max(...shapeOf(content).map(({ day }) => day))).toBe(totalDays(content).days);
    }),
    { numRuns: 60 },
  );
});
