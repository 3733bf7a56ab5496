import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { plural } from '#ground/text.ts';
import { millisecondsBetween } from '#ground/time.ts';
import { databaseNow, lag } from '#kernel/schedule/dispatcher.ts';
import type { House } from './house.ts';

export type Colour = 'green' | 'amber' | 'red';

/** What is wrong, and what to do about it; only the colour is public (PL-150). */
export interface Finding {
  colour: Exclude<Colour, 'green'>;
  reason: string;
  remedy: string;
}

export interface Health {
  colour: Colour;
  findings: Finding[];
}

const LATE_S = 60;
const SILENT_S = 60;
const CLOCK_MS = 2_000;
const DISK_BYTES = 1e9;
const DISK_SHARE = 0.05;

/** Is the installation well? Red as PL-150 says it: late steps, no worker, dead jobs unread, disk, clock. */
export const health = async (house: House, dataDir: string): Promise<Health> => {
  const checks = [lateness, silence, deadJobs, unreadMail, clock, () => disk(dataDir)];
  const found = await Promise.all(checks.map((check) => check(house).catch((error: Error) => unreachable(error))));
  const findings = found.filter((finding) => finding !== null);
  const colour = findings.some((finding) => finding.colour === 'red') ? 'red' : findings.length ? 'amber' : 'green';
  return { colour, findings };
};

const red = (reason: string, remedy: string): Finding => ({ colour: 'red', reason, remedy });

const unreachable = (error: Error): Finding =>
  red(`The database does not answer: ${error.message}`, 'Start it, or look into its log.');

const lateness = async ({ engine }: House): Promise<Finding | null> => {
  const seconds = await lag(engine);
  return seconds > LATE_S
    ? red(
        `The oldest due step waits since ${Math.round(seconds)} seconds.`,
        'Start a worker, or look why it stands still.',
      )
    : null;
};

const silence = async ({ engine }: House): Promise<Finding | null> => {
  const { rows } = await sql<{ silent: boolean }>`
    select coalesce(max(beat_at) < clock_timestamp() - make_interval(secs => ${SILENT_S}), true) as silent from meta.worker where ended_at is null`.execute(
    engine,
  );
  return rows[0]!.silent
    ? red(`No worker has shown itself for ${SILENT_S} seconds.`, 'Run «tickmark start» or «tickmark worker».')
    : null;
};

const deadJobs = async ({ engine }: House): Promise<Finding | null> => {
  const { rows } = await sql<{ dead: number }>`
    select count(*)::int as dead from pgboss.job where name = 'dead' and created_on < clock_timestamp() - interval '1 hour'`.execute(
    engine,
  );
  const { dead } = rows[0]!;
  return dead
    ? red(
        `${plural(dead, 'job that failed for good waits', 'jobs that failed for good wait')} to be looked at.`,
        'Read why under Settings, System; mend the cause, and run them again or let them go.',
      )
    : null;
};

/** What came in and nobody has read: a mail, a text (IN-89). */
const unreadMail = async ({ engine }: House): Promise<Finding | null> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pgboss.job
    where name = 'inbound' and state in ('created', 'retry', 'active') and created_on < clock_timestamp() - interval '5 minutes'`.execute(
    engine,
  );
  const { waiting } = rows[0]!;
  return waiting
    ? red(
        `${plural(waiting, 'mail or text that came in waits', 'mails or texts that came in wait')} for over 5 minutes to be read.`,
        'Start a worker, or look into its log.',
      )
    : null;
};

const clock = async ({ engine }: House): Promise<Finding | null> => {
  const before = Date.now();
  const off = Math.abs(
    millisecondsBetween(await databaseNow(engine), new Date((before + Date.now()) / 2).toISOString()),
  );
  return off > CLOCK_MS
    ? red(
        `This machine’s clock and the database’s differ by ${Math.round(off / 1000)} seconds.`,
        'Let both follow one time server.',
      )
    : null;
};

const disk = async (dataDir: string): Promise<Finding | null> => {
  const { bavail, blocks, bsize } = await statfs(dataDir).catch(() => ({ bavail: 0, blocks: 0, bsize: 0 }));
  if (!blocks || (bavail * bsize >= DISK_BYTES && bavail / blocks >= DISK_SHARE)) return null;
  return red(
    `Only ${Math.round((bavail * bsize) / 1e6)} MB are free where the data stands.`,
    'Free some space, or move TICKMARK_DATA to a larger disk.',
  );
};
