import type { Desk } from '#kernel/database/practice.ts';
import { canLink, makeLinks } from '#messages/links/store.ts';
import type { Sending } from '#messages/outbox/sending.ts';

/** The page of each message's files at `/fetch/…`. */
export const messageFileUrls =
  (key: string, publicUrl: string): Sending['fileUrls'] =>
  async (desk: Desk, messages) => {
    if (!canLink(publicUrl) || !messages.length) return new Map();
    const tokens = await makeLinks(desk, { key, purpose: 'files' }, messages);
    return new Map([...tokens].map(([id, token]) => [id, `${publicUrl}/fetch/${token}`]));
  };
