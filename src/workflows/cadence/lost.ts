import type { PlainDate } from '#ground/time.ts';
import type { Key, Override, Planning } from './model.ts';
import { nextAfter, occurrenceOf, occurrencesAfter } from './occurrences.ts';

/** What was set by hand on a date that a change takes away (CA-52). */
export interface Lost {
  key: Key;
  start: PlainDate;
  due: PlainDate;
  /** The date it can be kept on: the nearest one, unless something else was set or made there. */
  nearest: Key | null;
  /** What is set there, so that it starts and is due as it was. */
  set: Override;
}

/** Overrides whose key the new dates do not have, the earliest first; `free` says of a date whether it can still be set. */
export const lostBy = (before: Planning, after: Planning, free: (key: Key) => boolean = () => true): Lost[] => {
  const taken = new Set(Object.keys(before.overrides ?? {}).filter((key) => occurrenceOf(after, key)));
  const gone = Object.entries(before.overrides ?? {}).flatMap(([key, override]) => {
    const was = occurrenceOf(before, key);
    return was && !occurrenceOf(after, key) ? [{ was, override }] : [];
  });
  return gone
    .sort((a, b) => (a.was.scheduled < b.was.scheduled ? -1 : 1))
    .map(({ was, override }) => {
      const found = nearest(was.scheduled, after);
      const open = found !== null && !taken.has(found) && free(found) ? found : null;
      if (open) taken.add(open);
      const { key, start, due, period } = was;
      return { key, start, due, nearest: open, set: override.skip ? { skip: true } : { start, due, period } };
    });
};

/** The dates with what is kept of it. */
export const withKept = (after: Planning, kept: readonly Lost[]): Planning => ({
  ...after,
  overrides: {
    ...after.overrides,
    ...Object.fromEntries(kept.flatMap(({ nearest: key, set }) => (key ? [[key, set]] : []))),
  },
});

const nearest = (date: PlainDate, planning: Planning): Key | null => {
  let before: { key: Key; scheduled: PlainDate } | null = null;
  for (const one of occurrencesAfter(planning)) {
    if (one.scheduled > date) break;
    before = one;
  }
  const next = nextAfter(planning, date);
  if (!before || !next) return (before ?? next)?.key ?? null;
  return Date.parse(date) - Date.parse(before.scheduled) <= Date.parse(next.scheduled) - Date.parse(date)
    ? before.key
    : next.key;
};
