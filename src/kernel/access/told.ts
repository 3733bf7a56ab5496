import type { Actor, Facts, Ref } from '#kernel/decision/model.ts';

/** What happened, as the sentences of these rooms need it: the history above asks for them with more. */
export interface Told {
  thing: Ref;
  actor?: Actor;
  facts: Facts;
  /** What an id is called; empty where nobody knows. */
  name?(id: string): string;
}
