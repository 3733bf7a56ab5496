import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartRefusal } from '#ground/result.ts';

/** The major version is part of the folder's name: another one never opens it. */
export const MAJOR = 18;
const FOLDER = `pg${MAJOR}`;
const SYSTEM_FOLDER = '/var/lib/tickmark';
const LEAST_FREE = 200 * 1024 ** 2;

/** The unprivileged user that runs PostgreSQL where Tickmark runs as root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

export interface Place {
  data: string;
  /** The folder of the cluster, and beside it everything that must be reachable by its user. */
  cluster: string;
  /** Where binaries are copied to, where they cannot be used as they were installed. */
  copies: string;
  /** Holds the way to a cluster that does not stand in the data folder. */
  pointer: string;
  /** Present as root only. */
  user?: ServerUser;
}

export const currentUser = (): number => process.getuid?.() ?? -1;

/**
 * Where the database of a data folder stands. Makes the data folder where it is missing, and nothing else.
 * Refuses an unwritable folder, one of another owner, a disk with less than 200 MB, and another major version (PL-10).
 */
export const placeOf = (dataDir: string, serverUid: number): Place => {
  const asRoot = currentUser() === 0;
  const data = dataFolder(resolve(dataDir), asRoot);
  const user = asRoot ? { uid: serverUid, gid: serverUid } : undefined;
  const pointer = join(data, `${FOLDER}.location`);
  const elsewhere = join(SYSTEM_FOLDER, createHash('sha256').update(data).digest('hex').slice(0, 16), FOLDER);
  const cluster = clusterFolder(data, pointer, user, elsewhere);
  checkSpace(nearest(cluster));
  checkVersion(data, cluster);
  checkOwner(cluster, user);
  const copies = user ? SYSTEM_FOLDER : data;
  return { data, cluster, copies, pointer, ...(user ? { user } : {}) };
};

const dataFolder = (folder: string, asRoot: boolean): string => {
  const standing = nearest(folder);
  try {
    accessSync(standing, constants.W_OK | constants.X_OK);
    checkSpace(standing);
    mkdirSync(folder, { recursive: true, mode: asRoot ? 0o711 : 0o700 });
    return realpathSync(folder);
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    const owner = statSync(standing).uid;
    const remedy = `make it writable («chown -R ${currentUser()} ${standing}») or set TICKMARK_DATA to another folder`;
    throw new StartRefusal(
      `The data folder ${folder} cannot be written to by user ${currentUser()}, ${standing} belongs to user ${owner}: ${remedy}.`,
    );
  }
};

const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));

const checkSpace = (folder: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  const refusal = fullDisk(folder, bavail * bsize);
  if (refusal) throw refusal;
};

/** Refuses a disk with less than 200 MB (PL-10). */
export const fullDisk = (folder: string, freeBytes: number): StartRefusal | undefined =>
  freeBytes >= LEAST_FREE
    ? undefined
    : new StartRefusal(
        `The disk of ${folder} is full: ${Math.floor(freeBytes / 1024 ** 2)} MB are free and 200 MB are needed. Free some space, or set TICKMARK_DATA to a folder on another disk.`,
      );

const clusterFolder = (data: string, pointer: string, user: ServerUser | undefined, elsewhere: string): string => {
  const inside = join(data, FOLDER);
  if (existsSync(pointer)) {
    const pointed = readFileSync(pointer, 'utf8').trim();
    if (existsSync(join(pointed, 'PG_VERSION'))) return pointed;
    throw new StartRefusal(
      `${pointer} says that the database stands in ${pointed}, but there is none: bring it back, or delete that file to begin with an empty database.`,
    );
  }
  if (!user || mayEnter(data, user)) return inside;
  if (!existsSync(join(inside, 'PG_VERSION'))) return elsewhere;
  throw new StartRefusal(
    `User ${user.uid}, who runs the database, cannot reach ${inside}: let others pass through the folders above it («chmod o+x»), or start Tickmark as the user that owns them.`,
  );
};

/** Asked of the system itself, which knows access lists and mounts. */
const mayEnter = (folder: string, user: ServerUser): boolean => {
  const { status, error } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/' });
  if (error) throw unusable(user, error);
  return status === 0;
};

export const unusable = (user: ServerUser, error: unknown): StartRefusal =>
  new StartRefusal(
    `PostgreSQL does not run as root, and user ${user.uid} cannot be used for it here (${(error as Error).message}): set TICKMARK_PG_UID to another number, or start Tickmark as a normal user.`,
  );

const checkVersion = (data: string, cluster: string): void => {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) {
    const other = [14, 15, 16, 17, 19, 20].map((major) => join(data, `pg${major}`)).find(existsSync);
    if (!other) return;
    throw new StartRefusal(
      `${other} holds the database of another PostgreSQL than the ${MAJOR} of this release: start the release that made it, back up, and restore into an empty data folder.`,
    );
  }
  const version = readFileSync(file, 'utf8').trim();
  if (version === String(MAJOR)) return;
  throw new StartRefusal(
    `The database in ${cluster} was made by PostgreSQL ${version}, this release brings ${MAJOR}: start the release that made it, back up, and restore into an empty data folder.`,
  );
};

/** As root, a cluster that root owns (copied, unpacked) is handed to its user at start; any other owner is refused. */
const checkOwner = (cluster: string, user: ServerUser | undefined): void => {
  if (!existsSync(cluster)) return;
  const owner = statSync(cluster).uid;
  if (user ? owner === user.uid || owner === 0 : owner === currentUser()) return;
  throw new StartRefusal(
    user
      ? `The database in ${cluster} belongs to user ${owner}, not to user ${user.uid}: start Tickmark as user ${owner}, or set TICKMARK_PG_UID=${owner}.`
      : `The database in ${cluster} belongs to user ${owner}, and Tickmark runs as user ${currentUser()}: start it as that user, or hand the data folder over («chown -R ${currentUser()} ${cluster}»).`,
  );
};
