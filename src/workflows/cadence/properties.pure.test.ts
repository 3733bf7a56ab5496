import fc from 'fast-check';
import { expect, test } from 'vitest';
import { processorTime } from '#ground/testing.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import { changeLater } from './changes.ts';
import { type CadenceTyped, cadence, type Planning } from './model.ts';
import { nextAfter, occurrenceOf, occurrences } from './occurrences.ts';
import { previewOf, sentenceFor } from './preview.ts';
import { datesAfter } from './stretches.ts';
import { facts, given, rule, UK } from './testing.ts';
import { date, n, planning, scheduled, typed } from './testing-random.ts';

const COUNT = 12;
const RUNS = { numRuns: process.env.LONG === '1' ? 1_000 : 40 };

test('CA-9 CA-33 scheduled dates strictly increase, and no key comes twice', () => {
  fc.assert(
    fc.property(planning, (one) => {
      const made = occurrences(one, { count: COUNT });
      for (let i = 1; i < made.length; i += 1) expect(made[i]!.scheduled > made[i - 1]!.scheduled).toBe(true);
      expect(new Set(made.map(({ key }) => key)).size).toBe(made.length);
      for (const { start, due: due_on, period: span } of made) {
        expect(due_on >= start).toBe(true);
        if (span) expect(span.from <= span.to).toBe(true);
      }
    }),
    RUNS,
  );
});

test('CA-24 shifts and lead never feed back: dates, keys, indexes and periods stay', () => {
  const bare = ({ versions, ...rest }: Planning): Planning => ({
    ...rest,
    versions: versions.map((version) => ({
      ...version,
      cadence: { ...version.cadence, shift: { start: 'none', due: 'none' }, lead: { n: 0, unit: 'day' } },
    })),
  });
  const core = (one: Planning) =>
    occurrences(one, { count: COUNT }).map(({ key, index, scheduled: S, period: span }) => ({ key, index, S, span }));
  fc.assert(
    fc.property(planning, (one) => {
      expect(core(one)).toEqual(core(bare(one)));
    }),
    RUNS,
  );
});

test('CA-38 what a preview shows is what is made, one after the other or by its key', () => {
  fc.assert(
    fc.property(planning, (one) => {
      const shown = previewOf(one, { count: 6 });
      if ('blocked' in shown) return;
      let last: PlainDate | undefined;
      for (const wanted of shown.occurrences) {
        const made = nextAfter(one, last);
        expect(made).toEqual(wanted);
        expect(occurrenceOf(one, wanted.key)).toEqual(wanted);
        last = wanted.scheduled;
      }
    }),
    RUNS,
  );
});

test('CA-60 a preview from a later date is the tail of the whole list', () => {
  fc.assert(
    fc.property(planning, n(8), (one, skip) => {
      const all = occurrences(one, { count: 20 });
      const from = all[skip]?.scheduled;
      if (from) expect(occurrences(one, { from, count: 12 })).toEqual(all.slice(skip, skip + 12));
    }),
    RUNS,
  );
});

test('CA-53 a change of nothing from any occurrence on leaves every date, key and period as it was', () => {
  const dates = (one: Planning) =>
    occurrences(one, { count: COUNT }).map(({ cadence_version: _version, index: _index, ...rest }) => rest);
  fc.assert(
    fc.property(planning, fc.integer({ min: 0, max: 5 }), (one, at) => {
      const from = occurrences(one, { count: at + 1 })[at];
      if (!from) return;
      const changed = changeLater(one, from.key, one.versions[0]!.cadence);
      expect(changed.yes && dates(changed.planning)).toEqual(dates(one));
    }),
    RUNS,
  );
});

test('PL-R5 CA-53 a change of this and later never changes work that began before it, whatever the new cadence is', () => {
  fc.assert(
    fc.property(planning, typed, fc.integer({ min: 0, max: 5 }), (one, other, at) => {
      const made = occurrences(one, { count: at + 1 });
      const from = made[at];
      if (!from) return;
      const changed = changeLater(one, from.key, cadence.parse(other));
      if (!changed.yes) return;
      expect(occurrences(changed.planning, { count: at })).toEqual(made.slice(0, at));
      for (const { key } of made.slice(0, at)) expect(occurrenceOf(changed.planning, key)).toBeTruthy();
    }),
    RUNS,
  );
});

test('CA-9 100,000 answers of «next after» on a daily cadence from 1990 take under a second of the processor', () => {
  const next = datesAfter(given(rule('1990-01-01', 1, 'day'), { on: '1989-12-31', practice: UK }));
  const began = processorTime();
  let date_ = '1989-12-31';
  for (let i = 0; i < 100_000; i += 1) date_ = next(i % 40_000 === 0 ? '1989-12-31' : date_)!;
  expect(processorTime() - began).toBeLessThan(1_000);
  expect(date_).toBe(addDays('1989-12-31', 20_000));
});

test('CA-59 two cadences with different dates never have the same sentence', () => {
  fc.assert(
    fc.property(scheduled, fc.nat(), date, (one, which, on) => {
      const field = MUTATIONS[which % MUTATIONS.length]!;
      const [a, b] = [one, { ...one, ...field }].map((each) => given(each as CadenceTyped, { on, facts: FACTS }));
      if (!a || !b || sentenceFor(a) !== sentenceFor(b)) return;
      const dates = (of: Planning) => occurrences(of, { count: COUNT }).map(({ index: _index, ...rest }) => rest);
      expect(dates(a)).toEqual(dates(b));
    }),
    { numRuns: 5 * RUNS.numRuns },
  );
});

const FACTS = facts({ year_end: { month: 6, day: 30 } });
const MUTATIONS: readonly object[] = [
  { anchor: '2026-11-30' },
  { anchor: '2026-12-01' },
  { every: { n: 2, unit: 'week' } },
  { every: { n: 3, unit: 'month' } },
  { every: { n: 1, unit: 'quarter' } },
  { due: { kind: 'within', n: 14, unit: 'day' } },
  { due: { kind: 'within', n: 2, unit: 'week' } },
  { due: { kind: 'after_period', months: 1, days: 0 } },
  { period: { kind: 'last_complete_months', n: 1 } },
  { period: { kind: 'last_complete_months', n: 3 } },
  { shift: { start: 'next', due: 'none' } },
  { lead: { n: 5, unit: 'day' } },
  { lead: { n: 5, unit: 'business_day' } },
  { begin: 'current' },
  { begin: 'all' },
  { end: { kind: 'after', n: 3 } },
  { end: { kind: 'on', date: '2031-01-01' } },
];
