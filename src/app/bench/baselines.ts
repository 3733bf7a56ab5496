import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { rounded } from './document.ts';

/** What the database and the queue can do at all, here and now, without any of us (PL-181). */
export const baselines = async (
  ownerUrl: string,
  { seconds, jobs }: { seconds: number; jobs: number },
): Promise<Record<string, number>> => ({
  raw_commits_per_s_1: await rawCommits(ownerUrl, 1, seconds),
  raw_commits_per_s_8: await rawCommits(ownerUrl, 8, seconds),
  pgboss_jobs_per_s: await emptyJobs(ownerUrl, jobs),
});

/** One-row inserts, each its own transaction. */
const rawCommits = async (url: string, connections: number, seconds: number): Promise<number> => {
  const pool = new pg.Pool({ connectionString: url, application_name: 'tickmark-bench', max: connections });
  try {
    await pool.query('create schema if not exists bench');
    await pool.query(
      'create table if not exists bench.raw (id bigint generated always as identity primary key, words text)',
    );
    await Promise.all(Array.from({ length: connections }, () => pool.query('select 1')));
    const until = performance.now() + seconds * 1000;
    const one = async (): Promise<number> => {
      let count = 0;
      for (; performance.now() < until; count += 1)
        await pool.query('insert into bench.raw (words) values ($1)', ['one row']);
      return count;
    };
    const counts = await Promise.all(Array.from({ length: connections }, one));
    return Math.round(counts.reduce((sum, count) => sum + count, 0) / seconds);
  } finally {
    await pool.query('drop schema if exists bench cascade');
    await pool.end();
  }
};

/** Jobs that do nothing, in batches of 100 by four workers, in a schema of their own that is dropped after. */
const emptyJobs = async (url: string, count: number): Promise<number> => {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'tickmark-bench',
    schema: 'bench_boss',
    schedule: false,
    supervise: false,
  });
  boss.on('error', () => {});
  try {
    await boss.start();
    await boss.createQueue('empty');
    for (let from = 0; from < count; from += 1_000)
      await boss.insert(
        'empty',
        Array.from({ length: 1_000 }, () => ({ name: 'empty', data: {} })),
      );
    let done = 0;
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      const options = { batchSize: 100, localConcurrency: 4, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
      boss
        .work('empty', options, async (batch) => {
          done += batch.length;
          if (done === count) resolve();
        })
        .catch(reject);
    });
    return rounded(count / ((performance.now() - began) / 1000), 0);
  } finally {
    await boss.stop({ graceful: true, timeout: 10_000, close: true });
    await dropSchema(url, 'bench_boss');
  }
};

const dropSchema = async (url: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: 'tickmark-bench' });
  await client.connect();
  await client.query(`drop schema if exists ${client.escapeIdentifier(name)} cascade`);
  await client.end();
};
