import type { Desk } from '#kernel/database/practice.ts';
import { makeLinks } from '#messages/links/store.ts';
import type { Sending } from '#messages/outbox/sending.ts';

/** The link of each message at `/u/…`; none without https, which mail programs ask for (ME-113). */
export const unsubscribeUrls =
  (key: string, publicUrl: string): Sending['unsubscribeUrls'] =>
  async (desk: Desk, messages) => {
    if (!publicUrl.startsWith('https://') || !messages.length) return new Map();
    const tokens = await makeLinks(desk, { key, purpose: 'unsubscribe' }, messages);
    return new Map([...tokens].map(([id, token]) => [id, `${publicUrl}/u/${token}`]));
  };
