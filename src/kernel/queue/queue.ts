import type { Kysely } from 'kysely';
import { fromKysely, type JobInsert, PgBoss } from 'pg-boss';
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

/** What of pg-boss's jobs is told to whoever does it: one thing to do. */
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

/** How long a job waits that failed for the first time (migration 0002). */
const FIRST_AGAIN_S = 1;
/** How many things of one name and practice travel as one job of pg-boss at most, in the queues whose work is short. */
const TOGETHER: Readonly<Partial<Record<QueueName, number>>> = { act: 250, mail: 100, sms: 100 };

/** All that Tickmark uses of pg-boss: insert in a transaction, work in batches, stop gracefully. */
export interface Queue {
  /**
   * What is asked for together and has one name and practice travels as one job of pg-boss: a row to write, to claim and to
   * settle, whatever their number. Of such a job whatever fails goes on as a job of its own.
   */
  insert(tx: Tx, jobs: readonly { queue: QueueName; name: string; practice_id: Id; data: Json }[]): Promise<void>;
  /** `batch`: how many jobs of pg-boss are taken together. */
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
        await boss.insert(name, carried(name, mine, trace), { db });
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
          const all = jobs.map((job) => ({ job, parts: partsOf(job) }));
          const done = await work(all.flatMap(({ parts }) => parts));
          const outcomeOf = ({ id }: Job): Outcome => done.get(id) ?? { because: 'The work ended without an answer.' };
          for (const { job, parts } of all) {
            const failed = parts.filter((part) => outcomeOf(part) !== 'done');
            if (!failed.length) continue;
            if (parts.length > 1) await boss.insert(name, failed.map(onItsOwn));
            else await boss.fail(name, job, outcomeOf(failed[0]!) as object);
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

interface Asked {
  name: string;
  practice_id: Id;
  data: Json;
}

/** As they travel: what one thing needs beside the name and practice, or of several each by itself. */
interface Carried {
  name: string;
  practice_id: Id;
  trace?: string;
  each?: Record<string, Json>[];
}

const carried = (queue: QueueName, asked: readonly Asked[], trace: string | undefined): JobInsert<object>[] =>
  [...Map.groupBy(asked, ({ name, practice_id }) => `${practice_id} ${name}`).values()].flatMap((mine) => {
    const { name, practice_id } = mine[0]!;
    const together = TOGETHER[queue] ?? 1;
    return Array.from({ length: Math.ceil(mine.length / together) }, (_, i) => {
      const some = mine.slice(i * together, (i + 1) * together).map(({ data }) => data as Record<string, Json>);
      const what = some.length > 1 ? { each: some } : some[0];
      return inserted({ ...what, name, practice_id, ...(trace && { trace }) });
    });
  });

const inserted = (data: Carried): JobInsert<object> => ({ data, group: { id: data.practice_id } });

const partsOf = ({ id, data }: { id: string; data: unknown }): Job[] => {
  const { trace, each, ...rest } = data as Carried & Record<string, Json>;
  const { name, practice_id } = rest;
  const part = (what: Record<string, Json>): Omit<Job, 'id'> => ({
    name,
    practice_id,
    data: { ...what, name, practice_id },
    ...(trace && { trace }),
  });
  return each ? each.map((what, i) => ({ id: `${id} ${i}`, ...part(what) })) : [{ id, ...part(rest) }];
};

/** Tried again by itself after as long as any job waits at first, as often as any job is. */
const onItsOwn = ({ data, trace }: Job): JobInsert<object> => ({
  ...inserted({ ...(data as Job['data'] & Carried), ...(trace && { trace }) }),
  startAfter: FIRST_AGAIN_S,
});
