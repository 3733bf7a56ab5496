import { expect, test } from 'vitest';
import { changeAll, changeLater, changeOne, replan } from './changes.ts';
import { lostBy, withKept } from './lost.ts';
import { chooseAfterPause, chooseMissed, type Waiting } from './missed.ts';
import { type CadenceTyped, cadence, type Planning } from './model.ts';
import { nextAfter, occurrenceOf, occurrences } from './occurrences.ts';
import { facts, first, given, rule, scheduled } from './testing.ts';

const planned = <T extends { yes: boolean }>(changed: T): Extract<T, { yes: true }> => {
  expect(changed).toMatchObject({ yes: true });
  return changed as Extract<T, { yes: true }>;
};
const later = (planning: Planning, key: string, typed: CadenceTyped) =>
  planned(changeLater(planning, key, cadence.parse(typed))).planning;

/** Occurrences that wake up to a day and were not made, with the date after each. */
const waiting = (planning: Planning, count: number): Waiting[] =>
  first(planning, count).map((one) => ({ ...one, next: nextAfter(planning, one.scheduled)?.scheduled ?? null }));

const MONTHLY = given(rule('2026-12-01', 1, 'month'), { on: '2026-11-01' });
const APRIL = { now: '2027-04-03T09:00:00.000Z', today: '2027-04-03' };

test('CX-70 after an outage the latest and two more are created, the rest is skipped as missed', () => {
  expect(chooseMissed(waiting(MONTHLY, 8), { ...APRIL, catch_up: 2 })).toEqual({
    create: ['2027-02-01', '2027-03-01', '2027-04-01'],
    skip: ['2026-12-01', '2027-01-01'],
  });
});

test('CX-71 a plan makes up for none', () => {
  expect(chooseMissed(waiting(MONTHLY, 8), { ...APRIL, catch_up: 0 })).toEqual({
    create: ['2027-04-01'],
    skip: ['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01'],
  });
});

test('CA-45 whatever interval is not over is created, however many', () => {
  const ahead = given(rule('2026-12-01', 1, 'month', { lead: { n: 70, unit: 'day' } }), { on: '2026-09-01' });
  expect(
    chooseMissed(waiting(ahead, 6), { now: '2026-12-15T09:00:00.000Z', today: '2026-12-15', catch_up: 0 }),
  ).toEqual({ create: ['2026-12-01', '2027-01-01', '2027-02-01'], skip: [] });
});

test('PL-R3 PL-146 down for three days: the latest and what is not over is made, then as many as are made up for, the rest is missed', () => {
  const daily = given(rule('2027-03-01', 1, 'day'), { on: '2027-02-28' });
  const [down, up] = ['2027-03-03T06:30:00.000Z', { now: '2027-03-06T09:00:00.000Z', today: '2027-03-06' }];
  const missed = waiting(daily, 10).filter(({ wakes_at }) => wakes_at > down);
  const made = (catch_up: number) => chooseMissed(missed, { ...up, catch_up });
  expect(made(0)).toEqual({ create: ['2027-03-06'], skip: ['2027-03-04', '2027-03-05'] });
  expect(made(1)).toEqual({ create: ['2027-03-05', '2027-03-06'], skip: ['2027-03-04'] });
  for (const catch_up of [2, 12])
    expect(made(catch_up)).toEqual({ create: ['2027-03-04', '2027-03-05', '2027-03-06'], skip: [] });
  const weekly = given(rule('2027-03-04', 1, 'week'), { on: '2027-03-01' });
  expect(chooseMissed(waiting(weekly, 3), { ...up, catch_up: 0 })).toEqual({ create: ['2027-03-04'], skip: [] });
});

test('CX-72 what woke during a pause is skipped, and the current one is made where that is ticked', () => {
  const planning = given(rule('2027-01-01', 1, 'month'), { on: '2026-12-15' });
  const open = waiting(planning, 6).filter((one) => one.scheduled > '2027-01-20');
  const now = '2027-03-10T09:00:00.000Z';
  expect(chooseAfterPause(open, { now, create_current: false })).toEqual({
    create: [],
    skip: ['2027-02-01', '2027-03-01'],
  });
  expect(chooseAfterPause(open, { now, create_current: true })).toEqual({
    create: ['2027-03-01'],
    skip: ['2027-02-01'],
  });
  expect(occurrences(planning, { from: '2027-03-01', count: 2 })).toMatchObject([
    { key: '2027-03-01', due: '2027-03-15' },
    { key: '2027-04-01' },
  ]);
});

test('CX-73 a new rhythm without a new date goes on from that occurrence and keeps the old day', () => {
  const planning = given(rule('2027-01-31', 1, 'month'), { on: '2027-01-01' });
  const after = later(planning, '2027-02-28', rule('2027-01-31', 1, 'quarter'));
  expect(occurrences(after, { from: '2027-02-01', count: 4 }).map((one) => one.scheduled)).toEqual([
    '2027-02-28',
    '2027-05-31',
    '2027-08-31',
    '2027-11-30',
  ]);
  expect(after.versions.at(-1)!.cadence).toMatchObject({ anchor: '2027-02-28', anchor_day: 31 });
  expect(scheduled(after, 2)).toEqual(['2027-01-31', '2027-02-28']);
});

test('CX-74 an occurrence moved by hand outlives a later change of the series', () => {
  const planning = given(rule('2027-01-15', 1, 'month'), { on: '2027-01-01' });
  const moved = planned(changeOne(planning, '2027-03-15', { start: '2027-03-18' })).planning;
  const after = later(moved, '2027-02-15', rule('2027-01-15', 1, 'month', { shift: { start: 'next' } }));
  expect(occurrences(after, { from: '2027-02-01', count: 4 }).map(({ start, key }) => [start, key])).toEqual([
    ['2027-02-15', '2027-02-15'],
    ['2027-03-18', '2027-03-15'],
    ['2027-04-15', '2027-04-15'],
    ['2027-05-17', '2027-05-15'],
  ]);
  expect(lostBy(moved, after)).toEqual([]);
});

test('CA-52 an override whose date is gone is listed with the nearest one', () => {
  const planning = given(rule('2027-01-15', 1, 'month'), { on: '2027-01-01' });
  const moved = planned(changeOne(planning, '2027-03-15', { start: '2027-03-18' })).planning;
  const after = later(moved, '2027-02-15', rule('2027-01-15', 1, 'quarter'));
  const lost = lostBy(moved, after);
  expect(lost).toMatchObject([{ key: '2027-03-15', start: '2027-03-18', nearest: '2027-02-15' }]);
  expect(occurrenceOf(withKept(after, lost), '2027-02-15')).toMatchObject({ start: '2027-03-18', due: lost[0]!.due });
  expect(lostBy(moved, after, () => false)).toMatchObject([{ nearest: null }]);
});

test('CA-52 of two overrides whose dates are gone only one is kept on a date, and none on one that was set by hand', () => {
  const planning = given(rule('2027-01-15', 1, 'month'), { on: '2027-01-01' });
  const set = (from: typeof planning, key: string) =>
    planned(changeOne(from, key, { start: `${key.slice(0, 8)}18` })).planning;
  const both = set(set(planning, '2027-03-15'), '2027-04-15');
  const after = later(both, '2027-02-15', rule('2027-01-15', 1, 'year'));
  expect(lostBy(both, after).map(({ nearest }) => nearest)).toEqual(['2027-02-15', null]);
  const also = set(both, '2027-02-15');
  expect(lostBy(also, later(also, '2027-02-15', rule('2027-01-15', 1, 'year'))).map(({ nearest }) => nearest)).toEqual([
    null,
    null,
  ]);
});

test('CA-52 CA-21 one occurrence is not due before it starts, and its period does not end before it begins', () => {
  const planning = given(rule('2027-01-15', 1, 'month'), { on: '2027-01-01' });
  expect(changeOne(planning, '2027-03-15', { due: '2027-03-14' })).toMatchObject({ code: 'due_before_start' });
  const period = { from: '2027-03-02', to: '2027-03-01' };
  expect(changeOne(planning, '2027-03-15', { period })).toMatchObject({ code: 'period_reversed' });
  expect(changeOne(planning, '2027-03-16', { skip: true })).toMatchObject({ kind: 'not_found' });
  const back = planned(changeOne(planning, '2027-03-15', null)).planning;
  expect(first(back, 3)).toEqual(first(planning, 3));
});

test('CX-75 all not started: a run that has begun keeps its dates, the others take the new ones in order', () => {
  const planning = given(rule('2026-11-01', 1, 'month'), { on: '2026-10-15' });
  const three = cadence.parse(rule('2026-11-01', 1, 'month', { due: { kind: 'within', n: 3, unit: 'week' } }));
  const runs = { not_begun: ['2026-12-01'], begun: ['2026-11-01'], next: '2027-01-01' };
  const { planning: after, rematched } = planned(changeAll(planning, three, runs));
  expect(rematched).toMatchObject([{ from_key: '2026-12-01', to: { key: '2026-12-01', due: '2026-12-22' } }]);
  expect(first(after, 3).map(({ key, due }) => [key, due])).toEqual([
    ['2026-11-01', '2026-11-15'],
    ['2026-12-01', '2026-12-22'],
    ['2027-01-01', '2027-01-22'],
  ]);
});

test('CA-54 no run takes a date that one that has begun already has', () => {
  const planning = given(rule('2026-11-01', 1, 'month'), { on: '2026-10-15' });
  const weekly = cadence.parse(rule('2026-11-01', 1, 'month', { end: { kind: 'never' }, mode: 'manual' }));
  const runs = { not_begun: ['2026-11-01', '2027-01-01'], begun: ['2026-12-01'], next: '2027-02-01' };
  const { rematched } = planned(changeAll(planning, weekly, runs));
  expect(rematched.map(({ from_key, to }) => [from_key, to.key])).toEqual([
    ['2026-11-01', '2026-11-01'],
    ['2027-01-01', '2027-01-01'],
  ]);
});

test('CX-76 a changed year end re-plans what is planned, and leaves what was made', () => {
  const typed: CadenceTyped = { kind: 'event', of: 'year_end', offset: { n: 4, unit: 'week' } };
  const before = given(typed, { on: '2026-11-22', facts: facts({ year_end: { month: 12, day: 31 } }) });
  const after = {
    ...before,
    facts: facts({ year_end: { month: 3, day: 31 }, known_year_ends: ['2026-12-31'] }),
    last_event: '2026-12-31',
  };
  const replanned = replan(before, after, { changed_on: '2027-02-10', planned: ['ye:2027-12-31'] });
  expect(replanned).toMatchObject({
    kept: [],
    gone: ['ye:2027-12-31'],
    made: [
      {
        key: 'ye:2027-03-31',
        scheduled: '2027-04-28',
        period: { from: '2027-01-01', to: '2027-03-31' },
      },
    ],
  });
});

test('CX-77 a start before the publishing day wakes at once, and is due when it would have been', () => {
  const [made] = first(
    given(rule('2027-05-30', 1, 'month', { shift: { start: 'previous' } }), { on: '2027-05-29' }),
    1,
  );
  expect(made).toMatchObject({ scheduled: '2027-05-30', start: '2027-05-28', due: '2027-06-13' });
  expect(made!.wakes_at < '2027-05-29T00:00:00.000Z').toBe(true);
});

test('CA-32 CA-53 «after n» counts on over a change of the series', () => {
  const typed = rule('2027-01-01', 1, 'month', { end: { kind: 'after', n: 4 } });
  const planning = given(typed, { on: '2026-12-15' });
  const after = later(planning, '2027-03-01', { ...typed, every: { n: 1, unit: 'week' } } as CadenceTyped);
  expect(scheduled(after, 9)).toEqual(['2027-01-01', '2027-02-01', '2027-03-01', '2027-03-08']);
});
