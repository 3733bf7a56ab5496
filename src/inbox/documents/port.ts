import type { Id } from '#ground/id.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { LetterTemplate } from '../letters/model.ts';
import type { DocumentClient, Words } from './model.ts';

/** An e-mail or a letter that templates shall make for a client; `sender`: the member who acts, if one does. */
export interface Wording {
  /** What it is wanted for; the answer goes by it. */
  id: Id;
  /** Stands in for a subject that no message template gives. */
  title: string;
  template: Id | null;
  /** The paper of a letter; null: an e-mail. */
  letter: LetterTemplate | null;
  client: Id;
  sender: Id | null;
}

/** What documents ask of those who know clients and templates; `app/house.ts` fills it. */
export interface DocumentsPort<D> {
  /** Prospects and clients, whoever may see them. */
  clients(desk: D, ids: readonly Id[]): Promise<ReadonlyMap<Id, DocumentClient>>;
  /** Those of them that `who` may read. */
  readable(desk: D, who: Who, ids: readonly Id[]): Promise<ReadonlySet<Id>>;
  /** Without an entry where no wording can be sent. */
  words(desk: D, wanted: readonly Wording[]): Promise<ReadonlyMap<Id, Words>>;
}
