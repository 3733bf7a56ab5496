import type { Id } from '#ground/id.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref, Who } from '#kernel/decision/model.ts';
import type { Readable } from '#kernel/http/readable.ts';
import type { Sentences } from './model.ts';

/** What the history needs from the rooms; the house fills it. */
export interface HistoryPorts {
  /** The words of each room, the nearest first. */
  sentences: readonly Sentences[];
  /** Who may read a thing may read its timeline (PL-101); a deleted thing is read by whoever read it before. */
  readable: Readable;
  /** Clients that exist for others but not for this one (PL-31); asked only for those whose sight is narrowed. */
  hiddenClients(desk: Desk, who: Who): Promise<readonly Id[]>;
  /** How things are called and where they stand. */
  titles(desk: Desk, things: readonly Ref[]): Promise<ReadonlyMap<Ref, { title: string; url: string }>>;
  /** What the ids that stand in facts are called: members, roles, tags, records, tasks. */
  names?(desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>>;
  /** The names of people outside who acted by a link. */
  contactNames(desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>>;
}

/** What it takes to hear that something of a kind changed; kinds that are not named are not told (WF-192). */
export type HeardBy = Readonly<Record<string, Act>>;
