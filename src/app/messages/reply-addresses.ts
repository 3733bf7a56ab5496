import type { Id } from '#ground/id.ts';
import { slugOf } from '#inbox/intake/store.ts';
import { tokensOf } from '#inbox/items/tokens.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Sending } from '#messages/outbox/sending.ts';
import { isInside } from '#messages/outbox/times.ts';

/** `<slug>+r.<token>@<mail domain>` for each message about an item to somebody outside; none where no mail comes in (IN-62). */
export const replyAddresses =
  (domain: string | null): Sending['replyAddresses'] =>
  async (desk: Desk, messages) => {
    const outside = messages.filter((message) => message.channel === 'email' && !isInside(message));
    const addresses = await itemAddresses(
      desk,
      domain,
      outside.flatMap(({ item_id }) => item_id ?? []),
    );
    return new Map(
      outside.flatMap(({ id, item_id }) => (addresses.has(item_id!) ? [[id, addresses.get(item_id!)!]] : [])),
    );
  };

/** By item, the address whose mail comes to it; none where no mail comes in. */
export const itemAddresses = async (
  desk: Desk,
  domain: string | null,
  items: readonly Id[],
): Promise<ReadonlyMap<Id, string>> => {
  if (!domain || !items.length) return new Map();
  const slug = await slugOf(desk);
  return new Map([...(await tokensOf(desk, items))].map(([id, token]) => [id, `${slug}+r.${token}@${domain}`]));
};
