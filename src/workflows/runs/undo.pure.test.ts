import { expect, test } from 'vitest';
import type { RunCommand } from './commands.ts';
import { action, instant, Played, task } from './testing.ts';
import { keptByUndo } from './undo.ts';

const CHAIN = [task('lodge'), action('pay')];

test('WF-150 within 30 seconds by who did it, later by a run manager with a reason, never by others', () => {
  const run = new Played({ steps: [task('a'), task('b')] }).as('anna').finish('a');
  const act = run.last;
  const tries = (member: string, seconds: number, reason?: string) => {
    run.now = new Date(Date.parse(instant('2026-11-23 09:00')) + seconds * 1000).toISOString();
    const decision = run.as(member).decides(run.undo(act, reason));
    return decision.yes ? 'yes' : decision.kind;
  };
  expect(tries('anna', 30)).toBe('yes');
  expect(tries('anna', 31)).toBe('not_allowed');
  expect(tries('mark', 5)).toBe('invalid');
  expect(tries('mark', 5, 'the wrong client')).toBe('yes');
  expect(tries('cora', 5, 'x')).toBe('not_allowed');
  expect(tries('mark', 30 * 86_400, 'x')).toBe('yes');
  expect(tries('mark', 30 * 86_400 + 1, 'x')).toBe('refused');
});

test('WF-150 what the machine did by itself is not taken back', () => {
  const run = new Played({ steps: [action('tell'), task('b')] });
  run.works();
  expect(run.as('mark').refuses(run.undo(run.last, 'x')).code).toBe('not_undoable');
});

const STEPS = [
  task('a', {
    required: false,
    checklist: [{ key: 'x', text: 'X', required: false }],
    due: { anchor: 'ready', n: 5, unit: 'business_day' },
  }),
  task('b', { after: [] }),
];
const ACTS: Record<string, (run: Played) => RunCommand> = {
  start: (run) => ({ do: 'start_task', task: run.id('a') }),
  finish: (run) => ({ do: 'finish_task', task: run.id('a') }),
  skip: (run) => ({ do: 'skip_task', task: run.id('a') }),
  reassign: (run) => ({ do: 'assign_task', task: run.id('a'), to: { member: 'ben' }, reason: 'x' }),
  date: (run) => ({ do: 'set_due', task: run.id('a'), due_on: '2026-12-24' }),
  tick: (run) => ({ do: 'tick', task: run.id('a'), line: 'x' }),
};

test('WF-150 start, finish, skip, reassign, date and tick can be undone: the row is what it was, and history keeps both', () => {
  for (const [name, command] of Object.entries(ACTS)) {
    const run = new Played({ steps: STEPS }).as('anna');
    const { version: _, ...before } = run.row('a');
    run.does(command(run));
    const act = run.last;
    run.does(run.undo(act));
    const { version: __, ...after } = run.row('a');
    expect([name, after]).toEqual([name, before]);
    expect([name, run.last[0]]).toMatchObject([name, { verb: 'task.undone', undoes: act[0]!.id }]);
  }
});

test('WF-150 put back, hold, release, cancel and complete early can be undone', () => {
  const run = new Played({ steps: [task('a'), task('b', { required: false })] }).as('anna');
  run.does({ do: 'start_task', task: run.id('a') }).does({ do: 'put_back', task: run.id('a') });
  run.does(run.undo(run.last));
  expect(run.row('a')).toMatchObject({ state: 'in_progress', started_by: 'anna' });
  run.as('mark').does({ do: 'hold', id: 'h', reason: 'wait' }).does(run.undo(run.last));
  expect(run.state.holds[0]).toMatchObject({ closed_how: 'undone' });
  run
    .does({ do: 'hold', id: 'h2', reason: 'wait' })
    .at('2026-11-27 09:00')
    .does({ do: 'release', hold: 'h2', dates: 'shift' });
  expect(run.state.run.shifts.length).toBe(1);
  run.does(run.undo(run.last));
  expect([run.state.holds[1]!.closed_at, run.state.run.shifts]).toEqual([null, []]);
  run.does({ do: 'cancel', reason: 'gone' }).does(run.undo(run.last));
  expect([run.state.run.ended_at, run.row('a').state]).toEqual([null, 'in_progress']);
  run
    .does({ do: 'release', hold: 'h2', dates: 'keep' })
    .as('anna')
    .finish('a')
    .as('mark')
    .does({ do: 'complete_early' });
  run.does(run.undo(run.last));
  expect([run.state.run.ended_at, run.states()]).toEqual([null, { a: 'done', b: 'ready' }]);
});

test('WF-151 undo deletes nothing: each event gets one that names it, and undoing an undo is doing it again', () => {
  const run = new Played({ steps: [task('a'), task('b')] }).as('anna').finish('a');
  const act = run.last;
  const done = run.state.tasks.map(({ version: _, ...row }) => row);
  run.does(run.undo(act));
  expect(run.states()).toEqual({ a: 'ready', b: 'waiting' });
  expect(run.last.map(({ undoes }) => undoes).filter(Boolean).length).toBe(act.length);
  run.does(run.undo(run.last));
  expect(run.state.tasks.map(({ version: _, ...row }) => row)).toEqual(done);
});

test('WF-151 a reason is kept with the act that takes back', () => {
  const run = new Played({ steps: [task('a'), task('b')] }).as('anna').finish('a');
  run.as('mark').does(run.undo(run.last, 'the wrong client'));
  expect(run.last.some(({ facts }) => facts.because?.[1] === 'the wrong client')).toBe(true);
});

test('WF-152 undo is refused later_work with the list when a person has begun or finished what depends on it', () => {
  const run = new Played({ steps: [task('a'), task('b'), task('c', { after: ['a'] })] }).as('anna').finish('a');
  const act = run.last;
  run.at('2026-11-23 09:05').does({ do: 'start_task', task: run.id('c') });
  const no = run.as('mark').refuses(run.undo(act, 'x'));
  expect([no.code, no.facts]).toEqual(['later_work', { tasks: [{ id: run.id('c'), title: 'C' }] }]);
  run.as('anna').does({ do: 'put_back', task: run.id('c') });
  run.as('mark').does(run.undo(act, 'x'));
  expect(run.states()).toEqual({ a: 'ready', b: 'waiting', c: 'waiting' });
});

test('WF-152 what was changed itself since is moved_on', () => {
  const run = new Played({ steps: [task('a'), task('b')] }).as('anna');
  run.does({ do: 'set_due', task: run.id('a'), due_on: '2026-12-01' });
  const act = run.last;
  run.does({ do: 'set_due', task: run.id('a'), due_on: '2026-12-02' });
  expect(run.refuses(run.undo(act)).code).toBe('moved_on');
});

test('WF-152 actions already executed stay, are named, and are not repeated (worked example 12)', () => {
  const run = new Played({ steps: CHAIN }, { at: '2026-11-23 09:00' });
  run
    .at('2026-11-23 15:50')
    .as('anna')
    .does({ do: 'start_task', task: run.id('lodge') });
  run.at('2026-11-23 15:55').finish('lodge');
  const act = run.last;
  run.at('2026-11-23 16:00').works();
  expect(run.state.run.ended_how).toBe('completed');
  run.at('2026-11-23 16:05').as('mark');
  expect(keptByUndo(run.state, act, run.context)).toBe(
    '1 action has happened and stays: «Pay», Mon 23 Nov 2026, 16:00.',
  );
  run.does(run.undo(act, 'the wrong form'));
  expect(run.states()).toEqual({ lodge: 'in_progress', pay: 'done' });
  expect(run.state.run.ended_at).toBeNull();
  expect(run.last.map(({ verb }) => verb)).toEqual(['run.settled', 'task.undone']);
  run.at('2026-11-23 16:10').as('anna').finish('lodge');
  expect(run.jobs()).toEqual([]);
  expect(run.state.run.ended_how).toBe('completed');
});

test('WF-152 an action that was only given to the worker does not happen, and happens once when it is done again', () => {
  const run = new Played({ steps: CHAIN }).as('anna').finish('lodge');
  const [job] = run.jobs();
  run.does(run.undo(run.last));
  expect(run.as('machine').refuses({ do: 'action_done', ...job! }).code).toBe('stale');
  run.as('anna').finish('lodge');
  expect(run.jobs()).toEqual([{ task: job!.task, attempt: 2 }]);
});

test('WF-152 undo of an act on a run that a person ended since is refused', () => {
  const run = new Played({ steps: [task('a'), task('b', { required: false })] }).as('anna').finish('a');
  const act = run.last;
  run.as('mark').does({ do: 'complete_early' });
  expect(run.refuses(run.undo(act, 'x')).code).toBe('bad_move');
});

test('WF-153 each row of a bulk act is taken back by itself: one changed since is left alone with the reason', () => {
  const runs = [1, 2].map(() => new Played({ steps: [task('a')] }).does({ do: 'hold', id: 'h', reason: 'wait' }));
  const acts = runs.map((run) => run.last);
  runs[1]!.does({ do: 'release', hold: 'h', dates: 'keep' });
  expect(runs.map((run, i) => run.decides(run.undo(acts[i]!, 'x')).yes)).toEqual([true, false]);
  expect(runs[1]!.refuses(runs[1]!.undo(acts[1]!, 'x')).code).toBe('moved_on');
});

test('WF-79 undo that would open an ended run beside another one is refused', () => {
  const run = new Played({ steps: [task('a')] }).does({ do: 'cancel', reason: 'gone' });
  run.state = { ...run.state, rival: { id: 'other', started_at: instant('2026-11-24'), started_by: 'ben' } };
  expect(run.refuses(run.undo(run.last)).code).toBe('already_running');
});

test('WF-82 a launch whose tasks somebody has begun is not undone', () => {
  const run = new Played({ steps: [task('a')] });
  const launch = [
    {
      id: 'e',
      verb: 'run.launched',
      thing: 'run:run',
      facts: { origin: [null, 'hand'] },
      actor: 'member:mark',
      undoable_until: '2026-12-23T09:00:00.000Z',
    },
  ] as const;
  expect(run.decides(run.undo([...launch])).yes).toBe(true);
  run.as('anna').does({ do: 'start_task', task: run.id('a') });
  expect(run.as('mark').refuses(run.undo([...launch])).code).toBe('later_work');
});
