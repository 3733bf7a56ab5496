import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { words } from './feed-words.ts';

/** What a calendar feed is about: one's own due dates, a client's, everyone's (CA-61). */
export type About = 'mine' | 'client' | 'everyone';

/** A line of `GET /calendar-feeds`: one's own alone. */
export interface FeedRow {
  id: Id;
  about: About;
  client: Id | null;
  /** Null where the client may no longer be read. */
  client_name: string | null;
  titles_only: boolean;
  last_fetched_at: Instant | null;
  /** Null where the installation's secret has changed since: then it is renewed. */
  address: string | null;
}

/** What the feed shows, for a line and a sentence. Pure. @example feedName(feed) // «Due dates of Harbour Café» */
export const feedName = ({ about, client_name }: Pick<FeedRow, 'about' | 'client_name'>): string =>
  about === 'client' ? (client_name === null ? words.of_unseen : words.of_client(client_name)) : words.about[about];

/** What a program asks for nothing does not: an address has stopped, or shows nothing any more. Pure. */
export const feedTrouble = ({ about, client_name, address }: FeedRow): string | null => {
  if (about === 'client' && client_name === null) return words.unseen;
  return address === null ? words.stopped : null;
};
