import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';
import { startWorker } from '../worker.ts';
import { systemApi } from './api.ts';
import { beat, signOff } from './beat.ts';

const house = useTestHouse();
const begin = async (role: Parameters<typeof testWho>[0] = 'Admin') => {
  const practice = await testPractice(house.kernel);
  return { practice, api: testApi(house.kernel, practice, [systemApi(house.house)], testWho(role)) };
};

/** A timer that was due while nobody worked. */
const dueTimer = (practice: Id, room: string) =>
  inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`insert into app.timer (practice_id, room, thing, due_at) values (${practice}, ${room}, ${newId()}, clock_timestamp() - interval '5 minutes')`.execute(
      tx,
    ),
  );

/** As if every worker had been silent for so long. */
const silence = (minutes: number) =>
  sql`update meta.worker set beat_at = beat_at - make_interval(mins => ${minutes}), ended_at = ended_at - make_interval(mins => ${minutes})`.execute(
    house.house.engine,
  );

const killed = async (practice: Id, name: string) => {
  const id = newId();
  await sql`
    insert into pgboss.job (id, name, data, source_name, source_output, source_retry_count)
    values (${id}, 'dead', ${JSON.stringify({ name, practice_id: practice, room: 'run', thing: newId(), fence: 1 })}::jsonb, 'act',
      ${JSON.stringify({ because: 'the file is gone' })}::jsonb, 5)`.execute(house.house.engine);
  return id;
};

const waitingJobs = async (practice: Id) => {
  const { rows } = await sql<{ name: string; data: { name: string } }>`
    select name, data from pgboss.job where name <> 'dead' and data->>'practice_id' = ${practice}`.execute(
    house.house.engine,
  );
  return rows.map(({ name, data }) => `${name} ${data.name}`);
};

const events = (practice: Id) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{
      verb: string;
      actor: string;
      facts: object;
    }>`select verb, actor, facts from app.event order by id`.execute(tx);
    return rows;
  });

test('PL-145 a gap of all workers over two minutes is one downtime, with what waited in each practice by part and policy', async () => {
  const { practice, api } = await begin();
  const other = await begin();
  const [first, second] = [newId(), newId()];
  await beat(house.house.engine, first);
  await silence(1);
  await beat(house.house.engine, second);
  expect((await api('GET', '/downtimes')).body.items).toEqual([]);
  await dueTimer(practice, 'run');
  await dueTimer(practice, 'run');
  await dueTimer(other.practice, 'task');
  await silence(3);
  await Promise.all([beat(house.house.engine, first), beat(house.house.engine, second)]);
  const { items } = (await api('GET', '/downtimes')).body;
  expect(items).toHaveLength(1);
  expect(items[0].report).toEqual([{ part: 'run', policy: 'made_up', count: 2 }]);
  expect(Date.parse(items[0].to_at) - Date.parse(items[0].from_at)).toBeGreaterThan(120_000);
  expect((await other.api('GET', '/downtimes')).body.items[0].report).toEqual([
    { part: 'task', policy: 'made_up', count: 1 },
  ]);
});

test('PL-145 workers that signed off leave a gap too, and are not shown as silent', async () => {
  const { api } = await begin();
  const worker = newId();
  await beat(house.house.engine, worker);
  await signOff(house.house.engine, worker);
  expect((await api('GET', '/system')).body.workers.map(({ id }: { id: Id }) => id)).not.toContain(worker);
  await silence(10);
  const before = (await api('GET', '/downtimes')).body.items.length;
  await beat(house.house.engine, newId());
  expect((await api('GET', '/downtimes')).body.items).toHaveLength(before + 1);
});

test('PL-150 the page of the system tells health with remedies, versions, workers and what waits; the level to read it is asked', async () => {
  const { practice, api } = await begin();
  await beat(house.house.engine, newId());
  await dueTimer(practice, 'run');
  await killed(practice, 'wake');
  const { status, body } = await api('GET', '/system');
  expect(status).toBe(200);
  expect(body.colour).toBe('red');
  expect(body.findings.every(({ remedy }: { remedy: string }) => remedy.length > 10)).toBe(true);
  expect(body.versions).toMatchObject({ tickmark: expect.stringMatching(/^\d/), node: process.versions.node });
  expect(body.workers[0]).toMatchObject({ process: process.pid, silent: false });
  expect(body.waiting).toMatchObject({ due: 1, dead: 1, queued: 0 });
  for (const figure of Object.values(body.figures)) expect(figure).toHaveLength(24);
  for (const role of ['Manager', 'Staff', 'Viewer'] as const)
    expect((await (await begin(role)).api('GET', '/system')).status).not.toBe(200);
});

test('PL-150 PL-100 a job that failed for good says why, is run again or let go, each an event; another practice sees none of it', async () => {
  const { practice, api } = await begin();
  const { api: foreign } = await begin();
  const [again, gone] = [await killed(practice, 'wake'), await killed(practice, 'import')];
  const { items } = (await api('GET', '/dead-letters')).body;
  expect(items).toHaveLength(2);
  expect(items[1]).toMatchObject({ job: 'wake', because: 'the file is gone', tries: 6 });
  expect((await foreign('GET', '/dead-letters')).body.items).toEqual([]);
  expect((await foreign('POST', `/dead-letters/${again}/retry`, {})).status).toBe(404);
  expect((await api('POST', `/dead-letters/${again}/retry`, {})).status).toBe(200);
  expect((await api('POST', `/dead-letters/${again}/retry`, {})).status).toBe(404);
  expect((await api('DELETE', `/dead-letters/${gone}`)).status).toBe(200);
  expect(await waitingJobs(practice)).toEqual(['act wake']);
  expect((await api('GET', '/dead-letters')).body.items).toEqual([]);
  expect(await events(practice)).toMatchObject([
    { verb: 'job.run_again', facts: { job: [null, 'wake'], because: ['the file is gone', null] } },
    { verb: 'job.dismissed', facts: { job: [null, 'import'] } },
  ]);
});

test('PL-150 a job that a worker could not do keeps the reason of its last try', async () => {
  const { practice, api } = await begin();
  await house.house.engine
    .transaction()
    .execute((tx) =>
      house.house.queue.insert(tx as never, [{ queue: 'act', name: 'nobody', practice_id: practice, data: {} }]),
    );
  await sql`update pgboss.job set retry_limit = 0 where name = 'act' and data->>'practice_id' = ${practice}`.execute(
    house.house.engine,
  );
  const worker = await startWorker(house.house, {
    concurrency: 1,
    dispatchEveryMs: 200,
    bulkCommands: new Map(),
    callerOf: () => Promise.reject(new Error('nobody bulks here')),
    onFault: () => {},
  });
  await expect
    .poll(async () => (await api('GET', '/dead-letters')).body.items, { timeout: 10_000 })
    .toMatchObject([{ job: 'nobody', because: 'a job asks for «nobody», which is not in the house' }]);
  await worker.stop();
});
