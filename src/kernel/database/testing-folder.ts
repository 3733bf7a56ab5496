import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isServing, readPostmaster } from './embedded-server.ts';

const PREFIX = 'tickmark-test-';

/** Where the tests of this process keep files; made when something is written, swept like any folder of a run that is over. */
export const testData = join(tmpdir(), `${PREFIX}${process.pid}-data`);

/** A data folder to be thrown away. Those of runs that were killed are swept first, with the servers they left. */
export const throwAwayFolder = async (): Promise<string> => {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid && !isRunning(pid)) await throwAway(join(tmpdir(), name)).catch(() => {});
  }
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711);
  return folder;
};

/** Stops the server of a data folder if one runs, and deletes the folder and the cluster it points to. */
export const throwAway = async (folder: string): Promise<void> => {
  const pointer = join(folder, 'pg18.location');
  const pointed = existsSync(pointer) ? [readFileSync(pointer, 'utf8').trim()] : [];
  for (const cluster of [...pointed, join(folder, 'pg18'), join(folder, 'pg15')]) {
    const server = readPostmaster(cluster);
    if (!server || !isServing(server.pid, cluster)) continue;
    process.kill(server.pid, 'SIGINT');
    while (isServing(server.pid, cluster)) await sleep(20);
  }
  for (const cluster of pointed) rmSync(dirname(cluster), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
