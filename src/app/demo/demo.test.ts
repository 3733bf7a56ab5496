import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inPractice } from '#kernel/database/practice.ts';
import { useTestHouse } from '../testing.ts';
import { makeDemo } from './demo.ts';

const made = useTestHouse();

test('PL-143 the demo’s whole library is on, and the e-mails of its steps left day by day', async () => {
  const { practice_id } = await makeDemo(made.house, { clients: 20, prospects: 6, days: 30 });
  await inPractice(made.house.kernel.db, practice_id, async ({ tx, now }) => {
    const { rows: off } =
      await sql`select key from app.workflow where practice_id = ${practice_id} and not "on"`.execute(tx);
    expect(off).toEqual([]);
    const { rows } = await sql<{ state: string; day: string; late: boolean }>`
      select m.state, m.accepted_at::date::text as day, m.leaves_at <= ${now} as late
      from app.message m join app.task t on t.practice_id = m.practice_id and t.id = m.task_id
      where m.practice_id = ${practice_id} and t.kind = 'action'`.execute(tx);
    expect(new Set(rows.flatMap(({ state, day }) => (state === 'sent' ? [day] : []))).size).toBeGreaterThan(3);
    expect(rows.filter(({ state, late }) => state === 'planned' && late)).toEqual([]);
  });
}, 120_000);
