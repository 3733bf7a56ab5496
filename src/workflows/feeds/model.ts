import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Command, Thing } from '#kernel/decision/model.ts';

export const ABOUT = ['mine', 'client', 'everyone'] as const;

/** A calendar that a member's own calendar program fetches at an address nobody can guess (CA-61). */
export interface Feed extends Thing {
  member_id: Id;
  about: (typeof ABOUT)[number];
  /** Where it is about one client. */
  client_id: Id | null;
  /** Without clients' names (CA-62). */
  titles_only: boolean;
  round: number;
  token_hash: string;
  last_fetched_at: Instant | null;
  revoked_at: Instant | null;
}

/** What a new one is about. */
export const newFeed = z
  .strictObject({
    about: z.enum(ABOUT),
    client: z.uuid().nullable().default(null),
    titles_only: z.boolean().default(false),
  })
  .refine(({ about, client }) => (about === 'client') === (client !== null), {
    path: ['client'],
    message: 'Name the client that the calendar is about, and no other.',
  });

export interface FeedState {
  feed: Feed;
  /** How many its owner has that are not revoked. */
  open: number;
}

export type FeedCommand =
  | ({ do: 'make'; token_hash: string } & Pick<Feed, 'about' | 'client_id' | 'titles_only'>)
  /** The next round, with what its address is known by. */
  | { do: 'renew'; round: number; token_hash: string }
  | { do: 'revoke' }
  | { do: 'fetch' };
true satisfies FeedCommand extends Command ? true : false;

export type Verb = `calendar_feed.${'made' | 'renewed' | 'revoked' | 'fetched'}`;

/** How many a member may have. */
export const MOST_FEEDS = 20;
