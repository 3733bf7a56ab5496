import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '#ground/result.ts';

/**
 * The secret in `<data>/keys/<name>` (mode 0600), made by `make` where there is none. Of two that make it at once the first
 * wins, and both get the same. Refuses a file that this user may not read (PL-10).
 */
export const keyFile = (data: string, name: string, make: () => string): string => {
  const folder = join(data, 'keys');
  const file = join(folder, name);
  const making = `${file}.${process.pid}`;
  try {
    const known = readIfThere(file);
    if (known !== undefined) return known;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(making, `${make()}\n`, { mode: 0o600, flush: true });
    linkSync(making, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error);
  } finally {
    rmSync(making, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const unusable = (file: string, error: unknown): StartRefusal =>
  new StartRefusal(
    `The key ${file} cannot be read or made (${(error as Error).message}): start Tickmark as the user that owns the data folder, or hand the folder over to this one.`,
  );
