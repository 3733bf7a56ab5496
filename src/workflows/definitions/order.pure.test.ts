import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predecessors, type Step } from './content.ts';
import { finishedBefore, ordered, waitsFor } from './order.ts';
import { contentOf, task } from './testing.ts';

const steps = (...list: ReturnType<typeof task>[]): Step[] => contentOf({ steps: list }).steps;

test('WF-31 after left out is the step above, [] the start of the run, several keys all of them', () => {
  const list = steps(task('a'), task('b'), task('c', { after: [] }), task('d', { after: ['a', 'c'] }));
  expect(list.map((_, i) => predecessors(list, i))).toEqual([[], ['a'], [], ['a', 'c']]);
});

test('WF-36 a start by the end of a step is waited for like after', () => {
  const list = steps(
    task('a'),
    task('b', { after: [], start: { anchor: 'step:a', n: 3, unit: 'month' } }),
    task('c', { after: ['gone'] }),
  );
  expect(list.map((_, i) => waitsFor(list, i))).toEqual([[], ['a'], []]);
});

test('WF-13 a circle is told by its own steps, not by those behind it', () => {
  const list = steps(task('a', { after: ['c'] }), task('b'), task('c'), task('d'), task('e', { after: [] }));
  const { order, circle } = ordered(list);
  expect(circle.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  expect(order.map(({ key }) => key)).toEqual(['e']);
});

test('WF-31 every step stands behind all it waits for, whatever is written', () => {
  const design = fc
    .integer({ min: 1, max: 15 })
    .chain((n) =>
      fc.tuple(...Array.from({ length: n }, (_, i) => fc.subarray(Array.from({ length: i }, (_, j) => `s${j}`)))),
    );
  fc.assert(
    fc.property(design, fc.boolean(), (afters, turned) => {
      const written = afters.map((after, i) => task(`s${i}`, { after }));
      const list = steps(...(turned ? written.toReversed() : written));
      const { order, circle } = ordered(list);
      expect(circle).toEqual([]);
      const at = new Map(order.map(({ key }, i) => [key, i]));
      expect(at.size).toBe(list.length);
      for (const [key, before] of finishedBefore(list))
        for (const one of before) expect(at.get(one)).toBeLessThan(at.get(key)!);
    }),
    { numRuns: 50 },
  );
});
