import { senderCheck } from '#connectors/mail/senders.ts';
import { StartRefusal } from '#ground/result.ts';
import { makeSetupLink } from '#kernel/access/setup/setup.ts';
import { type App, openApp } from './app.ts';
import { type Config, mailIn } from './config.ts';
import { type House, openHouse } from './house.ts';
import { type Installation, openInstallation } from './installation.ts';
import { type Logger, openLog } from './log.ts';
import { identity } from './master-key.ts';
import { takeMailIn } from './messages/taking-in.ts';
import { alreadyRunning, announce } from './running.ts';
import { listen, type Serving } from './server.ts';
import { checkPort, portRefusal } from './taken-port.ts';
import { startWorker } from './worker.ts';

const GRACE_MS = 30_000;

export interface Running {
  url: string;
  /** Ends requests and jobs within 30 s, hands the rest back, lets go of the database (PL-153). */
  stop(): Promise<void>;
}

/**
 * Nothing when another Tickmark serves this data folder already (PL-5): `say` has told where. Web and worker, web alone (`web`), or a worker alone (`worker`). Throws StartRefusal before anything is half made (PL-10).
 * `say` gets one line per stage for the terminal.
 */
export const start = async (
  config: Config,
  parts: { web: boolean; worker: boolean },
  say: (line: string) => void,
): Promise<Running | null> => {
  const served = parts.web && !config.DATABASE_URL ? alreadyRunning(config.TICKMARK_DATA) : undefined;
  if (served) {
    say(`already running at ${served.url}, process ${served.pid}`);
    return null;
  }
  if (parts.web) await checkPort(config.PORT, config.HOST);
  const installation = await openInstallation(config, say);
  try {
    return await serve(config, parts, installation, say);
  } catch (error) {
    await installation.stop();
    throw error;
  }
};

const serve = async (
  config: Config,
  parts: { web: boolean; worker: boolean },
  installation: Installation,
  say: (line: string) => void,
): Promise<Running> => {
  const log = openLog(config.LOG_LEVEL);
  const onError = (error: Error) => log.error({ err: error }, 'a database connection was lost');
  const house = await openHouse({
    urls: installation.urls,
    pool: config.DATABASE_POOL,
    ...identity(config),
    checkSender: senderCheck(),
    onError,
  });
  const app = openApp({ config, house, log });
  const serving = parts.web ? await listening(app, config) : null;
  const mail = parts.web ? await mailListening(house, config, told(log)) : null;
  const worker = parts.worker ? await startWorker(house, { ...workerOptions(config, app), onFault: told(log) }) : null;
  const link = parts.web ? await makeSetupLink(house.access) : null;
  if (link) say(`set up your practice: ${link}`);
  const withdraw = serving ? announce(config.TICKMARK_DATA, config.PUBLIC_URL) : () => {};
  return {
    url: config.PUBLIC_URL,
    stop: async () => {
      app.ending();
      withdraw();
      await Promise.all([serving?.stop(GRACE_MS), mail?.stop(), worker?.stop()]);
      await house.close();
      await installation.stop();
    },
  };
};

const listening = (app: App, { PORT, HOST }: Config): Promise<Serving> =>
  listen(app.http, { port: PORT, host: HOST }).catch((error) => {
    throw portRefusal(error, PORT, HOST);
  });

const mailListening = async (house: House, config: Config, onFault: (error: unknown, doing: string) => void) => {
  const open = mailIn(config);
  if (!open) return null;
  return takeMailIn(house, config, { ...open, onFault: (error) => onFault(error, 'taking in mail') }).catch((error) => {
    throw error instanceof StartRefusal ? error : portRefusal(error, open.port, config.HOST);
  });
};

const workerOptions = (config: Config, app: App) => ({
  concurrency: config.WORKER_CONCURRENCY,
  dispatchEveryMs: config.DISPATCH_INTERVAL_MS,
  bulkCommands: app.bulkCommands,
  callerOf: app.callerOf,
});

const told = (log: Logger) => (error: unknown, doing: string) =>
  log.error({ err: error, doing }, 'a fault in the worker');

/** Signals within this time of the first are the same wish told twice, to the whole group and to us. */
const SAME_WISH_MS = 1_000;
/** Longer than every grace: a stop that takes longer hangs, for example on a database that no longer answers. */
const LONGEST_STOP_MS = 45_000;
/** What holds the process this long after all is let go is a forgotten timer and nobody's work. */
const LAST_MS = 2_000;

/**
 * Listens from now on: ends once on SIGTERM or SIGINT, gracefully; a second signal ends at once (PL-153). Both lose nothing.
 * Ask before the start, so that one that comes during it is not lost; `running` is told when there is something to stop.
 */
export const signals = (say: (line: string) => void) => {
  let asked = 0;
  let wanted = () => {};
  const first = new Promise<void>((resolve) => {
    wanted = resolve;
  });
  const onSignal = () => {
    if (asked && Date.now() - asked > SAME_WISH_MS) process.exit(0);
    if (asked) return;
    asked = Date.now();
    say('stopping: running work has 30 seconds');
    wanted();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    untilStopped: async (running: Pick<Running, 'stop'>): Promise<void> => {
      await first;
      const hanging = endsAfter(LONGEST_STOP_MS, () => say('stopping took too long: ended as by a second signal'));
      await running.stop();
      clearTimeout(hanging);
      endsAfter(LAST_MS, () => say(`stopped, though held by ${process.getActiveResourcesInfo().join(', ')}`));
    },
  };
};

/** Ends the process if it still runs then; does not keep it. */
const endsAfter = (ms: number, tell: () => void): NodeJS.Timeout =>
  setTimeout(() => {
    tell();
    process.exit(0);
  }, ms).unref();
