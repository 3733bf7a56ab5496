import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of the job that takes messages out of the delivery folder. */
export const REMOVE_CAPTURED = 'remove_captured';

/** The job: removes what stands in the folder of these messages, on whatever day it was kept (PE-29, ME-76). */
export const capturedRemoval = (dataDir: string) =>
  [
    REMOVE_CAPTURED,
    async (_desk: unknown, jobs: readonly Record<string, unknown>[]) => {
      const ids = new Set(jobs.flatMap(({ messages }) => messages as string[]));
      const place = join(dataDir, 'capture');
      for (const day of await namesIn(place))
        for (const name of await namesIn(join(place, day)))
          if (ids.has(name.split('.', 1)[0]!)) await rm(join(place, day, name), { force: true });
    },
  ] as const;

/** Without a folder there is nothing to remove. */
const namesIn = (place: string): Promise<string[]> =>
  readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
