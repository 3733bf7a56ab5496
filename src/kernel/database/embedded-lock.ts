import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT = 1_000;
const DEAD_AFTER = 10_000;

/** Does `work` while nobody else does anything under the same lock file. The holder touches the file; one that stopped is dead. */
export const alone = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  while (!take(file)) await sleep(50);
  const beat = setInterval(() => touch(file), BEAT);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
};

const take = (file: string): boolean => {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== undefined && Date.now() - touched > DEAD_AFTER) rmSync(file, { force: true });
    return false;
  }
};

const touch = (file: string): void => {
  const now = new Date();
  utimesSync(file, now, now);
};
