import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { root } from './runtime.mjs';

// A small product of the same shape: its one package is a stand-in for the web's build, which counts how often it ran.
const home = mkdtempSync(join(tmpdir(), 'tickmark-setup-'));
const place = join(home, 'product');
const at = (...path) => join(place, ...path);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const BUILD = `
const fs = require('fs');
if (fs.readFileSync('index.html', 'utf8').includes('broken')) {
  console.error('✗ Build failed in 9ms\\nerror during build:\\nBuild failed with 1 error:\\n\\n[UNRESOLVED_IMPORT] Could not resolve "./gone.ts" in src/main.ts\\n   ╭─[ src/main.ts:1:19 ]\\n   at build (file:///x.mjs:1:1)');
  process.exit(1);
}
fs.mkdirSync('dist', { recursive: true });
fs.appendFileSync('builds', 'x');`;

beforeEach(() => {
  rmSync(home, { recursive: true, force: true });
  for (const folder of [join(home, 'vite', 'bin'), at('bin'), at('src', 'app'), at('.git')])
    mkdirSync(folder, { recursive: true });
  for (const name of ['runtime', 'apt', 'chromium', 'dovecot', 'setup', 'tickmark'])
    cpSync(join(root, 'bin', `${name}.mjs`), at('bin', `${name}.mjs`));
  writeFileSync(join(home, 'vite', 'package.json'), '{"name":"vite","version":"1.0.0"}');
  writeFileSync(join(home, 'vite', 'bin', 'vite.js'), BUILD);
  writeFileSync(
    at('package.json'),
    '{"name":"product","version":"1.0.0","type":"module","devDependencies":{"vite":"file:../vite"}}',
  );
  writeFileSync(at('index.html'), '<p>fine</p>');
  writeFileSync(
    at('src', 'app', 'cli.ts'),
    'const words: string[] = process.argv.slice(2);\nconsole.log(words.join("+"));\nprocess.exitCode = 5;\n',
  );
  execFileSync('npm', ['install', '--package-lock-only', '--offline', '--ignore-scripts'], {
    cwd: place,
    stdio: 'ignore',
  });
});

/** What a program of bin/ says and how it ends. Without `npm` on its path it can install nothing. */
const bin = (name, args = [], { npm = true } = {}) => {
  const { npm_execpath: _, ...env } = process.env;
  const path = npm ? env.PATH : '/nowhere';
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('bin', `${name}.mjs`), ...args], {
    env: { ...env, PATH: path },
    encoding: 'utf8',
  });
  return {
    status,
    said: stderr
      .trim()
      .replace(/\d+\.\d s/g, 'N s')
      .split('\n')
      .filter(Boolean),
    out: stdout.trim(),
  };
};
const builds = () => (existsSync(at('builds')) ? readFileSync(at('builds'), 'utf8').length : 0);

test('PL-3 the first run installs and builds with one line per stage, the next one does nothing and needs no npm', () => {
  expect(bin('setup')).toMatchObject({
    status: 0,
    said: [
      'packages: installing, the first time takes about a minute',
      'packages: installed in N s',
      'web: building',
      'web: built in N s',
    ],
  });
  const began = performance.now();
  expect(bin('setup', [], { npm: false })).toEqual({ status: 0, said: [], out: '' });
  expect(performance.now() - began).toBeLessThan(process.env.CI ? 3_000 : 1_500);
});

test('PL-3 another lock file means another install, and a failed one is a sentence and leaves no stamp', () => {
  bin('setup');
  const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));
  writeFileSync(at('package-lock.json'), JSON.stringify({ ...lock, changed: true }));
  expect(bin('setup').said[0]).toContain('packages: installing');
  writeFileSync(at('package.json'), '{"name":"product","version":"1.0.0","dependencies":{"gone":"file:../gone"}}');
  writeFileSync(at('package-lock.json'), JSON.stringify({ ...lock, changed: 'again' }));
  const failed = bin('setup');
  expect(failed.status).toBe(2);
  expect(failed.said.at(-1)).toMatch(/^The packages could not be installed: \S/);
  expect(bin('setup', [], { npm: false }).said.at(-1)).toContain('npm could not be run');
});

test('PL-4 the web is built again when what it is made of changed, and not for a test', () => {
  bin('setup');
  writeFileSync(at('src', 'app', 'page.test.ts'), 'a test');
  bin('setup');
  expect(builds()).toBe(1);
  writeFileSync(at('src', 'app', 'page.tsx'), 'a page');
  bin('setup');
  expect(builds()).toBe(2);
});

test('PL-4 a failed build stops with its first error in one sentence, and is tried again', () => {
  writeFileSync(at('index.html'), '<p>broken</p>');
  const failed = bin('setup');
  expect(failed.status).toBe(2);
  expect(failed.said.at(-1)).toBe(
    'The web could not be built: Could not resolve "./gone.ts" in src/main.ts (src/main.ts:1:19)',
  );
  writeFileSync(at('index.html'), '<p>mended</p>');
  expect(bin('setup').status).toBe(0);
});

test('PL-4 a release archive, which brings the built web and no history, installs without development packages', () => {
  bin('setup');
  rmSync(at('node_modules'), { recursive: true });
  rmSync(at('.git'), { recursive: true });
  bin('setup');
  expect(existsSync(at('node_modules', 'vite'))).toBe(false);
  bin('setup', ['--test']);
  expect(existsSync(at('node_modules', 'vite'))).toBe(true);
});

test('PL-2 any command sets up first where that was skipped, then gets its arguments and keeps its exit code', () => {
  const first = bin('tickmark', ['doctor', '--json']);
  expect(first.said).toContain('web: building');
  expect(first).toMatchObject({ status: 5, out: 'doctor+--json' });
  expect(bin('tickmark', ['doctor'], { npm: false })).toEqual({ status: 5, said: [], out: 'doctor' });
});

test('PL-2 two at once wait for each other, and the lock of a dead process holds nobody up', async () => {
  const both = [0, 1].map(
    () => new Promise((resolve) => spawn(process.execPath, [at('bin', 'setup.mjs')]).on('exit', resolve)),
  );
  expect(await Promise.all(both)).toEqual([0, 0]);
  expect(builds()).toBe(1);
  rmSync(at('dist'), { recursive: true });
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(at('.setup.lock'), `${pid}\n`);
  expect(bin('setup')).toMatchObject({ status: 0, said: ['web: building', 'web: built in N s'] });
  expect(existsSync(at('.setup.lock'))).toBe(false);
});
