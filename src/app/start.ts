import { createServer } from 'node:net';
import { StartRefusal } from '#ground/result.ts';
import { openApp } from './app.ts';
import type { Config } from './config.ts';
import { openHouse } from './house.ts';
import { openInstallation } from './installation.ts';
import { openLog } from './log.ts';
import { listen } from './server.ts';
import { startWorker } from './worker.ts';

const GRACE_MS = 30_000;

export interface Running {
  url: string;
  /** Ends requests and jobs within 30 s, hands the rest back, lets go of the database (PL-153). */
  stop(): Promise<void>;
}

/**
 * Web and worker, web alone (`web`), or a worker alone (`worker`). Throws StartRefusal before anything is half made (PL-10).
 * `say` gets one line per stage for the terminal.
 */
export const start = async (
  config: Config,
  parts: { web: boolean; worker: boolean },
  say: (line: string) => void,
): Promise<Running> => {
  if (parts.web) await refuseTakenPort(config);
  const log = openLog(config.LOG_LEVEL);
  const installation = await openInstallation(config, say);
  const onError = (error: Error) => log.error({ err: error }, 'a database connection was lost');
  const house = await openHouse({ urls: installation.urls, pool: config.DATABASE_POOL, onError });
  const app = await openApp({ config, house, log });
  const worker = parts.worker
    ? await startWorker(house, {
        concurrency: config.WORKER_CONCURRENCY,
        dispatchEveryMs: config.DISPATCH_INTERVAL_MS,
        bulkCommands: app.bulkCommands,
        callerOf: app.callerOf,
        onFault: (error, doing) => log.error({ err: error, doing }, 'a fault in the worker'),
      })
    : null;
  const serving = parts.web ? await listen(app.http, { port: config.PORT, host: config.HOST }) : null;
  return {
    url: config.PUBLIC_URL,
    stop: async () => {
      app.ending();
      await Promise.all([serving?.stop(GRACE_MS), worker?.stop()]);
      await house.close();
      await installation.stop();
    },
  };
};

/** Asks for the port before anything is created, so that a second start leaves nothing behind. */
const refuseTakenPort = (config: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`;
      reject(
        new StartRefusal(
          `Port ${config.PORT} on ${config.HOST} ${why}. Stop that program, or start with PORT=${config.PORT + 1}.`,
        ),
      );
    });
    probe.listen(config.PORT, config.HOST, () => probe.close(() => resolve()));
  });

/** Ends once on SIGTERM or SIGINT, gracefully; a second signal ends at once (PL-153). Both lose nothing. */
export const untilSignal = (running: Pick<Running, 'stop'>, say: (line: string) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(0);
      asked = true;
      say('stopping: running work has 30 seconds');
      running.stop().then(resolve, reject);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
