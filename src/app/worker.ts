import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { isFull, removeRaw } from '#inbox/arrivals/retention.ts';
import { READ_ARRIVAL } from '#inbox/arrivals/rules.ts';
import { sweepSessions } from '#kernel/access/sessions/store.ts';
import { prune, SEALS_A_TIME } from '#kernel/audit/prune.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { type BulkCommand, type Operation, workBulk } from '#kernel/bulk/bulk.ts';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import { UNLINKED_MS } from '#kernel/files/model.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import { again } from '#kernel/loop/perform.ts';
import type { Caller } from '#kernel/loop/room.ts';
import type { Job, Outcome } from '#kernel/queue/queue.ts';
import { DISPATCHED_AT_ONCE, databaseNow, dispatch } from '#kernel/schedule/dispatcher.ts';
import { beginTrace, within } from '#kernel/trace/trace.ts';
import { findTexts } from '#messages/outbox/finding.ts';
import { type GivenMessage, sendMessages } from '#messages/outbox/sending.ts';
import { FIND_TEXT } from '#messages/outbox/telling.ts';
import { RUN_ACTION } from '#workflows/runs/actions.ts';
import { forgetSheets } from '#workflows/runs/sheets.ts';
import type { House } from './house.ts';
import { watchMailboxes } from './messages/watching-mailboxes.ts';
import { beat, signOff } from './system/beat.ts';
import { listYears } from './system/holiday-years.ts';

export interface WorkerOptions {
  concurrency: number;
  dispatchEveryMs: number;
  bulkCommands: ReadonlyMap<string, BulkCommand>;
  /** The rights of whoever started a bulk operation, made anew (PL-30). */
  callerOf(desk: Desk, operation: Operation): Promise<Caller>;
  onFault(error: unknown, doing: string): void;
}

export interface Worker {
  /** Takes nothing new, ends what runs or hands it back (PL-153). */
  stop(): Promise<void>;
}

const SEAL_EVERY_MS = 2_000;
const LOOK_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 6 * 3_600_000;
const BEAT_EVERY_MS = 10_000;
const GRACE_MS = 30_000;

/** Timers, jobs, seals and the heartbeat of one node. Any number of them may run on one database. */
export const startWorker = async (house: House, options: WorkerOptions): Promise<Worker> => {
  const id = newId();
  // The first beat is before all work, so that what a downtime held up is counted before it is made up (PL-145).
  await beat(house.engine, id).catch((error) => options.onFault(error, 'the heartbeat'));
  const dispatching = every(options.dispatchEveryMs, 'dispatching', options, () => dispatchAll(house));
  const mailboxes = watchMailboxes({
    ...house.fetching,
    engine: house.engine,
    seal: house.seal,
    onFault: (error) => options.onFault(error, 'reading mailboxes'),
  });
  const loops = [
    dispatching,
    every(SEAL_EVERY_MS, 'sealing', options, () => sealAll(house.engine)),
    every(LOOK_EVERY_MS, 'looking at mailboxes', options, () => mailboxes.look()),
    every(SWEEP_EVERY_MS, 'sweeping old sessions', options, () => sweepSessions(house.access)),
    every(SWEEP_EVERY_MS, 'sweeping half-written files', options, () => sweepFiles(house)),
    every(SWEEP_EVERY_MS, 'removing what the audit keeps no longer', options, () => pruneAll(house)),
    every(SWEEP_EVERY_MS, 'forgetting what was half filled', options, () => forgetHalfFilled(house)),
    every(SWEEP_EVERY_MS, 'removing raw mail that made no item', options, () => removeRawMail(house)),
    every(SWEEP_EVERY_MS, 'listing the holidays of years to come', options, () => listAllYears(house)),
    every(BEAT_EVERY_MS, 'the heartbeat', options, () => beat(house.engine, id)),
  ];
  // What it led to is taken up at once, and not at the next look.
  const andOn = async (work: Promise<Map<string, Outcome>>): Promise<Map<string, Outcome>> => {
    const done = await work;
    house.queue.poke();
    dispatching.soon();
    return done;
  };
  // Few jobs at once: each may hold many things, and other workers shall have their share.
  await house.queue.work('act', { concurrency: options.concurrency, batch: 5 }, (jobs) =>
    andOn(actOnJobs(house, options, jobs)),
  );
  await house.queue.work('bulk', { concurrency: 2, batch: 1 }, (jobs) => bulkJobs(house, options, jobs));
  for (const queue of ['mail', 'sms'] as const)
    await house.queue.work(queue, { concurrency: 2, batch: 2 }, (jobs) => andOn(sendJobs(house, options, jobs)));
  await house.queue.work('inbound', { concurrency: 2, batch: 20 }, (jobs) => inboundJobs(house, options, jobs));
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await mailboxes.stop();
      await house.queue.stop(GRACE_MS);
      await signOff(house.engine, id).catch((error) => options.onFault(error, 'signing off'));
    },
  };
};

/** All that is due, a batch at a time, and each handed to the workers of this process. */
const dispatchAll = async ({ engine, queue }: House): Promise<void> => {
  for (let full = true; full; ) {
    const claimed = await dispatch(engine, queue);
    if (claimed) queue.poke();
    full = claimed >= DISPATCHED_AT_ONCE;
  }
};

/** What a process that died left half written; no upload takes that long (PL-110). */
const sweepFiles = async ({ engine, files }: House): Promise<number> =>
  files.storage.sweep(addMilliseconds(await databaseNow(engine), -UNLINKED_MS));

/** What each practice’s audit keeps no longer (PL-106), in small transactions. */
const pruneAll = async (house: House): Promise<void> => {
  for (const practice of await allPractices(house))
    while ((await inPractice(house.kernel.db, practice, prune)) === SEALS_A_TIME);
};

const listAllYears = async (house: House): Promise<void> => {
  for (const practice of await allPractices(house)) await listYears(house.kernel, practice);
};

/** What people outside typed into forms and did not send (WF-57). */
export const forgetHalfFilled = async (house: House): Promise<void> => {
  for (const practice of await allPractices(house)) await inPractice(house.kernel.db, practice, forgetSheets);
};

/** The raw files of mail that made no item, once their days are over (IN-76). */
export const removeRawMail = async ({ engine, kernel, files }: House): Promise<void> => {
  for (const practice of await allPractices({ engine }))
    while (isFull(await inPractice(kernel.db, practice, (desk) => removeRaw(desk, files.storage))));
};

const allPractices = async ({ engine }: Pick<House, 'engine'>): Promise<Id[]> => {
  const { rows } = await sql<{ practice_id: Id }>`select practice_id from meta.practice`.execute(engine);
  return rows.map(({ practice_id }) => practice_id);
};

/** Runs `work` again and again with a pause between, or `soon`; a fault is told and does not end the loop. */
const every = (ms: number, doing: string, options: WorkerOptions, work: () => Promise<unknown>) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let wanted = false;
  const round = async (): Promise<void> => {
    wanted = false;
    await work().catch((error) => options.onFault(error, doing));
    if (!stopped) timer = setTimeout(next, wanted ? 0 : ms);
  };
  let running = round();
  const next = (): void => {
    timer = undefined;
    running = round();
  };
  return {
    soon: () => {
      wanted = true;
      if (!timer) return;
      clearTimeout(timer);
      next();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
};

/** What a step that wakes leads to in the same transaction: a job and a look at its run less for each. */
const AT_ONCE: ReadonlySet<string> = new Set([RUN_ACTION]);

/** Jobs of one practice and kind share a transaction with what they lead to; where one spoils it, each gets its own. */
const actOnJobs = async (house: House, options: WorkerOptions, jobs: readonly Job[]): Promise<Map<string, Outcome>> => {
  const done = new Map<string, Outcome>();
  for (const kind of new Set(jobs.map(kindOf))) {
    const all = jobs.filter((job) => kindOf(job) === kind);
    for (let i = 0; i < all.length; i += CHUNK) {
      const mine = all.slice(i, i + CHUNK);
      for (const [id, outcome] of await asPiece(mine, () => actTogether(house, options, mine))) done.set(id, outcome);
    }
  }
  return done;
};

const actTogether = async (
  house: House,
  options: WorkerOptions,
  jobs: readonly Job[],
): Promise<[id: string, Outcome][]> => {
  const outcomes: [string, Outcome][] = [];
  try {
    await doJobs(house, jobs, AT_ONCE);
    for (const job of jobs) outcomes.push([job.id, 'done']);
  } catch (error) {
    options.onFault(error, `the jobs «${jobs[0]!.name}»`);
    for (const job of jobs) outcomes.push([job.id, jobs.length > 1 ? await alone(house, job) : failed(error)]);
  }
  return outcomes;
};

const alone = (house: House, job: Job): Promise<Outcome> =>
  asPiece([job], () => doJobs(house, [job])).then(() => 'done' as const, failed);

/** The work of jobs as a piece of the trace that asked for them; of a new one where several did (PL-152). */
const asPiece = <T>(jobs: readonly Job[], work: () => T): T => {
  const { trace, practice_id } = jobs[0]!;
  const one = jobs.every((job) => job.trace === trace);
  return within({ ...beginTrace(one ? trace : undefined), practice_id, actor: 'system' }, work);
};

const failed = (error: unknown): Outcome => ({ because: (error as Error)?.message ?? String(error) });

const kindOf = (job: Job): string => `${job.practice_id} ${job.name}`;

const doJobs = (house: House, jobs: readonly Job[], at_once: ReadonlySet<string> = new Set()): Promise<void> => {
  const { name, practice_id } = jobs[0]!;
  const handler = house.jobs.get(name);
  if (!handler) throw new Error(`a job asks for «${name}», which is not in the house`);
  const data = jobs.map((job) => job.data);
  return again(() => inPractice(house.kernel.db, practice_id, (desk) => handler({ ...desk, at_once }, data))).catch(
    letGoneBeGone,
  );
};

/** A practice that was removed takes its jobs with it. */
const letGoneBeGone = (error: unknown): void => {
  if (!(error instanceof NoPractice)) throw error;
};

/** Messages of one practice are sent as one piece of work; those of others do not wait for its limit (ME-68). */
const sendJobs = async (house: House, options: WorkerOptions, jobs: readonly Job[]): Promise<Map<string, Outcome>> => {
  const outcomes = await Promise.all(
    [...Map.groupBy(jobs, kindOf).values()].map(async (mine) => {
      const outcome = await asPiece(mine, () =>
        sendOrFind(house, mine).then(
          () => 'done' as const,
          (error) => {
            options.onFault(error, 'sending messages');
            return failed(error);
          },
        ),
      );
      return mine.map(({ id }) => [id, outcome] as const);
    }),
  );
  return new Map(outcomes.flat());
};

const sendOrFind = ({ sending }: House, jobs: readonly Job[]): Promise<void> => {
  const { name, practice_id } = jobs[0]!;
  const given = jobs.map((job) => job.data as unknown as GivenMessage);
  if (name !== FIND_TEXT) return sendMessages(sending, practice_id, given);
  return findTexts(
    sending,
    practice_id,
    given.map(({ message }) => message),
  );
};

const bulkJobs = async (house: House, options: WorkerOptions, jobs: readonly Job[]): Promise<Map<string, Outcome>> => {
  const done = new Map<string, Outcome>();
  for (const job of jobs) {
    const outcome = await asPiece([job], () =>
      workLong(house, options, job).then(
        () => 'done' as const,
        (error) => {
          options.onFault(error, `the work «${job.name}»`);
          return failed(error);
        },
      ),
    );
    done.set(job.id, outcome);
  }
  return done;
};

/** Mails of one practice are read together, a transaction less for each; where one spoils it, they are read one by one. */
const inboundJobs = async (
  house: House,
  options: WorkerOptions,
  jobs: readonly Job[],
): Promise<Map<string, Outcome>> => {
  const done = new Map<string, Outcome>();
  for (const mine of Map.groupBy(jobs, kindOf).values()) {
    if (mine[0]!.name !== READ_ARRIVAL) {
      for (const [id, outcome] of await bulkJobs(house, options, mine)) done.set(id, outcome);
      continue;
    }
    const ids = mine.map(({ data }) => data.arrival as Id);
    const faults = await asPiece(mine, () => house.readMails(mine[0]!.practice_id, ids));
    for (const error of faults.values()) options.onFault(error, 'reading mail');
    for (const { id, data } of mine) {
      const fault = faults.get(data.arrival as Id);
      done.set(id, fault === undefined ? 'done' : failed(fault));
    }
  }
  return done;
};

const workLong = (house: House, options: WorkerOptions, { name, practice_id, data }: Job): Promise<void> => {
  const work = house.longJobs.get(name);
  if (work) return work(practice_id, data);
  return workBulk(house.kernel, practice_id, data.operation as Id, options.bulkCommands, options.callerOf);
};
