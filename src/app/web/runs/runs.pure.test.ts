import { expect, test } from 'vitest';
import { isLate } from '#kernel/ui/run-line/model.ts';
import { plan } from '#workflows/runs/plan.ts';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { action, Played, task } from '#workflows/runs/testing.ts';
import { runActs } from './acts.tsx';
import { byStep, byWorkflow } from './lanes.ts';
import { ownWaits, runLine } from './line.ts';
import { datesMoved } from './moved-dates.ts';
import { taskActs } from './task/acts.tsx';
import { answerOf } from './task/answers.ts';

const STEPS = [
  task('letter', { due: { anchor: 'run', n: 3, unit: 'business_day' } }),
  action('note'),
  task('file', { due: { anchor: 'run_date', n: -2, unit: 'business_day' } }),
];
const play = () =>
  new Played({ steps: STEPS, settings: { run_date: { label: 'Deadline' } } }, { run: { run_date: '2026-12-18' } });
const doors = { ask: () => undefined, send: () => undefined };
const movesOf = (run: Played, key: string) =>
  taskActs({ work: run.state, task: run.row(key), context: run.context }, doors);
const line = (run: Played) => runLine(run.state, plan(run.state, run.context), run.context);

test('WF-190 a task shows the moves its state has and no other; what one may not do is dead and says why', () => {
  const run = play().as('anna');
  expect(movesOf(run, 'letter').map(({ id }) => id)).toEqual(['finish', 'start', 'assign', 'due', 'comment', 'skip']);
  expect(movesOf(run, 'letter').find(({ id }) => id === 'start')?.why_not).toBeUndefined();
  expect(movesOf(run.as('ben'), 'letter').find(({ id }) => id === 'start')?.why_not).toContain('Anna');
  run.as('anna').finish('letter');
  expect(movesOf(run, 'letter').map(({ id }) => id)).toEqual(['comment', 'reopen']);
});

test('WF-190 WF-205 a run offers to be released only while it is on hold, and to come back and to be exported only once it is cancelled', () => {
  const run = play().as('mark');
  const ids = () => runActs(run.state, run.context, () => undefined).map(({ id }) => id);
  expect(ids()).toEqual(['hold', 'add', 'owner', 'date', 'complete', 'cancel']);
  run.does({ do: 'hold', id: 'hold-1', reason: 'papers' });
  expect(ids()[0]).toBe('release');
  run.does({ do: 'cancel', reason: 'entered twice' });
  expect(ids()).toEqual(['restore', 'export']);
});

test('WF-110 the line of a run holds what was, what is and what will be, each with its day and its people', () => {
  const run = play().as('anna');
  expect(line(run).points.map(({ key, state, who }) => [key, state, who])).toEqual([
    ['letter', 'live', 'Anna'],
    ['note', 'planned', undefined],
    ['file', 'planned', 'Anna'],
  ]);
  run.finish('letter');
  expect(line(run).points[0]).toMatchObject({ state: 'done', date: '2026-11-23' });
  expect(line(run).points[2]).toMatchObject({ date: '2026-12-16' });
});

test('WF-110 what will not happen is drawn as skipped before its turn has come', () => {
  const run = play()
    .as('mark')
    .does({ do: 'override_step', step: 'file', skip: { reason: 'done outside' } });
  expect(line(run).points[2]?.state).toBe('skipped');
});

test('WF-110 the line of a cancelled run shows how far it came and what it cut off, on the day it ended', () => {
  const run = play().as('anna').finish('letter').as('mark').does({ do: 'cancel', reason: 'entered twice' });
  expect(line(run).points.map(({ key, state, date }) => [key, state, date])).toEqual([
    ['letter', 'done', '2026-11-23'],
    ['note', expect.any(String), '2026-11-23'],
    ['file', 'skipped', '2026-11-23'],
  ]);
});

test('WF-112 a hold is said once, and a step only says what it waits for itself', () => {
  const run = play().as('mark').does({ do: 'hold', id: 'hold-1', reason: 'papers' });
  const file = plan(run.state, run.context).find(({ key }) => key === 'file')!;
  expect(file.waits_for.at(-1)).toContain('on hold');
  expect(ownWaits(file, run.state.holds)).toEqual(['«Note»']);
  expect(line(run).holds).toHaveLength(1);
});

test('WF-42 WF-112 while a run is on hold its line has a held span, and nothing on it is late', () => {
  const run = play().at('2026-12-10 09:00').as('mark');
  const late = () =>
    line(run)
      .points.filter((point) => isLate(point, line(run)))
      .map(({ key }) => key);
  expect(late()).toEqual(['letter']);
  run.does({ do: 'hold', id: 'hold-1', reason: 'papers' });
  expect(late()).toEqual([]);
  expect(line(run).holds).toMatchObject([{ from: '2026-12-10', to: '2026-12-10', reason: 'papers' }]);
  run.does({ do: 'release', hold: 'hold-1', dates: 'keep' });
  expect(late()).toEqual(['letter']);
});

test('WF-41 the dates that a new run date moves are known before it is changed, and nothing is changed by asking', () => {
  const run = play().as('mark');
  const before = run.state;
  expect(datesMoved(run.state, { do: 'change_run_date', run_date: '2026-12-22' }, run.context)).toEqual([
    { title: 'File', from: '2026-12-16', to: '2026-12-18' },
  ]);
  expect(run.state).toBe(before);
});

test('WF-113 releasing shows which dates move by the days it was held, and none when they are kept', () => {
  const run = play().as('mark').does({ do: 'hold', id: 'hold-1', reason: 'papers' }).at('2026-11-30 09:00');
  const moved = (dates: 'shift' | 'keep') =>
    datesMoved(run.state, { do: 'release', hold: 'hold-1', dates }, run.context);
  expect(moved('shift')).toContainEqual({ title: 'Letter', from: '2026-11-26', to: '2026-12-03' });
  expect(moved('keep').map(({ title }) => title)).not.toContain('Letter');
});

test('WF-52 typed answers become what the rules take; what is left empty is no answer', () => {
  const ask = (type: 'number' | 'money' | 'yes_no' | 'text') => ({ key: 'a', label: 'A', type, required: false });
  expect(answerOf(ask('number'), '1,250')).toBe(1250);
  expect(answerOf(ask('number'), 'many')).toBe('many');
  expect(answerOf(ask('money'), '1 250.50')).toBe('1250.50');
  expect(answerOf(ask('yes_no'), 'false')).toBe(false);
  expect(answerOf(ask('text'), '')).toBeNull();
});

const runAt = (id: string, current_steps: string[], more: Partial<RunRow> = {}) =>
  ({ id, current_steps, ended_at: null, workflow_id: 'w', workflow: 'Payroll', ...more }) as RunRow;

test('WF-110 a board has the steps of the workflow in their order, then steps of older versions, then runs at no step', () => {
  const rows = [runAt('1', ['File', 'Note']), runAt('2', []), runAt('3', ['Gone since']), runAt('4', ['File'])];
  expect(byStep(rows, ['Letter', 'File']).map(({ label, rows: mine }) => [label, mine.map(({ id }) => id)])).toEqual([
    ['Letter', []],
    ['File', ['1', '4']],
    ['Gone since', ['3']],
    ['At no step', ['2']],
  ]);
  expect(
    byStep([runAt('5', ['File'], { ended_at: '2026-11-23T09:00:00.000Z' })], []).map(({ label }) => label),
  ).toEqual(['At no step']);
});

test('WF-110 without a workflow the board has a lane for each, and a press on its head shows its steps', () => {
  const chosen: string[] = [];
  const lanes = byWorkflow([runAt('1', []), runAt('2', [], { workflow_id: 'a', workflow: 'Accounts' })], (id) =>
    chosen.push(id),
  );
  expect(lanes.map(({ label }) => label)).toEqual(['Accounts', 'Payroll']);
  lanes[0]!.choose?.();
  expect(chosen).toEqual(['a']);
});
