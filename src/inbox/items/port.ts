import type { Id } from '#ground/id.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Client, DocumentFacts } from './model.ts';

/** What the inbox asks of those who know the clients; `app/house.ts` fills it. */
export interface ItemsPort<D> {
  /** Prospects and clients, whoever may see them. */
  clients(desk: D, ids: readonly Id[]): Promise<ReadonlyMap<Id, Client>>;
  /** Those of them that `who` may read: whoever names another names nothing. */
  readable(desk: D, who: Who, ids: readonly Id[]): Promise<ReadonlySet<Id>>;
  /** Documents whose approval items ask for. */
  documents(desk: D, ids: readonly Id[]): Promise<ReadonlyMap<Id, DocumentFacts>>;
}
