import type { Id } from '#ground/id.ts';
import { cut } from '#ground/text.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Effect, Event, Facts } from '#kernel/decision/model.ts';
import { accept, difference, ref, undoable } from '#kernel/decision/rules.ts';
import { SENDS } from '#messages/outbox/rules.ts';
import type { Item, ItemCommand, ItemState } from './model.ts';
import { mayUpdate } from './rights.ts';

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

type Of<D extends ItemCommand['do']> = Extract<ItemCommand, { do: D }>;

/**
 * Another mail was added to it: it is marked, and whoever has or watches it is told; no status changes by mail (IN-64,
 * IN-66). The event stands in the timeline each time.
 */
export const hear = (state: ItemState, { marks: more, quiet, tells }: Of<'hear'>): Decision => {
  const { item } = state;
  const marks = quiet ? item.marks : [...new Set([...item.marks, 'reply_received' as const, ...more])];
  const event = eventOf(item, 'item.mail_added', difference<Item>(item, { marks }));
  return accept([event], tells ? tell(state, around(item), 'item.mail_added', 'has a new mail') : []);
};

/** Whoever has or watches it. */
const around = ({ assignee_id, watcher_ids }: Item): Id[] => [...(assignee_id ? [assignee_id] : []), ...watcher_ids];

/** A mail to somebody about it: by whoever may change it and send messages; no status changes (IN-152). */
export const write = (state: ItemState, { to }: Of<'write'>, { who }: Context): Decision => {
  const no = mayUpdate(state, who) ?? can(who, SENDS);
  return no ?? accept([eventOf(state.item, 'item.written', { written_to: [null, to] })]);
};

/** What was written about it did not reach whom it was for: whoever has it and who wrote it are told, but of their own recall. */
export const mailFailed = (state: ItemState, { verb, to, because, author_id }: Of<'mail_failed'>): Decision => {
  const { item } = state;
  const event = eventOf(item, `item.mail_${verb}`, { written_to: [null, to], because: [null, because] });
  const members = [...(item.assignee_id ? [item.assignee_id] : []), ...(author_id ? [author_id] : [])];
  const says = `has a mail to ${to} that ${verb === 'bounced' ? 'came back' : 'was not sent'}`;
  return accept([event], verb === 'recalled' ? [] : tell(state, members, `item.mail_${verb}`, says));
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
