import { newId } from '#ground/id.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { whoNow } from '#kernel/access/sessions/actor.ts';
import { randomToken } from '#kernel/access/sessions/tokens.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Config } from '../config.ts';
import type { House } from '../house.ts';
import { baselines } from './baselines.ts';
import { cadenceWakes } from './cadence.ts';
import { FULL, fill, quick } from './data.ts';
import { type Baseline, type Bench, documentOf, type Measured, rounded } from './document.ts';
import { dryRun } from './dry-run.ts';
import { bulkStatus, inboxLists } from './inbox.ts';
import { commit, load, machine } from './machine.ts';
import { mailsIn, mailsRead } from './mails-in.ts';
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
import { messageWords } from './messages.ts';
import { analyse, type BenchPlace, inBenchPlace } from './place.ts';
import { starts } from './starts.ts';
import { stepsPerSecond, wakeLag } from './steps.ts';

export interface BenchOptions {
  quick: boolean;
  config: Config;
  say(line: string): void;
}

/** What the numbers of the seeded practice begin from; nothing in it is drawn by chance. */
const SEED = 42;

const NOTES = [
  'Lists and search go through the app as a function with a member signed in: no network, no sign-in, no request limits.',
  'Fields of PL-182 whose rooms are not in this release are not in the table: open invoices.',
  'steps_per_s is the best of steps_by_workers: a run wakes, writes a mail to its client, a provider takes it at once, and the run sleeps until its next step; workers are processes of their own on this machine. steps_to_pgboss is its share of pgboss_jobs_per_s; a step is two things to do, and what is to be done together travels in one job. steps_by_smtp is the same with one worker and a mail server in a process of its own.',
  'wake_lag_ms is from the time a timer is due to the start of its attempt, one worker process beside all sleepers; memory_mb.worker is that process.',
  'dry_run_s is ten simulations of 1,000 clients over 90 days, as many as one may have.',
  'cadence_wake_s is 5,000 clients of one cadence whose dates wake in the same minute, until each has its run and none has two (CA-43), with one worker beside; the aim is ours.',
  'import_preview_s and import_commit_s are 20,000 new clients from one file, with floors of our own.',
  'inbox_list_ms is eleven lists of 500,000 items, one after another, with a floor of our own. mails_in_per_s is mails of 20 KB over ten connections by a sender in a process of its own, the limits of IN-47 off; mails_in_to_commits its share of one-row commits over one connection; mails_read_per_s how many of them one worker makes items.',
  'message_words_ms is the list of sent messages asked for a rare, a common, two and no known word; message_words_ms by like, among the samples, is the naive way.',
  'memory_mb.app_peak is the measuring process itself, with the worker, the routes and the samples in it.',
  'steady compares the baselines before and after; load_1m is what the machine did beside.',
] as const;

/** Measures everything in one run on one PostgreSQL: baseline, ours, baseline again (PL-180, PL-181). */
export const bench = (options: BenchOptions): Promise<{ document: Bench; samples: Samples }> =>
  inBenchPlace(options.config, options.say, (place) => benchIn(place, options));

const benchIn = async (place: BenchPlace, { quick: isQuick, say }: BenchOptions) => {
  const { house, urls, folder } = place;
  const [began, loadBefore] = [Date.now(), load()];
  const size = isQuick ? quick(FULL) : FULL;
  const subject = await subjectOf(house);
  say('the seeded practice');
  const { workflow, fresh } = await fill(house, subject.practice, size, appOf(subject), say);
  await analyse(urls.ownerUrl);
  const rates = { seconds: isQuick ? 2 : 10, jobs: isQuick ? 10_000 : 50_000 };
  say('baselines');
  const before = await baselines(urls.ownerUrl, rates);
  const samples: Samples = {};
  const peak = await watchMemory(house.engine);
  const measured = await ours({ ...subject, workflow }, { fresh, isQuick, samples, say });
  const { app, postgres } = peak();
  const sending = await sendingSteps(place, measured, { isQuick, samples, say });
  say('baselines again');
  const after = await baselines(urls.ownerUrl, rates);
  say('starts');
  Object.assign(measured, await starts(folder));
  if (app !== null) measured['memory_mb.app_peak'] = app;
  if (postgres !== null) measured['memory_mb.postgres_peak'] = postgres;
  const queue = (before.pgboss_jobs_per_s! + after.pgboss_jobs_per_s!) / 2;
  measured.steps_to_pgboss = rounded(measured.steps_per_s! / queue, 3);
  const commits = (before.raw_commits_per_s_1! + after.raw_commits_per_s_1!) / 2;
  const document = documentOf({
    quick: isQuick,
    seed: SEED,
    commit: commit(),
    began_at: new Date(began).toISOString(),
    seconds: rounded((Date.now() - began) / 1000, 0),
    machine: await machine(house.engine, folder, loadBefore),
    baselines: paired(before, after),
    ...sending,
    mails_in_to_commits: rounded(measured.mails_in_per_s! / commits, 3),
    data: { ...size },
    notes: NOTES,
    measured,
  });
  return { document, samples };
};

/** Steps of workflows, by worker processes of their own among all sleepers; gives the curve. */
const sendingSteps = async (
  place: BenchPlace,
  measured: Measured,
  { isQuick, samples, say }: Omit<Ours, 'fresh'>,
): Promise<{ steps_by_workers: Record<string, number>; steps_by_smtp: number }> => {
  const steps = isQuick ? 1_000 : 5_000;
  const curve: Record<string, number> = {};
  for (const workers of [1, 2, 4]) {
    curve[workers] = await stepsPerSecond(place, { steps, workers, by: 'at_once' });
    say(`steps a second with ${workers} worker processes: ${curve[workers]}`);
  }
  measured.steps_per_s = Math.max(...Object.values(curve));
  const steps_by_smtp = await stepsPerSecond(place, { steps, workers: 1, by: 'smtp' });
  say(`steps a second through a mail server: ${steps_by_smtp}`);
  const spread = isQuick ? { steps: 500, seconds: 15 } : { steps: 2_000, seconds: 60 };
  const lag = await wakeLag(place, spread, samples);
  say(`wakes: ${JSON.stringify(lag)}`);
  Object.assign(measured, lag);
  return { steps_by_workers: curve, steps_by_smtp };
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
  await take('lists of the inbox', inboxLists(api, isQuick ? 5 : 20, samples));
  await take('messages by words', messageWords(subject, api, isQuick ? 5 : 20, samples));
  await take('simulations', dryRun(subject, api, fresh.slice(500, isQuick ? 1_500 : 10_500)));
  await take('single starts', startRuns(subject, fresh.slice(0, 300), samples));
  await take('a thousand items completed', bulkStatus(subject, api));
  await take('mails taken in', mailsIn(subject, isQuick ? 200 : 2_000));
  // One worker for all: with it the queue of the house ends.
  await withWorker(subject, async () => {
    await take('mails read', mailsRead(subject));
    await take('ten thousand starts', bulkStart(subject, api, fresh.slice(500)));
    await take('twenty thousand clients from a file', importFile(api));
    await take('a cadence of five thousand clients', cadenceWakes(subject, api, 5_000));
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
