import { expect, test } from 'vitest';
import { wakeOf } from './occurrences.ts';
import { PLAIN } from './testing.ts';

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
