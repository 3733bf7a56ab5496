import type { Id } from '#ground/id.ts';
import { alertOfItems } from '#inbox/alerts/store.ts';
import { APPROVAL } from '#inbox/documents/mailing.ts';
import type { ItemsRoom } from '#inbox/items/store.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { inRounds, tell } from './reacting.ts';
import type { Reaction } from './reactions.ts';

/** What an item hears of the mails that members wrote about it; those with a document tell theirs (IN-73, IN-152). */
export const itemReactions = ({ items }: { items: ItemsRoom }): readonly Reaction[] => [
  {
    // Who a new item that nobody has is told to, in its own transaction: none is forgotten (IN-141, IN-170).
    on: /^item\.(added|asked|resubmitted)$/,
    do: async (_kernel, desk, events) => {
      const idle = events.filter(({ facts }) => !facts.assignee_id?.[1]);
      const items = idle.map(({ thing, facts }) => ({
        id: idOf(thing),
        category_id: (facts.category_id?.[1] as Id | null | undefined) ?? null,
      }));
      if (items.length) await alertOfItems(desk, items);
    },
  },
  {
    on: /^message\.(recalled|failed|unknown|bounced)$/,
    do: async (kernel, desk, events) => {
      const verbs = new Map(events.map(({ thing, verb }) => [idOf(thing), verb.slice('message.'.length)]));
      const found = (await messagesById(desk, [...verbs.keys()])).filter(
        ({ item_id, key }) => item_id !== null && !key.startsWith(APPROVAL),
      );
      const wanted = found.map(({ id, item_id, address, author_id, reason, bounce }) => {
        const because = bounce ? `${bounce.code} ${bounce.text}`.trim() : (reason ?? 'No reason is known.');
        const verb = verbs.get(id) as 'recalled' | 'failed' | 'unknown' | 'bounced';
        return { id: item_id!, command: { do: 'mail_failed' as const, verb, to: address, because, author_id } };
      });
      for (const round of inRounds(wanted, ({ id }) => id)) await tell(kernel, desk, items, round);
    },
  },
];
