import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { millisecondsBetween } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { House } from '../house.ts';
import { type Measured, percentile, rounded } from './document.ts';
import type { Samples } from './measures.ts';
import { memoryOf } from './memory.ts';
import { analyse, type BenchPlace } from './place.ts';
import { type Program, program } from './program.ts';
import { busyDay, fallDue, sendingPractice } from './sending-practice.ts';

const MAIL_SERVER = fileURLToPath(new URL('./mail-server.ts', import.meta.url));
const NODE = fileURLToPath(new URL('./node.ts', import.meta.url));

/** Sends to its client once due, and goes on in a month: that is the next timer. */
const STEPS = (template: Id): readonly object[] => [
  {
    key: 'send',
    kind: 'action',
    title: 'Welcome',
    do: 'send_email',
    params: { template, to: 'subject' },
    start: { anchor: 'run', n: 1, unit: 'day' },
  },
  {
    key: 'later',
    kind: 'action',
    title: 'Note it',
    do: 'note',
    params: { text: 'Welcomed' },
    start: { anchor: 'run', n: 30, unit: 'day' },
    after: ['send'],
  },
];

/**
 * Steps a second with so many worker processes: from the moment all are due until each was claimed, queued, written, begun,
 * taken, ended, and its run sleeps again, with all events (PL-182). `by` a provider that answers at once, or a mail server in
 * a process of its own.
 */
export const stepsPerSecond = (place: BenchPlace, load: Load): Promise<number> =>
  withSteps(place, load, async (practice) => {
    const { steps } = load;
    await fallDue(place.house, practice, 0);
    const began = performance.now();
    while ((await asleep(place.house, practice)) < steps) await sleep(50);
    return rounded((steps * 1000) / (performance.now() - began), 0);
  });

interface Load {
  steps: number;
  workers: number;
  by: 'at_once' | 'smtp';
}

/**
 * How late steps begin: from the time a timer is due to the start of the attempt, with one worker process, the timers spread
 * over `seconds` among all sleepers; and what that process takes in memory (PL-182).
 */
export const wakeLag = (
  place: BenchPlace,
  { steps, seconds }: { steps: number; seconds: number },
  samples: Samples,
): Promise<Measured> =>
  withSteps(place, { steps, workers: 1, by: 'smtp' }, async (practice, [node]) => {
    await fallDue(place.house, practice, seconds);
    const due = await dueTimes(place.house, practice);
    while ((await asleep(place.house, practice)) < steps) await sleep(250);
    const late = await lateness(place.house, practice, due);
    samples.wake_lag_ms = late;
    const memory = memoryOf([node!.process.pid!]);
    return {
      'wake_lag_ms.p50': percentile(late, 0.5),
      'wake_lag_ms.p99': percentile(late, 0.99),
      ...(memory === null ? {} : { 'memory_mb.worker': memory }),
    };
  });

/** With a practice that has so many steps to send, none of them due yet, and worker processes that are ready. */
const withSteps = async <T>(
  place: BenchPlace,
  { steps, workers, by }: Load,
  work: (practice: Id, nodes: readonly Program[]) => Promise<T>,
): Promise<T> => {
  const server = await program(MAIL_SERVER, {});
  const nodes: Program[] = [];
  try {
    const name = `steps-${newId()}`;
    const made = await sendingPractice(place.house, { name, port: Number(server.said), runs: steps, steps: STEPS });
    await busyDay(place.house, made.practice, steps);
    await analyse(place.urls.ownerUrl);
    nodes.push(...(await Promise.all(Array.from({ length: workers }, () => worker(place, by)))));
    return await work(made.practice, nodes);
  } finally {
    await Promise.all(nodes.map((node) => node.end()));
    await server.end();
  }
};

/** How many runs of a practice have sent and sleep until their next step. */
const asleep = (house: House, practice: Id): Promise<number> =>
  inPractice(house.kernel.db, practice, async ({ tx, now }) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from app.timer
      where practice_id = ${practice} and room = 'run' and state = 'waiting' and due_at > ${now}::timestamptz + interval '1 day'`.execute(
      tx,
    );
    return rows[0]!.n;
  });

const dueTimes = (house: House, practice: Id): Promise<ReadonlyMap<Id, string>> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ run: Id; due_at: string }>`
      select thing as run, due_at from app.timer where practice_id = ${practice} and room = 'run'`.execute(tx);
    return new Map(rows.map(({ run, due_at }) => [run, due_at]));
  });

const lateness = (house: House, practice: Id, due: ReadonlyMap<Id, string>): Promise<number[]> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ run_id: Id; started_at: string }>`
      select run_id, started_at from app.message where practice_id = ${practice} and run_id is not null`.execute(tx);
    return rows.map(({ run_id, started_at }) => millisecondsBetween(due.get(run_id)!, started_at));
  });

/** A worker process on the database of a place; ready when this answers. */
const worker = ({ urls, folder }: BenchPlace, by: Load['by']): Promise<Program> =>
  program(NODE, { BENCH_URLS: JSON.stringify(urls), BENCH_DATA: folder, BENCH_PROVIDER: by });
