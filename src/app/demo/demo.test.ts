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

test('WF-57 WF-204 in the demo clients were asked with forms of the library and some have answered; one workflow has two versions with runs', async () => {
  const { practice_id } = await makeDemo(made.house, { clients: 30, prospects: 6, days: 45 });
  await inPractice(made.house.kernel.db, practice_id, async ({ tx }) => {
    const { rows: forms } = await sql<{ key: string; answered: number }>`
      select w.key || '.' || t.step_key as key,
        count(*) filter (where t.state = 'done' and t.form_answers <> '{}')::int as answered
      from app.task t join app.run r on r.practice_id = t.practice_id and r.id = t.run_id
      join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id
      where t.practice_id = ${practice_id} and t.kind = 'form' and w.origin like 'template:%' group by 1`.execute(tx);
    expect(forms.map(({ key }) => key)).toContain('payroll_month.changes');
    expect(forms.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThan(0);
    const { rows: versions } = await sql<{ n: number }>`
      select distinct r.workflow_version as n from app.run r
      join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id
      where r.practice_id = ${practice_id} and w.key = 'health_check' order by 1`.execute(tx);
    expect(versions.map(({ n }) => n)).toEqual([1, 2]);
  });
}, 120_000);

test('PL-143 the demo has documents in every state, one off its expected amount, each with a page to look at', async () => {
  const { practice_id } = await makeDemo(made.house, { clients: 10, prospects: 3, days: 5 });
  await inPractice(made.house.kernel.db, practice_id, async ({ tx }) => {
    const { rows } = await sql<{ title: string; state: string; marks: string[]; note: string | null; type: string }>`
      select d.title, d.state, d.marks, f.type, (
        select body from app.item_note n where n.practice_id = d.practice_id and n.item_id = d.item_id limit 1) as note
      from app.document d join app.file f on f.practice_id = d.practice_id and f.id = d.file_id
      where d.practice_id = ${practice_id}`.execute(tx);
    expect([...new Set(rows.map(({ state }) => state))].sort()).toEqual([
      'awaiting_approval',
      'failed',
      'filed',
      'processed',
      'unprocessed',
    ]);
    expect(rows.find(({ title }) => title === 'Fee invoice 1042')).toMatchObject({
      state: 'awaiting_approval',
      note: '4310.01 GBP, expected 4300.00',
    });
    expect(rows.find(({ title }) => title === 'Fee invoice 1041')).toMatchObject({ state: 'processed' });
    expect(rows.flatMap(({ marks }) => marks)).toEqual(
      expect.arrayContaining(['client_not_notified', 'instructions', 'not_approved_instructions']),
    );
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['application/pdf']));
  });
}, 120_000);
