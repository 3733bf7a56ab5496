import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Id } from '#ground/id.ts';
import type { Desk, Tx } from '#kernel/database/practice.ts';
import type { Effect, Json } from '#kernel/decision/model.ts';
import { traceparent } from '#kernel/trace/trace.ts';

/**
 * The queues of migrations 0002, 0093 and 0110: `act` for work inside the practice, `bulk` for bulk operations, `mail` and
 * `sms` for what leaves it, `inbound` for what comes into it, `dead` for what never worked.
 */
export const QUEUES = ['act', 'bulk', 'mail', 'sms', 'inbound', 'dead'] as const;
export type QueueName = (typeof QUEUES)[number];

export interface Job {
  id: string;
  name: string;
  practice_id: Id;
  data: Record<string, Json>;
  /** `traceparent` of what asked for it (PL-152). */
  trace?: string;
}

/** A job that is done, or why it is not: that sends it back with back-off, and stands in the dead letter after the last try. */
export type Outcome = 'done' | { because: string };
export type Work = (jobs: readonly Job[]) => Promise<ReadonlyMap<string, Outcome>>;

/** All that Tickmark uses of pg-boss: insert in a transaction, work in batches, stop gracefully. */
export interface Queue {
  insert(tx: Tx, jobs: readonly { queue: QueueName; name: string; practice_id: Id; data: Json }[]): Promise<void>;
  work(queue: QueueName, options: { concurrency: number; batch: number }, work: Work): Promise<void>;
  /**
   * Looks at once, and not at the next poll, into the queues that this process has inserted into since it was last asked: ask
   * after the commit. What another process queued, or a transaction that is still open, waits for the poll.
   */
  poke(): void;
  /** Takes no new jobs, lets running ones end within `ms`, and hands the rest back. */
  stop(ms: number): Promise<void>;
}

export type QueueEffect = Extract<Effect, { do: 'queue' }>;
export const queueWriter =
  (queue: Queue) =>
  (desk: Desk, effects: readonly QueueEffect[]): Promise<void> =>
    queue.insert(
      desk.tx,
      effects.map(({ queue: name, ...job }) => ({
        queue: name as QueueName,
        name: job.name,
        practice_id: desk.practice.id,
        data: job.data,
      })),
    );

/**
 * Starts pg-boss as `tickmark_engine`. Its own scheduler, migrations and index rebuilds are off: recurrences are ours, the
 * schema is a migration.
 */
export const openQueue = async (options: {
  engineUrl: string;
  max: number;
  /** How often it looks for jobs of other processes. */
  pollSeconds?: number;
  onError(error: Error): void;
}): Promise<Queue> => {
  const boss = new PgBoss({
    connectionString: options.engineUrl,
    application_name: 'tickmark-queue',
    max: options.max,
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: true,
    // A job whose node died is handed on at the first of these after its heartbeat ran out (30 s): within 45 s.
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    reindex: false,
  });
  boss.on('error', options.onError);
  await boss.start();
  const workers = new Map<string, string>();
  const fresh = new Set<string>();
  return {
    insert: async (tx, jobs) => {
      const db = fromKysely(tx as unknown as Kysely<never>);
      const trace = traceparent();
      for (const name of new Set(jobs.map((job) => job.queue))) {
        const mine = jobs.filter((job) => job.queue === name);
        await boss.insert(
          name,
          mine.map((job) => ({
            name,
            data: { ...(job.data as object), name: job.name, practice_id: job.practice_id, ...(trace && { trace }) },
            group: { id: job.practice_id },
          })),
          { db },
        );
        fresh.add(name);
      }
    },
    poke: () => {
      for (const name of fresh) boss.notifyWorker(workers.get(name) ?? '');
      fresh.clear();
    },
    work: async (name, { concurrency, batch }, work) => {
      const id = await boss.work(
        name,
        {
          batchSize: batch,
          localConcurrency: concurrency,
          pollingIntervalSeconds: options.pollSeconds ?? 0.5,
          burstWhenBatchFull: true,
          heartbeatRefreshSeconds: 10,
        },
        async (jobs) => {
          const done = await work(jobs.map(jobOf));
          for (const job of jobs) {
            const outcome = done.get(job.id) ?? { because: 'The work ended without an answer.' };
            if (outcome !== 'done') await boss.fail(name, job, outcome);
          }
          // Those that are still active and of this attempt are completed now, by their ids alone: pg-boss's own way to tell
          // of each job joins with a set whose size the planner cannot know, at four times the price.
        },
      );
      workers.set(name, id);
    },
    stop: (ms) => boss.stop({ graceful: true, timeout: ms, close: true }),
  };
};

const jobOf = (job: { id: string; data: unknown }): Job => {
  const { trace, ...data } = job.data as { name: string; practice_id: Id; trace?: string } & Record<string, Json>;
  return { id: job.id, name: data.name, practice_id: data.practice_id, data, ...(trace && { trace }) };
};
