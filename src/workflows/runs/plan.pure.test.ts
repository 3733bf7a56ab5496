import { expect, test } from 'vitest';
import type { Condition } from '#workflows/definitions/content.ts';
import { movedDates, type PlannedStep, plan } from './plan.ts';
import { action, CLIENT, Played, task } from './testing.ts';
import { sayCondition } from './words.ts';

const date = (n: number) => ({ anchor: 'run_date', n, unit: 'business_day' }) as const;
/** Payroll of worked example 3, with tasks and actions in the place of forms and reviews. */
const PAYROLL = {
  settings: { run_date: { label: 'Pay day' } },
  steps: [
    task('changes', { start: date(-10), due: date(-6) }),
    task('calc', { due: date(-5) }),
    task('review', { due: date(-4) }),
    task('client', { due: date(-3) }),
    task('slips', { due: date(-1) }),
    task('report', { due: date(0) }),
    task('post', { after: ['slips'], due: date(2) }),
  ],
};
const payroll = (at = '2026-12-01 09:00') => new Played(PAYROLL, { at, run: { run_date: '2026-12-31' } });
const planOf = (run: Played): Map<string, PlannedStep> =>
  new Map(plan(run.state, run.context).map((step) => [step.key ?? step.title, step]));

test('WF-110 the future is computed before any row exists, with days, people and why (worked example 3)', () => {
  const run = payroll();
  expect(run.state.tasks).toEqual([]);
  const steps = plan(run.state, run.context);
  expect(steps.map(({ key, due_on }) => `${key} ${due_on}`)).toEqual([
    'changes 2026-12-21',
    'calc 2026-12-22',
    'review 2026-12-23',
    'client 2026-12-24',
    'slips 2026-12-30',
    'report 2026-12-31',
    'post 2027-01-05',
  ]);
  expect(steps[0]).toMatchObject({
    state: 'planned',
    task_id: null,
    starts_on: '2026-12-15',
    estimated: false,
    people: { assignee_id: 'anna' },
    why: [
      'from the start of the run',
      'starts 10 business days before the pay day',
      'due 6 business days before the pay day',
    ],
  });
  expect(steps[1]).toMatchObject({ starts_on: '2026-12-21', estimated: true, waits_for: ['«Changes»'] });
});

test('WF-41 another pay day moves the days that are not done, and their number is known beforehand (worked example 3)', () => {
  const run = payroll().wakes('2026-12-15 00:00').as('anna').finish('changes').as('mark');
  const before = plan(run.state, run.context);
  run.does({ do: 'change_run_date', run_date: '2026-12-30' });
  const after = plan(run.state, run.context);
  expect(after.map(({ key, due_on }) => `${key} ${due_on}`).slice(0, 3)).toEqual([
    'changes 2026-12-21',
    'calc 2026-12-21',
    'review 2026-12-22',
  ]);
  expect(movedDates(before, after)).toBe(6);
  expect(movedDates(after, after)).toBe(0);
});

test('WF-40 a step whose anchor is not known has no days and says what it waits for; so do those behind it', () => {
  const settings = { run_date: { label: 'Last working day', required: false } };
  const run = new Played({
    settings,
    steps: [task('last', { start: date(0) }), task('kit'), task('pay', { after: [] })],
  });
  const steps = planOf(run);
  expect(steps.get('last')).toMatchObject({
    starts_on: null,
    due_on: null,
    waits_for: ['the last working day is not known'],
  });
  expect(steps.get('kit')!.starts_on).toBeNull();
  expect(steps.get('pay')!.state).toBe('ready');
});

test('WF-110 past, live and planned steps stand in the plan, tasks by hand behind them', () => {
  const run = payroll('2026-12-15 09:00').as('anna').finish('changes');
  run.does({ do: 'add_task', id: 'x', title: 'Ring the bank', due_on: '2026-12-16' });
  const steps = plan(run.at('2026-12-23 09:00').state, run.context);
  expect(steps.map(({ key, state }) => `${key} ${state}`)).toEqual([
    'changes done',
    'calc ready',
    'review planned',
    'client planned',
    'slips planned',
    'report planned',
    'post planned',
    'null ready',
  ]);
  expect(steps[1]).toMatchObject({ overdue: true, starts_on: '2026-12-15' });
  expect(steps[2]).toMatchObject({ starts_on: '2026-12-23', overdue: false });
  expect(steps.at(-1)).toMatchObject({ title: 'Ring the bank', overdue: true, people: { assignee_id: 'anna' } });
});

test('WF-111 what is decided ahead shows in the plan before it is applied', () => {
  const run = payroll()
    .as('mark')
    .does({ do: 'override_step', step: 'calc', to: { member: 'cora' }, due_on: '2026-12-18' });
  run.does({ do: 'override_step', step: 'review', skip: { reason: 'too small' } });
  const steps = planOf(run);
  expect(steps.get('calc')).toMatchObject({
    people: { assignee_id: 'cora', resolved_by: 'ahead' },
    due_on: '2026-12-18',
    due_by_hand: true,
  });
  expect(steps.get('review')!.why).toContain('skipped ahead by Mark: too small');
});

test('WF-112 on hold the plan waits for the end of the hold and gives the reason', () => {
  const run = new Played({ steps: [task('a'), task('b', { start: { anchor: 'run', n: 1, unit: 'day' } as const })] });
  run.does({ do: 'hold', id: 'h', reason: 'papers are missing', until: '2026-12-07' });
  const b = planOf(run).get('b')!;
  expect(b.starts_on).toBe('2026-12-07');
  expect(b.waits_for).toEqual(['«A»', 'the run is on hold until Mon 7 Dec 2026: papers are missing']);
});

test('WF-45 the plan shows today’s answer and for whom nobody is found', () => {
  const run = new Played({ steps: [task('a'), task('b', { who: ['specialist'] })] });
  expect(planOf(run).get('b')).toMatchObject({
    people: { assignee_id: 'mark', resolved_note: 'nobody found for specialist' },
  });
});

test('WF-34 whether a step will apply is told as soon as it is known', () => {
  const on = (field: string, value: string) => ({ only_if: { field, is: 'is', value } as const });
  const steps = [
    task('call', { outcomes: ['yes', 'no'] }),
    task('b', on('steps.call.outcome', 'yes')),
    task('c', on('subject.status', 'inactive')),
  ];
  const run = new Played({ steps });
  expect(['b', 'c'].map((key) => planOf(run).get(key)!.applies)).toEqual([null, false]);
  run.as('anna').finish('call', { outcome: 'yes' });
  const b = planOf(run).get('b')!;
  expect([b.applies, b.why[1]]).toEqual([
    true,
    'only if outcome of «Call» is «yes»; judged Mon 23 Nov 2026, 09:00 with outcome of «Call»: yes',
  ]);
});

test('WF-40 a condition is told with the titles and questions of its steps, and without double negations', () => {
  const asks = [{ key: 'adviser', label: 'Is there an adviser', type: 'yes_no' }] as const;
  const content = new Played({
    steps: [task('call', { title: 'Call them', outcomes: ['yes', 'not yet'], asks: [...asks] })],
  }).state.content;
  const said = (condition: Condition) => sayCondition(condition, content);
  expect(
    [
      { not: { field: 'steps.call.outcome', is: 'is', value: 'not yet' } },
      {
        all: [
          { field: 'subject.kind', is: 'is', value: 'prospect' },
          { not: { field: 'subject.status', is: 'is', value: 'inactive' } },
        ],
      },
      { field: 'answers.call.adviser', is: 'is', value: true },
      {
        not: {
          any: [
            { field: 'subject.country', is: 'empty' },
            { field: 'steps.gone.outcome', is: 'empty' },
          ],
        },
      },
    ].map((condition) => said(condition as Condition)),
  ).toEqual([
    'outcome of «Call them» is not «not yet»',
    'it is a prospect and status is not inactive',
    'the answer «Is there an adviser» of «Call them» is yes',
    'not (country is empty or outcome of «gone» is empty)',
  ]);
});

test('WF-43 an action that happened late says so', () => {
  const run = new Played({ steps: [action('tell', { start: { anchor: 'run', n: 1, unit: 'day' } as const })] });
  expect(planOf(run).get('tell')).toMatchObject({ starts_on: '2026-11-24', starts_at: '2026-11-24T09:00:00.000Z' });
  run.wakes('2026-11-24 20:00').works();
  expect(planOf(run).get('tell')!.why).toContain('11 hours late');
  const days = new Played({ steps: [action('tell', { start: { anchor: 'run', n: 1, unit: 'day' } as const })] });
  days.wakes('2026-11-27 10:00').works();
  expect(planOf(days).get('tell')!.why).toContain('3 days late');
});

test('WF-110 the steps of a cancelled run come no more', () => {
  const run = new Played({ steps: [task('a'), task('b')] }, { subject: { ...CLIENT } }).does({
    do: 'cancel',
    reason: 'gone',
  });
  expect(plan(run.state, run.context).map(({ state, waits_for }) => [state, waits_for])).toEqual([
    ['cancelled', []],
    ['cancelled', []],
  ]);
});
