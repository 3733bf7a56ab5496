import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '#ground/result.ts';

/** The password of the cluster's superuser: 32 random bytes in `keys/pg.json` (mode 0600), made where it is missing. */
export const clusterPassword = (data: string): string => {
  const file = join(data, 'keys', 'pg.json');
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { password: string }).password;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, error);
  }
  const password = randomBytes(32).toString('base64url');
  mkdirSync(join(data, 'keys'), { recursive: true, mode: 0o700 });
  const making = `${file}.${process.pid}`;
  writeFileSync(making, `${JSON.stringify({ password })}\n`, { mode: 0o600, flush: true });
  renameSync(making, file);
  return password;
};

const unreadable = (file: string, error: unknown): StartRefusal =>
  new StartRefusal(
    `${file}, the key to the database, cannot be read (${(error as Error).message}): make it readable for the user that starts Tickmark, or bring it back from a copy of the data folder.`,
  );
