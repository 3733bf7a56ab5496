import { describe, expect, test } from 'vitest';
import { type CadenceTyped, cadence } from '#workflows/cadence/model.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import type { Scenario } from './model.ts';
import { simulate } from './rules.ts';
import { asked, contentOf, worldOf } from './testing.ts';

const CONTENT = contentOf({
  settings: { period: 'ask', run_date: { label: 'Pay day', required: true } },
  steps: [
    {
      key: 'books',
      kind: 'task',
      title: 'Books',
      who: ['assignee'],
      due: { anchor: 'period_end', n: -3, unit: 'day' },
    },
  ],
} as never);

const MONTHLY = { kind: 'scheduled', anchor: '2026-12-01', period: { kind: 'interval' } } as const;

const lived = (typed: CadenceTyped, more: Partial<Scenario> = {}, subject: Partial<SubjectFacts> = {}) =>
  simulate(worldOf({ payroll: CONTENT }, [subject]), asked({ horizon: 100, repeats: cadence.parse(typed), ...more }))
    .lines;
const told = (...of: Parameters<typeof lived>) =>
  lived(...of)
    .filter(({ what }) => what !== 'ready')
    .map(({ on, time, what, period, why }) =>
      [on.slice(5), time, what, period?.start.slice(5), what === 'refused' ? why[0] : null].filter(Boolean).join(' '),
    );

describe('what a cadence starts', () => {
  test('WF-155 WF-174 each run at the start hour of its day, for its own period', () => {
    expect(told(MONTHLY)).toEqual([
      '12-01 06:00 started 12-01',
      '12-24 12:00 done 12-01',
      '12-24 12:00 completed 12-01',
      '01-01 06:00 started 01-01',
      '01-28 12:00 done 01-01',
      '01-28 12:00 completed 01-01',
      '02-01 06:00 started 02-01',
      '02-25 12:00 done 02-01',
      '02-25 12:00 completed 02-01',
      '03-01 06:00 started 03-01',
      '03-03 23:59 open 03-01',
    ]);
  });

  test('CA-36 what is past when it is published starts at once', () => {
    expect(told({ ...MONTHLY, anchor: '2026-10-01', begin: 'all' }, { horizon: 1 }).slice(0, 2)).toEqual([
      '11-23 09:00 started 10-01',
      '11-23 09:00 started 11-01',
    ]);
  });

  test('CA-44 one that waits for the run before starts when that is closed, and only the newest of those that waited', () => {
    const never = { act: { how: 'never' } as const, horizon: 130, changes: [] };
    expect(told({ ...MONTHLY, wait_for_previous: true }, never)).toEqual([
      '12-01 06:00 started 12-01',
      '02-01 06:00 refused Replaced by a newer one.',
      '03-01 06:00 refused Replaced by a newer one.',
      '04-01 06:00 refused Replaced by a newer one.',
      '04-02 23:59 open 12-01',
    ]);
    const late = { act: { how: 'after_ready', days: 40 } as const, horizon: 70 };
    expect(told({ ...MONTHLY, wait_for_previous: true }, late)).toEqual([
      '12-01 06:00 started 12-01',
      '01-29 12:00 done 12-01',
      '01-29 12:00 completed 12-01',
      '01-29 12:00 started 01-01',
      '02-01 23:59 open 01-01',
    ]);
  });

  test('CA-40 an inactive client gets nothing, and each date says so', () => {
    expect(told(MONTHLY, { horizon: 20 }, { active: false })).toEqual(['12-01 06:00 refused The client is inactive.']);
  });

  test('CA-28 a client who lacks what the cadence asks gets no date, and that is said once', () => {
    expect(told({ kind: 'event', of: 'tax_period' })).toEqual(['11-23 09:00 refused The tax period is not known.']);
  });
});
