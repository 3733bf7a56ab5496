import { expect, test } from 'vitest';
import {
  afterRound,
  isFailing,
  MOST_A_ROUND,
  type Progress,
  progressIn,
  retryMs,
  roundOf,
  searchFrom,
} from './polling.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const FOLDER = { uid_validity: 7, uid_next: 101 };
const at = (last_uid: number, more: Partial<Progress> = {}): Progress => ({
  uid_validity: 7,
  last_uid,
  until_uid: 100,
  since: null,
  ...more,
});
const first = (first_days: number) => progressIn(null, FOLDER, { first_days, now: NOW });

test('IN-50 the first connection takes what comes from then on, or the last days that were chosen', () => {
  expect(searchFrom(first(0))).toEqual({ from: 101, to: null, since: null });
  const since = '2026-11-09T09:00:00.000Z';
  expect(searchFrom(first(14))).toEqual({ from: 1, to: 100, since });
  expect(searchFrom({ ...first(14), last_uid: 60 })).toEqual({ from: 61, to: 100, since });
  // what comes after the first connection is taken whatever its date
  expect(searchFrom({ ...first(14), last_uid: 100 })).toEqual({ from: 101, to: null, since: null });
  expect(searchFrom(progressIn(null, { uid_validity: 7, uid_next: 1 }, { first_days: 0, now: NOW }))).toMatchObject({
    from: 1,
  });
});

test('IN-50 reading goes on where it stood; mail that is numbered anew, or fewer than there were, is read again for 30 days', () => {
  const since = '2026-10-24T09:00:00.000Z';
  const options = { first_days: 0, now: NOW };
  expect(progressIn(at(90), FOLDER, options)).toEqual(at(90));
  expect(progressIn(at(100), FOLDER, options)).toEqual(at(100));
  expect(progressIn(at(90, { uid_validity: 6 }), FOLDER, options)).toEqual(at(0, { since }));
  expect(progressIn(at(500), FOLDER, options)).toEqual(at(0, { since }));
});

test('IN-49 a round takes 200 at most, and goes on where it ended', () => {
  const found = Array.from({ length: 450 }, (_, i) => i * 2 + 101);
  const search = searchFrom(at(100));
  const round = roundOf(search, found);
  expect(round).toMatchObject({ more: true, uids: found.slice(0, MOST_A_ROUND) });
  expect(MOST_A_ROUND).toBe(200);
  const next = afterRound(at(100), search, { uids: round.uids, whole: false });
  expect(next.last_uid).toBe(499);
  expect(roundOf(search, found.slice(400))).toMatchObject({ more: false });
  expect(afterRound(next, search, { uids: [], whole: true })).toEqual(next);
});

test('IN-50 the days that were chosen are over when all of them is taken, and mail that is older is passed', () => {
  const progress = first(14);
  const search = searchFrom(progress);
  expect(roundOf(search, [80, 90])).toEqual({ uids: [80, 90], more: true });
  expect(afterRound(progress, search, { uids: [80, 90], whole: true }).last_uid).toBe(100);
  expect(afterRound(progress, search, { uids: [80], whole: false }).last_uid).toBe(80);
});

test('IN-52 it is tried again after 1, 2, 4, 8 and then 15 minutes, and is failing after 15 minutes of it', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((failures) => retryMs(failures) / 60_000)).toEqual([1, 2, 4, 8, 15, 15, 15]);
  expect(isFailing('2026-11-23T08:45:00.001Z', NOW)).toBe(false);
  expect(isFailing('2026-11-23T08:45:00.000Z', NOW)).toBe(true);
});
