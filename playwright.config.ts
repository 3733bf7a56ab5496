import { spawnSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';
import { findChromium } from './bin/chromium.mjs';

/** As root Chromium cannot fence itself in, nor where the system keeps normal users from making namespaces, as many containers do. */
const mayFence = (): boolean => {
  if (process.getuid?.() === 0) return false;
  const { status, error } = spawnSync('unshare', ['--user', '--map-root-user', 'true']);
  return status === 0 || error !== undefined;
};
const executablePath = findChromium();

/** The walks: a real browser in a real Tickmark (`e2e/harness.ts`), each in one of its own; two at a time, as some of them mostly wait. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results/walks',
  workers: 2,
  fullyParallel: true,
  // What hangs is ended; a slow machine is no fault.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  // Once more in a Tickmark of its own; `npm test` names what passed only then, for that is a fault somewhere too.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      chromiumSandbox: mayFence(),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
