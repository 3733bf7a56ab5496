import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision/model.ts';
import type { WrittenContent } from '#workflows/definitions/content.ts';
import { advance } from './advance.ts';
import type { RunState } from './model.ts';
import { plan } from './plan.ts';
import { evolve } from './rules.ts';
import { isFinished, phaseOf } from './state.ts';
import { action, contentOf, Played, type Setting, task } from './testing.ts';
import { fingerprint, type RunDifference, type StepMove } from './version-difference.ts';

/** Moving runs to another version, WF-140 … WF-144, with worked example 8. */

type Steps = WrittenContent['steps'];

const FIRST: Steps = [
  task('a'),
  task('b', { due: { anchor: 'ready', n: 5, unit: 'business_day' } }),
  task('c'),
  task('d'),
];
const SECOND: Steps = [
  task('a'),
  task('x'),
  task('b', { title: 'B anew', due: { anchor: 'ready', n: 2, unit: 'business_day' } }),
  task('d'),
  task('e'),
];

const between = (first: Steps, second: Steps, setting: Setting = {}): Played =>
  new Played(
    { steps: first },
    {
      ...setting,
      state: { ...setting.state, versions: { 1: contentOf({ steps: first }), 2: contentOf({ steps: second }) } },
    },
  );
const move = (to_version: number, more: object = {}) => ({ do: 'move', to_version, ...more }) as const;

/** What a move would do, without doing it. */
const preview = (run: Played, to = 2): RunDifference => differenceOf(run.decides(move(to)));
const differenceOf = (decided: ReturnType<Played['decides']>): RunDifference => {
  if (!decided.yes) throw new Error(decided.because);
  return decided.events[0]!.facts.difference![1] as unknown as RunDifference;
};
const changes = ({ steps }: RunDifference, change: StepMove['change']): string[] =>
  steps.filter((step) => step.change === change).map(({ key }) => key);

test('WF-141 worked example 8: what is kept, changed, removed and added, and where the run stands afterwards', () => {
  const run = between(FIRST, SECOND).as('anna').finish('a');
  run.as('mark').does({ do: 'set_due', task: run.id('b'), due_on: '2026-12-11' });
  const difference = preview(run);
  expect(changes(difference, 'kept')).toEqual(['a', 'd']);
  expect(changes(difference, 'added')).toEqual(['x', 'e']);
  expect(changes(difference, 'removed')).toEqual(['c']);
  expect(difference.steps.find(({ key }) => key === 'b')).toEqual({
    key: 'b',
    title: 'B anew',
    kind: 'task',
    change: 'changed',
    fields: ['title', 'due'],
    was: 'ready',
    now: 'planned',
    behind: false,
  });
  run.does(move(2));
  expect(run.states()).toEqual({ a: 'done', b: 'waiting', x: 'ready' });
  expect([run.row('b').title, run.row('b').due_on, run.row('b').due_by_hand]).toEqual(['B anew', '2026-12-11', true]);
});

test('WF-142 worked example 8: where b is done, c is removed, x stands behind it, and d is ready', () => {
  const run = between(FIRST, SECOND).as('anna').finish('a').finish('b').as('mark').does(move(2));
  expect(run.states()).toEqual({ a: 'done', b: 'done', c: 'cancelled', x: 'skipped', d: 'ready' });
  const c = run.state.tasks.find((row) => row.step_key === 'c')!;
  expect([c.reason, c.removed_in]).toEqual(['removed in version 2', 2]);
  expect(run.row('x')).toMatchObject({ skipped_how: 'behind', finished_by: 'mark' });
  expect(run.row('x').reason).toContain('added behind');
});

test('WF-142 the designer ticks a task to be done after all, never an action', () => {
  const run = between(FIRST, [...SECOND, action('y')])
    .as('anna')
    .finish('a')
    .finish('b')
    .as('mark');
  expect(run.refuses(move(2, { also_tasks: ['y'] })).errors).toMatchObject([
    { pointer: '/also_tasks/0', code: 'action' },
  ]);
  expect(run.refuses(move(2, { also_tasks: ['q'] })).errors).toMatchObject([{ code: 'unknown' }]);
  run.does(move(2, { also_tasks: ['x'] }));
  expect([run.row('x').state, run.row('b').state, run.has('d')]).toEqual(['ready', 'done', false]);
});

test('WF-142 an added step whose start has passed is left out, one that waits for its day is planned', () => {
  const late = task('late', { after: ['d'], start: { anchor: 'run', n: 2, unit: 'day' } });
  const early = task('early', { after: ['d'], start: { anchor: 'run', n: 30, unit: 'day' } });
  const run = between(FIRST, [...FIRST, late, early])
    .at('2026-11-30')
    .does(move(2));
  expect([run.row('late').skipped_how, run.has('early')]).toEqual(['behind', false]);
});

test('WF-142 an added action that the move itself would set off is left out, and so is a kept one that reaches a client', () => {
  const mail = action('mail', { do: 'start_workflow', params: { workflow: 'other' } });
  const note = action('note');
  const run = between([task('a'), task('b'), mail, task('z')], [task('a'), note, mail, task('z')])
    .as('anna')
    .finish('a')
    .as('mark');
  expect(preview(run).steps.map(({ key, behind }) => [key, behind])).toEqual([
    ['a', false],
    ['note', true],
    ['mail', true],
    ['z', false],
    ['b', false],
  ]);
  run.does(move(2));
  expect(run.effects.filter((effect) => effect.do === 'queue')).toEqual([]);
  expect(run.states()).toMatchObject({ note: 'skipped', mail: 'skipped', z: 'ready' });
});

test('WF-141 a kept action inside the practice goes on when what it waited for is gone', () => {
  const run = between([task('a'), task('b'), action('note')], [task('a'), action('note')])
    .as('anna')
    .finish('a');
  expect(run.as('mark').does(move(2)).row('note').state).toBe('ready');
});

test('WF-141 ticks and answers stay, a ready task with ticks waits again, one in progress stays', () => {
  const listed = (key: string) => task(key, { checklist: [{ key: 'l', text: 'Line' }] });
  const first = [task('a'), listed('b'), { ...listed('c'), after: ['a'] }];
  const second = [task('a'), task('x'), listed('b'), { ...listed('c'), after: ['x'] }];
  const run = between(first, second).as('anna').finish('a');
  run.does({ do: 'tick', task: run.id('b'), line: 'l' }).does({ do: 'start_task', task: run.id('c') });
  run.as('mark').does(move(2));
  expect(run.states()).toEqual({ a: 'done', b: 'waiting', c: 'in_progress', x: 'ready' });
  expect(run.as('anna').finish('x').row('b')).toMatchObject({ state: 'ready', ticks: { l: { by: 'anna' } } });
});

test('WF-141 a step of another kind is gone and added: its work stays, the new one stands behind what is done', () => {
  const run = between(FIRST, [task('a'), action('b'), ...FIRST.slice(2)])
    .as('anna')
    .finish('a')
    .finish('b')
    .finish('c');
  run.as('mark').does(move(2));
  const rows = run.state.tasks.filter((row) => row.step_key === 'b');
  expect(rows.map(({ kind, state, removed_in }) => [kind, state, removed_in])).toEqual([
    ['task', 'done', 2],
    ['action', 'skipped', null],
  ]);
  expect(run.refuses({ do: 'reopen_task', task: rows[0]!.id, reason: 'again' }).because).toContain(
    'removed in version 2',
  );
  expect(
    plan(run.state, run.context)
      .filter(({ title }) => title === 'B')
      .map(({ state }) => state),
  ).toEqual(['skipped', 'done']);
});

test('WF-141 what did not apply stays left out, whatever comes before it now', () => {
  const maybe = task('maybe', { only_if: { field: 'subject.status', is: 'is', value: 'gone' } });
  const run = between([maybe, task('p')], [task('p'), maybe]).does(move(2));
  expect(run.states()).toEqual({ maybe: 'skipped', p: 'ready' });
});

test('WF-141 open due dates follow the new design unless set by hand', () => {
  const run = between(FIRST, [
    task('a'),
    task('b', { due: { anchor: 'ready', n: 2, unit: 'day' } }),
    ...FIRST.slice(2),
  ]);
  run.as('anna').finish('a').as('mark');
  expect(preview(run).steps[1]).toMatchObject({ change: 'changed', date: { from: '2026-11-30', to: '2026-11-25' } });
  expect(run.does(move(2)).row('b').due_on).toBe('2026-11-25');
});

test('WF-143 one event holds the difference; a run that would now move otherwise is left alone', () => {
  const run = between(FIRST, SECOND).as('anna').finish('a').as('mark');
  const seen = fingerprint(preview(run));
  expect(run.decides(move(2, { seen })).yes).toBe(true);
  run.as('anna').finish('b').as('mark');
  expect(run.refuses(move(2, { seen })).code).toBe('difference_changed');
  run.does(move(2, { seen: fingerprint(preview(run)) }));
  expect(run.last.filter(({ facts }) => facts.difference).map(({ verb }) => verb)).toEqual(['run.moved']);
});

test('WF-144 when nothing is left the run completes; a run on hold moves and stays on hold', () => {
  const run = between(FIRST, [task('a')])
    .as('anna')
    .finish('a')
    .as('mark');
  expect(preview(run).completes).toBe(true);
  expect(phaseOf(run.does(move(2)).state)).toBe('completed');
  const held = between(FIRST, SECOND).does({ do: 'hold', id: 'h', reason: 'Wait' }).does(move(2));
  expect([phaseOf(held.state), held.state.run.workflow_version]).toEqual(['on_hold', 2]);
});

test('WF-140 only run managers move a run, to a version there is, for its kind, and not when it has ended', () => {
  const run = between(FIRST, SECOND);
  const code = ({ kind, code }: Refusal) => [kind, code];
  expect(code(run.as('anna').refuses(move(2)))).toEqual(['not_allowed', 'not_allowed']);
  run.as('mark');
  expect(code(run.refuses(move(1)))).toEqual(['refused', 'same_version']);
  expect(code(run.refuses(move(3)))).toEqual(['not_found', 'not_found']);
  run.state = { ...run.state, versions: { 2: contentOf({ subject_kinds: ['employee'], steps: SECOND }) } };
  expect(run.refuses(move(2)).code).toBe('wrong_kind');
  expect(run.does({ do: 'cancel', reason: 'over' }).refuses(move(2)).code).toBe('bad_move');
});

test('WF-150 a move is taken back as a whole, until somebody worked on what it brought', () => {
  const run = between(FIRST, SECOND).as('anna').finish('a').finish('b').as('mark').at('2026-11-23 11:00');
  const before = run.state;
  run.does(move(2));
  const act = run.last;
  run.does(run.undo(act));
  expect(run.state.run.workflow_version).toBe(1);
  expect(run.row('c')).toMatchObject({ state: 'ready', assignee_id: 'anna', reason: null, removed_in: null });
  const shown = (state: RunState) =>
    plan(state, run.context).map((step) => [step.key, step.title, step.state, step.due_on]);
  expect(shown(run.state)).toEqual(shown(before));
  run.does(move(2));
  const again = run.last;
  run.as('anna').at('2026-11-24 10:00').finish('d').as('mark');
  expect(run.refuses(run.undo(again, 'wrong')).code).toBe('later_work');
});

/** Random designs over six keys, random work, then a move there and back. */
const design = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 }).chain((keys) =>
  fc.tuple(
    ...keys.map((key, i) =>
      fc
        .record({
          kind: fc.constantFrom('task', 'task', 'note', 'mail'),
          after: fc.option(fc.subarray(keys.slice(0, i)), { nil: undefined }),
          start: fc.option(fc.nat(6), { nil: undefined }),
        })
        .map(({ kind, after, start }) => {
          const more = {
            ...(after ? { after } : {}),
            ...(start ? { start: { anchor: 'run', n: start, unit: 'day' } } : {}),
          };
          if (kind === 'task') return task(key, more);
          return action(key, kind === 'mail' ? { ...more, do: 'start_workflow', params: { workflow: 'other' } } : more);
        }),
    ),
  ),
) as fc.Arbitrary<Steps>;

test('PL-R11 WF-141 WF-142 no move loses work that is done or reaches a client, there and back', () => {
  fc.assert(
    fc.property(design, design, fc.array(fc.nat(3), { maxLength: 8 }), (first, second, work) => {
      const run = between(first, second);
      for (const pick of work) {
        run.works();
        const open = run.state.tasks.filter((row) => row.kind === 'task' && row.state === 'ready');
        const row = open[pick % Math.max(1, open.length)];
        if (row) run.as('anna').does({ do: pick === 3 ? 'start_task' : 'finish_task', task: row.id });
        else run.wakes('2026-11-26');
        if (run.state.run.ended_at) return;
      }
      const over = run.state.tasks.filter((row) => row.state === 'done' || row.skipped_how === 'hand');
      for (const to of [2, 1]) {
        const due = run.jobs();
        if (run.as('mark').state.run.ended_at) return;
        const shown = preview(run, to);
        run.does(move(to, { seen: fingerprint(shown) }));
        for (const row of over)
          expect(run.state.tasks.find(({ id }) => id === row.id)).toMatchObject({
            state: row.state,
            finished_at: row.finished_at,
          });
        const sent = run.jobs().filter(({ task: id }) => !due.some((one) => one.task === id));
        for (const { task: id } of sent) expect(run.state.tasks.find((row) => row.id === id)?.title).not.toBe('mail');
        expect(run.effects.filter((effect) => effect.do === 'queue').length).toBe(sent.length);
        expect(advance(run.state, run.context).events.reduce(evolve, run.state)).toEqual(run.state);
      }
      expect(over.every((row) => isFinished(run.state.tasks.find(({ id }) => id === row.id)))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('WF-141 an open review waits again behind a new step, and one that was given stays given', () => {
  const look = { key: 'r', kind: 'review' as const, title: 'Look', of: ['a'], reviewers: [['reviewer']] };
  const run = between(
    [task('a'), look, task('z')],
    [task('a'), task('x'), { ...look, title: 'Second look' }, task('z')],
  );
  run.as('anna').finish('a');
  expect(run.row('r')).toMatchObject({ state: 'ready', assignee_id: 'ben' });
  run.as('mark').does(move(2));
  expect(run.states()).toEqual({ a: 'done', r: 'waiting', x: 'ready' });
  run.as('anna').finish('x');
  expect(run.row('r')).toMatchObject({ state: 'ready', assignee_id: 'ben', title: 'Second look' });
  run.as('mark').does(move(1));
  expect(run.row('r')).toMatchObject({ state: 'ready', assignee_id: 'ben', title: 'Look' });
});
