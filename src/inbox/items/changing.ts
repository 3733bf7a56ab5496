import { type Instant, startOfDay, type TimeZone } from '#ground/time.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Effect } from '#kernel/decision/model.ts';
import { accept, invalid, problem, refused } from '#kernel/decision/rules.ts';
import { dueByCategory, noSuchTag, wrong } from './adding.ts';
import { barredWay, isOpen, nameOf } from './law.ts';
import { type Item, type ItemCommand, type ItemState, MOST_TAGS } from './model.ts';
import { DELETES, kinOf, mayCorrect, maySee, mayUpdate, membersOf, standsFor } from './rights.ts';
import { tell, told } from './telling.ts';

type Of<D extends ItemCommand['do']> = Extract<ItemCommand, { do: D }>;

/** What its maker may correct of an item nobody has taken up (IN-142). */
const CORRECTABLE = ['subject', 'details'];

export const change = (state: ItemState, { do: _, ...set }: Of<'change'>, context: Context): Decision => {
  const correcting = Object.keys(set).every((field) => CORRECTABLE.includes(field));
  const no = correcting ? mayCorrect(state, context.who) : mayUpdate(state, context.who);
  const same = set.client_id === state.item.client_id;
  const { client_id, ...others } = set;
  const due_on = set.category_id && set.due_on === undefined ? dueByCategory(state.around, context) : null;
  const all = due_on && !state.item.due_on ? { ...set, due_on } : set;
  return no ?? wrong(state, same ? others : set) ?? told(state, 'item.changed', all, { context });
};

/** Puts a tag of the practice's list on it; one that is there already changes nothing (IN-125). */
export const addTag = (state: ItemState, { tag }: Of<'add_tag'>, context: Context): Decision => {
  const { item, around } = state;
  const no = mayUpdate(state, context.who);
  if (no || item.tags.includes(tag)) return no ?? accept([]);
  if (!around.tags.some(({ id }) => id === tag)) return invalid(noSuchTag('/tag'));
  if (item.tags.length >= MOST_TAGS)
    return invalid(problem('/tag', 'too_many', `An item has at most ${MOST_TAGS} tags.`));
  return told(state, 'item.tagged', { tags: [...item.tags, tag] }, { context });
};

export const removeTag = (state: ItemState, { tag }: Of<'remove_tag'>, context: Context): Decision =>
  mayUpdate(state, context.who) ??
  told(state, 'item.untagged', { tags: state.item.tags.filter((id) => id !== tag) }, { context });

export const NO_HOLD = { hold_why: null, hold_until: null };

/** Waits for something without changing its status (IN-14); refuses a day that is not to come. */
export const hold = (state: ItemState, { why, until }: Of<'hold'>, context: Context): Decision => {
  const { item } = state;
  const no = mayUpdate(state, context.who);
  if (no) return no;
  if (!isOpen(item.status))
    return refused('not_open', `#${item.number} is ${nameOf(item.status)}, so it waits for nothing.`);
  if (until && until <= context.today)
    return invalid(problem('/until', 'past', 'Choose a day after today, or leave it open.'));
  return told(
    state,
    'item.held',
    { hold_why: why, hold_until: until },
    {
      context,
      for_member: standsFor(state, context.who, 'task'),
    },
  );
};

export const release = (state: ItemState, context: Context): Decision =>
  mayUpdate(state, context.who) ??
  told(state, 'item.released', NO_HOLD, {
    context,
    for_member: standsFor(state, context.who, 'task'),
  });

/** Away for a while; its decision and everything it refers to stay as they are (IN-130, IN-131). */
export const remove = (state: ItemState, context: Context): Decision =>
  can(context.who, DELETES) ??
  barredWay(state, 'deleted') ??
  told(state, 'item.deleted', { deleted_at: context.now, deleted_by: context.who.actor }, { context });

/** Back where it was (IN-131). */
export const restore = (state: ItemState, context: Context): Decision =>
  maySee(state, context.who) ??
  can(context.who, DELETES) ??
  (state.item.origin === 'document' && isOpen(state.item.status)
    ? refused('withdrawn', 'Its request for approval was withdrawn. Send the document for approval again.')
    : null) ??
  told(state, 'item.restored', { deleted_at: null, deleted_by: null }, { context });

/** When the item next changes by itself; null when it does not. */
export const alarm = (item: Item, zone: TimeZone): Instant | null => {
  if (item.deleted_at) return null;
  const final = item.decision && !item.decision_final ? item.final_at : null;
  const ends = item.hold_until && isOpen(item.status) ? startOfDay(item.hold_until, zone) : null;
  return [final, ends].filter((at) => at !== null).sort()[0] ?? null;
};

/** Its timer fired: a decision is final now (IN-104), a hold has ended (IN-14). Woken too early, it changes nothing. */
export const wake = (state: ItemState, { now, practice }: Context): Decision => {
  const { item } = state;
  if (item.deleted_at) return accept([]);
  const events = [];
  const effects: Effect[] = [];
  const final = item.decision && !item.decision_final && item.final_at! <= now;
  if (final) {
    const decision = told(state, 'item.decision_final', { decision_final: true, ...NO_HOLD });
    if (decision.yes) events.push(...decision.events);
    effects.push(...tellDecided(state));
  }
  if (item.hold_until && isOpen(item.status) && startOfDay(item.hold_until, practice.time_zone) <= now) {
    const ended = told(state, 'item.hold_ended', NO_HOLD);
    if (ended.yes) events.push(...ended.events);
    const whose = item.assignee_id ? [item.assignee_id] : [];
    const news = { verb: 'item.hold_ended', says: () => 'waits no longer', more: item.hold_why ?? undefined };
    effects.push(...tell(state, whose, news));
  }
  return accept(events, effects);
};

/**
 * To whom it concerns, but for who decided; instructions are for whoever prepared it, who is told under a kind of its own
 * (IN-110, IN-172, IN-173).
 */
export const tellDecided = (state: ItemState): Effect[] => {
  const { item, around } = state;
  const { instructions, decided_by: by } = item;
  const prepared = membersOf([item.created_by, ...(around.document ? [around.document.prepared_by] : [])]);
  const others = kinOf(item).filter((id) => !prepared.includes(id));
  const news = { says: () => `is ${nameOf(item.decision!)}`, more: instructions ?? undefined, by };
  return [
    ...tell(state, prepared, { verb: instructions ? 'item.instructed' : 'item.decided', ...news }),
    ...tell(state, others, { verb: 'item.decided', ...news }),
  ];
};
