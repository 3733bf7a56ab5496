#!/usr/bin/env node
// The bootstrap (PL-2): packages, the web, and for tests a browser and an IMAP server. One line per stage; where nothing is to do, none.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { findChromium, installChromium } from './chromium.mjs';
import { findDovecot, installDovecot } from './dovecot.mjs';
import { inRoot, installed, packagesHash, read, run, runtime, Stop, stamps, webHash } from './runtime.mjs';

const forTests = process.argv.includes('--test');
const LOCK = inRoot('.setup.lock');
const say = (line) => process.stderr.write(`${line}\n`);

await run(async () => {
  if (!isReady()) await alone(() => makeReady());
  if (forTests && !findChromium()) installChromium(say);
  if (forTests && !findDovecot()) installDovecot(say);
  return 0;
});

function isReady() {
  return hasPackages() && isBuilt();
}

function makeReady() {
  if (!hasPackages()) install();
  if (!isBuilt()) build();
}

function hasPackages() {
  const kind = installed();
  return kind === 'all' || (kind === 'production' && !needsAll());
}

function isBuilt() {
  return read(stamps.web) === webHash();
}

/** A release archive comes with the built web and without a history: it starts without development packages (PL-4). */
function needsAll() {
  return forTests || existsSync(inRoot('.git')) || !isBuilt();
}

function install() {
  const kind = needsAll() ? 'all' : 'production';
  say('packages: installing, the first time takes about a minute');
  const began = performance.now();
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--include=optional', '--loglevel=error'];
  npm(['ci', ...options, kind === 'all' ? '--include=dev' : '--omit=dev']);
  checkRuntime();
  writeFileSync(stamps.packages, `${packagesHash()} ${kind}\n`);
  say(`packages: installed in ${seconds(began)}`);
}

function npm(args) {
  const own = process.env.npm_execpath;
  const isNpm = own && /npm-cli\.c?js$/.test(own);
  const done = spawnSync(isNpm ? process.execPath : 'npm', isNpm ? [own, ...args] : args, {
    cwd: inRoot(),
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (done.error)
    throw new Stop(`npm could not be run (${done.error.message}): install npm 10 or newer and try again.`);
  if (done.status === 0) return;
  const lines = done.stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const reason =
    lines.find((line) => line && !/^(code|errno|syscall|path) /.test(line)) ?? `npm ended with ${done.status}`;
  throw new Stop(`The packages could not be installed: ${reason}`);
}

/** Packages exist for glibc only: elsewhere the file is there but does not run. */
function checkRuntime() {
  const node = runtime();
  if (spawnSync(node, ['--version']).status === 0) return;
  throw new Stop(
    `The packaged Node does not run on this system (${process.platform}-${process.arch}, glibc is needed): start with Node 26 or newer of your own and set DATABASE_URL.`,
  );
}

function build() {
  say('web: building');
  const began = performance.now();
  const hash = webHash();
  const done = spawnSync(runtime(), [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: inRoot(),
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
    maxBuffer: 64 << 20,
  });
  if (done.status !== 0) throw new Stop(`The web could not be built: ${firstError(`${done.stderr}${done.stdout}`)}`);
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stamps.web, `${hash}\n`);
  say(`web: built in ${seconds(began)}`);
}

/** The first error of the build and its place, without the drawing around it. */
function firstError(output) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim());
  const banner = /^(✗ Build failed|error during build:|(Error: )?Build failed with|failed to load config)/;
  const what =
    lines.find((line) => line && !banner.test(line))?.replace(/^\[[\w:-]+\] /, '') ?? 'the build gave no reason';
  const place = /\[ (\S+:\d+:\d+) \]/.exec(lines.join('\n'))?.[1];
  return place ? `${what.replace(/\.$/, '')} (${place})` : what;
}

function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** One setup at a time in one folder. The lock names its process; a dead one's is taken over. */
async function alone(work) {
  const deadline = Date.now() + 15 * 60_000;
  for (let told = false; !takeLock(); told = true) {
    const holder = read(LOCK);
    if (!told && holder) say(`setup: another one is running (process ${holder}), waiting for it`);
    if (Date.now() > deadline) {
      throw new Stop(
        `Another setup (process ${holder}) has been running for 15 minutes: end it, or delete ${LOCK}, and try again.`,
      );
    }
    await sleep(200);
  }
  try {
    await work();
  } finally {
    if (read(LOCK) === String(process.pid)) rmSync(LOCK, { force: true });
  }
}

function takeLock() {
  try {
    writeFileSync(LOCK, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new Stop(`This folder cannot be written to (${error.message}): make it yours and try again.`);
    const holder = Number(read(LOCK));
    if (holder && !isAlive(holder)) rmSync(LOCK, { force: true });
    return false;
  }
}

function isAlive(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
