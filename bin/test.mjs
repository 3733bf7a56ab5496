#!/usr/bin/env node
// `npm test` (PL-11): the rules, then the tests on a real PostgreSQL, some of them once more on
// PostgreSQL 15 where it is installed, then the walks in a browser; the sum is the last line.
// `--long` runs the long forms too (LONG=1).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';
import { hasPostgresql15, notOn15 } from './postgresql-15.mjs';
import { inRoot, installed, isOldNode, run, runChild, runtime } from './runtime.mjs';
import { installSenders } from './senders.mjs';

const isLong = process.argv.includes('--long');
const env = { ...process.env, ...(isLong ? { LONG: '1' } : {}) };
const HEADINGS = { rules: 'rules', real: 'on a real PostgreSQL', real15: 'once more, on PostgreSQL 15' };
const results = inRoot('test-results');

await run(async () => {
  if (installed() !== 'all') {
    const { status } = spawnSync(process.execPath, [inRoot('bin', 'setup.mjs'), '--test'], { stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  if (isOldNode()) return runChild(runtime(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  return everything();
});

async function everything() {
  mkdirSync(results, { recursive: true });
  if (isLong) installSenders(console.log);
  const parts = [await vitest('rules'), await vitest('real'), await secondRun(), await walks()];
  const sum = (what) => parts.reduce((total, part) => total + part[what], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') > 0 ? 1 : 0;
}

/** One project of vitest.config.ts. A file that cannot be loaded, or an error outside of any test, counts as one failure. */
async function vitest(project) {
  heading(HEADINGS[project]);
  const report = inRoot('test-results', `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ended = await program('vitest/vitest.mjs', ['run', '--project', project, ...reporters], report);
  const { numPassedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] } = json(report);
  for (const { fullName, status, failureMessages } of testResults.flatMap(({ assertionResults }) => assertionResults))
    if (status === 'passed' && failureMessages.length) unsteady(fullName, failureMessages[0]);
  const failed = testResults.reduce((sum, { status, assertionResults }) => {
    const failures = assertionResults.filter((test) => test.status === 'failed').length;
    return sum + (status === 'failed' ? Math.max(failures, 1) : failures);
  }, 0);
  return { passed: numPassedTests, failed: failed || Number(ended !== 0), skipped: numPendingTests + numTodoTests };
}

/** Loudly where PostgreSQL 15 is not installed: its files count as skipped, in CI too, for nobody is made to install it. */
async function secondRun() {
  if (hasPostgresql15()) return vitest('real15');
  heading(HEADINGS.real15);
  const list = ['list', '--project', 'real15', '--filesOnly'];
  const { stdout } = spawnSync(runtime(), [inRoot('node_modules/vitest/vitest.mjs'), ...list], {
    encoding: 'utf8',
    env,
  });
  const count = stdout.split('\n').filter((line) => line.includes('.test.')).length;
  console.log(notOn15(count));
  return { passed: 0, failed: 0, skipped: count };
}

async function walks() {
  heading('walks in a browser');
  if (!findChromium()) return withoutBrowser();
  const report = inRoot('test-results', 'walks.json');
  const more = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const ended = await program('@playwright/test/cli.js', ['test', '--reporter=list,json'], report, more);
  const { stats = {}, errors = [], suites = [] } = json(report);
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  const failed = unexpected + errors.length;
  for (const name of onlyThen(suites)) unsteady(name);
  return { passed: expected + flaky, failed: failed || Number(ended !== 0), skipped };
}

/** The walks that failed first and passed when they were done again. */
function onlyThen(suites) {
  return suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ title }) => `${file} › ${title}`),
    ...onlyThen(inner),
  ]);
}

/** Loudly: how many walks were not done, and why. Where CI is set that is a failure. */
function withoutBrowser() {
  const list = spawnSync(runtime(), [inRoot('node_modules/@playwright/test/cli.js'), 'test', '--list'], {
    encoding: 'utf8',
    env,
  });
  const count = Number(/^Total: (\d+) test/m.exec(list.stdout)?.[1] ?? 1);
  const verdict = process.env.CI ? 'FAILED' : 'SKIPPED';
  console.log(`${verdict}: ${count} walks need Chromium, and there is none. Install it or set CHROMIUM_PATH.`);
  return process.env.CI ? { passed: 0, failed: count, skipped: 0 } : { passed: 0, failed: 0, skipped: count };
}

/** Runs a package's program under this Node; a run that hangs is ended after its time, and says so. */
async function program(file, args, report, more = {}) {
  rmSync(report, { force: true });
  const minutes = isLong ? 240 : 60;
  const begun = Date.now();
  const options = { env: { ...env, ...more }, timeout: minutes * 60_000 };
  const ended = await runChild(runtime(), [inRoot('node_modules', file), ...args], options);
  if (Date.now() - begun >= options.timeout) console.log(`FAILED: not done within ${minutes} minutes, and ended`);
  return ended;
}

function json(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** What failed first and passed when it was done again: each is worth a look at why. */
function unsteady(name, because = '') {
  console.log(`UNSTEADY: passed only the second time: ${name}${because && `\n${because.slice(0, 1000)}`}`);
}

function heading(text) {
  console.log(`\n== ${text}`);
}
