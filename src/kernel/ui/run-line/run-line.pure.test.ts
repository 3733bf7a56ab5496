import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#ground/time.ts';
import { flagsOf, shorten, stretchesOf } from './labels.ts';
import type { PointState, RunLineData } from './model.ts';
import { isLate } from './model.ts';
import { monthsOf, scaleOf } from './scale.ts';

const START = '2026-07-01';
const measure = (text: string) => text.length * 7;

const line = fc
  .record({
    today: fc.integer({ min: -40, max: 500 }),
    points: fc.array(
      fc.record({
        day: fc.option(fc.integer({ min: 0, max: 400 })),
        state: fc.constantFrom<PointState>('done', 'live', 'planned', 'skipped', 'failed'),
        title: fc.string({ minLength: 1, maxLength: 60 }),
        who: fc.option(fc.constantFrom('Ana Example', 'Bo Sample', 'Cy')),
      }),
      { maxLength: 40 },
    ),
  })
  .map(
    ({ today, points }): RunLineData => ({
      today: addDays(START, today),
      points: points.map((p, at) => ({
        key: `p${at}`,
        title: p.title,
        state: p.state,
        date: p.day === null ? undefined : addDays(START, p.day),
        who: p.who ?? undefined,
      })),
    }),
  );
const width = fc.integer({ min: 120, max: 1600 });

test('PL-171 no dot of a run line leaves its width, and dots keep their distance while there is room', () => {
  fc.assert(
    fc.property(line, width, (data, w) => {
      const { points } = scaleOf(data, { width: w, pad: 12, gap: 28 });
      const apart = Math.min(28, points.length > 1 ? (w - 24) / (points.length - 1) : 28);
      for (const [at, p] of points.entries()) {
        expect(p.x).toBeGreaterThanOrEqual(12 - 0.01);
        expect(p.x).toBeLessThanOrEqual(w - 12 + 0.01);
        if (at > 0) expect(p.x - points[at - 1]!.x).toBeGreaterThanOrEqual(apart - 0.01);
      }
    }),
  );
});

test('PL-170 a run line tells its steps in the order of their dates, also by arrow keys', () => {
  fc.assert(
    fc.property(line, (data) => {
      const dates = scaleOf(data, { width: 900, pad: 12, gap: 28 }).points.flatMap((p) => p.date ?? []);
      expect(dates).toEqual(dates.toSorted());
    }),
  );
});

test('PL-171 titles over a run line neither touch one another nor leave its width', () => {
  fc.assert(
    fc.property(line, width, (data, w) => {
      const scale = scaleOf(data, { width: w, pad: 12, gap: 28 });
      const flags = flagsOf(scale, data, { width: w, lanes: 3, measure, least: 56 });
      for (const [at, a] of flags.entries()) {
        expect(a.from).toBeGreaterThanOrEqual(0);
        expect(a.to).toBeLessThanOrEqual(w);
        for (const b of flags.slice(at + 1)) if (a.lane === b.lane) expect(a.to <= b.from || b.to <= a.from).toBe(true);
      }
    }),
  );
});

test('PL-171 what is live or late has its title even where few fit', () => {
  const points = Array.from({ length: 20 }, (_, at) => ({
    key: `${at}`,
    title: `Step number ${at}`,
    date: addDays(START, at),
    state: (at < 9 ? 'done' : at === 9 ? 'live' : 'planned') as PointState,
  }));
  const data = { today: addDays(START, 12), points };
  const flags = flagsOf(scaleOf(data, { width: 360, pad: 12, gap: 28 }), data, {
    width: 360,
    lanes: 3,
    measure,
    least: 56,
  });
  expect(flags.map((f) => f.point.key)).toContain('9');
  expect(isLate(points[9]!, data)).toBe(true);
  expect(isLate(points[9]!, { ...data, held: true })).toBe(false);
});

test('PL-171 lines with the same from and to put the same day at the same place', () => {
  const frame = { from: START, to: addDays(START, 364), today: START };
  const at = (days: number[]) =>
    scaleOf(
      {
        ...frame,
        points: days.map((d) => ({ key: `${d}`, title: 't', state: 'planned' as const, date: addDays(START, d) })),
      },
      { width: 800, pad: 10, gap: 20 },
    );
  expect(at([30, 180]).points[1]!.x).toBeCloseTo(at([60, 100, 180]).points[2]!.x, 5);
  expect(at([30]).xOf(addDays(START, 364))).toBeCloseTo(790, 5);
});

test('PL-171 a name under a run line is written as far as there is room, and once for neighbours', () => {
  const data: RunLineData = {
    today: START,
    points: [0, 5, 6, 40].map((d, at) => ({
      key: `${at}`,
      title: 't',
      state: 'planned',
      date: addDays(START, d),
      who: at === 1 ? 'Bo Sample' : 'Ana Example',
    })),
  };
  const stretches = stretchesOf(scaleOf(data, { width: 400, pad: 12, gap: 28 }), 400, measure);
  expect(stretches.map((s) => s.text)).toEqual(['Ana', 'Bo', 'Ana Example']);
  expect(shorten('Collect identity papers', 70, measure)).toBe('Collect i…');
});

test('PL-172 months on a run line are far enough apart for their names', () => {
  const data: RunLineData = {
    today: START,
    points: [0, 700].map((d) => ({ key: `${d}`, title: 't', state: 'planned', date: addDays(START, d) })),
  };
  const months = monthsOf(scaleOf(data, { width: 500, pad: 12, gap: 28 }), 40);
  expect(months.length).toBeGreaterThan(5);
  for (const [at, m] of months.entries()) if (at > 0) expect(m.x - months[at - 1]!.x).toBeGreaterThanOrEqual(40);
});
