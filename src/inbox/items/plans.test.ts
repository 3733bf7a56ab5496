import pg from 'pg';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { plansOf } from '#kernel/database/testing-plans.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { listItems } from './lists.ts';
import type { ItemFilter } from './narrowing.ts';

const house = useTestHouse();
const ITEMS = 12_000;
const PAGE = 50;
/** What a page may touch: its rows, what stands between them in a tab that holds two thirds of all, and some air. */
const TOUCHED = 4 * PAGE;

const SET: Record<string, string> = {
  id: 'gen_random_uuid()',
  number: '1000 + n',
  status: "case when n % 3 = 0 then 'completed' else 'outstanding' end",
  created_at: "i.created_at - n * interval '1 minute'",
  status_at: "i.status_at - n * interval '1 minute'",
};

/** Copies of one item, every third completed, received a minute apart, the rest of each as the first has it. */
const fill = async (practice: Id, of: Id) => {
  const owner = new pg.Client({ connectionString: house.urls.ownerUrl });
  await owner.connect();
  try {
    await owner.query("select set_config('tickmark.practice', $1, false)", [practice]);
    const { rows } = await owner.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'app' and table_name = 'item' and is_generated = 'NEVER'`,
    );
    const names = rows.map(({ name }) => name);
    const values = names.map((name) => SET[name] ?? `i.${name}`);
    await owner.query(
      `insert into app.item (${names}) select ${values} from app.item i, generate_series(1, ${ITEMS}) n where i.id = '${of}'`,
    );
    await owner.query('analyze app.item');
  } finally {
    await owner.end();
  }
};

/** How many rows of items the plan of a page touched, those it threw away too. */
const touched = (plan: string): number => {
  const lines = plan.split('\n');
  return lines.reduce((sum, line, at) => {
    const scan = /Scan.* on item\b.*\(actual.* rows=([\d.]+) loops=(\d+)\)/.exec(line);
    if (!scan) return sum;
    const next = lines.slice(at + 1).findIndex((one) => one.includes('->'));
    const own = lines.slice(at + 1, next < 0 ? undefined : at + 1 + next).join('\n');
    const thrown = Number(/Rows Removed by Filter: (\d+)/.exec(own)?.[1] ?? 0);
    return sum + (Number(scan[1]) + thrown) * Number(scan[2]);
  }, 0);
};

test('IN-163 a page of the inbox touches about as many items as it shows, however many there are', async () => {
  const practice = await testPractice(house.kernel);
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const { body } = await api('POST', '/items', { subject: 'Lease' });
  await fill(practice, body.id);
  const page = (filter: Partial<ItemFilter>) =>
    inPractice(house.kernel.db, practice, async (desk) => {
      const asked = { limit: PAGE, sort: '-created_at', status: 'outstanding', ...filter } as ItemFilter;
      const plans = await plansOf(
        desk,
        (explained) => listItems(explained, who, asked),
        'explain (analyze, timing off)',
      );
      return plans.find((plan) => plan.includes(' on item '))!;
    });
  expect(touched(await page({})), 'the count sees what a page reads').toBeGreaterThan(PAGE);
  const asked: Partial<ItemFilter>[] = [
    {},
    { status: 'completed', sort: '-status_at' },
    { sort: 'due_on' },
    { sort: 'number' },
    { assignee: 'unassigned' },
    { origin: 'email' },
    { priority: 'high' },
    { mark: 'reply_received' },
    { verdict: 'failed' },
    { held: 'true' },
    { due: 'overdue' },
    { category: body.id },
    { client: body.id },
  ];
  for (const filter of asked) {
    const plan = await page(filter);
    expect(plan, JSON.stringify(filter)).not.toMatch(/Seq Scan on item\b/);
    expect(touched(plan), `${JSON.stringify(filter)}\n${plan}`).toBeLessThanOrEqual(TOUCHED);
  }
});
