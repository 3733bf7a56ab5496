import { sql } from 'kysely';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { demoPractice } from '#kernel/access/setup/demo.ts';
import { makeSetupLink } from '#kernel/access/setup/setup.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { dispatch } from '#kernel/schedule/dispatcher.ts';
import { type App, openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { openLog } from '../log.ts';
import { useTestHouse } from '../testing.ts';
import { startWorker, type Worker } from '../worker.ts';
import { makeDemo } from './demo.ts';

const PUBLIC = 'http://localhost:4300';
const made = useTestHouse();
const faults: unknown[] = [];
let app: App;
let worker: Worker | null = null;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: PUBLIC });
  if (!read.yes) throw new Error(read.mistakes.join());
  const log = openLog('error', { write: (line: string) => void faults.push(line) });
  app = openApp({ config: { ...read.config, TRUSTED_PROXIES: [] }, house: made.house, log });
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
});

const work = () =>
  startWorker(made.house, {
    concurrency: 4,
    dispatchEveryMs: 50,
    bulkCommands: app.bulkCommands,
    callerOf: app.callerOf,
    onFault: (error, doing) => faults.push([doing, error]),
  });

const lookAtDemo = async (): Promise<Response> => {
  const token = (await makeSetupLink(made.house.access))!.split('#')[1]!;
  const headers = { 'content-type': 'application/json', origin: PUBLIC };
  return app.http.request('/api/v1/setup/demo', { method: 'POST', headers, body: JSON.stringify({ token }) });
};

const demos = async (): Promise<Id[]> => {
  const { rows } = await sql<{
    id: Id;
  }>`select practice_id as id from meta.practice where kind = 'demo'`.execute(made.house.engine);
  return rows.map(({ id }) => id);
};

const waiting = (practice: Id) =>
  inPractice(made.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ own: number; timers: number; jobs: number }>`
      select count(*) filter (where own_clock)::int as own, count(*)::int as timers,
        (select count(*)::int from app.kept_job k where k.practice_id = ${practice}) as jobs
      from app.timer where practice_id = ${practice}`.execute(tx);
    return rows[0]!;
  });

/** Jobs of the practice that a worker was handed, by how they stand. */
const jobs = async (practice: Id): Promise<Record<string, number>> => {
  const { rows } = await sql<{ state: string; n: number }>`
    select state::text, count(*)::int as n from pgboss.job where data ->> 'practice_id' = ${practice} group by 1`.execute(
    made.house.engine,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
};

test('PL-8 PL-143 a look at the demo makes it beside a worker, which takes up nothing of it before it is whole and all of it then', async () => {
  worker = await work();
  expect((await lookAtDemo()).status).toBe(200);
  const { practice_id } = (await demoPractice(made.house.access))!;
  expect(await waiting(practice_id)).toMatchObject({ own: 0, jobs: 0 });
  await expect
    .poll(async () => Object.keys(await jobs(practice_id)), { timeout: 60_000, interval: 500 })
    .toEqual(['completed']);
  expect(faults).toEqual([]);
}, 240_000);

test('PL-143 what was left of a demo half made never wakes, and goes when the next one is made, which one at a time does', async () => {
  const [before] = await demos();
  let asked = 0;
  const queue: typeof made.kernel.writers.queue = async (...given) => {
    asked += 1;
    if (asked > 1) throw new Error('the process died');
    return made.kernel.writers.queue(...given);
  };
  const broken = { ...made.house, kernel: { ...made.kernel, writers: { ...made.kernel.writers, queue } } };
  await expect(makeDemo(broken, { clients: 12, prospects: 2, days: 20 })).rejects.toThrow('the process died');
  const left = (await demos()).find((id) => id !== before);
  const { own, timers, jobs: kept } = await waiting(left!);
  expect([own, kept > 0]).toEqual([timers, true]);
  expect(timers).toBeGreaterThan(1);
  expect(await dispatch(made.house.engine, made.house.queue)).toBe(0);
  expect(await jobs(left!)).toEqual({});
  const both = await Promise.allSettled([1, 2].map(() => makeDemo(made.house, { clients: 12, prospects: 2, days: 5 })));
  const ids = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.practice_id] : []));
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { status: 409, message: 'The demo is being made. Try again in a minute.' },
  });
  expect([ids.length, await demos()]).toEqual([1, ids]);
}, 120_000);
