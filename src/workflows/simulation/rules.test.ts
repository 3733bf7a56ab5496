import { describe, expect, test } from 'vitest';
import { LIBRARY } from '#forms/library.ts';
import { templateOf } from '#workflows/library/templates.ts';
import { HAND_BACK } from './acting.ts';
import type { Simulation } from './model.ts';
import { simulate, tooManyLines, tooManySubjects } from './rules.ts';
import { asked, clients, contentOf, worldOf } from './testing.ts';

const task = (key: string, more: object = {}) => ({
  key,
  kind: 'task' as const,
  title: key.toUpperCase(),
  who: ['assignee'],
  ...more,
});
const action = (key: string, more: { do: 'notify' | 'assign_role' | 'start_workflow'; [more: string]: unknown }) => ({
  key,
  kind: 'action' as const,
  title: key.toUpperCase(),
  ...more,
});
const after = (n: number, unit = 'day', anchor = 'ready') => ({ anchor, n, unit }) as never;

/** `23 Nov 09:00 ready call`: the dated list as short lines. */
const told = ({ lines }: Simulation): string[] =>
  lines.map(({ on, time, what, step, text }) => [on.slice(5), time, what, step, text].filter(Boolean).join(' '));

const one = (steps: object[], scenario: Parameters<typeof asked>[0] = {}, settings = {}) =>
  simulate(worldOf({ payroll: contentOf({ steps: steps as never, settings }) }), asked(scenario));

describe('the dated list', () => {
  test('WF-155 WF-157 a run goes from due point to due point: tasks on their due date, actions at their hour, then its end', () => {
    const found = one([
      task('call', { due: after(2) }),
      action('tell', {
        do: 'notify',
        params: { to: 'manager', text: '{{client.name}} is ready' },
        start: after(7, 'day', 'run'),
      }),
      task('file', { due: after(1, 'business_day') }),
    ]);
    expect(told(found)).toEqual([
      '11-23 09:00 started',
      '11-23 09:00 ready call',
      '11-25 12:00 done call',
      '11-30 09:00 action tell Harbour Bakery is ready',
      '11-30 09:00 ready file',
      '12-01 12:00 done file',
      '12-01 12:00 completed',
    ]);
    expect(found.lines[1]).toMatchObject({
      to: ['Anna'],
      due_on: '2026-11-25',
      why: ['from the start of the run', 'due 2 days after the day it becomes ready'],
    });
    expect(found.lines[3]).toMatchObject({ to: ['Mark'], action: 'notify' });
    expect(found.summary).toMatchObject({ subjects: 1, started: 1, completed: 1, ends_on: '2026-12-01' });
    expect(found.summary.load).toEqual([
      { member: 'Anna', week: '2026-11-23', tasks: 1 },
      { member: 'Anna', week: '2026-11-30', tasks: 1 },
    ]);
  });

  test('WF-156 people act on the due date, n business days after ready, or never, each step as it is told', () => {
    const steps = [task('a', { due: after(9) }), task('b')];
    expect(told(one(steps, { act: { how: 'after_ready', days: 3 } }))).toContain('11-26 12:00 done a');
    const never = one(steps, { horizon: 30, steps: { b: { act: { how: 'never' } } } });
    expect(told(never).slice(-2)).toEqual(['12-02 12:00 ready b', '12-23 23:59 open b']);
    expect(never.lines.at(-1)!.why).toEqual(['not done by then']);
    expect(never.summary.ends_on).toBeNull();
    const nobody = one(steps, { act: { how: 'never' }, horizon: 5 });
    expect(nobody.lines.at(-1)!.why).toEqual(['waits for «A»']);
  });

  test('WF-156 the first outcome and the first answers, unless others are given; what does not apply is left out with the values', () => {
    const steps = [
      task('call', {
        outcomes: ['go ahead', 'no'],
        asks: [
          { key: 'n', label: 'N', type: 'number' },
          { key: 'authority', label: 'Authority', type: 'authorization' },
        ],
        checklist: [{ key: 'x', text: 'X' }],
        files_min: 2,
      }),
      task('go', { only_if: { field: 'steps.call.outcome', is: 'is', value: 'go ahead' } }),
    ];
    expect(told(one(steps))).toContain('11-23 12:00 done go');
    const no = one(steps, { steps: { call: { outcome: 'no' } } });
    expect(told(no)).toContain('11-23 12:00 left_out go');
    expect(no.lines.find(({ what }) => what === 'left_out')!.why.join()).toMatch(
      /judged .* with outcome of «CALL»: no/,
    );
    expect(told(one(steps, { steps: { call: { outcome: 'perhaps' } } })).at(-2)).toContain('open call');
  });

  test('WF-156 facts change on their day, and what waits for them goes on', () => {
    const steps = [task('lock', { finish_if: { field: 'subject.status', is: 'is', value: 'inactive' } })];
    const found = one(steps, { changes: [{ on: '2026-12-01', set: { active: false } }] });
    expect(told(found)).toEqual([
      '11-23 09:00 started',
      '11-23 09:00 ready lock',
      '11-23 12:00 stuck lock',
      '12-01 00:00 done lock',
      '12-01 00:00 completed',
    ]);
    expect(found.lines[2]!.why[0]).toMatch('can be finished when status is inactive');
    const stopped = one(
      [task('a', { due: after(30) })],
      { changes: [{ on: '2026-12-01', set: { kind: 'client', status: 'inactive' } }] },
      {
        stop_if: { field: 'subject.status', is: 'is', value: 'inactive' },
      },
    );
    expect(told(stopped).at(-1)).toBe('12-01 00:00 ended');
  });

  test('WF-155 actions change the copy: a role goes on to its new holder, a started workflow runs beside', () => {
    const payroll = contentOf({
      steps: [
        action('give', { do: 'assign_role', params: { role: 'assignee', to: 'member:ben' } }),
        task('call'),
        action('begin', { do: 'start_workflow', params: { workflow: 'next' } }),
      ],
    });
    const next = contentOf({ name: 'Next', steps: [task('later', { due: after(1) })] });
    const found = simulate(worldOf({ payroll, next }), asked());
    expect(found.lines.find(({ step }) => step === 'call')).toMatchObject({ to: ['Ben'] });
    expect(found.lines.filter(({ workflow }) => workflow === 'Next').map(({ what }) => what)).toEqual([
      'started',
      'ready',
      'done',
      'completed',
    ]);
    const missing = simulate(worldOf({ payroll }), asked());
    expect(missing.lines.find(({ what }) => what === 'failed')!.why).toContain('There is no such workflow.');
  });

  test('WF-156 a review is approved by somebody who did not prepare it, or handed back once and then approved', () => {
    const steps = [
      task('calc'),
      { key: 'look', kind: 'review', title: 'LOOK', of: ['calc'], reviewers: [['assignee', 'reviewer'], ['partner']] },
    ];
    const story = (scenario: Parameters<typeof asked>[0]) =>
      one(steps, scenario)
        .lines.filter(({ step }) => step)
        .map(({ what, step, to }) => `${what} ${step} ${to}`);
    const approved = ['ready look Ben', 'approved look Ben', 'approved look Paula'];
    expect(story({})).toEqual(['ready calc Anna', 'done calc Anna', ...approved]);
    expect(story({ steps: { look: { outcome: HAND_BACK } } })).toEqual([
      'ready calc Anna',
      'done calc Anna',
      'ready look Ben',
      'handed_back look Ben',
      'ready calc Anna',
      'done calc Anna',
      ...approved,
    ]);
  });

  test('WF-155 a launch that is refused says why', () => {
    const content = contentOf({ settings: { period: 'ask' }, steps: [task('a')] });
    const found = simulate(worldOf({ payroll: content }), asked());
    expect(found.lines).toMatchObject([{ what: 'refused', why: ['Say which period it is for.'] }]);
  });

  test('WF-157 the same input gives the same output, and each subject its own words', () => {
    const steps = [
      action('tell', { do: 'notify', params: { to: 'manager', text: '{{client.name}}, {{client.phone}}' } }),
      task('a'),
    ];
    const world = () =>
      worldOf(
        { payroll: contentOf({ steps: steps as never }) },
        clients(3, (n) => ({ fields: { phone: `0${n}` } })),
      );
    const [first, second] = [simulate(world(), asked()), simulate(world(), asked())];
    expect(first).toEqual(second);
    expect(first.lines.filter(({ what }) => what === 'action').map(({ text }) => text)).toEqual([
      'Client 0, 00',
      'Client 1, 01',
      'Client 2, 02',
    ]);
  });

  test('WF-157 subjects who differ in what is asked have lives of their own', () => {
    const steps = [task('a', { only_if: { field: 'subject.country', is: 'is', value: 'GB' } }), task('b')];
    const world = worldOf(
      { payroll: contentOf({ steps: steps as never }) },
      clients(4, (n) => ({ fields: { country: n % 2 ? 'GB' : 'FR' }, roles: { assignee: n < 2 ? 'anna' : 'ben' } })),
    );
    const { lines } = simulate(world, asked());
    expect(lines.filter(({ what, step }) => what === 'left_out' && step === 'a').map(({ subject }) => subject)).toEqual(
      ['c0', 'c2'],
    );
    expect(lines.filter(({ what, step }) => what === 'ready' && step === 'b').map(({ to }) => to[0])).toEqual([
      'Anna',
      'Ben',
      'Anna',
      'Ben',
    ]);
  });

  test('WF-157 the payroll of the library falls on the days of worked example 3', () => {
    const forms = new Map(LIBRARY.map((form) => [form.key, { ...form, questions: [...form.questions] }]));
    const world = { ...worldOf({ payroll: templateOf('payroll_month')!.content }), forms };
    const period = { start: '2026-12-01', end: '2026-12-31' };
    const { lines } = simulate(world, asked({ start: '2026-12-01', period, run_date: '2026-12-31' }));
    const due = Object.fromEntries(
      lines.filter(({ what }) => what === 'ready').map(({ step, due_on }) => [step, due_on]),
    );
    expect(due).toMatchObject({
      changes: '2026-12-21',
      calc: '2026-12-22',
      slips: '2026-12-30',
      report: '2026-12-31',
      post: '2027-01-05',
    });
  });
});

test('WF-158 more than 1,000 subjects or 10,000 lines is invalid with the count', () => {
  expect(tooManySubjects(1_000)).toBeNull();
  expect(tooManySubjects(1_001)).toMatchObject({ kind: 'invalid', because: expect.stringContaining('1,001 records') });
  const lines = (count: number) => ({ lines: Array(count) }) as Simulation;
  expect(tooManyLines(lines(10_000))).toBeNull();
  expect(tooManyLines(lines(10_001))).toMatchObject({
    kind: 'invalid',
    because: expect.stringContaining('10,001 lines'),
  });
});
