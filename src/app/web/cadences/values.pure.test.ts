import { expect, test } from 'vitest';
import { cadence } from '#workflows/cadence/model.ts';
import { blank, cadenceOf, kindChanged, periodsOf, valuesOf } from './values.ts';

const TODAY = '2026-11-20';

test('CA-1 CA-2 the panel means a cadence, and a cadence in force fills the panel with what means it again', () => {
  const written = [
    {
      kind: 'scheduled',
      anchor: '2026-12-31',
      every: { n: 2, unit: 'quarter' },
      day: { kind: 'last' },
      period: { kind: 'last_complete_quarter' },
      lead: { n: 5, unit: 'business_day' },
    },
    {
      kind: 'scheduled',
      anchor: '2027-02-28',
      anchor_day: 31,
      period: null,
      due: { kind: 'before_next' },
      end: { kind: 'after', n: 3 },
    },
    {
      kind: 'scheduled',
      anchor: '2026-12-01',
      every: { n: 2, unit: 'week' },
      period: null,
      shift: { start: 'next', due: 'previous' },
      catch_up: 0,
      wait_for_previous: true,
    },
    {
      kind: 'event',
      of: 'year_end',
      offset: { n: -2, unit: 'week' },
      due: { kind: 'after_period', months: 9, days: 1 },
    },
    {
      kind: 'one_off',
      start: '2026-12-01',
      due: { kind: 'date', date: '2026-12-14' },
      period: { kind: 'fixed', from: '2026-11-01', to: '2026-11-30' },
      mode: 'manual',
    },
  ] as const;
  for (const typed of written) {
    const one = cadence.parse(typed);
    expect(cadence.parse(cadenceOf(valuesOf(one, TODAY), one))).toEqual(one);
  }
});

test('CA-21 without a date that is needed there is no cadence yet', () => {
  expect(cadenceOf({ ...blank(TODAY), anchor: null })).toBeNull();
  expect(cadenceOf({ ...blank(TODAY), due: 'date' })).toBeNull();
  expect(cadenceOf({ ...blank(TODAY), end: 'on' })).toBeNull();
  expect(cadenceOf({ ...blank(TODAY), kind: 'event', anchor: null })).toMatchObject({ kind: 'event', of: 'year_end' });
});

test('CA-27 the list begins with the last complete month, which the panel proposes; an event is about its own period', () => {
  const offered = (kind: 'scheduled' | 'event') => periodsOf(kind).filter((period) => period !== 'none');
  expect(offered('scheduled')[0]).toBe('last_complete_month');
  expect(offered('scheduled')).not.toContain('event_period');
  expect(offered('event')[0]).toBe('last_complete_month');
  expect(blank(TODAY).period).toBe('last_complete_month');
  expect(kindChanged(blank(TODAY), 'event')).toMatchObject({ period: 'event_period' });
  expect(kindChanged({ ...blank(TODAY), kind: 'event', period: 'event_period' }, 'scheduled')).toMatchObject({
    period: 'last_complete_month',
  });
});
