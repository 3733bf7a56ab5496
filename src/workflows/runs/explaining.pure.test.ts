import { describe, expect, test } from 'vitest';
import { explain } from './explaining.ts';
import { plan } from './plan.ts';
import { action, Played, task } from './testing.ts';

const day = (n: number) => ({ anchor: 'run', n, unit: 'day' }) as const;
const whyOf = (run: Played, key: string): string[] => {
  const step = plan(run.state, run.context).find((one) => one.key === key || one.title === key)!;
  return explain(run.state, step, run.context).map(
    ({ about, says, saw }) => `${about}: ${says}${saw ? ` (${saw})` : ''}`,
  );
};

describe('WF-200 why a step stands as it does', () => {
  test('WF-200 a step that waits says for what, when it would be due, and what would let it go on', () => {
    const run = new Played({ steps: [task('papers'), task('check', { due: { anchor: 'ready', n: 2, unit: 'day' } })] });
    expect(whyOf(run, 'check')).toEqual([
      'state: Waits for «Papers»',
      'when: After «Papers»',
      'when: Due 2 days after the day it becomes ready (Wed 25 Nov 2026)',
      'who: Anna, as assignee',
      'change: It goes on once «Papers» is finished',
    ]);
  });

  test('WF-200 a step that waits for its day says the rule and the day it gives', () => {
    const run = new Played({ steps: [task('later', { start: day(3) })] });
    expect(whyOf(run, 'later')).toEqual([
      'state: Waits for its day (Thu 26 Nov 2026)',
      'when: From the start of the run',
      'when: Starts 3 days after the start of the run (Thu 26 Nov 2026)',
      'who: Anna, as assignee',
    ]);
  });

  test('WF-200 who is told with the rules that were asked before and why they gave nobody', () => {
    const run = new Played({ steps: [task('sign', { who: ['specialist', 'manager'] })] });
    expect(whyOf(run, 'sign')).toContain('who: Mark, as manager (asked in turn: specialist and manager)');
    const none = new Played({ steps: [task('sign', { who: ['specialist'] })] });
    expect(whyOf(none, 'sign')).toEqual(
      expect.arrayContaining(['who: Nobody found for specialist', 'who: Mark, as the run’s owner']),
    );
  });

  test('WF-200 a ready, a late, a done and a skipped step say since when, how late, by whom and with which reason', () => {
    const run = new Played({
      steps: [task('a', { due: day(1), outcomes: ['yes', 'no'] }), task('b', { required: false })],
    });
    expect(whyOf(run, 'a')[0]).toBe('state: Ready, and nobody has begun it (since Mon 23 Nov 2026, 09:00)');
    run.at('2026-11-25 10:00');
    expect(whyOf(run, 'a')).toContain('state: Overdue (it was due Tue 24 Nov 2026)');
    run.as('anna').finish('a', { outcome: 'yes' });
    expect(whyOf(run, 'a')[0]).toBe('state: Done by Anna: yes (Wed 25 Nov 2026, 10:00)');
    run.as('mark').does({ do: 'skip_task', task: run.id('b'), reason: 'not this year' });
    expect(whyOf(run, 'b').slice(0, 2)).toEqual([
      'state: Skipped by Mark (Wed 25 Nov 2026, 10:00)',
      'state: Not this year',
    ]);
  });

  test('WF-200 a condition tells how it would be judged today, and how it was judged with which values', () => {
    const only_if = { field: 'subject.status', is: 'is', value: 'inactive' } as const;
    const run = new Played({ steps: [task('a'), task('b', { only_if })] });
    expect(whyOf(run, 'b')).toEqual(
      expect.arrayContaining([
        'state: Will not happen, as things stand',
        'whether: Only if status is inactive (would not hold today, status: active)',
        'change: The values its condition asks for are others when its turn comes',
      ]),
    );
    run.as('anna').finish('a');
    expect(whyOf(run, 'b')).toEqual(
      expect.arrayContaining([
        'state: Left out: its condition did not hold (Mon 23 Nov 2026, 09:00)',
        'whether: Only if status is inactive (judged Mon 23 Nov 2026, 09:00 with status: active)',
      ]),
    );
  });

  test('WF-200 a hold is named with its reason and its end; an action that failed says who can do what', () => {
    const held = new Played({ steps: [task('a'), action('tell')] });
    held.does({ do: 'hold', id: 'h', reason: 'papers are missing', until: '2026-12-07' });
    expect(whyOf(held, 'tell')).toContain(
      'change: The hold «papers are missing» ends on Mon 7 Dec 2026, or somebody releases it',
    );
    const failed = new Played({ steps: [action('tell')] });
    failed.as('machine').does({ do: 'action_failed', ...failed.jobs()[0]!, because: 'No such note.' });
    expect(whyOf(failed, 'tell')).toEqual(
      expect.arrayContaining([
        'state: No such note.',
        'change: A run manager retries it, skips it with a reason or marks it as done',
      ]),
    );
  });
});
