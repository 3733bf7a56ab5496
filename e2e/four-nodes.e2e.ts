import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startMailServer } from '../src/connectors/mail/testing-server.ts';
import { throwAway, throwAwayFolder } from '../src/kernel/database/testing-folder.ts';
import { expect, runTickmark, startWorkerOf, test } from './harness.ts';
import { sharedDatabase } from './shared-database.ts';

const LONG = process.env.LONG === '1';
/** So few runs each that no day is unusual to the brake (ME-49), and a job of mails for each of four workers' hands. */
const [PRACTICES, RUNS] = LONG ? [40, 100] : [16, 17];
const ALL = PRACTICES * RUNS;
/** A silent heartbeat is found out after 30 s, by a round that comes every 15. */
const TAKEOVER_MS = 60_000;

test(`PL-R1 PL-R2 WF-81 four workers on one DATABASE_URL and two of them killed with kill -9 under a load of ${ALL * 3} due steps: all ends complete, nothing is done twice`, async () => {
  if (LONG) test.setTimeout(1_800_000);
  const database = await sharedDatabase();
  const mail = await startMailServer();
  const data = await throwAwayFolder();
  const environment = { TICKMARK_DATA: data, DATABASE_URL: database.url };
  const workers: { kill(): Promise<void> }[] = [];
  try {
    await promisify(execFile)(process.execPath, ['e2e/load.ts', ...[mail.port, PRACTICES, RUNS].map(String)], {
      env: { ...process.env, ...environment },
    });
    workers.push(...(await Promise.all([1, 2, 3, 4].map(() => startWorkerOf({ data }, environment)))));
    const { count } = database;
    await count(
      `with due as (update app.timer set due_at = clock_timestamp() where room = 'run' returning 1) select count(*) as n from due`,
    );
    // From here each worker holds jobs when it is killed, however fast the machine is.
    mail.set('slow');
    await expect.poll(() => mail.taken.length, { timeout: 60_000, intervals: [20] }).toBeGreaterThan(ALL / 5);
    const killed = Date.now();
    await Promise.all(workers.splice(0, 2).map((worker) => worker.kill()));
    mail.set('takes');

    await expect.poll(() => count(HANDED_ON), { timeout: TAKEOVER_MS, intervals: [250] }).toBeGreaterThan(0);
    const since = (end: 'min' | 'max') =>
      count(
        `select extract(epoch from ${end}(started_on)) * 1000 as n from pgboss.job where retry_count > 0 and started_on is not null`,
      );
    // An attempt that was open when its worker died is given up after two minutes, whoever waits for them (ME-63).
    if (!LONG) await count(TWO_MINUTES_PASS);
    const complete = () => count(`select count(*) as n from app.run where state = 'completed'`);
    await expect.poll(complete, { timeout: LONG ? 900_000 : 90_000, intervals: [250] }).toBe(ALL);
    const seconds = (ms: number) => `${((ms - killed) / 1000).toFixed(1)} s`;
    console.log(
      `after the kill: first job taken over after ${seconds(await since('min'))}, the last of ${await count(HANDED_ON)} after ${seconds(await since('max'))}, all complete after ${seconds(Date.now())}`,
    );

    expect(await count(`select count(*) as n from app.event where verb = 'action.done'`)).toBe(3 * ALL);
    expect(await count('select count(*) as n from app.comment')).toBe(2 * ALL);
    expect(await count(`select count(*) as n from app.message where state = 'sent'`)).toBe(ALL);
    expect(await count('select count(*) as n from app.message')).toBe(ALL);
    // One that honours the key keeps each once; it came a second time only where nobody knew whether it had.
    expect(new Set(mail.taken.map(({ message_id }) => message_id)).size).toBe(ALL);
    const unsure = await count('select count(*) as n from app.message where sent_again');
    const times = Map.groupBy(mail.taken, ({ message_id }) => message_id);
    expect([...times.values()].filter(({ length }) => length > 1).length).toBeLessThanOrEqual(unsure);
    expect(await count(`select count(*) as n from app.timer where room <> 'digest'`)).toBe(0);
    const verified = runTickmark(['audit', 'verify', '--json'], environment);
    expect(verified.code, verified.output).toBe(0);
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    await mail.close();
    await throwAway(data);
    await database.end();
  }
});

/** Jobs of workers that went silent, given to others. */
const HANDED_ON = 'select count(*) as n from pgboss.job where retry_count > 0 and started_on is not null';

const TWO_MINUTES_PASS = `
  with open as (
    update app.message set started_at = started_at - interval '2 minutes' where state = 'started' and started_at < clock_timestamp() - interval '20 seconds'
    returning practice_id, id),
  woken as (
    update app.timer t set due_at = clock_timestamp() from open
    where t.practice_id = open.practice_id and t.room = 'message' and t.thing = open.id returning 1)
  select count(*) as n from woken`;
