import type { Id } from '#ground/id.ts';
import type { Actor, Facts, Ref } from '#kernel/decision/model.ts';

/** An event as its sentence needs it; personal values are among the facts where the reader may see them. */
export interface Happened {
  verb: string;
  thing: Ref;
  /** Who did it, so that «their own» can be said; the name stands before the sentence. */
  actor?: Actor;
  facts: Facts;
  undoes?: Id | null;
  /** What an id in the facts, or the thing itself, is called; empty where nobody knows. */
  name?(id: Id): string;
}

/**
 * A room's words for what happened in it, as they follow the actor's name: «Anna» «put Collect papers back». Null where the
 * room has none. They name things and people, never ids.
 */
export type Sentences = (event: Happened) => string | null;

/** A room's words given verb by verb. */
export const byVerb =
  (words: Readonly<Record<string, (facts: Facts, event: Happened) => string>>): Sentences =>
  (event) =>
    Object.hasOwn(words, event.verb) ? words[event.verb]!(event.facts, event) : null;
