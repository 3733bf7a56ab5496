import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance } from './advance.ts';
import type { RunCommand } from './commands.ts';
import { fieldValue } from './conditions.ts';
import type { RunState, Task } from './model.ts';
import { isFinished, openBefore, openHolds, phaseOf } from './state.ts';
import { action, CLIENT, contentOf, Played, task } from './testing.ts';

/**
 * PL-R11 for runs: random people give random commands at growing times. Whatever happens, the state stays legal, a second
 * look finds nothing to do, history explains every row, and undo brings back what was.
 */

const DESIGN = {
  settings: { run_date: { label: 'Pay day' } },
  steps: [
    task('a', {
      required: false,
      checklist: [{ key: 'x', text: 'X', required: false }],
      due: { anchor: 'ready', n: 3, unit: 'business_day' } as const,
    }),
    task('b', { after: [], outcomes: ['yes', 'no'], who: ['role:none', 'reviewer'] }),
    action('c', { after: ['a', 'b'] }),
    task('d', {
      only_if: { field: 'steps.b.outcome', is: 'is', value: 'yes' } as const,
      due: { anchor: 'run_date', n: -2, unit: 'day' } as const,
    }),
    task('e', { after: ['a'], required: false, start: { anchor: 'run', n: 2, unit: 'day' } as const }),
    action('f', { after: ['d', 'e'], start: { anchor: 'step:a', n: 1, unit: 'day' } as const }),
  ],
};
/** Another version of it: «b» asks for more, «e» is gone, «d» became an action, and there are three new steps. */
const SECOND = {
  ...DESIGN,
  steps: [
    DESIGN.steps[0]!,
    task('g', { due: { anchor: 'run', n: 4, unit: 'day' } as const }),
    { ...DESIGN.steps[1]!, title: 'Ben again', after: ['a'] },
    action('d', { do: 'start_workflow', params: { workflow: 'other' } }),
    action('c', { after: ['a', 'b'] }),
    action('h', { after: ['a'], start: { anchor: 'run', n: 1, unit: 'day' } as const }),
    action('f', { after: ['c'], start: { anchor: 'step:a', n: 1, unit: 'day' } as const }),
    task('i', { after: ['f'], required: false }),
  ],
};
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'x0', 'x1'];
const PEOPLE = ['anna', 'ben', 'cora', 'mark', 'paula', 'vera', 'machine'];

interface Wish {
  who: string;
  minutes: number;
  key: string;
  move: number;
  pick: number;
}
const wish = fc.record<Wish>({
  who: fc.constantFrom(...PEOPLE, 'mark', 'anna', 'machine'),
  minutes: fc.constantFrom(0, 1, 7, 60, 700, 3000),
  key: fc.constantFrom(...KEYS),
  move: fc.nat({ max: 30 }),
  pick: fc.nat({ max: 9 }),
});

const reason = 'because';
let ids = 0;
const freshId = (): string => {
  ids += 1;
  return `x-${ids}`;
};

/** The command a wish stands for; null when there is nothing to name. */
const commandOf = (run: Played, { key, move, pick }: Wish): RunCommand | null => {
  const rows = run.state.tasks;
  const row = rows.find((one) => one.step_key === key) ?? rows[pick % Math.max(1, rows.length)];
  const job = run.jobs()[0];
  const hold = run.state.holds[pick % Math.max(1, run.state.holds.length)];
  const act = run.acts.at(-1 - (pick % 4));
  const onTask = row && { task: row.id };
  const made: (RunCommand | null | undefined)[] = [
    onTask && { do: 'start_task', ...onTask },
    onTask && { do: 'put_back', ...onTask },
    onTask && { do: 'finish_task', ...onTask, ...(row.step_key === 'b' ? { outcome: pick % 2 ? 'yes' : 'no' } : {}) },
    onTask && { do: 'skip_task', ...onTask, ...(pick % 2 ? { reason } : {}) },
    onTask && { do: 'reopen_task', ...onTask, reason, ...(pick % 3 ? { also: [], repeat: [] } : {}) },
    onTask && { do: 'tick', ...onTask, line: 'x' },
    onTask && { do: 'untick', ...onTask, line: 'x' },
    onTask && { do: 'assign_task', ...onTask, to: { member: PEOPLE[pick % 5]! }, reason },
    onTask && { do: 'set_due', ...onTask, due_on: `2026-12-1${pick}` },
    onTask && { do: 'restore_due', ...onTask },
    onTask && { do: 'cancel_task', ...onTask },
    { do: 'comment', text: reason, mentions: [] },
    { do: 'add_task', id: freshId(), title: 'Extra' },
    { do: 'hold', id: freshId(), reason, ...(pick % 2 ? { until: '2026-12-0'.concat(String(1 + (pick % 9))) } : {}) },
    hold && { do: 'release', hold: hold.id, dates: pick % 2 ? 'shift' : 'keep' },
    { do: 'cancel', reason },
    { do: 'restore', reason },
    { do: 'complete_early' },
    { do: 'change_run_date', run_date: `2026-12-2${pick % 9}` },
    {
      do: 'override_step',
      step: KEYS[pick % 6]!,
      to: { member: 'cora' },
      ...(pick % 2 ? { skip: {} } : { due_on: '2026-12-30' }),
    },
    { do: 'clear_override', step: KEYS[pick % 6]! },
    { do: 'wake' },
    { do: 'facts_changed', roles: ['assignee'] },
    job && { do: 'action_done', ...job },
    job && { do: 'action_failed', ...job, because: reason },
    onTask && { do: 'retry_action', ...onTask },
    onTask && { do: 'mark_action_done', ...onTask },
    act && { do: 'undo', events: act, reason },
    { do: 'move', to_version: 2, also_tasks: pick % 2 ? ['g'] : [] },
    { do: 'move', to_version: 2 },
    { do: 'move', to_version: 1 },
  ];
  return made[move] ?? null;
};

const MACHINE: readonly RunCommand['do'][] = ['wake', 'facts_changed', 'action_done', 'action_failed'];

/** Time goes on, and the timer fires. */
const passes = (run: Played, minutes: number): void => {
  run.now = new Date(Date.parse(run.now) + minutes * 60_000).toISOString();
  run.as('machine').does({ do: 'wake' });
};

const play = (run: Played, one: Wish): boolean => {
  const command = commandOf(run, one);
  if (!command) return false;
  run.as(MACHINE.includes(command.do) ? 'machine' : one.who);
  if (!run.decides(command).yes) return false;
  run.does(command);
  return true;
};

const fresh = (): Played =>
  new Played(DESIGN, {
    at: '2026-11-23 09:00',
    run: { run_date: '2026-12-31' },
    state: { versions: { 1: contentOf(DESIGN), 2: contentOf(SECOND) } },
  });
const wishes = (most: number) => fc.array(wish, { minLength: 5, maxLength: most });

const legalTask = (state: RunState, row: Task): void => {
  const ended = !!state.run.ended_at && !(row.state === 'waiting' && state.run.ended_how === 'cancelled');
  expect(
    row.state === 'cancelled' || !ended || isFinished(row),
    `${row.step_key} is ${row.state} in an ended run`,
  ).toBe(true);
  if (row.state === 'in_progress')
    expect([row.kind, row.started_at === null, row.assignee_id === null]).toEqual(['task', false, false]);
  if (isFinished(row)) expect(row.finished_at).not.toBeNull();
  if (row.state === 'ready' || row.state === 'waiting')
    expect([row.finished_at, row.skipped_how, row.needs_attention]).toEqual([null, null, null]);
  if (row.state === 'failed') expect([row.kind, row.needs_attention === null]).toEqual(['action', false]);
  if (row.state === 'skipped') expect(row.skipped_how).not.toBeNull();
  if (row.state === 'ready' && row.kind === 'action') expect(phaseOf(state)).toBe('running');
  if (row.state === 'ready' && row.kind === 'action') expect(openBefore(state, row.step_key!)).toEqual([]);
  expect(row.for_member_id === null || row.for_member_id !== row.assignee_id).toBe(true);
};

const legal = (state: RunState): void => {
  for (const row of state.tasks) legalTask(state, row);
  const keys = state.tasks.flatMap(({ step_key, removed_in }) => (removed_in === null && step_key) || []);
  expect(new Set(keys).size).toBe(keys.length);
  const { run } = state;
  expect([run.ended_at === null, run.ended_how === null]).toEqual([run.ended_at === null, run.ended_at === null]);
  // A step that a move took away was cancelled with it (WF-141), and holds nothing up.
  const ofSteps = state.tasks.filter((row) => row.step_key && row.removed_in === null);
  if (run.ended_how === 'completed') expect(ofSteps.every(isFinished)).toBe(true);
  for (const hold of state.holds) expect(hold.closed_at === null).toBe(hold.closed_how === null);
  if (phaseOf(state) === 'running') expect(openHolds(state.holds)).toEqual([]);
};

/** What people see of a run: rows that wait are as absent, closed holds are over, an action is given to the worker anew. */
const seen = (state: RunState) => ({
  run: { ...state.run, version: 0 },
  tasks: state.tasks
    .filter((row) => row.state !== 'waiting' && !(row.step_key === null && row.state === 'cancelled'))
    .map((row) => ({ ...row, version: 0, attempt: 0, ready_at: row.kind === 'action' ? null : row.ready_at })),
  holds: openHolds(state.holds).map(({ id }) => id),
  comments: state.comments.filter((one) => !one.deleted_at).length,
});

test('PL-R11 WF-110 whatever people do, a run and its tasks stay in a legal state, and nothing is left undone', () => {
  fc.assert(
    fc.property(wishes(40), (all) => {
      const run = fresh();
      for (const one of all) {
        passes(run, one.minutes);
        play(run, one);
        legal(run.state);
        expect(advance(run.state, run.as('machine').context).events).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test('PL-R11 WF-151 undo(do(x)) restores the state, and history keeps both', () => {
  fc.assert(
    fc.property(wishes(25), (all) => {
      const run = fresh();
      for (const one of all) {
        passes(run, one.minutes || 1);
        const before = seen(run.state);
        const acts = run.acts.length;
        if (!play(run, one) || !run.last.some(({ undoable_until }) => undoable_until)) continue;
        if (run.last.some(({ undoes }) => undoes)) continue;
        const act = run.last;
        const after = seen(run.state);
        const undo = run.as('mark').undo(act, reason);
        const back = run.decides(undo);
        expect(back.yes || back.code, `${act.at(-1)!.verb}`).toBe(true);
        run.does(undo);
        expect(seen(run.state)).toEqual(before);
        expect(run.acts.length).toBe(acts + 2);
        expect(run.last.filter(({ undoes }) => undoes).every(({ undoes }) => act.some(({ id }) => id === undoes))).toBe(
          true,
        );
        run.does(run.undo(run.last, reason));
        expect(seen(run.state)).toEqual(after);
      }
    }),
    { numRuns: 40 },
  );
});

test('PL-R11 WF-12 the events of a run, from the first, make exactly its rows', () => {
  fc.assert(
    fc.property(wishes(30), (all) => {
      const run = fresh();
      for (const one of all) {
        passes(run, one.minutes);
        play(run, one);
      }
      const told = new Map<string, Record<string, unknown>>();
      for (const act of run.acts)
        for (const { thing, facts } of act.toReversed())
          told.set(thing, {
            ...told.get(thing),
            ...Object.fromEntries(Object.entries(facts).map(([field, [, to]]) => [field, to])),
          });
      for (const row of run.state.tasks)
        for (const [field, value] of Object.entries(told.get(`task:${row.id}`) ?? {}))
          if (field !== 'because' && field !== 'line')
            expect([field, row[field as keyof Task]]).toEqual([field, value]);
    }),
    { numRuns: 30 },
  );
});

test('WF-35 PL-S14 a condition over any name at all never throws, and unknown names are unknown', () => {
  const { state } = fresh();
  const part = fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'subject',
    'run',
    'steps',
    'answers',
    'a',
    'x',
  );
  const field = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(field, (name) => {
      const known = fieldValue({ ...state, subject: { ...CLIENT, fields: { x: 'known' } } }, name);
      const listed = ['subject.x', 'steps.a.state', 'steps.x.state'].includes(name);
      expect(known === undefined || known === null || listed, name).toBe(true);
    }),
    { numRuns: 400 },
  );
});
