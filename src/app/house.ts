import { delegations } from '#kernel/access/delegations/store.ts';
import { keys } from '#kernel/access/keys/store.ts';
import { members } from '#kernel/access/members/store.ts';
import { roles } from '#kernel/access/own-roles/store.ts';
import { practices } from '#kernel/access/practice/store.ts';
import { type Access, openAccess } from '#kernel/access/sessions/access.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import { type Database, openDatabase } from '#kernel/database/pool.ts';
import type { DatabaseUrls } from '#kernel/database/roles.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { notify } from '#kernel/notices/notify.ts';
import { openQueue, type Queue, queueWriter } from '#kernel/queue/queue.ts';
import { clearTimers, setTimers } from '#kernel/schedule/timers.ts';
import { keepEntries } from '#kernel/search/entries.ts';
import { tags } from '#people/tags/store.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { react } from './reactions.ts';

/** Every room of the house that decides: the loop, timers and undo find them here by the kind of their root. */
export const ROOMS: readonly AnyRoom[] = [members, roles, delegations, keys, practices, tags, workflows];

export interface House {
  kernel: Kernel;
  engine: Database;
  access: Access;
  bulkCommands: ReadonlyMap<string, BulkCommand>;
  queue: Queue;
  close(): Promise<void>;
}

export interface HouseOptions {
  urls: DatabaseUrls;
  /** Connections of the app's pool; the engine and sign-in take a few more. */
  pool: number;
  rooms?: readonly AnyRoom[];
  publicUrl: string;
  /** Seals what sign-in keeps: at least 32 random bytes as text, the same on every node. */
  secret: string;
  onError(error: Error): void;
}

/** Opens the database as its three roles and fills every port of the kernel. */
export const openHouse = async ({
  urls,
  pool,
  rooms = ROOMS,
  publicUrl,
  secret,
  onError,
}: HouseOptions): Promise<House> => {
  const db = openDatabase({ url: urls.appUrl, name: 'tickmark-app', max: pool, statementTimeout: 10_000, onError });
  const engine = openDatabase({
    url: urls.engineUrl,
    name: 'tickmark-engine',
    max: 4,
    statementTimeout: 30_000,
    onError,
  });
  const queue = await openQueue({ engineUrl: urls.engineUrl, max: 4, onError });
  const kernel: Kernel = {
    db,
    rooms: new Map(rooms.map((room) => [room.name, room])),
    writers: { wake: setTimers, sleep: clearTimers, notify, queue: queueWriter(queue) },
    search: keepEntries,
    react: react([]),
  };
  const access = openAccess({ kernel, authUrl: urls.authUrl, publicUrl, secret, onError });
  return {
    kernel,
    engine,
    access,
    bulkCommands: new Map(),
    queue,
    close: async () => {
      await queue.stop(30_000);
      await Promise.all([db.destroy(), engine.destroy(), access.close()]);
    },
  };
};
