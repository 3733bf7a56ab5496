import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartRefusal } from '#ground/result.ts';

export const SUPERUSER = 'tickmark';
const NO_ANSWER_AFTER = 30_000;
const STARTING_UP = '57P03';
const WRONG_PASSWORD = ['28P01', '28000'];

/** Where a server listens: a folder for its unix socket, or a loopback address. */
export interface Address {
  host: string;
  port: number;
}

export const addressUrl = ({ host, port }: Address, password: string): string => {
  const socket = host.startsWith('/');
  return `postgres://${SUPERUSER}:${password}@${socket ? 'localhost' : host}:${port}/postgres${socket ? `?host=${encodeURIComponent(host)}` : ''}`;
};

/** What a server writes about itself into `postmaster.pid`. */
export interface Postmaster extends Address {
  pid: number;
}

export const readPostmaster = (cluster: string): Postmaster | undefined => {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
      .split('\n')
      .map((line) => line.trim());
    const host = lines[4] || lines[5];
    const postmaster = { pid: Number(lines[0]), port: Number(lines[3]), host: host ?? '' };
    return postmaster.pid > 0 ? postmaster : undefined;
  } catch {
    return undefined;
  }
};

/** True while the process lives and is the server of this cluster: process numbers are used again. */
export const isServing = (pid: number, cluster: string): boolean => isAlive(pid) && commandLine(pid).includes(cluster);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Linux tells; where the system does not, the living process is taken at its word. A dead one nobody waited for has none. */
const commandLine = (pid: number): { includes(text: string): boolean } => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return { includes: () => true };
  }
};

/** Opens a connection as superuser; `application_name` is counted by `usersOf`. */
export const connect = async (url: string, name: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
};

/**
 * Waits until the server answers our password: true; or is gone: false. «Starting up», also after a crash, is normal and
 * waited for; refuses a server that gives no answer for 30 s, and one that does not know the password.
 */
export const answers = async (url: string, cluster: string, lives: () => boolean): Promise<boolean> => {
  let deadline = Date.now() + NO_ANSWER_AFTER;
  for (;;) {
    try {
      await (await connect(url, 'start')).end();
      return true;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === STARTING_UP) deadline = Date.now() + NO_ANSWER_AFTER;
      if (WRONG_PASSWORD.includes(code ?? '')) throw lostKey(cluster);
      if (!lives()) return false;
      if (Date.now() > deadline)
        throw new StartRefusal(
          `The database in ${cluster} does not answer (${message}): its log is in ${join(cluster, 'log')}.`,
        );
    }
    await sleep(20);
  }
};

const lostKey = (cluster: string): StartRefusal =>
  new StartRefusal(
    `The password in keys/pg.json does not open the database in ${cluster}: bring that file back from a copy of the data folder.`,
  );

/** How many connections of Tickmark processes there are, besides the asking one. */
export const usersOf = async (url: string): Promise<number> => {
  const client = await connect(url, 'stop');
  try {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where application_name like 'tickmark%'`,
    );
    return rows[0]!.n;
  } finally {
    await client.end();
  }
};
