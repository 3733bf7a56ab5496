import pg from 'pg';
import { newId } from '#ground/id.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { whoNow } from '#kernel/access/sessions/actor.ts';
import { randomToken } from '#kernel/access/sessions/tokens.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Config } from '../config.ts';
import type { House } from '../house.ts';
import { baselines } from './baselines.ts';
import { FULL, fill, quick } from './data.ts';
import { type Baseline, type Bench, documentOf, type Measured, rounded } from './document.ts';
import { commit, load, machine } from './machine.ts';
import {
  appOf,
  auditVerify,
  bulkStart,
  importFile,
  lists,
  type Samples,
  type Subject,
  search,
  startRuns,
  withWorker,
} from './measures.ts';
import { watchMemory } from './memory.ts';
import { type BenchPlace, inBenchPlace } from './place.ts';
import { starts } from './starts.ts';

export interface BenchOptions {
  quick: boolean;
  config: Config;
  say(line: string): void;
}

/** What the numbers of the seeded practice begin from; nothing in it is drawn by chance. */
const SEED = 42;

const NOTES = [
  'Lists and search go through the app as a function with a member signed in: no network, no sign-in, no request limits.',
  'Fields of PL-182 whose rooms are not in this release are not in the table: steps, wakes, bulk status, dry run, mails in, open invoices.',
  'import_preview_s and import_commit_s are 20,000 new clients from one file, with floors of our own.',
  'memory_mb.app_peak is the measuring process itself, with the worker, the routes and the samples in it.',
  'steady compares the baselines before and after; load_1m is what the machine did beside.',
] as const;

/** Measures everything in one run on one PostgreSQL: baseline, ours, baseline again (PL-180, PL-181). */
export const bench = (options: BenchOptions): Promise<{ document: Bench; samples: Samples }> =>
  inBenchPlace(options.config, options.say, (place) => benchIn(place, options));

const benchIn = async ({ house, urls, folder }: BenchPlace, { quick: isQuick, say }: BenchOptions) => {
  const [began, loadBefore] = [Date.now(), load()];
  const size = isQuick ? quick(FULL) : FULL;
  const subject = await subjectOf(house);
  say('the seeded practice');
  const { workflow, fresh } = await fill(house, subject.practice, size, subject.caller, say);
  await analyse(urls.ownerUrl);
  const rates = { seconds: isQuick ? 2 : 10, jobs: isQuick ? 10_000 : 50_000 };
  say('baselines');
  const before = await baselines(urls.ownerUrl, rates);
  const samples: Samples = {};
  const peak = await watchMemory(house.engine);
  const measured = await ours({ ...subject, workflow }, { fresh, isQuick, samples, say });
  const { app, postgres } = peak();
  say('baselines again');
  const after = await baselines(urls.ownerUrl, rates);
  say('starts');
  Object.assign(measured, await starts(folder));
  if (app !== null) measured['memory_mb.app_peak'] = app;
  if (postgres !== null) measured['memory_mb.postgres_peak'] = postgres;
  const document = documentOf({
    quick: isQuick,
    seed: SEED,
    commit: commit(),
    began_at: new Date(began).toISOString(),
    seconds: rounded((Date.now() - began) / 1000, 0),
    machine: await machine(house.engine, folder, loadBefore),
    baselines: paired(before, after),
    data: { ...size },
    notes: NOTES,
    measured,
  });
  return { document, samples };
};

const paired = (before: Record<string, number>, after: Record<string, number>): Record<string, Baseline> =>
  Object.fromEntries(Object.entries(before).map(([name, rate]) => [name, { before: rate, after: after[name]! }]));

interface Ours {
  fresh: readonly string[];
  isQuick: boolean;
  samples: Samples;
  say(line: string): void;
}

const ours = async (subject: Subject, { fresh, isQuick, samples, say }: Ours): Promise<Measured> => {
  const api = appOf(subject);
  const measured: Measured = {};
  const take = async (name: string, figures: Promise<Measured>): Promise<void> => {
    Object.assign(measured, await figures);
    say(`${name}: ${JSON.stringify(await figures)}`);
  };
  await take('the chain', auditVerify(subject));
  await take('lists', lists(api, isQuick ? 10 : 60, samples));
  await take('search', search(api, isQuick ? 10 : 50, samples));
  await take('single starts', startRuns(subject, fresh.slice(0, 300), samples));
  await withWorker(subject, async () => {
    await take('ten thousand starts', bulkStart(subject, api, fresh.slice(500)));
    await take('twenty thousand clients from a file', importFile(api));
  });
  return measured;
};

/** A practice with its Owner, who does everything here. */
const subjectOf = async (house: House): Promise<Omit<Subject, 'workflow'>> => {
  const { practice_id, member_id } = await makeOwned(house.access, {
    name: 'Owner',
    email: 'owner@practice.example',
    password: randomToken(),
    practice: { name: 'Measured practice', country: 'GB', time_zone: 'Europe/London', currency: 'GBP', kind: 'live' },
    caller: { who: operatorWho(), request_id: newId() },
  });
  const callerOf = () =>
    inPractice(house.kernel.db, practice_id, async (desk) => ({
      who: await whoNow(desk, `member:${member_id}`),
      request_id: newId(),
    }));
  return { house, practice: practice_id, caller: await callerOf(), callerOf };
};

/** What the database does by itself within a minute of such changes. */
const analyse = async (ownerUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tickmark-bench' });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select format('app.%I', tablename) as name from pg_tables where schemaname = 'app'`,
  );
  for (const { name } of rows) await client.query(`vacuum (analyze) ${name}`);
  await client.end();
};
