import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Category } from '../categories/model.ts';
import type { Item } from '../items/model.ts';

/** What is proposed for an item that nobody has settled, each with its reason (IN-63, IN-182). */

export const PROPOSED = ['follows', 'duplicate', 'client', 'category', 'assignee', 'due_on'] as const;
export type Proposed = (typeof PROPOSED)[number];

export interface Proposal {
  /** `kind:value`: by which it is accepted or declined. */
  key: string;
  kind: Proposed;
  /** The id of what would be set, or the day. */
  value: string;
  /** Its name; of another item its subject. */
  says: string;
  /** Of another item. */
  number: number | null;
  because: string;
  /** Whether accepting all takes it: one of several clients is a person's choice. */
  in_all: boolean;
}

/** What is known of an item, as far as the asker may see it. */
export interface Evidence {
  item: Pick<
    Item,
    'number' | 'status' | 'origin' | 'subject' | 'client_id' | 'category_id' | 'assignee_id' | 'due_on' | 'follows'
  > & {
    may_follow: Id | null;
    declined: readonly string[];
    /** Of whoever wrote, or whom it is about; null where nobody is named, or the sender failed: then nothing follows from it. */
    sender: string | null;
    received_on: PlainDate;
  };
  /** Records with the sender's address. */
  holders: readonly Id[];
  /** Earlier items of the same sender, the newest first. */
  past: readonly Past[];
  /** Items that its mail or its subject names. */
  named: readonly Pick<Past, 'id' | 'number' | 'subject' | 'client_id' | 'assignee_id'>[];
  /** The clients and prospects of all of these that the asker may see, with the members who look after their items. */
  clients: ReadonlyMap<Id, { name: string; assignee_id: Id | null }>;
  categories: ReadonlyMap<Id, Pick<Category, 'name' | 'default_assignee_id' | 'due_after'>>;
  /** Members who may be given an item, by name. */
  hands: ReadonlyMap<Id, string>;
}

export interface Past
  extends Pick<Item, 'id' | 'number' | 'subject' | 'status' | 'client_id' | 'category_id' | 'assignee_id'> {
  received_on: PlainDate;
}
