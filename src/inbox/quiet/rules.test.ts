import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dateAt, instantOf } from '#ground/time.ts';
import { isBusinessDay } from '#workflows/dates/rules.ts';
import { isQuiet, longAgo, suggestedDays, type Watched, watchedAnew, woken } from './rules.ts';

const practice = {
  time_zone: 'Australia/Sydney',
  send_hour: '09:00',
  working_days: [1, 2, 3, 4, 5],
  holidays: ['2026-12-25', '2026-12-28'],
};
const at = (day: string, time = '10:00') => instantOf(day, time, practice.time_zone);
const watched = (more: Partial<Watched> = {}): Watched => ({
  on: true,
  deleted_at: null,
  quiet_days: 2,
  quiet_from: at('2026-11-01'),
  quiet_since: null,
  ...more,
});

describe('an address or mailbox that brings no mail', () => {
  test('IN-181 two working days after a Friday’s mail it is quiet on Wednesday morning, and not a second before', () => {
    const last = at('2026-11-27');
    const morning = at('2026-12-02', '09:00');
    expect(woken(watched(), last, at('2026-12-02', '08:59'), practice)).toEqual({ set: null, at: morning });
    expect(woken(watched(), last, morning, practice)).toEqual({
      set: { quiet_since: morning },
      at: at('2026-12-03', '09:00'),
    });
  });

  test('IN-181 holidays and weekends are no silence', () => {
    expect(woken(watched(), at('2026-12-24'), at('2026-12-30', '12:00'), practice).at).toBe(at('2026-12-31', '09:00'));
  });

  test('IN-181 across a change of the clock it is still nine in the morning', () => {
    const { at: morning } = woken(
      watched({ quiet_days: 1, quiet_from: at('2026-03-01') }),
      at('2026-04-02'),
      at('2026-04-02', '11:00'),
      practice,
    );
    expect([morning, dateAt(morning!, practice.time_zone)]).toEqual(['2026-04-05T23:00:00.000Z', '2026-04-06']);
  });

  test('IN-181 people are told once: quiet stays quiet until mail comes, and then it can fall quiet again', () => {
    const quiet = watched({ quiet_since: at('2026-12-02', '09:00') });
    expect(woken(quiet, at('2026-11-27'), at('2026-12-03', '09:00'), practice)).toEqual({
      set: null,
      at: at('2026-12-04', '09:00'),
    });
    const heard = woken(quiet, at('2026-12-03', '08:00'), at('2026-12-04', '09:00'), practice);
    expect(heard).toEqual({ set: { quiet_since: null }, at: at('2026-12-08', '09:00') });
  });

  test('IN-181 what was never heard counts from when its alarm was set', () => {
    expect(woken(watched({ quiet_from: at('2026-12-01') }), null, at('2026-12-01', '11:00'), practice)).toEqual({
      set: null,
      at: at('2026-12-04', '09:00'),
    });
  });

  test('IN-181 without days, switched off or removed nobody is told and nobody looks again', () => {
    for (const more of [{ quiet_days: null }, { on: false }, { deleted_at: at('2026-11-02') }])
      expect(woken(watched(more), null, at('2027-12-01'), practice)).toEqual({ set: null, at: null });
  });

  test('IN-181 other days, and being switched on again, count anew; any other change leaves the alarm alone', () => {
    const now = at('2026-12-02');
    const quiet = watched({ quiet_since: at('2026-12-01') });
    expect(watchedAnew(quiet, { ...quiet, quiet_days: 3 }, now)).toEqual({ quiet_from: now, quiet_since: null });
    expect(watchedAnew({ ...quiet, on: false }, quiet, now)).toEqual({ quiet_from: now, quiet_since: null });
    expect(watchedAnew(quiet, { ...quiet }, now)).toEqual({});
    expect(watchedAnew(quiet, { ...quiet, quiet_days: null }, now)).toEqual({ quiet_from: null, quiet_since: null });
  });

  test('IN-181 a screen says quiet until mail came since', () => {
    const quiet = { quiet_since: at('2026-12-02', '09:00') };
    expect([isQuiet(quiet, null), isQuiet(quiet, at('2026-11-27')), isQuiet(quiet, at('2026-12-02', '09:01'))]).toEqual(
      [true, true, false],
    );
  });

  test('IN-181 its past suggests one working day more than its longest silence, and nothing where it is too young', () => {
    const days = ['2026-11-02', '2026-11-03', '2026-11-06', '2026-11-09', '2026-11-10'];
    expect(suggestedDays(days, practice)).toBe(3);
    expect(suggestedDays(days.slice(1), practice)).toBeNull();
    expect(suggestedDays([...days, '2026-11-10', '2026-11-10'], practice)).toBe(3);
  });

  test('IN-181 whoever hears mail each time no later than suggested is never quiet', () => {
    const gap = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(fc.array(gap, { minLength: 5, maxLength: 20 }), (gaps) => {
        const days = gaps.reduce((all, n) => [...all, addDays(all.at(-1)!, n)], ['2026-01-05']);
        const alarm = watched({ quiet_days: suggestedDays(days, practice), quiet_from: at(days[0]!) });
        for (const [i, day] of days.slice(1).entries())
          expect(woken(alarm, at(days[i]!), at(day, '08:00'), practice).set).toBeNull();
      }),
    );
  });

  test('IN-181 mail that is not looked for could not keep it from being quiet', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 400 }), (quiet_days, later) => {
        const alarm = watched({ quiet_days, quiet_from: at('2024-01-01') });
        const today = addDays('2026-01-05', later);
        if (!isBusinessDay(today, practice)) return;
        const old = at(addDays(longAgo(today, alarm, practice), -1), '23:59');
        expect(woken(alarm, old, at(today, '09:00'), practice).set).toEqual({ quiet_since: at(today, '09:00') });
      }),
    );
  });
});
