import { expect, test } from 'vitest';
import { holdsOf } from './held.ts';

test('WF-18 what holds a workflow is listed, each with a way to it', () => {
  const usage = {
    open_runs: 2,
    runs_ever: 5,
    cadences: [{ id: 'c', name: 'Monthly payroll' }],
    triggers_on: 1,
    started_by: [{ id: 'a', key: 'a', name: 'Onboarding' }],
    followed_by: [{ id: 'b', key: 'b', name: 'Offboarding' }],
    default_of: ['new clients'],
  };
  expect(holdsOf({ id: 'w', name: 'Payroll & more' }, usage).map(({ label, to }) => [label, to])).toEqual([
    ['2 open runs', '/runs?workflow=w'],
    ['The cadence «Monthly payroll»', '/cadences/c'],
    ['1 trigger that is on', '/workflows/triggers?view=on&q=Payroll%20%26%20more'],
    ['«Onboarding», a step of which starts it', '/workflows/a'],
    ['«Offboarding», which starts when a run of it is completed', '/workflows/b'],
    ['The practice’s default for new clients', undefined],
  ]);
  expect(
    holdsOf(
      { id: 'w', name: 'Payroll & more' },
      { ...usage, open_runs: 0, cadences: [], triggers_on: 0, started_by: [], followed_by: [], default_of: [] },
    ),
  ).toEqual([]);
});
