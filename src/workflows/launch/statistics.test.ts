import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { statisticsApi } from '#workflows/runs/statistics-api.ts';
import { testApi, useTestHouse } from '../../app/testing.ts';
import { person, published, workPractice } from './testing.ts';

const house = useTestHouse();

test('WF-204 per step and version: median time, late, hand backs and skips; what does not apply or was taken back counts for nothing', async () => {
  const { practice, api, who } = await workPractice(house.kernel);
  const workflow = await published(api, 'Return', [
    { key: 'ask', kind: 'task', title: 'Ask', who: ['launcher'], due: { anchor: 'ready', n: 1, unit: 'day' } },
    { key: 'look', kind: 'review', title: 'Look', of: ['ask'], reviewers: [['partner', 'launcher']], allow_self: true },
  ]);
  const runs = [];
  for (const name of ['A', 'B', 'C', 'D']) {
    const subject = await person(house.kernel, practice, name);
    runs.push((await api('POST', '/runs', { workflow, as: 'client', subject })).body.id as string);
  }
  const [a, b, c, d] = runs;
  await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const done = (run: string, hours: number, due: string) =>
      sql`update app.task set state = 'done', ready_at = '2026-11-02T09:00:00Z', due_on = ${due},
        finished_at = '2026-11-02T09:00:00Z'::timestamptz + make_interval(hours => ${hours}) where run_id = ${run}`.execute(
        tx,
      );
    await done(a!, 2, '2026-11-02');
    await done(b!, 10, '2026-11-10');
    await done(c!, 48, '2026-11-03');
    await sql`update app.run set ended_how = 'undone' where id = ${d!}`.execute(tx);
    const verdicts = JSON.stringify([
      { is: 'handed_back', steps: ['ask'] },
      { is: 'approved', steps: [] },
    ]);
    await sql`insert into app.task (practice_id, id, version, run_id, step_key, kind, title, state, ready_at, finished_at, verdicts)
      values (${practice}, ${newId()}, 1, ${a!}, 'look', 'review', 'Look', 'done', '2026-11-02T09:00:00Z', '2026-11-02T10:30:00Z', ${verdicts}::jsonb),
        (${practice}, ${newId()}, 1, ${b!}, 'look', 'review', 'Look', 'skipped', null, '2026-11-02T10:00:00Z', '[]')`.execute(
      tx,
    );
  });
  const read = testApi(house.kernel, practice, [statisticsApi(house.kernel)], who);
  const { status, body } = await read('GET', `/workflows/${workflow}/statistics`);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toEqual({
    versions: [{ n: 1, runs: 3 }],
    steps: [
      {
        key: 'ask',
        title: 'Ask',
        kind: 'task',
        versions: [{ n: 1, reached: 3, done: 3, median_hours: 10, dated: 3, late: 1, handed_back: 1, skipped: 0 }],
      },
      {
        key: 'look',
        title: 'Look',
        kind: 'review',
        versions: [{ n: 1, reached: 2, done: 1, median_hours: 1.5, dated: 0, late: 0, handed_back: 1, skipped: 1 }],
      },
    ],
  });
});
