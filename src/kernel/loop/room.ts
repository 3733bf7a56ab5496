import type { Id } from '#ground/id.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import type { Origin, Recorded } from '#kernel/audit/record.ts';
import type { Database } from '#kernel/database/pool.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command, Context, Decision, Effect, Event, Json, Thing, Who } from '#kernel/decision/model.ts';

/** One thing somebody wants: a command on a root, with the version they had seen (PL-67). */
export interface Wanted<C extends Command> {
  id: Id;
  command: C;
  version?: number | undefined;
}

/** Take back the events of one act on one root; newest first. */
export interface UndoCommand {
  do: 'undo';
  events: readonly Recorded[];
  reason?: string | undefined;
}

/** A kind of row that a room keeps: where it is stored, and where it stands in the room's state. */
export interface Kept<S extends object> {
  table: string;
  find(state: S, id: Id): Thing | undefined;
  /** Fields whose values go to the private part of an event (PL-102). */
  personal?: readonly string[];
  /** Verbs that make such a row: taking one back marks the row deleted (PL-74). */
  births?: readonly string[];
  /** Columns that are computed from the row: a sort name, folded words. */
  derive?(row: Thing, state: S): Record<string, Json>;
}

export interface SearchEntry {
  kind: string;
  thing_id: Id;
  title: string;
  subtitle?: string;
  url: string;
  words: readonly string[];
  exact?: readonly string[];
  module: string;
  /** Members it is assigned to, who hold a role on its client, or who made it. */
  assigned?: readonly Id[];
  restricted?: boolean;
  /** False for what is about no client, so that whoever sees only their own clients finds it too (PE-103). */
  about_client?: boolean;
}

/**
 * What the one loop needs of a room. `name` is the kind of its root; `kinds` holds the root and whatever lives in the same
 * state. `load` answers all wanted roots at once: never a query per id.
 */
export interface Room<S extends object, C extends Command> {
  name: string;
  kinds: Record<string, Kept<S>>;
  load(desk: Desk, wanted: readonly Wanted<C>[], who: Who): Promise<Map<Id, S>>;
  decide(state: S, command: C, context: Context): Decision;
  evolve(state: S, event: Event): S;
  /** What every change here needs, where that is one thing: the general way of taking back asks for it too (PL-28). */
  changes?: Act;
  /** Takes an act back where the general way (reverse what nothing was built on) is not enough (WF-150). */
  undo?(state: S, command: UndoCommand, context: Context): Decision;
  /** Its `undo` judges who may: others than whoever did it, and whoever may change everything (WF-150). */
  undo_asks_who?: boolean;
  /** What search shall find of this state; an empty list takes it out (PL-121). */
  search?(state: S): { keep: SearchEntry[]; drop: { kind: string; thing_id: Id }[] };
}

// biome-ignore lint/suspicious/noExplicitAny: a registry of rooms holds rooms of every state and command
export type AnyRoom = Room<any, any>;

/** Who calls, and through what: made anew for each request (PL-30). */
export interface Caller extends Omit<Origin, 'actor'> {
  who: Who;
  /** The bulk operation this act is a row of: each member gets one notice of it (WF-186). */
  bulk?: Id;
  /** The run whose step or task brings this about: what it leads to knows where it comes from (WF-171). */
  run?: Id;
}

export type EffectWriter<E extends Effect = Effect> = (
  desk: Desk,
  effects: readonly E[],
  caller: Caller,
) => Promise<void>;

/**
 * Does of what decisions ask of the queue what can be done before they are saved, so that a thing is written once, with what
 * came of it. Answers which effects it did, at most one for each thing, and the commands that report them.
 */
export type DoAhead = (
  desk: Desk,
  states: ReadonlyMap<Id, object>,
  effects: readonly Effect[],
) => Promise<{ done: ReadonlySet<Effect>; reports: readonly Wanted<Command>[] }>;

/** The house as the loop sees it: filled once, in `app/house.ts`. */
export interface Kernel {
  db: Database;
  rooms: ReadonlyMap<string, AnyRoom>;
  writers: { [D in Effect['do']]: EffectWriter<Extract<Effect, { do: D }>> };
  /** By the name of the room whose decisions ask for it. Where a worker is at them anyway: `Desk.at_once`. */
  ahead: ReadonlyMap<string, DoAhead>;
  search(desk: Desk, keep: readonly SearchEntry[], drop: readonly { kind: string; thing_id: Id }[]): Promise<void>;
  /** What one room does because of another: `app/reactions.ts`, in the same transaction. */
  react(
    kernel: Kernel,
    desk: Desk,
    caller: Caller,
    happened: readonly Recorded[],
    acts: ReadonlyMap<Id, Id>,
  ): Promise<void>;
}
