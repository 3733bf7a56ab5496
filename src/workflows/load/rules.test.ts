import { describe, expect, test } from 'vitest';
import { plan } from '#workflows/runs/plan.ts';
import { action, DIRECTORY, Played, PRACTICE, task } from '#workflows/runs/testing.ts';
import { aheadIn, loadOf } from './rules.ts';

const TODAY = '2026-11-25';
const team = (more: Partial<typeof DIRECTORY> = {}) => ({
  directory: { ...DIRECTORY, ...more },
  calendar: PRACTICE,
  today: TODAY,
});
const of = (assignee_id: string | null, on: string, more = {}) => ({
  seat: { assignee_id, pool_role_id: null, for_member_id: null, ...more },
  on,
});
const rowOf = (load: ReturnType<typeof loadOf>, name: string) => load.rows.find((row) => row.name === name);

describe('WF-202 how much work falls on whom', () => {
  test('WF-202 13 weeks from this Monday; what is late counts for this week, what is later for none', () => {
    const load = loadOf(
      [of('anna', '2026-10-01'), of('anna', '2026-11-29'), of('anna', '2026-11-30'), of('anna', '2027-03-01')],
      team(),
    );
    expect([load.weeks.length, load.weeks[0], load.weeks[12]]).toEqual([13, '2026-11-23', '2027-02-15']);
    expect(rowOf(load, 'Anna')!.tasks.slice(0, 3)).toEqual([2, 1, 0]);
    expect(rowOf(load, 'Anna')!.tasks.reduce((sum, n) => sum + n)).toBe(3);
  });

  test('WF-202 on days on which somebody is away their tasks count for the deputy, and the days are told', () => {
    const delegations = [
      {
        id: 'd',
        version: 1,
        member_id: 'anna',
        deputy_id: 'ben',
        from_on: '2026-11-30',
        to_on: '2026-12-04',
        covers: 'all',
        ended_on: null,
      },
    ] as never;
    const load = loadOf(
      [of('anna', '2026-11-27'), of('anna', '2026-12-01'), of('ben', '2026-12-08', { for_member_id: 'anna' })],
      team({ delegations }),
    );
    expect(rowOf(load, 'Anna')).toMatchObject({
      tasks: expect.arrayContaining([1]),
      away: [0, 5, ...Array(11).fill(0)],
    });
    expect([rowOf(load, 'Anna')!.tasks.slice(0, 3), rowOf(load, 'Ben')!.tasks.slice(0, 3)]).toEqual([
      [1, 0, 1],
      [0, 1, 0],
    ]);
  });

  test('WF-202 pools and work that nobody has stand behind the members; actions and what will not happen count for nobody', () => {
    const only_if = { field: 'subject.status', is: 'is', value: 'inactive' } as const;
    const run = new Played({
      steps: [task('a'), task('b', { only_if }), action('tell'), task('c', { who: ['specialist'] })],
    });
    expect(aheadIn(plan(run.state, run.context), TODAY).map(({ seat }) => seat.assignee_id)).toEqual(['anna', 'mark']);
    const load = loadOf([of(null, TODAY), of(null, TODAY, { pool_role_id: DIRECTORY.roles[0]!.id })], team());
    expect(load.rows.slice(-2).map(({ kind, tasks }) => [kind, tasks[0]])).toEqual([
      ['pool', 1],
      ['nobody', 1],
    ]);
  });
});
