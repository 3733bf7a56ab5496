import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMilliseconds,
  addMonths,
  dateAt,
  dayOfWeek,
  daysBetween,
  instantOf,
  isDate,
  startOfDay,
} from './time.ts';

const dates = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('WF-37 days are counted as the calendar counts them, over leap days and centuries', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
      const there = Temporal.PlainDate.from(date).add({ days });
      expect(addDays(date, days)).toBe(there.toString());
      expect(daysBetween(date, there.toString())).toBe(days);
      expect(dayOfWeek(date)).toBe(Temporal.PlainDate.from(date).dayOfWeek);
    }),
  );
});

test('WF-37 months clamp to the end of the month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
  expect(addMonths('2027-03-31', -1)).toBe('2027-02-28');
});

test('PL-148 a local time that does not exist moves on by the gap, one that exists twice is the first', () => {
  expect(instantOf('2027-03-28', '01:30', 'Europe/London')).toBe('2027-03-28T01:30:00.000Z');
  expect(instantOf('2026-10-25', '01:30', 'Europe/London')).toBe('2026-10-25T00:30:00.000Z');
  expect(instantOf('2026-10-04', '02:30', 'Australia/Sydney')).toBe('2026-10-03T16:30:00.000Z');
  expect(instantOf('2026-04-05', '02:30', 'Australia/Sydney')).toBe('2026-04-04T15:30:00.000Z');
});

test('PL-140 a date begins at midnight of its own zone', () => {
  expect(startOfDay('2026-07-01', 'Pacific/Auckland')).toBe('2026-06-30T12:00:00.000Z');
  expect(dateAt('2026-06-30T12:00:00.000Z', 'Pacific/Auckland')).toBe('2026-07-01');
  expect(isDate('2026-02-29')).toBe(false);
  expect(isDate('2028-02-29')).toBe(true);
});

test('PL-140 milliseconds are counted as Temporal counts them, and each zone has its own day, however often it is asked', () => {
  const instants = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  const zones = fc.constantFrom('Europe/London', 'Pacific/Auckland', 'America/New_York', 'UTC');
  fc.assert(
    fc.property(instants, fc.integer(), zones, (date, milliseconds, zone) => {
      const at = date.toISOString();
      const there = Temporal.Instant.from(at);
      const moved = there.add({ milliseconds });
      expect(addMilliseconds(at, milliseconds)).toBe(moved.toString({ fractionalSecondDigits: 3 }));
      expect(addMilliseconds(there.toString(), milliseconds)).toBe(moved.toString({ fractionalSecondDigits: 3 }));
      for (const _ of [1, 2]) expect(dateAt(at, zone)).toBe(there.toZonedDateTimeISO(zone).toPlainDate().toString());
    }),
  );
});
