// What the programs of bin/ share. Plain JavaScript for Node 20 that uses only Node's own modules (PL-2): it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const inRoot = (...path) => join(root, ...path);

const PACKAGES_STAMP = inRoot('node_modules', '.tickmark');
const WEB_STAMP = inRoot('dist', '.stamp');
export const stamps = { packages: PACKAGES_STAMP, web: WEB_STAMP };

const LEAST_NODE = 26;

/** A no of the bootstrap: one sentence and exit code 2 (PL-10). */
export class Stop extends Error {}

/** Runs `main`; a Stop is printed as its sentence alone. */
export const run = async (main) => {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
};

export const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');

/** What must be installed: lock file, platform, architecture (PL-3). */
export const packagesHash = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');

/** `all` packages or only those of `production`; undefined where they are not those of the lock file. */
export const installed = () => {
  const [hash, kind] = read(PACKAGES_STAMP).split(' ');
  return hash === packagesHash() ? kind : undefined;
};

/** Everything the build of the web reads (PL-4). */
export const webHash = () => {
  const hash = createHash('sha256');
  for (const file of [
    ...filesBelow('src'),
    ...filesBelow('public'),
    'index.html',
    'vite.config.ts',
    'package-lock.json',
  ]) {
    if (/\.test\.tsx?$/.test(file) || !existsSync(inRoot(file))) continue;
    hash.update(`${file.split(sep).join('/')}\0`).update(readFileSync(inRoot(file)));
  }
  return hash.digest('hex');
};

const filesBelow = (folder) => {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
    .sort();
};

/** Nothing is missing for a start: the packages of the lock file and some build of the web. */
export const isSetUp = () => installed() !== undefined && existsSync(WEB_STAMP);

export const isOldNode = () => Number.parseInt(process.versions.node, 10) < LEAST_NODE;

/** The Node to run everything under: the packaged one, or this one where the platform has none and it is new enough (PL-3, PL-12). */
export const runtime = () => {
  const packaged = ['node', 'node-bin']
    .map((name) => inRoot('node_modules', `${name}-${process.platform}-${process.arch}`, 'bin', 'node'))
    .find(existsSync);
  if (packaged) return packaged;
  if (!isOldNode()) return process.execPath;
  throw new Stop(
    `There is no packaged Node for ${process.platform}-${process.arch}: install Node ${LEAST_NODE} or newer, and where the packaged PostgreSQL is missing too set DATABASE_URL to one of your own.`,
  );
};

/**
 * Runs a program to its end: input and output are ours, signals are passed on, the exit code is kept.
 * A signal typed at a terminal reaches the child by itself, so it is not sent twice.
 */
export const runChild = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', cwd: root, ...options });
    const passOn = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
