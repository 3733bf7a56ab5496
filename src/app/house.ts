import { type Database, openDatabase } from '#kernel/database/pool.ts';
import type { DatabaseUrls } from '#kernel/database/roles.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { notify } from '#kernel/notices/notify.ts';
import { openQueue, type Queue, queueWriter } from '#kernel/queue/queue.ts';
import { clearTimers, setTimers } from '#kernel/schedule/timers.ts';
import { keepEntries } from '#kernel/search/entries.ts';
import { tags } from '#people/tags/store.ts';
import { react } from './reactions.ts';

/** Every room of the house that decides: the loop, timers and undo find them here by the kind of their root. */
export const ROOMS: readonly AnyRoom[] = [tags];

export interface House {
  kernel: Kernel;
  engine: Database;
  auth: Database;
  queue: Queue;
  close(): Promise<void>;
}

export interface HouseOptions {
  urls: DatabaseUrls;
  /** Connections of the app's pool; the engine and sign-in take a few more. */
  pool: number;
  rooms?: readonly AnyRoom[];
  onError(error: Error): void;
}

/** Opens the database as its three roles and fills every port of the kernel. */
export const openHouse = async ({ urls, pool, rooms = ROOMS, onError }: HouseOptions): Promise<House> => {
  const db = openDatabase({ url: urls.appUrl, name: 'tickmark-app', max: pool, statementTimeout: 10_000, onError });
  const engine = openDatabase({
    url: urls.engineUrl,
    name: 'tickmark-engine',
    max: 4,
    statementTimeout: 30_000,
    onError,
  });
  const auth = openDatabase({ url: urls.authUrl, name: 'tickmark-auth', max: 4, statementTimeout: 10_000, onError });
  const queue = await openQueue({ engineUrl: urls.engineUrl, max: 4, onError });
  const kernel: Kernel = {
    db,
    rooms: new Map(rooms.map((room) => [room.name, room])),
    writers: { wake: setTimers, sleep: clearTimers, notify, queue: queueWriter(queue) },
    search: keepEntries,
    react: react([]),
  };
  return {
    kernel,
    engine,
    auth,
    queue,
    close: async () => {
      await queue.stop(30_000);
      await Promise.all([db.destroy(), engine.destroy(), auth.destroy()]);
    },
  };
};
