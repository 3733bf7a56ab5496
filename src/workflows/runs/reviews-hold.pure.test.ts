import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Task } from './model.ts';
import { type Act, CLIENT, DIRECTORY, Played, review, task } from './testing.ts';

/** Whatever people do one after the other, in whatever order, through whatever door. */

const PEOPLE = ['anna', 'ben', 'cora', 'mark', 'paula'] as const;
const STEPS = ['books', 'calc', 'check', 'pay'] as const;

const act = fc.record({
  /** Often whoever has the task, so that much happens. */
  by: fc.constantFrom(...PEOPLE, 'holder', 'holder', 'holder'),
  on: fc.constantFrom(...STEPS),
  to: fc.constantFrom(...PEOPLE),
  look: fc.constantFrom(1, 2, undefined),
  n: fc.nat(60),
  what: fc.constantFrom(
    'finish',
    'finish',
    'finish',
    'approve',
    'approve',
    'approve',
    'hand_back',
    'withdraw',
    'start',
    'put_back',
    'assign',
    'reopen',
    'skip',
    'undo',
    'undo',
    'later',
    'hold',
    'release',
  ),
});

const play = (played: Played, { by, on, to, look, n, what }: typeof act extends fc.Arbitrary<infer T> ? T : never) => {
  const row = played.has(on) ? played.row(on) : undefined;
  played.as(by === 'holder' ? (row?.assignee_id ?? 'mark') : by);
  const hold = played.state.holds.find(({ closed_at }) => !closed_at);
  const done: Act | undefined = played.acts[n % played.acts.length];
  const id = row?.id as Id;
  if (what === 'later') {
    played.now = addMilliseconds(played.now, n * 60_000);
    return;
  }
  if (what === 'undo' && done?.length) return tried(played, { do: 'undo', events: done, reason: 'a slip' });
  if (what === 'hold') return tried(played, { do: 'hold', id: `h${n}`, reason: 'waits' });
  if (what === 'release' && hold) return tried(played, { do: 'release', hold: hold.id, dates: 'keep' });
  if (!row) return;
  switch (what) {
    case 'finish':
      return tried(played, { do: 'finish_task', task: id });
    case 'approve':
      return tried(played, { do: 'approve', task: id });
    case 'hand_back':
      return tried(played, { do: 'hand_back', task: id, comment: 'again' });
    case 'withdraw':
      return tried(played, { do: 'withdraw', task: id });
    case 'start':
      return tried(played, { do: 'start_task', task: id });
    case 'put_back':
      return tried(played, { do: 'put_back', task: id });
    case 'assign':
      return tried(played, {
        do: 'assign_task',
        task: id,
        to: { member: to },
        reason: 'yours',
        look: look as 1 | 2 | undefined,
      });
    case 'reopen':
      return tried(played, { do: 'reopen_task', task: id, reason: 'again', also: [], repeat: [] });
    case 'skip':
      return tried(played, { do: 'skip_task', task: id, reason: 'not now' });
  }
};

const tried = (played: Played, command: Parameters<Played['does']>[0]): void => {
  if (played.decides(command).yes) played.does(command);
};

const judged = (played: Played): Task[] =>
  ['books', 'calc'].flatMap((key) => (played.has(key) ? [played.row(key)] : []));
const isPending = ({ state }: Task): boolean => state === 'ready' || state === 'in_progress';

const STAFF = `role:${DIRECTORY.members.find(({ id }) => id === 'anna')!.role_id}`;

/** Reviewed by a named member, then by anybody of the staff, whoever prepared it among them. */
const begun = (assignee: string, reviewer: string): Played =>
  new Played(
    {
      steps: [
        task('books'),
        task('calc', { who: ['assignee'] }),
        review('check', ['books', 'calc'], {
          reviewers: [['reviewer', STAFF], [STAFF]],
        }),
        task('pay'),
      ],
    },
    { subject: { roles: { ...CLIENT.roles, assignee, reviewer } } },
  );

test('WF-138 no sequence of acts makes an approval of who prepared the work count', () => {
  let approvals = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...PEOPLE),
      fc.constantFrom(...PEOPLE),
      fc.array(act, { minLength: 30, maxLength: 80 }),
      (a, r, acts) => {
        const played = begun(a, r);
        for (const one of acts) {
          play(played, one);
          const check = played.has('check') ? played.row('check') : undefined;
          if (!check || !(isPending(check) || check.state === 'done')) continue;
          const prepared = judged(played).flatMap(({ finished_by, finished_for }) => [finished_by, finished_for]);
          const count = check.verdicts.filter(({ is, round }) => is === 'approved' && round === check.round);
          approvals += count.length;
          for (const { by } of count) expect(prepared.filter(Boolean)).not.toContain(by);
          expect(new Set(count.map(({ by }) => by)).size).toBe(count.length);
          if (check.state === 'done')
            expect(judged(played).every(({ state }) => state === 'done' || state === 'skipped')).toBe(true);
        }
      },
    ),
    { numRuns: 400, seed: 7 },
  );
  expect(approvals).toBeGreaterThan(100);
});

test('WF-135 no sequence of acts changes a judged step while its review is pending', () => {
  let locked = 0;
  fc.assert(
    fc.property(fc.array(act, { minLength: 30, maxLength: 80 }), (acts) => {
      const played = begun('anna', 'ben');
      for (const one of acts) {
        const before = played.has('check') ? played.row('check') : undefined;
        const work = judged(played);
        play(played, one);
        const after = played.has('check') ? played.row('check') : undefined;
        if (!before || !after || !isPending(before) || !isPending(after) || before.round !== after.round) continue;
        if (one.what === 'undo' && before.ready_at !== after.ready_at) continue;
        locked += 1;
        expect(judged(played)).toEqual(work);
      }
    }),
    { numRuns: 400, seed: 11 },
  );
  expect(locked).toBeGreaterThan(100);
});
