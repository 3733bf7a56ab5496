#!/usr/bin/env node
// `npm run check`: everything a change must pass. Each step is timed; the first that fails ends the run with one sentence.
import { readFileSync } from 'node:fs';
import { inRoot, run, runChild, runtime, Stop } from './runtime.mjs';

const tool =
  (file, ...args) =>
  () =>
    runChild(runtime(), [inRoot('node_modules', file), ...args]);

const steps = [
  [
    'bootstrap',
    'the packages or the web could not be made',
    () => runChild(process.execPath, [inRoot('bin', 'setup.mjs'), '--test']),
  ],
  ['types', 'the type check found errors', tool('@typescript/native/bin/tsc', '-p', '.')],
  [
    'lint and format',
    'biome found something: `npx biome check --write` mends most of it',
    tool('@biomejs/biome/bin/biome', 'check'),
  ],
  [
    'circles',
    'some imports go in a circle',
    tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', 'src'),
  ],
  ['dead code', 'some file, export or package is used by nothing', tool('knip/bin/knip.js')],
  ['contract', 'openapi.json is not what the routes say', tool('../bin/openapi.mjs', '--verify')],
  ['lock file', 'package-lock.json names hosts («resolved»), which differ per place', lockFileNamesNoHost],
  [
    'tests',
    'a test failed',
    () => runChild(runtime(), [inRoot('bin', 'test.mjs')], { env: { ...process.env, CI: '1' } }),
  ],
];

await run(async () => {
  for (const [name, because, step] of steps) {
    console.log(`\n== ${name}`);
    const began = performance.now();
    if ((await step()) !== 0) throw new Stop(`\n${name}: ${because}.`);
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  return 0;
});

function lockFileNamesNoHost() {
  return readFileSync(inRoot('package-lock.json'), 'utf8').includes('"resolved"') ? 1 : 0;
}
