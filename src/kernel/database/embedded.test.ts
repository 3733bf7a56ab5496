import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { StartRefusal } from '#ground/result.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { createCluster } from './embedded-cluster.ts';
import { fullDisk, placeOf } from './embedded-place.ts';
import { connect, readPostmaster } from './embedded-server.ts';

const SERVER_UID = 65534;
const asRoot = process.getuid?.() === 0;
const undo: (() => unknown)[] = [];

/** A user that has a name here and is neither root nor the one of the server. */
const NORMAL_UID = readFileSync('/etc/passwd', 'utf8')
  .split('\n')
  .map((line) => Number(line.split(':')[2]))
  .find((uid) => uid > 0 && uid !== SERVER_UID)!;

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
}, 60_000);

const folder = (mode = 0o755): string => {
  const path = mkdtempSync(join(tmpdir(), 'tickmark-pg-'));
  chmodSync(path, mode);
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const begin = async (dataDir: string, lines: string[] = [], fast = true): Promise<Embedded> => {
  const server = await startEmbedded({ dataDir, pgUid: SERVER_UID, say: (line) => lines.push(line), fast });
  undo.push(() => server.stop());
  return server;
};

const ask = async (server: { url: string }, sql: string): Promise<unknown> => {
  const client = await connect(server.url, 'test');
  try {
    const { rows } = await client.query(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

/** Another Tickmark process on the same data folder; gives its first line: a word and the process that serves. */
const other = (dataDir: string, uid?: number): Promise<{ child: ChildProcess; line: string }> => {
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)});
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, pgUid: ${SERVER_UID}, fast: true })
      .catch((refusal) => { console.log('refused ' + refusal.message); process.exit(2); });
    process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
    console.log(server.adopted ? 'adopted' : 'started');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
    ...(uid ? { uid, gid: uid, cwd: '/' } : {}),
  });
  undo.push(() => ended(child, 'SIGTERM'));
  return new Promise((resolve) => {
    let text = '';
    child.stdout!.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\n')) resolve({ child, line: text.trim() });
    });
  });
};

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });

const refusalOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefusal);
    return (error as Error).message;
  }
  return 'not refused';
};

test('PL-5 an empty folder becomes a PostgreSQL 18 that folds case and sorts by code point', async () => {
  const data = folder();
  const server = await begin(data);
  expect(server.adopted).toBe(false);
  expect(Number(await ask(server, 'show server_version_num'))).toBeGreaterThanOrEqual(180_000);
  expect(await ask(server, `select lower('ÉÀŻ')`)).toBe('éàż');
  expect(await ask(server, `select string_agg(x, ' ' order by x) from unnest(array['ae', 'Äb', 'Zz']) x`)).toBe(
    'Zz ae Äb',
  );
  expect(await ask(server, 'show data_checksums')).toBe('on');
});

test('PL-5 the server is reached by a socket of its own folder alone, with a password that only its owner can read', async () => {
  const data = folder();
  const server = await begin(data);
  expect(await ask(server, 'show listen_addresses')).toBe('');
  expect(await ask(server, 'show unix_socket_permissions')).toBe('0700');
  expect(statSync(join(data, 'keys')).mode & 0o777).toBe(0o700);
  expect(statSync(join(data, 'keys', 'pg.json')).mode & 0o777).toBe(0o600);
  const wrong = server.url.replace(/:[^:@]+@/, ':wrong@');
  await expect(ask({ url: wrong }, 'select 1')).rejects.toThrow(/password/);
  await expect(ask({ url: wrong.replace(':wrong', '') }, 'select 1')).rejects.toThrow();
});

test('PL-5 a folder whose socket path would be too long is served on a free port of the loopback address', async () => {
  const data = join(folder(), 'a'.repeat(100));
  const server = await begin(data);
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
  expect(await ask(server, 'show listen_addresses')).toBe('127.0.0.1');
});

test('PL-5 a second start on the same folder adopts the living server', async () => {
  const data = folder();
  const first = await begin(data);
  const lines: string[] = [];
  const second = await begin(data, lines);
  expect(second.adopted).toBe(true);
  expect(second.url).toBe(first.url);
  expect(lines.join()).toContain(`process ${readPostmaster(join(data, 'pg18'))!.pid}`);
});

test('PL-5 two first starts at once make one database', async () => {
  const data = folder();
  const both = await Promise.all([other(data), other(data)]);
  expect(both.map(({ line }) => line).sort()).toEqual(['adopted', 'started']);
});

test('PL-5 while a database is being created its process goes on, so that its lock is not taken for a dead one’s', async () => {
  const programs = join(folder(), 'slow');
  mkdirSync(join(programs, 'bin'), { recursive: true, mode: 0o755 });
  writeFileSync(join(programs, 'bin', 'initdb'), '#!/bin/sh\nsleep 1\necho "error: too slow" >&2\nexit 1\n', {
    mode: 0o755,
  });
  let beats = 0;
  const beat = setInterval(() => (beats += 1), 50);
  const refusal = await createCluster(placeOf(folder(), SERVER_UID), programs, 'secret').catch(String);
  clearInterval(beat);
  expect(refusal).toContain('error: too slow');
  expect(beats).toBeGreaterThan(3);
});

test('PL-5 a server whose Tickmark was killed is adopted', async () => {
  const data = folder();
  const { child, line } = await other(data);
  expect(line).toBe('started');
  const { pid } = readPostmaster(join(data, 'pg18'))!;
  await ended(child, 'SIGKILL');
  const server = await begin(data);
  expect(server.adopted).toBe(true);
  expect(readPostmaster(join(data, 'pg18'))!.pid).toBe(pid);
});

test('PL-R17 a killed server comes back by itself and has lost no committed row', async () => {
  const data = folder();
  const lines: string[] = [];
  const server = await begin(data, lines, false);
  await ask(server, `create table t as select g from generate_series(1, 1000) g`);
  process.kill(readPostmaster(join(data, 'pg18'))!.pid, 'SIGKILL');
  await expect.poll(() => lines.at(-1), { timeout: 20_000 }).toBe('database: it is back');
  expect(Number(await ask(server, 'select count(*) from t'))).toBe(1000);
}, 30_000);

test('PL-R17 after a kill of Tickmark and its server the next start recovers', async () => {
  const data = folder();
  const { child } = await other(data);
  await ended(child, 'SIGKILL');
  process.kill(readPostmaster(join(data, 'pg18'))!.pid, 'SIGKILL');
  const server = await begin(data);
  expect(await ask(server, 'select 1')).toBe(1);
});

test('PL-R17 a process number that belongs to another program by now does not stop the start', async () => {
  const data = folder();
  await (await begin(data)).stop();
  writeFileSync(
    join(data, 'pg18', 'postmaster.pid'),
    `${process.pid}\n${data}\n1\n5432\n${data}/pg18\n\n1 1\nready\n`,
    { mode: 0o600 },
  );
  const server = await begin(data);
  expect(server.adopted).toBe(false);
});

test('PL-153 the server stops with the last process that uses it', async () => {
  const data = folder();
  const first = await begin(data);
  const { child, line } = await other(data);
  expect(line).toBe('adopted');
  expect(await first.stop()).toBe(false);
  expect(readPostmaster(join(data, 'pg18'))).toBeDefined();
  await ended(child, 'SIGTERM');
  expect(readPostmaster(join(data, 'pg18'))).toBeUndefined();
});

test('PL-10 a full disk is refused from 200 MB down', () => {
  expect(fullDisk('/srv/data', 200 * 1024 ** 2)).toBeUndefined();
  expect(fullDisk('/srv/data', 200 * 1024 ** 2 - 1)?.message).toContain('199 MB are free and 200 MB are needed');
});

test('PL-10 a database of another major version is never opened', async () => {
  const data = folder();
  mkdirSync(join(data, 'pg17'));
  expect(await refusalOf(() => begin(data))).toContain('pg17 holds the database of another PostgreSQL');
  rmSync(join(data, 'pg17'), { recursive: true });
  mkdirSync(join(data, 'pg18'));
  writeFileSync(join(data, 'pg18', 'PG_VERSION'), '17\n');
  expect(await refusalOf(() => begin(data))).toContain('made by PostgreSQL 17');
});

test('PL-10 a password that does not open the database is refused with the file to bring back', async () => {
  const data = folder();
  await (await begin(data)).stop();
  writeFileSync(join(data, 'keys', 'pg.json'), '{"password":"another"}');
  expect(await refusalOf(() => begin(data))).toContain('keys/pg.json does not open the database');
  expect(readPostmaster(join(data, 'pg18'))).toBeUndefined();
});

test('PL-10 a pointer to a database that is gone is refused, not answered with an empty one', async () => {
  const data = folder();
  writeFileSync(join(data, 'pg18.location'), '/nowhere/pg18\n');
  expect(await refusalOf(() => begin(data))).toContain('stands in /nowhere/pg18, but there is none');
});

test.runIf(asRoot)(
  'PL-1 below a closed folder the database of root stands elsewhere, and the data folder says where',
  async () => {
    const data = join(folder(0o700), 'data');
    const lines: string[] = [];
    const server = await begin(data, lines);
    const cluster = readFileSync(join(data, 'pg18.location'), 'utf8').trim();
    undo.unshift(() => rmSync(dirname(cluster), { recursive: true, force: true }));
    expect(cluster).toMatch(/^\/var\/lib\/tickmark\/[0-9a-f]{16}\/pg18$/);
    expect(lines.filter((line) => line.includes('may not enter'))).toHaveLength(1);
    expect(await ask(server, 'select 1')).toBe(1);
    await server.stop();
    const again: string[] = [];
    await begin(data, again);
    expect(again.filter((line) => line.includes('may not enter'))).toHaveLength(0);
  },
);

test.runIf(asRoot)('PL-10 as root a database of neither root nor the database user is refused', async () => {
  const data = folder();
  await (await begin(data)).stop();
  chownSync(join(data, 'pg18'), NORMAL_UID, NORMAL_UID);
  expect(await refusalOf(() => begin(data))).toContain(`belongs to user ${NORMAL_UID}, not to user ${SERVER_UID}`);
});

test.runIf(asRoot)('PL-10 a database that root unpacked is handed to the database user', async () => {
  const data = folder();
  await (await begin(data)).stop();
  spawnSync('chown', ['-R', '0:0', join(data, 'pg18')]);
  expect(await ask(await begin(data), 'select 1')).toBe(1);
});

/** The sources may lie where only root can read them. */
const normalUserCanRead = (): boolean =>
  asRoot && spawnSync('cat', [new URL(import.meta.url).pathname], { uid: NORMAL_UID, gid: NORMAL_UID }).status === 0;

test.runIf(normalUserCanRead())(
  'PL-1 a normal user has a database of their own, without root having helped',
  async () => {
    const data = folder();
    chownSync(data, NORMAL_UID, NORMAL_UID);
    const { line } = await other(data, NORMAL_UID);
    expect(line).toBe('started');
    expect(statSync(join(data, 'pg18')).uid).toBe(NORMAL_UID);
  },
);

test.runIf(normalUserCanRead())(
  'PL-10 a folder that cannot be written to, and one of another owner, are refused and nothing is made',
  async () => {
    const closed = folder();
    const { line } = await other(join(closed, 'data'), NORMAL_UID);
    expect(line).toContain(`cannot be written to by user ${NORMAL_UID}`);
    expect(existsSync(join(closed, 'data'))).toBe(false);
    const foreign = folder(0o777);
    mkdirSync(join(foreign, 'pg18'));
    writeFileSync(join(foreign, 'pg18', 'PG_VERSION'), '18\n');
    expect((await other(foreign, NORMAL_UID)).line).toContain(
      `belongs to user 0, and Tickmark runs as user ${NORMAL_UID}`,
    );
    expect(existsSync(join(foreign, 'keys'))).toBe(false);
  },
);

test('PL-12 the place of a database is the same by whatever way the folder is named', () => {
  const data = folder();
  expect(placeOf(`${data}/../${data.split('/').at(-1)}`, SERVER_UID).cluster).toBe(join(data, 'pg18'));
});
