import type { Id } from '#ground/id.ts';
import { tokenHash, tokenOf } from '#kernel/http/token.ts';
import type { Feed } from './model.ts';

/** The secret of an installation that tokens are made with, and where it is reached. */
export interface Addresses {
  key: string;
  publicUrl: string;
}

/** What opens a feed: 144 bits that only the installation's key can make, others with each renewal (CA-61). */
export const feedToken = ({ key }: Addresses, practice: Id, { id, round }: Pick<Feed, 'id' | 'round'>): string =>
  tokenOf(key, practice, 'calendar feed', id, String(round));

/** Its address, for its owner to read again; null where the installation's key is another than the one it was made with. */
export const feedAddress = (by: Addresses, practice: Id, feed: Feed): string | null => {
  const token = feedToken(by, practice, feed);
  return tokenHash(token) === feed.token_hash ? `${by.publicUrl}/feeds/${token}.ics` : null;
};
