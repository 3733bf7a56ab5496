import { expect, test } from 'vitest';
import { mayPerform } from './actions.ts';
import { runActs } from './acts.ts';
import { action, CLIENT, DIRECTORY, instant, Played, PRACTICE, task } from './testing.ts';

test('WF-118 when later steps are done or actions have happened it asks; actions are repeated only when ticked', () => {
  const run = new Played({ steps: [task('a'), action('tell'), task('b'), task('c')] });
  run.as('anna').finish('a').works().as('anna').finish('b');
  const [tell, b] = [run.id('tell'), run.id('b')];
  const again = { do: 'reopen_task', task: run.id('a'), reason: 'a figure is wrong' } as const;
  const asks = run.refuses(again);
  expect([asks.code, asks.facts]).toEqual([
    'later_steps',
    { tasks: [{ id: b, title: 'B' }], actions: [{ id: tell, title: 'Tell' }] },
  ]);
  expect(run.refuses({ ...again, also: [tell] }).errors?.[0]?.code).toBe('not_later');
  run.does({ ...again, also: [b] });
  expect(run.states()).toEqual({ a: 'ready', tell: 'done', b: 'waiting', c: 'waiting' });
  run.finish('a');
  expect(run.states()).toEqual({ a: 'done', tell: 'done', b: 'ready', c: 'waiting' });
  expect(run.row('b').round).toBe(2);
  expect(run.jobs()).toEqual([]);
  run.as('mark').does({ do: 'reopen_task', task: run.id('a'), reason: 'again', also: [], repeat: [tell] });
  run.as('anna').finish('a');
  expect(run.row('tell')).toMatchObject({ state: 'ready', round: 2, attempt: 2 });
});

test('WF-118 reopening only this leaves what is done after it done', () => {
  const run = new Played({ steps: [task('a'), task('b'), task('c')] });
  run.as('anna').finish('a').finish('b');
  run.does({ do: 'reopen_task', task: run.id('a'), reason: 'x', also: [] });
  expect(run.states()).toEqual({ a: 'ready', b: 'done', c: 'waiting' });
  run.finish('a');
  expect(run.states()).toEqual({ a: 'done', b: 'done', c: 'ready' });
});

test('WF-79 reopening a task of a completed run opens the run again, unless another took its place', () => {
  const run = new Played({ steps: [task('a')] }).as('anna').finish('a');
  const again = { do: 'reopen_task', task: run.id('a'), reason: 'x' } as const;
  expect(run.state.run.ended_how).toBe('completed');
  expect(run.refuses(again).kind).toBe('not_allowed');
  run.as('mark');
  run.state = { ...run.state, rival: { id: 'other', started_at: instant('2026-11-24'), started_by: 'ben' } };
  expect(run.refuses(again)).toMatchObject({ code: 'already_running', facts: { run: 'other' } });
  run.state = { ...run.state, rival: null };
  run.does(again);
  expect([run.state.run.ended_at, run.row('a').state]).toEqual([null, 'ready']);
});

const HELD = [
  task('a'),
  task('b', { due: { anchor: 'ready', n: 5, unit: 'business_day' } }),
  action('later', { after: ['a'], start: { anchor: 'run', n: 30, unit: 'day' } }),
  task('lodge', {
    after: ['a'],
    start: { anchor: 'run_date', n: -2, unit: 'day' },
    due: { anchor: 'run_date', n: 0, unit: 'day' },
  }),
];
/** Worked example 9: started on Monday 16, the first task finished on Friday 20. */
const example9 = () => {
  const settings = { run_date: { label: 'Deadline' } };
  const run = new Played({ steps: HELD, settings }, { at: '2026-11-16 09:00', run: { run_date: '2026-11-25' } });
  run.at('2026-11-20 09:00').as('anna').finish('a');
  expect(run.row('b').due_on).toBe('2026-11-27');
  run.at('2026-11-23 09:00').as('mark').does({ do: 'hold', id: 'h', reason: 'papers are missing' });
  return run;
};

test('WF-112 on hold nothing becomes live and no action happens; open tasks may still be finished', () => {
  const run = example9();
  run.wakes('2026-11-25 00:00');
  expect(run.has('lodge')).toBe(false);
  run
    .as('anna')
    .does({ do: 'start_task', task: run.id('b') })
    .finish('b');
  expect(run.row('b').state).toBe('done');
  run.as('mark').does({ do: 'release', hold: 'h', dates: 'keep' });
  expect(run.row('lodge')).toMatchObject({ state: 'ready', due_on: '2026-11-25' });
});

test('WF-112 an action that was given to the worker is held too, and given anew at release', () => {
  const run = new Played({ steps: [task('a'), action('tell')] }).as('anna').finish('a');
  const [job] = run.jobs();
  run.as('mark').does({ do: 'hold', id: 'h', reason: 'wait' });
  expect(run.row('tell').state).toBe('waiting');
  expect(mayPerform(run.state, job!)?.code).toBe('stale');
  run.does({ do: 'release', hold: 'h', dates: 'shift' });
  expect(run.jobs()).toEqual([{ task: job!.task, attempt: 2 }]);
  expect(run.as('machine').refuses({ do: 'action_done', ...job! }).code).toBe('stale');
  run.works();
  expect(run.row('tell').state).toBe('done');
});

test('WF-113 at release open dates and pending starts from inside the run move by the held days (worked example 9)', () => {
  const run = example9();
  run.at('2026-11-30 09:00').does({ do: 'release', hold: 'h', dates: 'shift' });
  expect(run.row('b').due_on).toBe('2026-12-04');
  expect(run.row('lodge').due_on).toBe('2026-11-25');
  expect(run.effects).toContainEqual({ do: 'wake', room: 'run', thing: 'run', at: instant('2026-12-23 09:00') });
});

test('WF-113 keeping the dates leaves all; a date set by hand never moves', () => {
  const keep = example9();
  keep.at('2026-11-30 09:00').does({ do: 'release', hold: 'h', dates: 'keep' });
  expect(keep.row('b').due_on).toBe('2026-11-27');
  const hand = example9();
  hand.does({ do: 'set_due', task: hand.id('b'), due_on: '2026-11-26' });
  hand.at('2026-11-30 09:00').does({ do: 'release', hold: 'h', dates: 'shift' });
  expect(hand.row('b').due_on).toBe('2026-11-26');
});

test('WF-114 the run is held until the last hold is closed; the days of all of them count once', () => {
  const run = example9();
  run.at('2026-11-25 09:00').does({ do: 'hold', id: 'h2', reason: 'a second reason' });
  run.at('2026-11-27 09:00').does({ do: 'release', hold: 'h', dates: 'shift' });
  expect([run.row('b').due_on, run.has('lodge')]).toEqual(['2026-11-27', false]);
  run.at('2026-11-30 09:00').does({ do: 'release', hold: 'h2', dates: 'shift' });
  expect(run.state.run.shifts).toEqual([{ from: '2026-11-23', to: '2026-11-30' }]);
  expect(run.row('b').due_on).toBe('2026-12-04');
  expect(run.refuses({ do: 'release', hold: 'h2', dates: 'shift' }).code).toBe('bad_move');
});

test('WF-114 a hold with until ends at 00:00 of that day, however late the timer is', () => {
  const run = new Played({ steps: HELD.slice(0, 2) }, { at: '2026-11-16 09:00' });
  run.as('anna').finish('a').as('mark').at('2026-11-23 09:00');
  for (const until of ['2026-11-23', '2026-11-01'])
    expect(run.refuses({ do: 'hold', id: 'h', reason: 'x', until }).errors?.[0]?.pointer).toBe('/until');
  run.does({ do: 'hold', id: 'h', reason: 'holiday', until: '2026-11-30' });
  expect(run.effects).toContainEqual({ do: 'wake', room: 'run', thing: 'run', at: '2026-11-30T00:00:00.000Z' });
  run.wakes('2026-11-29 23:59');
  expect(run.state.holds[0]!.closed_at).toBeNull();
  run.wakes('2026-12-02 10:00');
  expect(run.state.holds[0]).toMatchObject({ closed_how: 'until', closed_by: null });
  expect(run.state.run.shifts).toEqual([{ from: '2026-11-23', to: '2026-11-30' }]);
});

test('WF-115 holding and cancelling are the run managers’, whatever the size', () => {
  const run = new Played({ steps: [task('a')] });
  for (const member of ['anna', 'cora', 'vera'])
    for (const command of [
      { do: 'hold', id: 'h', reason: 'x' },
      { do: 'cancel', reason: 'x' },
    ] as const)
      expect(run.as(member).refuses(command).kind).toBe('not_allowed');
  expect(run.as('anna').refuses({ do: 'cancel', reason: 'x' }).because).toContain('Mark and Paula');
  for (const member of ['mark', 'paula', 'adam'])
    expect(run.as(member).decides({ do: 'cancel', reason: 'x' }).yes).toBe(true);
  const owned = new Played({ steps: [task('a')] }, { run: { owner_id: 'cora' } });
  expect(owned.as('cora').decides({ do: 'cancel', reason: 'x' }).yes).toBe(true);
});

test('WF-115 releasing whatever is held by hand is the run managers’ too, and leaves a room’s hold alone', () => {
  const run = new Played({ steps: [task('a')] });
  run.as('mark').does({ do: 'hold', id: 'h1', reason: 'x' });
  run.does({ do: 'hold', id: 'h2', reason: 'y' });
  run.as('machine').does({ do: 'room_hold', id: 'h3', kind: 'inactive', reason: 'z' });
  for (const member of ['anna', 'cora', 'vera'])
    expect(run.as(member).refuses({ do: 'release_by_hand', dates: 'keep' }).kind).toBe('not_allowed');
  run.as('mark').does({ do: 'release_by_hand', dates: 'keep' });
  expect(run.state.holds.map((hold) => hold.closed_at !== null)).toEqual([true, true, false]);
});

test('WF-116 stop_if is judged on every event of the subject and cancels the run with that reason', () => {
  const settings = { stop_if: { field: 'subject.status', is: 'is', value: 'inactive' } } as const;
  const run = new Played({ steps: [task('a'), task('b')], settings });
  run.as('machine').does({ do: 'facts_changed' });
  expect(run.state.run.ended_at).toBeNull();
  run.state = { ...run.state, subject: { ...CLIENT, fields: { ...CLIENT.fields, status: 'inactive' } } };
  run.does({ do: 'facts_changed' });
  expect(run.state.run).toMatchObject({
    ended_how: 'cancelled',
    ended_by: null,
    ended_reason: 'stopped because status is inactive',
  });
  expect(run.states()).toEqual({ a: 'cancelled' });
});

test('WF-152 a cancelled run can be restored within 30 days, its tasks in the state they had', () => {
  const steps = [task('a'), task('b', { after: [] }), action('tell', { after: [] })];
  const run = new Played({ steps }).as('anna');
  run
    .does({ do: 'start_task', task: run.id('a') })
    .as('mark')
    .does({ do: 'cancel', reason: 'the client left' });
  expect(run.states()).toEqual({ a: 'cancelled', b: 'cancelled', tell: 'cancelled' });
  expect(run.refuses({ do: 'cancel', reason: 'again' }).because).toBe(
    'Payroll for Harbour Bakery was cancelled by Mark, Mon 23 Nov 2026, 09:00.',
  );
  expect(run.refuses({ do: 'finish_task', task: run.id('a') }).code).toBe('bad_move');
  const late = run.at('2026-12-24 09:00').refuses({ do: 'restore', reason: 'they stay' });
  expect(late.code).toBe('too_late');
  run.at('2026-12-23 09:00').does({ do: 'restore', reason: 'they stay' });
  expect(run.states()).toEqual({ a: 'in_progress', b: 'ready', tell: 'ready' });
  expect(run.jobs()[0]!.attempt).toBe(2);
  expect(run.last.find(({ verb }) => verb === 'run.restored')?.facts.because).toEqual([null, 'they stay']);
  expect(run.refuses({ do: 'restore', reason: 'x' }).code).toBe('bad_move');
});

test('WF-110 a run is completed early when nothing required is open or planned; the rest is skipped «run completed»', () => {
  const steps = [task('a'), task('b', { required: false }), task('c', { required: false })];
  const run = new Played({ steps });
  const no = run.refuses({ do: 'complete_early' });
  expect([no.code, no.because]).toEqual(['steps_open', 'These are required and not finished: «A».']);
  run.as('anna').finish('a').as('mark').does({ do: 'complete_early' });
  expect(run.row('b')).toMatchObject({ state: 'skipped', skipped_how: 'run_completed', reason: 'run completed' });
  expect(run.row('c').skipped_how).toBe('run_completed');
  expect(run.state.run).toMatchObject({ ended_how: 'completed', ended_by: 'mark' });
  run.does({ do: 'reopen_task', task: run.id('a'), reason: 'x' });
  expect(run.states()).toEqual({ a: 'ready', b: 'waiting', c: 'waiting' });
});

test('WF-41 a changed run date moves open dates and pending starts, done steps stay (worked example 3)', () => {
  const from = (n: number) => ({ anchor: 'run_date', n, unit: 'business_day' }) as const;
  const steps = [task('changes', { due: from(-6) }), task('calc', { due: from(-5) }), task('slips', { due: from(-1) })];
  const settings = { run_date: { label: 'Pay day' } };
  const run = new Played({ steps, settings }, { at: '2026-12-15 09:00', run: { run_date: '2026-12-31' } });
  run.as('anna').finish('changes');
  expect([run.row('changes').due_on, run.row('calc').due_on]).toEqual(['2026-12-21', '2026-12-22']);
  run.as('mark').does({ do: 'change_run_date', run_date: '2026-12-30' });
  expect([run.row('changes').due_on, run.row('calc').due_on]).toEqual(['2026-12-21', '2026-12-21']);
  expect(run.refuses({ do: 'change_run_date', run_date: null }).errors?.[0]?.pointer).toBe('/run_date');
  expect(new Played({ steps: [task('a')] }).refuses({ do: 'change_run_date', run_date: '2026-12-30' }).code).toBe(
    'no_run_date',
  );
});

test('WF-41 a new holiday moves open due dates; nothing else', () => {
  const run = new Played({ steps: [task('a', { due: { anchor: 'ready', n: 5, unit: 'business_day' } })] });
  const practice = PRACTICE.holidays;
  try {
    PRACTICE.holidays = [...practice, '2026-11-26'];
    run.as('machine').does({ do: 'facts_changed' });
  } finally {
    PRACTICE.holidays = practice;
  }
  expect(run.last.map(({ verb, facts }) => [verb, facts])).toEqual([
    ['task.due_moved', { due_on: ['2026-11-30', '2026-12-01'] }],
  ]);
});

test('WF-111 a run manager decides ahead for planned steps; it is applied when they become live', () => {
  const run = new Played({ steps: [task('a'), task('b'), task('c', { required: false }), task('d')] });
  expect(run.as('anna').refuses({ do: 'override_step', step: 'b', skip: {} }).kind).toBe('not_allowed');
  run.as('mark').does({ do: 'override_step', step: 'b', to: { member: 'cora' }, due_on: '2026-12-24' });
  run.does({ do: 'override_step', step: 'c', skip: { reason: 'not this time' } });
  run.does({ do: 'comment', step: 'd', text: 'Mind the deadline.', mentions: [] });
  expect(run.state.tasks.length).toBe(1);
  expect(run.refuses({ do: 'override_step', step: 'a', due_on: '2026-12-24' }).code).toBe('bad_move');
  expect(run.refuses({ do: 'override_step', step: 'nothing' }).kind).toBe('not_found');
  run.as('anna').finish('a');
  expect(run.row('b')).toMatchObject({
    assignee_id: 'cora',
    resolved_by: 'ahead',
    due_on: '2026-12-24',
    due_by_hand: true,
  });
  run.as('cora').finish('b');
  expect(run.row('c')).toMatchObject({
    state: 'skipped',
    skipped_how: 'ahead',
    finished_by: 'mark',
    reason: 'not this time',
  });
  expect(run.row('d').state).toBe('ready');
});

test('WF-111 what is decided ahead can be taken back, part by part or whole', () => {
  const run = new Played({ steps: [task('a'), task('b')] });
  run.does({ do: 'override_step', step: 'b', to: { member: 'cora' }, skip: {} });
  run.does({ do: 'override_step', step: 'b', skip: null });
  expect(run.state.run.overrides).toEqual({ b: { assignee_id: 'cora' } });
  run.does({ do: 'clear_override', step: 'b' });
  expect(run.state.run.overrides).toEqual({});
});

test('WF-60 an action that fails needs attention and dependants wait; a run manager retries, skips or marks it done', () => {
  const start = () => {
    const run = new Played({ steps: [action('tell'), task('b')] });
    const [job] = run.jobs();
    run.as('machine').does({ do: 'action_failed', ...job!, because: 'the tag was deleted' });
    return run;
  };
  const run = start();
  expect(run.row('tell')).toMatchObject({ state: 'failed', needs_attention: 'the tag was deleted' });
  expect(run.effects).toContainEqual(
    expect.objectContaining({ do: 'notify', member: 'mark', verb: 'task.needs_attention' }),
  );
  expect(run.has('b')).toBe(false);
  const id = run.id('tell');
  expect(run.as('anna').refuses({ do: 'retry_action', task: id }).kind).toBe('not_allowed');
  run.as('mark').does({ do: 'retry_action', task: id });
  expect(run.jobs()).toEqual([{ task: id, attempt: 2 }]);
  expect(run.refuses({ do: 'mark_action_done', task: id }).code).toBe('bad_move');
  const skipped = start().as('mark');
  expect(skipped.refuses({ do: 'skip_task', task: skipped.id('tell') }).errors?.[0]?.pointer).toBe('/reason');
  skipped.does({ do: 'skip_task', task: skipped.id('tell'), reason: 'not needed' });
  expect(skipped.states()).toEqual({ tell: 'skipped', b: 'ready' });
  const done = start().as('mark');
  done.does({ do: 'mark_action_done', task: done.id('tell') });
  expect(done.row('tell')).toMatchObject({ state: 'done', finished_by: 'mark', needs_attention: null });
});

test('WF-61 what a step started is linked', () => {
  const run = new Played({ steps: [action('go', { do: 'start_workflow', params: { workflow: 'other' } })] });
  run.as('machine').does({ do: 'action_done', ...run.jobs()[0]!, child_run_id: 'child' });
  expect(run.row('go')).toMatchObject({ state: 'done', child_run_id: 'child' });
});

test('WF-120 a task added to a run goes to its maker unless given to somebody, and its maker takes it back', () => {
  const run = new Played({ steps: [task('a')] });
  expect(run.as('cora').refuses({ do: 'add_task', id: 'x', title: 'Ring' }).kind).toBe('not_allowed');
  run.as('anna').does({ do: 'add_task', id: 'x', title: 'Ring the bank', due_on: '2026-12-01' });
  run.does({ do: 'add_task', id: 'y', title: 'Fetch papers', to: { member: 'ben' } });
  expect(run.state.tasks.find(({ id }) => id === 'x')).toMatchObject({
    assignee_id: 'anna',
    maker_id: 'anna',
    due_on: '2026-12-01',
    state: 'ready',
  });
  expect(run.as('ben').refuses({ do: 'cancel_task', task: 'x' }).kind).toBe('not_allowed');
  run.as('anna').does({ do: 'cancel_task', task: 'x' });
  expect(run.refuses({ do: 'cancel_task', task: run.id('a') }).kind).toBe('not_allowed');
  expect(run.as('mark').refuses({ do: 'cancel_task', task: run.id('a') }).errors?.[0]?.code).toBe('of_a_step');
});

test('WF-121 comments and mentions are on the run’s timeline; who may not see it is not mentioned', () => {
  const run = new Played({ steps: [task('a')] }).as('anna');
  run.does({ do: 'comment', task: run.id('a'), text: 'Look at this, Ben.', mentions: ['ben'] });
  expect(run.last[0]).toMatchObject({ verb: 'comment.made', run_id: 'run', client_id: 'client' });
  expect(run.effects).toContainEqual(expect.objectContaining({ do: 'notify', member: 'ben', verb: 'task.mentioned' }));
  run.state = { ...run.state, subject: { ...CLIENT, restricted: true } };
  expect(run.refuses({ do: 'comment', text: 'Hello.', mentions: ['cora'] }).code).toBe('cannot_see_subject');
  expect(run.as('vera').refuses({ do: 'comment', text: 'Hello.', mentions: [] }).kind).toBe('not_found');
});

test('WF-124 a deactivated member’s open tasks and runs go to the successor; without one the owner and managers are told', () => {
  const run = new Played(
    { steps: [task('a'), task('b', { after: [], who: ['reviewer'] })] },
    { run: { owner_id: 'anna' } },
  );
  run.as('machine').does({ do: 'member_left', member: 'anna', successor: null });
  expect(run.row('a').assignee_id).toBe('anna');
  expect(run.last[0]).toMatchObject({ verb: 'run.needs_owner', facts: { because: [null, 'Anna'] } });
  const told = run.effects.flatMap((effect) => (effect.do === 'notify' ? [effect.member] : []));
  expect([...new Set(told)].sort()).toEqual(['anna', 'mark', 'paula']);
  run.does({ do: 'member_left', member: 'anna', successor: 'cora' });
  expect([run.row('a').assignee_id, run.row('b').assignee_id, run.state.run.owner_id]).toEqual(['cora', 'ben', 'cora']);
  run.does({ do: 'member_left', member: 'dan', successor: 'cora' });
  expect(run.last).toEqual([]);
});

test('WF-125 an erased subject’s runs are cancelled, an absorbed one’s follow the survivor, ended ones too', () => {
  const run = new Played({ steps: [task('a')] });
  run.as('machine').does({ do: 'follow', subject_kind: 'person', subject_id: 'other', client_id: 'other' });
  expect([run.state.run.subject_id, run.row('a').client_id]).toEqual(['other', 'other']);
  run.does({ do: 'stop', reason: 'subject erased' });
  expect(run.state.run).toMatchObject({ ended_how: 'cancelled', ended_reason: 'subject erased' });
  run.does({ do: 'stop', reason: 'subject erased' });
  expect(run.last).toEqual([]);
  run.does({ do: 'follow', subject_kind: 'person', subject_id: 'third', client_id: 'third' });
  expect(run.state.run.subject_id).toBe('third');
});

test('WF-125 a room holds runs for its own reason and lets them go on', () => {
  const run = new Played({ steps: [task('a')] }).as('machine');
  run.does({ do: 'room_hold', id: 'h', kind: 'inactive', reason: 'the client is inactive' });
  expect(runActs(run.as('mark').state, run.context).complete_early?.because).toContain(
    'on hold: the client is inactive',
  );
  run.as('machine').does({ do: 'room_release', kind: 'inactive', dates: 'keep' });
  expect(run.state.holds[0]).toMatchObject({ kind: 'inactive', closed_how: 'released' });
});

test('PE-44 WF-44 a role that changes hands moves ready tasks that came through it, not those in progress', () => {
  const run = new Played({ steps: [task('a'), task('b', { after: [] }), task('c', { after: [], who: ['reviewer'] })] });
  run.as('anna').does({ do: 'start_task', task: run.id('b') });
  run.state = { ...run.state, subject: { ...CLIENT, roles: { ...CLIENT.roles, assignee: 'cora', reviewer: 'dan' } } };
  run.as('machine').does({ do: 'facts_changed', roles: ['assignee'] });
  expect(['a', 'b', 'c'].map((key) => run.row(key).assignee_id)).toEqual(['cora', 'anna', 'ben']);
});

test('WF-47 the owner can be changed to an active member who sees the subject', () => {
  const run = new Played({ steps: [task('a')] }, { directory: DIRECTORY });
  run.does({ do: 'assign_owner', owner: 'cora' });
  expect(run.state.run.owner_id).toBe('cora');
  expect(run.refuses({ do: 'assign_owner', owner: 'nobody' }).errors?.[0]?.code).toBe('not_active');
});

test('WF-112 a run on hold does not complete when its last task is finished, but at release', () => {
  const run = new Played({ steps: [task('a')] }).does({ do: 'hold', id: 'h', reason: 'wait' });
  run.as('anna').finish('a');
  expect(run.state.run.ended_at).toBeNull();
  run.as('mark').does({ do: 'release', hold: 'h', dates: 'keep' });
  expect(run.state.run.ended_how).toBe('completed');
});

test('WF-34 an action that a hold kept from happening is not judged a second time in its round', () => {
  const only_if = { field: 'subject.status', is: 'is', value: 'active' } as const;
  const run = new Played({ steps: [action('tell', { only_if })] }).does({ do: 'hold', id: 'h', reason: 'wait' });
  run.state = { ...run.state, subject: { ...CLIENT, fields: { ...CLIENT.fields, status: 'inactive' } } };
  run.does({ do: 'release', hold: 'h', dates: 'keep' });
  expect(run.row('tell').state).toBe('ready');
});
