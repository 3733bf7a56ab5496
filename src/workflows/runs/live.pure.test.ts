import { expect, test } from 'vitest';
import { advance } from './advance.ts';
import { judge } from './conditions.ts';
import { action, CLIENT, instant, Played, task } from './testing.ts';

const FORK = [
  task('call', { outcomes: ['go ahead', 'no'] }),
  task('offer', { only_if: { field: 'steps.call.outcome', is: 'is', value: 'go ahead' } }),
  task('close'),
];

test('WF-31 after left out is the step above, [] is from the start, several are all of them', () => {
  const run = new Played({
    steps: [task('a'), task('b'), task('c', { after: [] }), task('d', { after: ['b', 'c'] })],
  });
  expect(run.states()).toEqual({ a: 'ready', c: 'ready' });
  run.as('anna').finish('a').finish('c');
  expect(run.states()).toEqual({ a: 'done', c: 'done', b: 'ready' });
  run.finish('b');
  expect(run.states().d).toBe('ready');
});

test('WF-32 a step becomes live when what it waits for is finished, skipped and not applicable too', () => {
  const run = new Played({ steps: [task('a', { required: false }), ...FORK.slice(0, 2), task('end')] });
  run.as('anna').does({ do: 'skip_task', task: run.id('a') });
  run.finish('call', { outcome: 'no' });
  expect(run.states()).toEqual({ a: 'skipped', call: 'done', offer: 'skipped', end: 'ready' });
});

test('WF-32 and not before its start is reached', () => {
  const run = new Played({ steps: [task('a'), task('b', { start: { anchor: 'run', n: 7, unit: 'day' } })] });
  run.as('anna').finish('a');
  expect(run.has('b')).toBe(false);
  expect(run.effects).toContainEqual({ do: 'wake', room: 'run', thing: 'run', at: '2026-11-30T00:00:00.000Z' });
  run.wakes('2026-11-30 00:00');
  expect(run.row('b').state).toBe('ready');
});

test('WF-33 a blocked task can be prepared but neither started nor finished: blocked_by names the open steps', () => {
  const run = new Played({ steps: [task('a'), task('b', { after: [] }), task('c', { after: ['a', 'b'] })] });
  run.as('anna').finish('a').finish('b');
  run.as('mark').does({ do: 'reopen_task', task: run.id('a'), reason: 'a figure is wrong' });
  const c = run.id('c');
  expect(run.row('c').state).toBe('waiting');
  for (const command of ['start_task', 'finish_task'] as const) {
    const no = run.refuses({ do: command, task: c });
    expect(no.code).toBe('blocked_by');
    expect(no.because).toContain('«A»');
    expect(no.facts).toEqual({ steps: ['a'] });
  }
  run.does({ do: 'comment', task: c, text: 'Watch the new tax code.', mentions: [] });
  run.does({ do: 'assign_task', task: c, to: { member: 'ben' } });
  run.does({ do: 'set_due', task: c, due_on: '2026-12-11' });
  run.finish('a');
  expect(run.row('c')).toMatchObject({ state: 'ready', assignee_id: 'ben', due_on: '2026-12-11', due_by_hand: true });
});

test('WF-33 a task in progress whose step before was opened again cannot be finished', () => {
  const run = new Played({ steps: [task('a'), task('b')] });
  run
    .as('anna')
    .finish('a')
    .does({ do: 'start_task', task: run.id('b') });
  run.as('mark').does({ do: 'reopen_task', task: run.id('a'), reason: 'a figure is wrong' });
  expect(run.row('b').state).toBe('in_progress');
  expect(run.as('anna').refuses({ do: 'finish_task', task: run.id('b') }).code).toBe('blocked_by');
});

test('WF-34 only_if is judged once per round, when the step would become live, and keeps the values that decided', () => {
  const late = { only_if: { field: 'subject.status', is: 'is', value: 'active' } } as const;
  const run = new Played({ steps: [task('a'), task('b', late), task('c', { after: [] })] });
  run.state = { ...run.state, subject: { ...CLIENT, fields: { ...CLIENT.fields, status: 'inactive' } } };
  run.as('anna').finish('a');
  expect(run.row('b')).toMatchObject({ state: 'skipped', skipped_how: 'not_applicable', finished_by: null });
  expect(run.row('b').judged).toEqual({
    at: instant('2026-11-23 09:00'),
    holds: false,
    saw: [{ field: 'subject.status', value: 'inactive' }],
  });
  run.state = { ...run.state, subject: CLIENT };
  run.as('machine').does({ do: 'facts_changed' });
  expect(run.row('b').state).toBe('skipped');
});

test('WF-34 a step that went back because an earlier one was reopened is judged anew', () => {
  const run = new Played({ steps: FORK });
  run.as('anna').finish('call', { outcome: 'no' });
  expect(run.states()).toMatchObject({ offer: 'skipped', close: 'ready' });
  run.does({ do: 'reopen_task', task: run.id('call'), reason: 'the client rang back' });
  expect(run.states()).toEqual({ call: 'ready', offer: 'waiting', close: 'waiting' });
  run.finish('call', { outcome: 'go ahead' });
  expect(run.states()).toEqual({ call: 'done', offer: 'ready', close: 'waiting' });
});

test('WF-39 a task is ready from 00:00 of its start, an action happens at its hour or the send hour', () => {
  const steps = [
    action('early', { start: { anchor: 'run', n: 1, unit: 'day', at: '07:30' } }),
    action('usual', { after: [], start: { anchor: 'run', n: 1, unit: 'day' } }),
    task('work', { after: [], start: { anchor: 'run', n: 1, unit: 'day' } }),
  ];
  const run = new Played({ steps });
  const woken: string[] = [];
  for (const time of ['2026-11-24 00:00', '2026-11-24 07:30', '2026-11-24 09:00']) {
    const wake = run.effects.find((effect) => effect.do === 'wake');
    woken.push(wake?.do === 'wake' ? wake.at : '');
    run.wakes(time);
  }
  expect(woken).toEqual([instant('2026-11-24 00:00'), instant('2026-11-24 07:30'), instant('2026-11-24 09:00')]);
  expect(run.states()).toEqual({ work: 'ready', early: 'ready', usual: 'ready' });
  expect(run.row('usual').due_at).toBe(instant('2026-11-24 09:00'));
});

test('WF-40 a start whose anchor is not known plans nothing until it is', () => {
  const run = new Played({ steps: [task('a', { start: { anchor: 'subject:next_year_end', n: 7, unit: 'day' } })] });
  expect(run.has('a')).toBe(false);
  expect(run.effects).toEqual([{ do: 'sleep', room: 'run', thing: 'run' }]);
  run.state = { ...run.state, subject: { ...CLIENT, fields: { ...CLIENT.fields, next_year_end: '2026-12-31' } } };
  run.as('machine').does({ do: 'facts_changed' });
  expect(run.effects).toEqual([{ do: 'wake', room: 'run', thing: 'run', at: instant('2027-01-07 00:00') }]);
});

test('WF-43 a start in the past is due at once; lateness counts from the later of start and what it waited for', () => {
  const steps = [task('a'), action('tell', { start: { anchor: 'run', n: 1, unit: 'day' } }), action('then')];
  const run = new Played({ steps });
  run.at('2026-11-27 15:00').as('anna').finish('a');
  expect(run.row('tell')).toMatchObject({ state: 'ready', due_at: instant('2026-11-27 15:00') });
  run.at('2026-11-27 18:00').works();
  expect(run.row('then').due_at).toBe(instant('2026-11-27 18:00'));
  const late = new Played({ steps: [action('tell', { start: { anchor: 'run', n: 1, unit: 'day' } })] });
  late.wakes('2026-11-26 12:00');
  expect(late.row('tell').due_at).toBe(instant('2026-11-24 09:00'));
});

test('WF-58 an action that is due is given to the worker once, under a fence', () => {
  const run = new Played({ steps: [task('a'), action('tell')] });
  run.as('anna').finish('a');
  const { id } = run.row('tell');
  expect(run.effects).toContainEqual({
    do: 'queue',
    queue: 'act',
    name: 'run_action',
    data: { run: 'run', task: id, attempt: 1 },
  });
  run.as('machine').does({ do: 'wake' });
  expect(run.effects.filter((effect) => effect.do === 'queue')).toEqual([]);
  run.does({ do: 'action_done', task: id, attempt: 1 });
  expect(run.row('tell')).toMatchObject({ state: 'done', finished_by: null });
  run.does({ do: 'action_done', task: id, attempt: 1 });
  expect(run.refuses({ do: 'action_failed', task: id, attempt: 1, because: 'no' }).code).toBe('stale');
});

test('WF-110 a run in which nothing applies completes at launch and says so', () => {
  const no = { only_if: { field: 'subject.status', is: 'is', value: 'inactive' } } as const;
  const run = new Played({ steps: [task('a', no), action('b', no)] });
  expect(run.state.run).toMatchObject({
    ended_how: 'completed',
    ended_by: null,
    ended_reason: 'nothing in it applied',
  });
  expect(run.acts[0]!.map(({ verb }) => verb).toReversed()).toEqual([
    'task.not_applicable',
    'task.not_applicable',
    'run.completed',
  ]);
});

test('WF-110 a run completes when its last step is finished and no task by hand is open', () => {
  const run = new Played({ steps: [task('a')] });
  run.as('anna').does({ do: 'add_task', id: 'extra', title: 'Ring the bank' });
  run.finish('a');
  expect(run.state.run.ended_at).toBeNull();
  run.does({ do: 'finish_task', task: 'extra' });
  expect(run.state.run).toMatchObject({ ended_how: 'completed', ended_reason: null });
  expect(run.effects).toContainEqual({ do: 'sleep', room: 'run', thing: 'run' });
  expect(run.effects).toContainEqual(expect.objectContaining({ do: 'notify', member: 'mark', verb: 'run.completed' }));
});

test('WF-32 what follows by itself is done at once: asking again changes nothing', () => {
  const run = new Played({ steps: [...FORK, action('note'), task('end')] });
  run.as('anna').finish('call', { outcome: 'no' }).finish('close');
  expect(advance(run.state, run.context).events).toEqual([]);
  run.works().as('anna').finish('end');
  expect(advance(run.state, run.context).events).toEqual([]);
});

test('WF-35 an unknown value makes every comparison false but «empty» true', () => {
  const { state } = new Played({ steps: FORK });
  const holds = (field: string, is: string, value?: unknown) =>
    judge({ field, is, value } as never, state, instant('2026-11-23')).holds;
  for (const is of ['is', 'is_not', 'less', 'at_most', 'more', 'at_least', 'contains'])
    expect(holds('subject.nothing', is, 'x')).toBe(false);
  expect(holds('subject.nothing', 'in', ['x'])).toBe(false);
  expect(holds('subject.nothing', 'empty')).toBe(true);
  expect(holds('subject.status', 'empty')).toBe(false);
});

test('WF-35 numbers and amounts compare by worth, dates by day, texts as they are, tags by what they hold', () => {
  const fields = { balance: '1200.50', due_on: '2026-12-01', tags: ['late', 'monthly'], name: 'Café', n: 10 };
  const { state } = new Played({ steps: FORK }, { subject: { fields } });
  const holds = (field: string, is: string, value: unknown) =>
    judge({ field: `subject.${field}`, is, value } as never, state, instant('2026-11-23')).holds;
  expect(holds('balance', 'more', '999.99')).toBe(true);
  expect(holds('balance', 'is', 1200.5)).toBe(true);
  expect(holds('balance', 'less', '0.1')).toBe(false);
  expect(holds('n', 'at_least', '10.00')).toBe(true);
  expect(holds('due_on', 'less', '2026-12-02')).toBe(true);
  expect(holds('due_on', 'at_most', '2026-11-30')).toBe(false);
  expect(holds('tags', 'contains', 'late')).toBe(true);
  expect(holds('tags', 'is_not', 'late')).toBe(false);
  expect(holds('tags', 'in', ['weekly', 'monthly'])).toBe(true);
  expect(holds('name', 'contains', 'cafe')).toBe(true);
  expect(holds('name', 'more', 3)).toBe(false);
});
