import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { throwAway, throwAwayFolder } from '../src/kernel/database/testing-folder.ts';
import { OF_COLOURS, violations } from './axe.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READY_WITHIN = 120_000;

/** A real Tickmark on its own port and data folder. */
export interface Tickmark {
  url: string;
  data: string;
  /** Everything it has printed since its last start. */
  output(): string;
  /** The set-up link it printed (PL-6); refuses when there is none, as a practice exists. */
  setupLink(): string;
  /** Kills the process where it stands, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM) and gives its exit code. */
  stop(): Promise<number | null>;
  /** Starts it again on the same port and data folder, and waits until it is ready. */
  restart(): Promise<void>;
  /** Ends it and deletes its data folder. */
  end(): Promise<void>;
}

/** Starts `tickmark start` on an empty data folder and waits for its line `ready <url>`. `environment` adds settings, `words` options. */
export const startTickmark = async (
  environment: Record<string, string> = {},
  words: readonly string[] = ['start'],
): Promise<Tickmark> => {
  const data = await throwAwayFolder();
  const port = await freePort();
  const env = { ...ownEnvironment(), PORT: String(port), TICKMARK_DATA: data, ...environment };
  let { child, output } = await launch(env, words);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return exited;
  };
  return {
    url: `http://localhost:${port}`,
    data,
    output: () => output(),
    setupLink: () => /https?:\/\/\S+\/setup#\S+/.exec(output())?.[0] ?? missing('set-up link', output()),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    restart: async () => {
      await end('SIGTERM');
      ({ child, output } = await launch(env, words));
    },
    end: async () => {
      await end('SIGTERM');
      await throwAway(data);
    },
  };
};

/** Runs another command of Tickmark to its end, for example `runTickmark(['doctor'], { TICKMARK_DATA: tickmark.data })`. */
export const runTickmark = (
  words: string[],
  environment: Record<string, string>,
): { code: number | null; output: string } => {
  const env = { ...ownEnvironment(), ...environment };
  const done = spawnSync(process.execPath, ['bin/tickmark.mjs', ...words], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    timeout: READY_WITHIN,
  });
  return { code: done.status, output: `${done.stdout}${done.stderr}` };
};

/** Nothing of the person's own configuration, in the environment or in `.env`, reaches the Tickmark of a walk. */
const ownEnvironment = (): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('TICKMARK_') || name === 'TICKMARK_PG_UID',
  );
  return {
    ...Object.fromEntries(kept),
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    PUBLIC_URL: '',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
  };
};

/** Another node on the data folder and database of `tickmark`: a worker alone. Gives what kills it where it stands. */
export const startWorkerOf = async (
  { data }: Pick<Tickmark, 'data'>,
  environment: Record<string, string>,
): Promise<{ kill(): Promise<void> }> => {
  const { child } = await launch({ ...ownEnvironment(), TICKMARK_DATA: data, ...environment }, ['worker']);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

const launch = async (
  env: NodeJS.ProcessEnv,
  words: readonly string[],
): Promise<{ child: ChildProcess; output: () => string }> => {
  const child = spawn(process.execPath, ['bin/tickmark.mjs', ...words], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const ready = new Promise<void>((resolve, reject) => {
    const give = (reason: string) => reject(new Error(`Tickmark ${reason}:\n${text}`));
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      give(`was not ready within ${READY_WITHIN / 1000} s`);
    }, READY_WITHIN);
    child.once('exit', (code) => {
      clearTimeout(timer);
      give(`ended with ${code} before it was ready`);
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (!/^ready( https?:\/\/|$)/m.test(text)) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
  await ready;
  // An answer proves that the start is over to its last line.
  if (env.PORT) await fetch(`http://127.0.0.1:${env.PORT}/health/live`);
  return { child, output: () => text };
};

const missing = (what: string, output: string): never => {
  throw new Error(`No ${what} was printed:\n${output}`);
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** `test` with a Tickmark of its own on an empty data folder; a walk that kills or configures one calls `startTickmark`. */
export const test = base.extend<{ tickmark: Tickmark; windows: undefined }>({
  /** Windows that a walk leaves open would look for its Tickmark as long as the worker lives, and slow down those after it. */
  windows: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  tickmark: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern
    async ({}, use) => {
      const tickmark = await startTickmark();
      await use(tickmark);
      await tickmark.end();
    },
    { timeout: READY_WITHIN + 30_000 },
  ],
});

export { expect };

const SCHEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Until the page has heard of it, half of its colours are those of before. */
export const inScheme = async (page: Page, colorScheme: (typeof SCHEMES)[number]): Promise<void> => {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  // A colour on its way to another one has a contrast of neither.
  await page.evaluate(async () => {
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
};

/**
 * Fails on any finding of axe, in light and in dark, and names rule, help and place (PL-R22). Dark has other colours and the
 * same page, so of it is asked what colours can break.
 */
export const axe = async (page: Page): Promise<void> => {
  for (const colorScheme of SCHEMES) {
    await inScheme(page, colorScheme);
    const findings = await violations(page, colorScheme === 'dark' ? OF_COLOURS : undefined);
    expect(findings, `axe, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
};

/** With `SHOTS` set: pictures of the whole page, 1440 and 390 wide, light and dark, `test-results/shots/<name>-<width>-<scheme>.png`. */
export const shots = async (page: Page, name: string): Promise<void> => {
  if (!process.env.SHOTS) return;
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await inScheme(page, colorScheme);
      const path = `${ROOT}test-results/shots/${name}-${size.width}-${colorScheme}.png`;
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Ids that somebody would read on the page; none belongs there. */
export const idsShown = async (page: Page): Promise<string[]> =>
  (await page.locator('body').innerText()).match(UUID) ?? [];
