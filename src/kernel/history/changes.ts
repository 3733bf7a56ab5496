import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { instantFromEpoch } from '#ground/time.ts';
import type { Database } from '#kernel/database/pool.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import { lowestId } from './store.ts';

/** What changed in a practice since the last look, things and the roots they are part of: ids by kind. `all`: so much that ids no longer help. */
export interface News {
  kinds: ReadonlyMap<string, readonly Id[]>;
  all: boolean;
}

export interface Listener {
  /** From now on every change is heard: what is read after this misses nothing. */
  begun(): void;
  hear(news: News): void;
  /** No more will come. */
  over(): void;
}

export interface Changes {
  /** Hears of a practice's changes until the returned function is called. */
  listen(practice: Id, listener: Listener): () => void;
  /** Ends every stream; whoever listens from now on is told at once that it is over. */
  close(): void;
}

const LOOK_EVERY_MS = 500;
/** Longer than any transaction lasts: an event is made before it is committed, so it may show up behind newer ones. */
const LOOK_BACK_MS = 30_000;
const MOST = 2_000;

interface Watched {
  listeners: Set<Listener>;
  /** Events told of already, as far as the look back goes; null before the first look. */
  seen: Set<Id> | null;
}

/**
 * Two looks a second for all practices that somebody on this node watches, as one query (WF-192). Nobody watching costs
 * nothing. Two nodes look for themselves, so no message between them is needed.
 */
export const openChanges = (options: { db: Database; everyMs?: number; onFault(error: unknown): void }): Changes => {
  const watched = new Map<Id, Watched>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const again = () => {
    timer = watched.size ? setTimeout(round, options.everyMs ?? LOOK_EVERY_MS) : null;
  };
  const round = async () => {
    await look(options.db, watched).catch(options.onFault);
    again();
  };
  return {
    listen: (practice, listener) => {
      if (closed) {
        listener.over();
        return () => undefined;
      }
      const here = watched.get(practice) ?? { listeners: new Set(), seen: null };
      watched.set(practice, here);
      here.listeners.add(listener);
      if (here.seen) listener.begun();
      if (!timer) timer = setTimeout(round, 0);
      return () => {
        here.listeners.delete(listener);
        if (!here.listeners.size && watched.get(practice) === here) watched.delete(practice);
      };
    },
    close: () => {
      closed = true;
      const all = [...watched.values()].flatMap(({ listeners }) => [...listeners]);
      watched.clear();
      if (timer) clearTimeout(timer);
      for (const listener of all) listener.over();
    },
  };
};

const look = async (db: Database, watched: ReadonlyMap<Id, Watched>): Promise<void> => {
  if (!watched.size) return;
  const practices = [...watched.keys()];
  const { rows } = await sql<Heard>`
    select p.practice, n.id, n.thing, n.root from unnest(${practices}::uuid[]) as p(practice)
    cross join lateral app.news(p.practice, ${lowestId(instantFromEpoch(Date.now() - LOOK_BACK_MS))}, ${MOST}) n`.execute(
    db,
  );
  const byPractice = Map.groupBy(rows, (row) => row.practice);
  for (const practice of practices) {
    const here = watched.get(practice);
    if (here) tell(here, byPractice.get(practice) ?? []);
  }
};

interface Heard {
  practice: Id;
  id: Id;
  thing: Ref;
  root: Ref;
}

const tell = (here: Watched, rows: readonly Heard[]): void => {
  const before = here.seen;
  here.seen = new Set(rows.map(({ id }) => id));
  if (!before) {
    for (const listener of here.listeners) listener.begun();
    return;
  }
  const fresh = rows.filter(({ id }) => !before.has(id));
  if (!fresh.length) return;
  const kinds = new Map<string, Id[]>();
  const changed = new Set(fresh.flatMap(({ thing, root }) => [thing, root]));
  for (const [kind, mine] of Map.groupBy(changed, kindOf)) kinds.set(kind, mine.map(idOf));
  for (const listener of here.listeners) listener.hear({ kinds, all: rows.length === MOST });
};
