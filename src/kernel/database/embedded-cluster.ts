import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { StartRefusal } from '#ground/result.ts';
import { type Place, unusable } from './embedded-place.ts';
import { type Address, SUPERUSER } from './embedded-server.ts';

/** The longest path of a socket that every system takes; the limit of Linux is 107 bytes. */
const LONGEST_SOCKET = 100;
const SOCKET_PORT = 5432;
/** Folds the letters of every alphabet and sorts by code point, whatever the system knows; PostgreSQL has it from 17 on. */
const OWN_LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '/usr/bin:/bin' };

/** Makes the cluster in a folder beside its place and moves it there when it is whole. */
export const createCluster = async (
  place: Place,
  programs: string,
  password: string,
  locale = OWN_LOCALE,
): Promise<void> => {
  const making = `${place.cluster}.new`;
  const secret = `${making}.password`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(dirname(place.cluster), { recursive: true, mode: 0o711 });
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  try {
    handOver(place, making);
    handOver(place, secret);
    await initdb(place, programs, { making, secret, locale });
    renameSync(making, place.cluster);
    if (dirname(place.cluster) !== place.data) writeFileSync(place.pointer, `${place.cluster}\n`, { flush: true });
  } finally {
    rmSync(secret, { force: true });
    rmSync(making, { recursive: true, force: true });
  }
};

/** Waited for, not blocked on: meanwhile this process touches its lock, or another start would take it for dead. */
const initdb = async (
  place: Place,
  programs: string,
  { making, secret, locale }: { making: string; secret: string; locale: readonly string[] },
): Promise<void> => {
  const options = [
    ['-D', making, '-U', SUPERUSER, `--pwfile=${secret}`, '--encoding=UTF8'],
    locale,
    ['--auth-local=scram-sha-256', '--auth-host=scram-sha-256'],
  ].flat();
  const file = join(programs, 'bin', 'initdb');
  const { error, stderr } = await new Promise<{ error: Error | null; stderr: string }>((resolve) =>
    execFile(file, options, { ...place.user, cwd: '/', env: ENVIRONMENT }, (failed, _out, said) =>
      resolve({ error: failed, stderr: said }),
    ),
  );
  if (!error) return;
  const reason = stderr.trim() ? lastLine(stderr, /error|fatal|could not|cannot/i) : error.message;
  throw new StartRefusal(
    reason.includes('user does not exist')
      ? `PostgreSQL needs its user to have a name on this system (${reason}): add one to /etc/passwd, or start Tickmark as a user that has one.`
      : `The database could not be created in ${place.cluster}: ${reason}`,
  );
};

const lastLine = (text: string, wanted: RegExp): string => {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => wanted.test(line)) ?? lines.at(-1) ?? '';
};

/** As root, everything in the cluster belongs to the user who runs it, also after it was copied or unpacked by root. */
export const handOver = (place: Place, path: string): void => {
  if (!place.user || statSync(path).uid === place.user.uid) return;
  try {
    chownAll(path, place.user.uid, place.user.gid);
  } catch (error) {
    throw unusable(place.user, error);
  }
};

const chownAll = (path: string, uid: number, gid: number): void => {
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) chownAll(join(path, name), uid, gid);
  lchownSync(path, uid, gid);
};

/** A socket in the cluster's folder; where its path is too long, a free port of 127.0.0.1, if possible the one it had. */
export const chooseAddress = async (cluster: string, before?: Address): Promise<Address> => {
  if (Buffer.byteLength(join(cluster, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_SOCKET)
    return { host: cluster, port: SOCKET_PORT };
  return { host: '127.0.0.1', port: (before && (await freePort(before.port))) || (await freePort(0))! };
};

const freePort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => resolve(free));
    });
  });

/** Starts the server as a process of its own that outlives us; what it says before its log begins goes to a file beside it. */
export const spawnServer = (place: Place, programs: string, address: Address, fast: boolean): ChildProcess => {
  chmodSync(place.cluster, 0o700);
  const output = openSync(startLog(place.cluster), 'w', 0o600);
  try {
    const server = spawn(join(programs, 'bin', 'postgres'), ['-D', place.cluster, ...settings(address, fast)], {
      ...place.user,
      cwd: '/',
      env: ENVIRONMENT,
      detached: true,
      stdio: ['ignore', output, output],
    });
    server.on('error', () => {});
    server.unref();
    return server;
  } finally {
    closeSync(output);
  }
};

/** Beside the cluster, not in it: whoever owns that folder could put a link there for root to follow. */
const startLog = (cluster: string): string => `${cluster}.log`;

/** Why the server ended while it was starting, in its own words. */
export const whyEnded = (cluster: string): string => {
  const folder = join(cluster, 'log');
  const logs = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const newest = [startLog(cluster), ...logs]
    .filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const fatal = newest
    .map((file) => lastLine(readFileSync(file, 'utf8'), /FATAL|PANIC/))
    .find((line) => /FATAL|PANIC/.test(line));
  return fatal?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? `its log is in ${folder}`;
};

/** With more, the server alone takes what PL-182 allows for all of it; what does not fit stands in the system's own cache. */
const MOST_BUFFERS = 384 * 1024 ** 2;

const settings = ({ host, port }: Address, fast: boolean): string[] => {
  const socket = host.startsWith('/');
  const values: Record<string, string | number> = {
    listen_addresses: socket ? '' : host,
    port,
    unix_socket_directories: socket ? `"${host.replaceAll('"', '""')}"` : '',
    unix_socket_permissions: '0700',
    // A web node and a handful of workers; one that is not used costs next to nothing.
    max_connections: 160,
    shared_buffers: `${Math.floor(Math.min(memory() / 4, MOST_BUFFERS) / 1024 ** 2)}MB`,
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    random_page_cost: 1.1,
    max_parallel_workers_per_gather: 0,
    autovacuum_naptime: '15s',
    idle_in_transaction_session_timeout: '30s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_truncate_on_rotation: 'on',
    // Test files run side by side, some with several nodes each.
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};

/** A container may have less than the machine. */
const memory = (): number => Math.min(process.constrainedMemory() || totalmem(), totalmem());
