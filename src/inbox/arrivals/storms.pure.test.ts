import { expect, test } from 'vitest';
import { addMilliseconds } from '#ground/time.ts';
import { isStorm } from './storms.ts';

const NOW = '2026-11-24T10:00:00.000Z';
/** Mails so many minutes ago, the newest first. */
const minutesAgo = (...minutes: number[]) => minutes.map((ago) => addMilliseconds(NOW, -Math.round(ago * 60_000)));
const every = (step: number, count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i * step);

test('IN-75 the eleventh mail within ten minutes is one too many, the tenth is not', () => {
  expect(isStorm(minutesAgo(...every(1, 10)))).toBe(false);
  expect(isStorm(minutesAgo(...every(1, 11)))).toBe(true);
  expect(isStorm(minutesAgo(...every(1.1, 11)))).toBe(false);
  expect(isStorm(minutesAgo(0))).toBe(false);
});

test('IN-75 after a storm nobody is told until an hour of quiet is over', () => {
  const storm = (from: number) => every(0.1, 11, from);
  expect(isStorm(minutesAgo(0, ...storm(59)))).toBe(true);
  expect(isStorm(minutesAgo(0, ...storm(60)))).toBe(false);
  expect(isStorm(minutesAgo(0, 50, 100, ...storm(150)))).toBe(true);
  expect(isStorm(minutesAgo(0, 61, ...storm(90)))).toBe(false);
});
