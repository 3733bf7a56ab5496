import { expect, test } from 'vitest';
import { bodyOf, type HolidayLine, relisted, valuesOf, yearsOf } from './calendar.ts';

const line = (date: string, name: string, region: string | null, struck_out = false): HolidayLine => ({
  date,
  name,
  region,
  struck_out,
});

test('CA-26 another region takes the old one’s days away, but for saved ones gone by, and leaves what was added here', () => {
  const lines = [
    line('2026-01-01', 'New Year', 'GB-ENG'),
    line('2026-04-03', 'Good Friday', 'GB-ENG'),
    line('2026-12-25', 'Christmas Day', 'GB-ENG'),
    line('2026-12-24', 'Office closed', null),
  ];
  const list = [
    { date: '2026-12-24', name: 'Christmas Eve' },
    { date: '2026-12-26', name: 'Saint Stephen’s Day' },
  ];
  expect(relisted(lines, list, { region: 'IE', today: '2026-11-25', saved: lines.slice(0, 1) })).toEqual([
    line('2026-01-01', 'New Year', 'GB-ENG'),
    line('2026-12-24', 'Office closed', null),
    line('2026-12-26', 'Saint Stephen’s Day', 'IE'),
  ]);
});

test('CA-26 the form shows working days and sends days off', () => {
  const calendar = {
    version: 3,
    time_zone: 'Europe/London',
    start_hour: 6,
    weekend: [6, 7],
    region: null,
    holidays: [line('2026-12-24', 'Office closed', null)],
    moves: null,
  };
  const values = valuesOf(calendar);
  expect(values.working_days).toEqual(['1', '2', '3', '4', '5']);
  expect(bodyOf({ ...values, working_days: ['7', '1'] })).toEqual({
    weekend: [2, 3, 4, 5, 6],
    start_hour: 6,
    region: null,
    holidays: [{ date: '2026-12-24', name: 'Office closed', struck_out: false }],
  });
  expect(yearsOf(values.holidays, '2027-02-01')).toEqual(['2026', '2027']);
});
