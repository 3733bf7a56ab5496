import type { Instant } from '#ground/time.ts';

/** A row of `GET /notifications`. */
export interface Notice {
  id: string;
  verb: string;
  thing: string;
  title: string;
  url: string;
  count: number;
  first_at: Instant;
  last_at: Instant;
  read_at: Instant | null;
}

/** All that was told of one thing; the newest stands for it. */
export interface Told {
  id: string;
  newest: Notice;
  notices: Notice[];
  unread: Notice[];
}

/** Grouped by thing, things in the order their first line comes in. Pure. */
export const byThing = (notices: readonly Notice[]): Told[] =>
  [...Map.groupBy(notices, (notice) => notice.thing)].map(([id, all]) => {
    const sorted = all.toSorted((a, b) => (a.last_at < b.last_at ? 1 : -1));
    return { id, newest: sorted[0]!, notices: sorted, unread: sorted.filter((notice) => !notice.read_at) };
  });

export const kindOf = (thing: string): string => thing.slice(0, thing.indexOf(':'));
