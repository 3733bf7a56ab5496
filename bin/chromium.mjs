// Finds the browser of the walks, or installs it (PL-11). Plain JavaScript for Node 20, like everything the bootstrap needs.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { inRoot, runtime } from './runtime.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of a Chromium: CHROMIUM_PATH, then the search path, then Playwright's own; undefined where there is none. */
export const findChromium = () =>
  [process.env.CHROMIUM_PATH, ...onPath(), MAC].find((file) => file && isProgram(file)) ?? playwrightsOwn();

const onPath = () =>
  NAMES.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder || '.', name)));

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const playwrightsOwn = () => {
  try {
    const file = createRequire(inRoot('package.json'))('playwright-core').chromium.executablePath();
    return isProgram(file) ? file : undefined;
  } catch {
    return undefined;
  }
};

/** Installs a Chromium and gives its path; undefined, with the reason said, where it cannot be had. */
export const installChromium = (say) => {
  say('browser: no Chromium found, installing one');
  const failed = isDebianRoot() ? byApt() : byPlaywright();
  const found = failed ? undefined : findChromium();
  if (!found) say(`browser: Chromium cannot be had here (${failed ?? 'the installer left none'})`);
  return found;
};

const isDebianRoot = () => {
  try {
    return process.getuid?.() === 0 && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
};

const byApt = () => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  return (
    failure('apt-get', [...wait, 'update'], env) ?? failure('apt-get', [...wait, 'install', '-y', 'chromium'], env)
  );
};

const byPlaywright = () => {
  const withLibraries = process.platform === 'linux' && process.getuid?.() === 0 ? ['--with-deps'] : [];
  return failure(runtime(), [
    inRoot('node_modules', 'playwright-core', 'cli.js'),
    'install',
    ...withLibraries,
    'chromium',
  ]);
};

/** What went wrong, in the program's own last line; undefined when nothing did. */
const failure = (program, args, env = process.env) => {
  const done = spawnSync(program, args, { env, encoding: 'utf8', timeout: 15 * 60_000, maxBuffer: 64 << 20 });
  if (done.status === 0) return undefined;
  const lines = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n');
  return done.error?.message ?? lines.findLast((line) => /error|^E:|fail/i.test(line)) ?? lines.at(-1);
};
