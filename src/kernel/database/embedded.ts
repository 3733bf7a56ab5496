import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { StartRefusal } from '#ground/result.ts';
import { binaries } from './embedded-binaries.ts';
import { chooseAddress, createCluster, handOver, spawnServer, whyEnded } from './embedded-cluster.ts';
import { alone } from './embedded-lock.ts';
import { type Place, placeOf } from './embedded-place.ts';
import {
  type Address,
  addressUrl,
  answers,
  connect,
  isServing,
  type Postmaster,
  readPostmaster,
  usersOf,
} from './embedded-server.ts';
import { keyFile } from './key-file.ts';

export interface EmbeddedOptions {
  dataDir: string;
  /** The unprivileged user that runs the server when we are root (TICKMARK_PG_UID). */
  pgUid: number;
  say?: (line: string) => void;
  /** For tests: nothing is synced to disk. */
  fast?: boolean;
}

export interface Embedded {
  /** Signs in as the superuser of the cluster, into the database `postgres`. */
  url: string;
  /** A living server of the same folder was found and taken over (PL-5). */
  adopted: boolean;
  /** Lets go of the server, and stops it when no other Tickmark process uses it: true when it was stopped. */
  stop(): Promise<boolean>;
}

interface Server {
  address: Address;
  url: string;
  adopted: boolean;
}

/**
 * The PostgreSQL of a data folder: created where there is none, adopted where one lives, started otherwise (PL-5).
 * A server that dies while we use it is started again. Throws StartRefusal with a sentence (PL-10, PL-12).
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const say = options.say ?? (() => {});
  const place = placeOf(options.dataDir, options.pgUid);
  const password = clusterPassword(place.data);
  const serve = (before?: Address) =>
    alone(
      join(place.data, 'pg.starting'),
      async () => (await adopt(place, password)) ?? start(place, password, options, say, before),
    );
  const server = await serve();
  say(`database: ${server.adopted ? 'already running' : 'started'}, process ${readPostmaster(place.cluster)?.pid}`);
  const stop = await hold(place, server, serve, say);
  return { url: server.url, adopted: server.adopted, stop };
};

/** 32 random bytes, kept beside the cluster and never in it. */
const clusterPassword = (data: string): string => {
  const make = () => JSON.stringify({ password: randomBytes(32).toString('base64url') });
  return (JSON.parse(keyFile(data, 'pg.json', make)) as { password: string }).password;
};

const adopt = async (place: Place, password: string): Promise<Server | undefined> => {
  const running = await settled(place.cluster);
  if (!running) return undefined;
  const url = addressUrl(running, password);
  if (await answers(url, place.cluster, () => isServing(running.pid, place.cluster))) {
    return { url, address: running, adopted: true };
  }
  // Nobody answers and the process is not this server: the number in the files is someone else's by now, or that of a
  // process that nobody has buried. PostgreSQL would take it for a living server.
  for (const file of ['postmaster.pid', `.s.PGSQL.${running.port}.lock`])
    rmSync(join(place.cluster, file), { force: true });
  return undefined;
};

/** What `postmaster.pid` says when it says all: the server writes it line by line while it starts. */
const settled = async (cluster: string): Promise<Postmaster | undefined> => {
  for (;;) {
    const running = readPostmaster(cluster);
    if (!running || running.host) return running;
    if (!isServing(running.pid, cluster)) return undefined;
    await sleep(20);
  }
};

/** What a killed server's last processes still hold is free a moment later. */
const HELD = 'pre-existing shared memory block';
const HELD_MS = 10_000;

const start = async (
  place: Place,
  password: string,
  options: EmbeddedOptions,
  say: (line: string) => void,
  before?: Address,
): Promise<Server> => {
  const programs = binaries(place);
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) {
    say(`database: creating it in ${place.cluster}`);
    if (dirname(place.cluster) !== place.data) say(elsewhere(place));
    await createCluster(place, programs, password);
  }
  handOver(place, place.cluster);
  const address = await chooseAddress(place.cluster, before);
  const url = addressUrl(address, password);
  const until = performance.now() + HELD_MS;
  for (;;) {
    const child = spawnServer(place, programs, address, options.fast ?? false);
    const lives = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    try {
      if (await answers(url, place.cluster, lives)) return { url, address, adopted: false };
    } catch (refusal) {
      child.kill('SIGINT');
      while (lives()) await sleep(20);
      throw refusal;
    }
    const why = whyEnded(place.cluster);
    if (!why.includes(HELD) || performance.now() > until)
      throw new StartRefusal(`The database in ${place.cluster} did not start: ${why}`);
    await sleep(250);
  }
};

const elsewhere = ({ data, user }: Place): string =>
  `database: it stands there because user ${user?.uid}, who runs it, may not enter ${data}`;

/**
 * One connection for as long as this process uses the server: others count it before they stop the server, and its end
 * tells that the server died, which is then started again.
 */
const hold = async (
  place: Place,
  server: Server,
  serve: (before: Address) => Promise<Server>,
  say: (line: string) => void,
): Promise<() => Promise<boolean>> => {
  let stopping = false;
  let revival = Promise.resolve();
  let holder: pg.Client;

  const take = async (): Promise<void> => {
    holder = await connect(server.url, `tickmark ${process.pid}`);
    holder.once('end', () => {
      if (!stopping) revival = revive();
    });
  };
  const revive = async (): Promise<void> => {
    say('database: it went away, starting it again');
    while (!stopping) {
      try {
        await serve(server.address);
        await take();
        return say('database: it is back');
      } catch (error) {
        say(`database: ${(error as Error).message}`);
        await sleep(1_000);
      }
    }
  };
  await take();
  return async () => {
    stopping = true;
    await revival;
    await holder.end().catch(() => {});
    return stopIfUnused(place, server.url);
  };
};

const stopIfUnused = async (place: Place, url: string): Promise<boolean> => {
  const running = readPostmaster(place.cluster);
  if (!running || !isServing(running.pid, place.cluster)) return true;
  // Our own pools may have said goodbye a moment ago and still be counted.
  for (let tries = 0; (await usersOf(url)) > 0; tries += 1) {
    if (tries === 10) return false;
    await sleep(50);
  }
  process.kill(running.pid, 'SIGINT');
  while (isServing(running.pid, place.cluster)) await sleep(20);
  return true;
};
