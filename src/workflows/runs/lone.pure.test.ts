import { expect, test } from 'vitest';
import type { Decision } from '#kernel/decision/model.ts';
import type { LoneTaskCommand } from './commands.ts';
import type { Work } from './model.ts';
import { decideLone, evolveLone } from './rules.ts';
import { CLIENT, contextAt, DIRECTORY, instant, recorded, whoIs } from './testing.ts';

/** Tasks by hand alone (WF-120): the same moves, without a run. */

const NOTHING: Work = {
  run: null,
  content: null,
  tasks: [],
  holds: [],
  comments: [],
  subject: null,
  records: {},
  files: [],
  rival: null,
  directory: DIRECTORY,
};
const context = (member: string) => contextAt(instant('2026-11-23'), whoIs(member));
const decide = (work: Work, member: string, command: LoneTaskCommand): Decision =>
  decideLone(work, command, context(member));
const taken = (decision: Decision) => {
  if (!decision.yes) throw new Error(decision.because);
  return decision;
};
const after = (work: Work, member: string, command: LoneTaskCommand): Work =>
  taken(decide(work, member, command)).events.reduce(evolveLone, work);
const added = (more: object = {}, work = NOTHING): Work =>
  after(work, 'anna', { do: 'add_task', id: 't', title: 'Order stamps', ...more });

test('WF-120 a task alone starts at ready, for its maker or whom they choose, and is worked like any other', () => {
  const work = added({ due_on: '2026-12-01' });
  expect(work.tasks).toMatchObject([
    { state: 'ready', assignee_id: 'anna', maker_id: 'anna', run_id: null, due_by_hand: true },
  ]);
  const done = after(after(work, 'anna', { do: 'start_task', task: 't' }), 'anna', { do: 'finish_task', task: 't' });
  expect(done.tasks[0]).toMatchObject({ state: 'done', finished_by: 'anna' });
  const again = after(done, 'anna', { do: 'reopen_task', task: 't', reason: 'one sheet is missing' });
  expect(again.tasks[0]).toMatchObject({ state: 'ready', round: 2, assignee_id: 'anna' });
  expect(added({ to: { member: 'ben' } }).tasks[0]).toMatchObject({ assignee_id: 'ben', maker_id: 'anna' });
});

test('WF-120 its maker takes it back, others do not; who only reads adds none', () => {
  const work = added({ to: { member: 'ben' } });
  expect(decide(work, 'cora', { do: 'cancel_task', task: 't' })).toMatchObject({ kind: 'not_allowed' });
  expect(after(work, 'anna', { do: 'cancel_task', task: 't' }).tasks[0]).toMatchObject({
    state: 'cancelled',
    cancelled_by: 'anna',
  });
  expect(decide(NOTHING, 'vera', { do: 'add_task', id: 't', title: 'X' })).toMatchObject({ kind: 'not_allowed' });
});

test('WF-120 about a record it goes only to who may see that record', () => {
  const about = { ...NOTHING, subject: { ...CLIENT, restricted: true } };
  const subject = { record: 'person', id: 'client' } as const;
  expect(added({ subject }, about).tasks[0]).toMatchObject({ subject_id: 'client', client_id: 'client' });
  const add = { do: 'add_task', id: 't', title: 'X', subject, to: { member: 'cora' } } as const;
  expect(decide(about, 'anna', add)).toMatchObject({ code: 'cannot_see_subject' });
  expect(decide(about, 'cora', { ...add, to: undefined })).toMatchObject({ kind: 'not_found' });
  expect(decide(NOTHING, 'anna', add)).toMatchObject({ kind: 'not_found' });
});

test('WF-150 adding it can be taken back, and done again', () => {
  const decision = taken(decide(NOTHING, 'anna', { do: 'add_task', id: 't', title: 'Order stamps' }));
  const work = decision.events.reduce(evolveLone, NOTHING);
  const back = taken(decide(work, 'anna', { do: 'undo', events: recorded(decision.events, 'member:anna') }));
  const gone = back.events.reduce(evolveLone, work);
  expect(gone.tasks[0]!.state).toBe('cancelled');
  const again = taken(decide(gone, 'anna', { do: 'undo', events: recorded(back.events, 'member:anna') }));
  expect(again.events.reduce(evolveLone, gone).tasks[0]!.state).toBe('ready');
});
