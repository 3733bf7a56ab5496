import { createReadStream } from 'node:fs';
import { access, link, mkdir, open, readdir, rm, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { newId } from '#ground/id.ts';
import { epochMilliseconds } from '#ground/time.ts';
import { type Storage, StorageFull } from './port.ts';

const KEY = /^[0-9a-f-]{36}\/\d{4}\/[0-9a-f-]{36}$/;
const PRACTICE = /^[0-9a-f-]{36}$/;
const PART = '.part-';
/** What stays free for the database on the same disk (PL-10). */
const LEFT_FREE = 200_000_000;

/** Files in a folder, readable by this user alone: a temporary name, synced, then its own, and the folder synced too (PL-110). */
export const localStorage = (root: string, leftFree = LEFT_FREE): Storage => {
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`«${key}» is no key of a file`);
    return join(root, key);
  };
  return {
    take: async (key, source) => {
      const path = pathOf(key);
      const part = `${path}${PART}${newId()}`;
      await makeFolder(dirname(path));
      await checkRoom(root, leftFree);
      const drop = () => rm(part, { force: true });
      try {
        await fill(part, source);
      } catch (error) {
        await drop();
        throw isFull(error) ? new StorageFull() : error;
      }
      return {
        keep: async () => {
          if (!(await place(part, path))) return false;
          await sync(dirname(path));
          return true;
        },
        drop,
      };
    },
    read: async (key) => {
      const path = pathOf(key);
      await stat(path);
      return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    },
    has: (key) =>
      stat(pathOf(key)).then(
        () => true,
        () => false,
      ),
    remove: (key) => rm(pathOf(key), { force: true }),
    removeAll: async (practice) => {
      if (!PRACTICE.test(practice)) throw new Error(`«${practice}» is no practice`);
      await rm(join(root, practice), { recursive: true, force: true });
    },
    sweep: (before) => sweep(root, epochMilliseconds(before)),
  };
};

/** Most folders are there: a look at one costs less than making it again. */
const makeFolder = async (folder: string): Promise<void> => {
  try {
    await access(folder);
  } catch {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
};

/** A second name and then the first one gone: like renaming, but nothing that stands there is ever replaced. */
const place = async (part: string, path: string): Promise<boolean> => {
  try {
    await link(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await unlink(part);
  return true;
};

const checkRoom = async (root: string, leftFree: number): Promise<void> => {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < leftFree) throw new StorageFull();
};

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');

const fill = async (path: string, source: AsyncIterable<Uint8Array>): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
};

const sync = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const sweep = async (root: string, before: number): Promise<number> => {
  const names = await readdir(root, { recursive: true }).catch(() => []);
  let removed = 0;
  for (const name of names.filter((one) => one.includes(PART))) {
    const found = await stat(join(root, name)).catch(() => null);
    if (!found || found.mtimeMs >= before) continue;
    await rm(join(root, name), { force: true });
    removed += 1;
  }
  return removed;
};
