import type { Id } from '#ground/id.ts';
import { cut } from '#ground/text.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Actor, Context, Decision, Effect, Event, Facts } from '#kernel/decision/model.ts';
import { accept, difference, ref, undoable } from '#kernel/decision/rules.ts';
import { SENDS } from '#messages/outbox/rules.ts';
import type { Around, Deputy, Item, ItemCommand, ItemState } from './model.ts';
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
  return accept(
    [event],
    tells ? tell(state, around(item), { verb: 'item.mail_added', says: () => 'has a new mail' }) : [],
  );
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
  const news = { verb: `item.mail_${verb}`, says: () => `has a mail that ${FATES[verb]}`, more: to };
  return accept([event], verb === 'recalled' ? [] : tell(state, members, news));
};

const FATES = {
  recalled: 'was taken back',
  failed: 'was not sent',
  bounced: 'came back',
  unknown: 'may or may not have been sent',
} as const;

/** What members are told of an item. */
export interface News {
  verb: string;
  /** Behind its name; `you`: whom it concerns, by name where a deputy reads it. */
  says: (you: string) => string;
  /** What somebody wrote or is named by; of a confidential item it is not told. */
  more?: string | undefined;
  /** Whose act it is, where that is not whoever acts now: nobody is told of their own (IN-173). */
  by?: Actor | null;
}

/** Somebody has it now. */
export const GIVEN: News = { verb: 'item.assigned', says: (you) => `was given to ${you}` };

/** What asks for a decision, or is part of one: a deputy for tasks alone can do nothing about it (IN-147). */
const OF_DECISIONS = new Set(['item.asked', 'item.withdrawn', 'item.send_failed', 'item.send_unknown']);

/**
 * Tells active members of something about the item, and whoever stands in for them today of what that covers (IN-147); of
 * confidential ones the number alone (IN-171, IN-172).
 */
export const tell = (
  { item, around }: { item: Named; around: Pick<Around, 'members'> },
  members: readonly Id[],
  { verb, says, more = '', by = null }: News,
): Effect[] => {
  const active = new Map(around.members.filter((one) => one.active).map((one) => [one.id, one]));
  const concerned = [...new Set(members)].flatMap((id) => active.get(id) ?? []);
  const title = (you: string) =>
    item.confidential
      ? `#${item.number} ${says(you)}`
      : `#${item.number} «${cut(item.subject, 80)}» ${says(you)}${more && `: ${more}`}`;
  const told = new Map(concerned.map(({ id }) => [id, title('you')]));
  for (const { name, deputy } of concerned)
    if (deputy && active.has(deputy.id) && !told.has(deputy.id) && covers(deputy.covers, verb))
      told.set(deputy.id, `For ${name}: ${title(name)}`);
  return [...told]
    .filter(([id]) => `member:${id}` !== by)
    .map(([member, words]) => ({
      do: 'notify',
      member,
      verb,
      thing: ref('item', item.id),
      title: words,
      url: `/inbox/${item.number}`,
    }));
};

type Named = Pick<Item, 'id' | 'number' | 'subject' | 'confidential'>;

const covers = (what: Deputy['covers'], verb: string): boolean => what !== 'task' || !OF_DECISIONS.has(verb);
