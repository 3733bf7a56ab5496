// Finds the browser of the walks, or installs it (PL-11). Plain JavaScript for Node 20, like everything the bootstrap needs.
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { aptInstall, failure, isDebianRoot } from './apt.mjs';
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
  const failed = isDebianRoot() ? aptInstall('chromium') : byPlaywright();
  const found = failed ? undefined : findChromium();
  if (!found) say(`browser: Chromium cannot be had here (${failed ?? 'the installer left none'})`);
  return found;
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
