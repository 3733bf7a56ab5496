import { describe, expect, test } from 'vitest';
import { addDays, addMilliseconds, dateAt, timeAt } from '#ground/time.ts';
import { wakeOf } from './occurrences.ts';
import { first, given, PLAIN, rule, scheduled } from './testing.ts';

const wakes = (time_zone: string, start_hour: number, ...days: string[]) =>
  days.map((day) => wakeOf(day, { ...PLAIN, time_zone, start_hour }).replace('.000Z', 'Z'));

test('CX-64 London keeps its hour when the clocks go forward', () => {
  expect(wakes('Europe/London', 6, '2027-03-27', '2027-03-28', '2027-03-29')).toEqual([
    '2027-03-27T06:00:00Z',
    '2027-03-28T05:00:00Z',
    '2027-03-29T05:00:00Z',
  ]);
});

test('CX-65 London keeps its hour when the clocks go back', () => {
  expect(wakes('Europe/London', 6, '2027-10-30', '2027-10-31', '2027-11-01')).toEqual([
    '2027-10-30T05:00:00Z',
    '2027-10-31T06:00:00Z',
    '2027-11-01T06:00:00Z',
  ]);
});

test('CX-66 an hour that does not exist moves on by the gap', () => {
  expect(wakes('America/New_York', 2, '2027-03-14')).toEqual(['2027-03-14T07:00:00Z']);
});

test('CX-67 an hour that comes twice is the first of the two', () => {
  expect(wakes('America/New_York', 1, '2027-11-07')).toEqual(['2027-11-07T05:00:00Z']);
});

test('CX-68 Sydney', () => {
  expect(wakes('Australia/Sydney', 6, '2027-04-03', '2027-04-04', '2027-04-05')).toEqual([
    '2027-04-02T19:00:00Z',
    '2027-04-03T20:00:00Z',
    '2027-04-04T20:00:00Z',
  ]);
});

test('CX-69 Auckland', () => {
  expect(wakes('Pacific/Auckland', 6, '2027-09-26')).toEqual(['2027-09-25T17:00:00Z']);
});

/** Both clock changes of 2027 in four places: the day, and what the hour that is skipped or doubled is. */
const CHANGES = [
  ['Australia/Sydney', '2027-10-03', 2, '2027-04-04', 2],
  ['Pacific/Auckland', '2027-09-26', 2, '2027-04-04', 2],
  ['Europe/London', '2027-03-28', 1, '2027-10-31', 1],
  ['America/New_York', '2027-03-14', 2, '2027-11-07', 1],
] as const;

const HOURS = [0, 1, 2, 3, 6, 23];

describe('clock changes', () => {
  test.each(CHANGES)(
    'PL-R4 PL-148 in %s every day wakes once, at any hour, over both clock changes',
    (zone, forward, gap, back, twice) => {
      for (const hour of HOURS) {
        const practice = { ...PLAIN, time_zone: zone, start_hour: hour };
        const daily = first(given(rule('2027-01-01', 1, 'day'), { practice, on: '2026-12-31' }), 365);
        expect(daily.map(({ deploy_on }) => deploy_on)).toEqual(daily.map(({ scheduled: S }) => S));
        for (const one of daily) {
          const isLeftOut = one.deploy_on === forward && hour === gap;
          const said = `${dateAt(one.wakes_at, zone)} ${timeAt(one.wakes_at, zone)}`;
          expect(said).toBe(`${one.deploy_on} ${String(hour + (isLeftOut ? 1 : 0)).padStart(2, '0')}:00`);
        }
        const instants = daily.map(({ wakes_at }) => wakes_at);
        expect(instants).toEqual(instants.toSorted());
        const doubled = daily.find(({ deploy_on }) => deploy_on === back)!.wakes_at;
        if (hour === twice) expect(timeAt(addMilliseconds(doubled, 3_600_000), zone)).toBe(timeAt(doubled, zone));
      }
    },
  );

  test('PL-R4 29 February, the 31st and the year’s end: no month and no year is left out, and none comes twice', () => {
    const on = (anchor: string, n: number, unit: string, count: number) =>
      scheduled(given(rule(anchor, n, unit), { on: addDays(anchor, -1) }), count);
    expect(on('2028-02-29', 1, 'year', 9).map((day) => day.slice(5))).toEqual([
      ...['02-29', '02-28', '02-28', '02-28'],
      ...['02-29', '02-28', '02-28', '02-28', '02-29'],
    ]);
    expect(on('2027-12-31', 1, 'month', 15)).toEqual([
      ...['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31', '2028-06-30'],
      ...[
        '2028-07-31',
        '2028-08-31',
        '2028-09-30',
        '2028-10-31',
        '2028-11-30',
        '2028-12-31',
        '2029-01-31',
        '2029-02-28',
      ],
    ]);
    for (const zone of CHANGES.map(([place]) => place)) {
      const practice = { ...PLAIN, time_zone: zone, start_hour: 0 };
      const [last, next] = first(given(rule('2027-12-31', 1, 'day'), { practice, on: '2027-12-30' }), 2);
      expect([last, next].map((one) => dateAt(one!.wakes_at, zone))).toEqual(['2027-12-31', '2028-01-01']);
    }
  });
});
