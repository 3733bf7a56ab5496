import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { plansOf } from '#kernel/database/testing-plans.ts';
import { ref } from '#kernel/decision/rules.ts';
import { entriesOf } from '#workflows/feeds/entries.ts';
import type { Feed } from '#workflows/feeds/model.ts';
import { openRuns } from '#workflows/load/store.ts';
import { listRuns } from '#workflows/runs/run-list.ts';
import { runYears } from '#workflows/runs/run-years.ts';
import { listTasks } from '#workflows/runs/task-list.ts';
import { tellOfDates } from './notices/dates.ts';
import { openTasks } from './notices/work.ts';
import { readable } from './ports/readable.ts';
import { testPractice, testWho, useTestHouse } from './testing.ts';

const PERSONS = 20_000;
const house = useTestHouse();
const who = testWho('Staff');
const member = who.member_id!;
let practice: Id;
let clients: Id[];

beforeAll(async () => {
  practice = await testPractice(house.kernel);
  const owner = new pg.Client({ connectionString: house.urls.ownerUrl });
  await owner.connect();
  try {
    await owner.query(`select set_config('tickmark.practice', '${practice}', false)`);
    await owner.query(`
      insert into app.person (practice_id, id, version, kind, form, organisation_name, display_name, sort_name, created_at, created_by)
        select '${practice}', gen_random_uuid(), 1, 'client', 'organisation', 'Client ' || n, 'Client ' || n, 'client ' || n, now(), 'operator'
        from generate_series(1, ${PERSONS}) n;
      insert into app.run (practice_id, id, version, workflow_id, workflow_version, subject_kind, subject_id, client_id, launched_as, origin,
          exclusive, started_at, started_on, state, ended_at)
        select practice_id, id, 1, practice_id, 1, 'person', id, id, 'client', 'hand', false, now(), current_date,
          case when row_number() over () <= 20 then 'running' else 'completed' end, case when row_number() over () > 20 then now() end
        from app.person limit 2000;
      insert into app.task (practice_id, id, version, kind, title, subject_kind, subject_id, client_id, state, assignee_id, ready_at, due_on)
        select practice_id, id, 1, 'task', 'Check the books', 'person', id, id, 'ready',
          case when row_number() over () <= 100 then '${member}'::uuid else gen_random_uuid() end, now(), current_date + 1
        from app.person limit 2000;`);
    await owner.query('analyze app.person; analyze app.run; analyze app.task;');
    clients = (await owner.query<{ id: Id }>('select id from app.run limit 20')).rows.map(({ id }) => id);
  } finally {
    await owner.end();
  }
}, 120_000);

const plans = (work: (desk: Desk) => Promise<unknown>): Promise<string[]> =>
  inPractice(house.kernel.db, practice, (desk) => plansOf(desk, work));

const ASKED: Record<string, (desk: Desk) => Promise<unknown>> = {
  'My work': (desk) => listTasks(desk, { view: 'mine', sort: 'due_on', limit: 50, count: false } as never, who),
  'the list of runs': (desk) => listRuns(desk, { sort: '-started_at', limit: 50, count: false } as never, who),
  'the years of a record’s runs': (desk) => runYears(desk, who, clients[0]!),
  'a calendar feed': (desk) =>
    entriesOf(desk, { about: 'mine', member_id: member, client_id: null, titles_only: false } as Feed, {
      who,
      seen: async () => sql<boolean>`true`,
    }),
  'the load of the team': (desk) => openRuns(desk, who),
  'the digest': (desk) => openTasks(desk, [member]),
  'the morning’s look at dates': (desk) => tellOfDates(house.kernel, desk),
  'who may read runs and tasks': (desk) =>
    readable(desk, who, [...clients.map((id) => ref('run', id)), ...clients.map((id) => ref('task', id))]),
};

/** A person's row is looked up by its id for each row that names it. */
const BY_KEY = /Index (?:Only )?Scan using person_pkey on person p.*\n\s+Index Cond: .*\bid = /;

describe(`PL-51 among ${PERSONS} persons behind row security those of a row are found by their key`, () => {
  for (const [name, work] of Object.entries(ASKED))
    test(name, async () => {
      const asked = (await plans(work)).filter((plan) => plan.includes(' on person p'));
      expect(asked.length).toBeGreaterThan(0);
      for (const plan of asked) expect(plan).toMatch(BY_KEY);
    });

  test('which a join by coalesce does not do', async () => {
    const [plan] = await plans(({ tx }) =>
      sql`select r.id, p.display_name from app.task r
        left join app.person p on p.practice_id = r.practice_id and p.id = coalesce(r.client_id, r.subject_id)
        where r.practice_id = ${practice} and r.id = any(${clients})`.execute(tx),
    );
    expect(plan).not.toMatch(BY_KEY);
  });
});
