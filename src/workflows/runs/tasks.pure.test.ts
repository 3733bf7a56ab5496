import { expect, test } from 'vitest';
import { taskActs } from './acts.ts';
import type { RunCommand } from './commands.ts';
import { CLIENT, DIRECTORY, Played, task } from './testing.ts';
import { isOverdue } from './timing.ts';

const DUE = { due: { anchor: 'ready', n: 5, unit: 'business_day' } } as const;
const one = (more: object = {}) => new Played({ steps: [task('call', more), task('end')] });

test('WF-33 the moves of a task are those of the table and no others: bad_move names the state, who set it and when', () => {
  const run = one().as('anna');
  const id = run.id('call');
  const moves: [RunCommand, string][] = [
    [{ do: 'put_back', task: id }, '«Call» is ready since Mon 23 Nov 2026, 09:00; nobody has started it.'],
    [
      { do: 'reopen_task', task: id, reason: 'x' },
      '«Call» is ready since Mon 23 Nov 2026, 09:00; nobody has started it.',
    ],
  ];
  run.as('mark');
  for (const [move, because] of moves) expect(run.refuses(move)).toMatchObject({ code: 'bad_move', because });
  run.as('anna').at('2026-11-23 10:00').does({ do: 'start_task', task: id });
  expect(run.as('mark').refuses({ do: 'reopen_task', task: id, reason: 'x' }).because).toBe(
    '«Call» was started by Anna, Mon 23 Nov 2026, 10:00.',
  );
  run.as('anna').does({ do: 'put_back', task: id }).does({ do: 'start_task', task: id }).finish('call');
  expect(run.row('call')).toMatchObject({ state: 'done', finished_by: 'anna', finished_for: null });
  for (const move of ['start_task', 'put_back', 'skip_task', 'set_due'] as const)
    expect(run.refuses({ do: move, task: id, reason: 'x', due_on: '2026-12-01' } as RunCommand).code).toBe(
      move === 'skip_task' ? 'not_allowed' : 'bad_move',
    );
});

test('WF-33 a task nobody knows is not found, whatever is asked of it', () => {
  expect(one().refuses({ do: 'start_task', task: 'nothing' }).kind).toBe('not_found');
});

test('WF-50 only who holds a task starts it; a run manager may finish it for them', () => {
  const run = one();
  expect(run.as('mark').refuses({ do: 'start_task', task: run.id('call') }).because).toBe(
    '«Call» is given to Anna. Ask Anna, or have it given to you.',
  );
  expect(run.as('cora').refuses({ do: 'finish_task', task: run.id('call') }).kind).toBe('not_allowed');
  run.as('mark').finish('call');
  expect(run.row('call')).toMatchObject({ finished_by: 'mark', finished_for: 'anna', assignee_id: 'anna' });
});

test('WF-50 the assignee skips what is not required; a required step needs a run manager and a reason', () => {
  const run = new Played({ steps: [task('call', { required: false }), task('end')] });
  run.as('anna').does({ do: 'skip_task', task: run.id('call') });
  expect(run.row('call')).toMatchObject({ state: 'skipped', skipped_how: 'hand', finished_by: 'anna', reason: null });
  expect(run.refuses({ do: 'skip_task', task: run.id('end'), reason: 'x' }).kind).toBe('not_allowed');
  run.as('mark');
  expect(run.refuses({ do: 'skip_task', task: run.id('end') }).errors?.[0]?.pointer).toBe('/reason');
  run.does({ do: 'skip_task', task: run.id('end'), reason: 'the client left' });
  expect(run.state.run.ended_how).toBe('completed');
});

test('WF-51 ticks are kept with who and when, taken back while open, and required ones are needed to finish', () => {
  const checklist = [
    { key: 'id', text: 'Passport seen' },
    { key: 'tea', text: 'Tea offered', required: false },
  ];
  const run = one({ checklist }).as('anna').at('2026-11-23 10:00');
  const id = run.id('call');
  const no = run.refuses({ do: 'finish_task', task: id });
  expect([no.code, no.because, no.facts]).toEqual([
    'checklist_open',
    'Tick what is done first: «Passport seen».',
    { lines: ['id'] },
  ]);
  run.does({ do: 'tick', task: id, line: 'id' });
  expect(run.row('call').ticks).toEqual({ id: { by: 'anna', at: '2026-11-23T10:00:00.000Z' } });
  run.does({ do: 'untick', task: id, line: 'id' });
  expect(run.row('call').ticks).toEqual({});
  expect(run.refuses({ do: 'tick', task: id, line: '__proto__' }).kind).toBe('invalid');
  run.does({ do: 'tick', task: id, line: 'id' }).does({ do: 'tick', task: id, line: 'id' });
  expect(run.last).toEqual([]);
  run.finish('call');
  expect(run.refuses({ do: 'untick', task: id, line: 'id' }).code).toBe('bad_move');
});

const ASKS = [
  { key: 'why', label: 'Reason', type: 'text' },
  { key: 'hours', label: 'Hours', type: 'number', required: false },
  { key: 'gross', label: 'Gross', type: 'money', required: false },
  { key: 'day', label: 'Day', type: 'date', required: false },
  { key: 'ok', label: 'All right', type: 'yes_no', required: false },
  { key: 'how', label: 'How', type: 'choice', choices: ['post', 'mail'], required: false },
  { key: 'by', label: 'By', type: 'member', required: false },
  { key: 'paper', label: 'Authority', type: 'authorization', required: false },
];

test('WF-52 required answers are needed to finish, each is of its type, and nothing else is taken', () => {
  const run = one({ asks: ASKS }).as('anna');
  const wrong = (answers: Record<string, unknown>) =>
    run
      .refuses({ do: 'finish_task', task: run.id('call'), answers: answers as never })
      .errors?.map(({ pointer, code }) => `${pointer} ${code}`);
  expect(wrong({})).toEqual(['/answers/why required']);
  expect(wrong({ why: 'x', more: 1 })).toEqual(['/answers/more unknown']);
  const bad = { hours: 'two', gross: '1,000', day: '2026-02-30', ok: 'yes', how: 'fax', by: 'nobody', paper: 'a9' };
  expect(wrong({ why: 'x', ...bad })).toEqual(Object.keys(bad).map((key) => `/answers/${key} wrong`));
  run.state = { ...run.state, records: { a1: {} } };
  const good = {
    why: 'moved',
    hours: 2.5,
    gross: '1000.50',
    day: '2026-12-01',
    ok: false,
    how: 'post',
    by: 'ben',
    paper: 'a1',
  };
  run.finish('call', { answers: good });
  expect(run.row('call').answers).toEqual(good);
});

const WRITES = [{ key: 'last', label: 'Last day', type: 'date', writes: 'end_on' }];

test('WF-52 an answer that writes a field tells what changes; a field changed meanwhile is a conflict with both values', () => {
  const run = one({ asks: WRITES }).as('anna');
  const fields = { ...CLIENT.fields, end_on: '2026-11-30' };
  run.state = { ...run.state, subject: { ...CLIENT, fields } };
  const finish = (more: object) =>
    ({ do: 'finish_task', task: run.id('call'), answers: { last: '2026-12-31' }, ...more }) as const;
  const no = run.refuses(finish({ seen_fields: { end_on: null } }));
  expect([no.kind, no.facts]).toEqual(['conflict', { field: 'end_on', theirs: '2026-11-30', mine: '2026-12-31' }]);
  run.does(finish({ seen_fields: { end_on: '2026-11-30' } }));
  expect(run.row('call').written).toEqual({ end_on: '2026-12-31' });
});

test('WF-52 an answer that says what the field says already writes nothing and conflicts with nothing', () => {
  const run = one({ asks: WRITES }).as('anna');
  run.state = { ...run.state, subject: { ...CLIENT, fields: { ...CLIENT.fields, end_on: '2026-12-31' } } };
  run.finish('call', { answers: { last: '2026-12-31' }, seen_fields: { end_on: null } });
  expect(run.row('call').written).toEqual({});
});

test('WF-53 a task with outcomes is finished by choosing one of them', () => {
  const run = one({ outcomes: ['go ahead', 'no'] }).as('anna');
  for (const outcome of [undefined, 'maybe', ''])
    expect(run.refuses({ do: 'finish_task', task: run.id('call'), outcome }).errors?.[0]?.pointer).toBe('/outcome');
  run.finish('call', { outcome: 'go ahead' });
  expect(run.row('call').outcome).toBe('go ahead');
  expect(run.refuses({ do: 'finish_task', task: run.id('end'), outcome: 'no' }).errors?.[0]?.code).toBe('unknown');
});

test('WF-55 finish_if must hold; the refusal says what is missing, and a run manager may go over it with a reason', () => {
  const run = one({ finish_if: { field: 'subject.status', is: 'is', value: 'inactive' } });
  const finish = { do: 'finish_task', task: run.id('call') } as const;
  const no = run.as('anna').refuses(finish);
  expect([no.code, no.because, no.facts?.override]).toEqual([
    'not_yet',
    '«Call» can be finished when status is inactive. Now it is status: active.',
    false,
  ]);
  expect(run.refuses({ ...finish, override_reason: 'I say so' }).code).toBe('not_yet');
  expect(run.as('mark').refuses(finish).facts?.override).toBe(true);
  run.does({ ...finish, override_reason: 'closed by phone' });
  expect(run.row('call')).toMatchObject({ state: 'done', reason: 'closed by phone' });
});

test('WF-119 the second of two people finishing one task gets conflict «Done by … at …», and nothing happens twice', () => {
  const run = one().as('anna').at('2026-11-23 15:55').finish('call');
  for (const second of ['mark', 'anna']) {
    const no = run.as(second).refuses({ do: 'finish_task', task: run.id('call'), seen: 1 });
    expect([no.kind, no.because]).toEqual(['conflict', 'Done by Anna at Mon 23 Nov 2026, 15:55.']);
  }
});

test('WF-119 any act on a row that changed since it was seen is a conflict', () => {
  const run = one({ checklist: [{ key: 'x', text: 'X', required: false }] }).as('anna');
  const seen = run.row('call').version;
  run.does({ do: 'tick', task: run.id('call'), line: 'x', seen });
  const no = run.refuses({ do: 'start_task', task: run.id('call'), seen });
  expect([no.kind, no.facts]).toEqual(['conflict', { current_version: seen + 1 }]);
  run.does({ do: 'start_task', task: run.id('call'), seen: seen + 1 });
  expect(run.as('cora').refuses({ do: 'start_task', task: run.id('call'), seen }).kind).toBe('not_allowed');
});

test('WF-122 the assignee passes a task on with a reason, a run manager without; the new one is active and sees the subject', () => {
  const run = one();
  const id = run.id('call');
  const give = (member: string, reason?: string) => ({ do: 'assign_task', task: id, to: { member }, reason }) as const;
  expect(run.as('anna').refuses(give('ben')).errors?.[0]?.pointer).toBe('/reason');
  expect(run.as('cora').refuses(give('cora', 'mine')).kind).toBe('not_allowed');
  run.as('anna').does(give('ben', 'I am away tomorrow'));
  expect(run.row('call')).toMatchObject({ assignee_id: 'ben', resolved_by: 'hand', reason: 'I am away tomorrow' });
  expect(run.effects).toContainEqual(expect.objectContaining({ do: 'notify', member: 'ben', verb: 'task.assigned' }));
  run.as('mark').does(give('anna'));
  run.state = { ...run.state, subject: { ...CLIENT, restricted: true } };
  const blind = run.refuses(give('cora'));
  expect([blind.code, blind.because]).toEqual([
    'cannot_see_subject',
    'Cora may not see Harbour Bakery, so it cannot be given to them. Choose somebody else.',
  ]);
  const members = DIRECTORY.members.map((member) => ({ ...member, active: member.id !== 'ben' }));
  run.state = { ...run.state, directory: { ...DIRECTORY, members } };
  expect(run.refuses(give('ben')).errors?.[0]?.code).toBe('not_active');
});

test('WF-123 a date set by hand survives re-planning; the computed one can be restored', () => {
  const run = one(DUE);
  expect(run.row('call').due_on).toBe('2026-11-30');
  run.as('anna').does({ do: 'set_due', task: run.id('call'), due_on: '2026-12-09' });
  run.as('machine').does({ do: 'facts_changed' });
  expect(run.row('call')).toMatchObject({ due_on: '2026-12-09', due_by_hand: true });
  expect(run.as('cora').refuses({ do: 'restore_due', task: run.id('call') }).kind).toBe('not_allowed');
  run.as('anna').does({ do: 'restore_due', task: run.id('call') });
  expect(run.row('call')).toMatchObject({ due_on: '2026-11-30', due_by_hand: false });
});

test('WF-42 overdue is derived: open and due before today, the run not on hold; due today is not overdue', () => {
  const { due_on, state } = one(DUE).row('call');
  expect(isOverdue({ due_on, state }, '2026-11-30', false)).toBe(false);
  expect(isOverdue({ due_on, state }, '2026-12-01', false)).toBe(true);
  expect(isOverdue({ due_on, state }, '2026-12-01', true)).toBe(false);
  expect(isOverdue({ due_on, state: 'done' }, '2026-12-01', false)).toBe(false);
  expect(isOverdue({ due_on: null, state }, '2026-12-01', false)).toBe(false);
});

test('WF-190 a button lives exactly when the rule would say yes', () => {
  const run = one();
  const acts = () => taskActs({ work: run.state, task: run.row('call'), context: run.context });
  const alive = (member: string) => {
    run.as(member);
    return Object.entries(acts()).flatMap(([act, no]) => (no === null ? [act] : []));
  };
  expect(alive('anna')).toEqual(['start', 'finish', 'tick', 'assign', 'set_due', 'comment', 'attach']);
  expect(alive('mark')).toEqual(['finish', 'skip', 'tick', 'assign', 'set_due', 'comment', 'attach']);
  expect(alive('vera')).toEqual([]);
  run.as('anna').finish('call');
  expect(alive('anna')).toEqual(['reopen', 'comment', 'attach']);
  expect(acts().finish).toEqual(run.refuses({ do: 'finish_task', task: run.id('call') }));
});

test('WF-118 reopening sets later steps nobody has begun back to waiting, and the task begins its next round', () => {
  const run = new Played({ steps: [task('a', DUE), task('b'), task('c', { after: ['a'] })] });
  run
    .as('anna')
    .finish('a')
    .does({ do: 'start_task', task: run.id('c') });
  run.at('2026-11-24 09:00').does({ do: 'reopen_task', task: run.id('a'), reason: 'a figure is wrong' });
  expect(run.row('a')).toMatchObject({
    state: 'ready',
    round: 2,
    assignee_id: 'anna',
    finished_by: null,
    reason: 'a figure is wrong',
    due_on: '2026-12-01',
  });
  expect(run.states()).toEqual({ a: 'ready', b: 'waiting', c: 'in_progress' });
  expect(run.row('b')).toMatchObject({ assignee_id: null, ready_at: null, due_on: null });
  const row = run.id('b');
  run.finish('a');
  expect(run.row('b')).toMatchObject({ id: row, state: 'ready', round: 1, assignee_id: 'anna' });
});

test('WF-118 who finished it reopens it within 24 hours, after that a run manager', () => {
  const run = one().as('anna').finish('call');
  expect(run.as('ben').refuses({ do: 'reopen_task', task: run.id('call'), reason: 'x' }).kind).toBe('not_allowed');
  run.as('anna').at('2026-11-24 09:01');
  expect(run.refuses({ do: 'reopen_task', task: run.id('call'), reason: 'x' }).kind).toBe('not_allowed');
  run.at('2026-11-24 09:00').does({ do: 'reopen_task', task: run.id('call'), reason: 'x' });
  expect(run.row('call').state).toBe('ready');
});
