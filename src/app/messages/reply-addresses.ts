import { slugOf } from '#inbox/intake/lists.ts';
import { tokensOf } from '#inbox/items/tokens.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Sending } from '#messages/outbox/sending.ts';
import { isInside } from '#messages/outbox/times.ts';

/** `<slug>+r.<token>@<mail domain>` for each message about an item to somebody outside; none where no mail comes in (IN-62). */
export const replyAddresses =
  (domain: string | null): Sending['replyAddresses'] =>
  async (desk: Desk, messages) => {
    const outside = messages.filter((message) => message.channel === 'email' && !isInside(message));
    if (!domain || !outside.length) return new Map();
    const slug = await slugOf(desk);
    const tokens = await tokensOf(
      desk,
      outside.flatMap(({ item_id }) => item_id ?? []),
    );
    return new Map(outside.map(({ id, item_id }) => [id, `${slug}+r.${tokens.get(item_id!)}@${domain}`]));
  };
