import type { Id } from '#ground/id.ts';
import { cut } from '#ground/text.ts';
import type { Context, Decision, Effect, Event, Facts } from '#kernel/decision/model.ts';
import { accept, difference, ref, undoable } from '#kernel/decision/rules.ts';
import type { Item, ItemState } from './model.ts';

/** An event about an item. `for_member`: whom a deputy stands in for (PL-34). */
export const eventOf = (
  { id, client_id }: Pick<Item, 'id' | 'client_id'>,
  verb: string,
  facts: Facts,
  for_member: Id | null = null,
): Event => ({
  verb,
  thing: ref('item', id),
  facts,
  ...(client_id && { client_id }),
  ...(for_member && { for_member }),
});

/** The item changed in these fields, told under one verb; nothing is told where nothing changes. */
export const told = (
  { item }: Pick<ItemState, 'item'>,
  verb: string,
  set: { [K in keyof Item]?: Item[K] | undefined },
  { context, for_member, effects = [] }: { context?: Context; for_member?: Id | null; effects?: Effect[] } = {},
): Decision => {
  const facts = difference<Item>(item, set);
  if (!Object.keys(facts).length) return accept([]);
  const event = eventOf({ ...item, client_id: set.client_id ?? item.client_id }, verb, facts, for_member);
  return accept([{ ...event, ...(context && undoable(context)) }], effects);
};

/**
 * Another mail was added to it: it is marked, and whoever has or watches it is told; no status changes by mail (IN-64,
 * IN-66). The event stands in the timeline each time.
 */
export const hear = (state: ItemState): Decision => {
  const { item } = state;
  const marks = item.marks.includes('reply_received') ? item.marks : [...item.marks, 'reply_received' as const];
  const event = eventOf(item, 'item.mail_added', difference<Item>(item, { marks }));
  const members = [...(item.assignee_id ? [item.assignee_id] : []), ...item.watcher_ids];
  return accept([event], tell(state, members, 'item.mail_added', 'has a new mail'));
};

/** Tells active members of something about the item; confidential ones by their number only (IN-171, IN-172). */
export const tell = ({ item, around }: ItemState, members: readonly Id[], verb: string, says: string): Effect[] =>
  [...new Set(members)]
    .filter((id) => around.members.some((one) => one.id === id && one.active))
    .map((member) => ({
      do: 'notify',
      member,
      verb,
      thing: ref('item', item.id),
      title: `${item.confidential ? `#${item.number}` : `#${item.number} «${cut(item.subject, 80)}»`} ${says}`,
      url: `/inbox/${item.number}`,
    }));
