import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref, Refusal, Who } from '#kernel/decision/model.ts';
import { idOf, kindOf, notFound, ref } from '#kernel/decision/rules.ts';

/** Which of these things `who` may read: asked once per kind, whatever their number. What is not there is not readable. */
export type Readable = (desk: Desk, who: Who, things: readonly Ref[]) => Promise<ReadonlySet<Ref>>;

/** What a room answers for its kind. */
export type ReadableIds = (desk: Desk, who: Who, ids: readonly Id[]) => Promise<ReadonlySet<Id>>;

/** The house's one answer, from a room's answer per kind; things of a kind that nobody answers for are hidden (PL-35). */
export const readableBy =
  (kinds: Readonly<Record<string, ReadableIds>>): Readable =>
  async (desk, who, things) => {
    const seen = new Set<Ref>();
    for (const [kind, mine] of Map.groupBy(new Set(things), kindOf)) {
      const ids = (await kinds[kind]?.(desk, who, mine.map(idOf))) ?? [];
      for (const id of ids) seen.add(ref(kind, id));
    }
    return seen;
  };

/** Refuses `not_found` when `who` may not read the thing (PL-35). */
export const unreadable = async (readable: Readable, desk: Desk, who: Who, thing: Ref): Promise<Refusal | null> =>
  (await readable(desk, who, [thing])).has(thing) ? null : notFound();
