import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Effect, Json, Problem } from '#kernel/decision/model.ts';
import { accept, creation, invalid, notFound, problem, refused, undoable } from '#kernel/decision/rules.ts';
import { dueFrom } from '../categories/rules.ts';
import { isOpen } from './law.ts';
import type { Around, ByRules, Item, ItemCommand, ItemState } from './model.ts';
import { noteEvent } from './noting.ts';
import { maySee, mayUpdate, READS, WRITES } from './rights.ts';
import { eventOf, GIVEN, type News, tell } from './telling.ts';

type Add = Extract<ItemCommand, { do: 'add' }>;

/**
 * Added by hand: Outstanding whatever else is said (IN-5), by everybody who reads the inbox (IN-10). Refuses a client that
 * is not there, and members who cannot act or see (IN-9, IN-144), and `form_unanswered` where its category asks a form (IN-11).
 */
export const add = (state: ItemState, { do: _, note, form_answer_id, ...given }: Add, context: Context): Decision => {
  const no = can(context.who, READS) ?? wrong(state, given);
  if (no) return no;
  if (state.item.version > 0) return accept([]);
  const { category } = state.around;
  if (category?.form_id && !form_answer_id)
    return refused('form_unanswered', `Items of «${category.name}» come with an answered form. Answer it first.`);
  const item: Item = {
    ...born(state, context),
    ...given,
    form_answer_id: form_answer_id ?? null,
    ...byCategory(state, given, context),
  };
  const made = { ...state, item };
  const notes = note === undefined ? [] : [noteEvent(made, { body: note, mentions: [] }, context)];
  return accept([birth(item, context), ...notes], assignedOf(made));
};

/** What its category says where nobody said it: who gets it, if they may act, and when it is due (IN-12, IN-141). */
const byCategory = (
  state: ItemState,
  given: Pick<Item, 'assignee_id' | 'due_on'>,
  context: Context,
): Pick<Item, 'assignee_id' | 'due_on'> => ({
  assignee_id: given.assignee_id ?? able(state, state.around.category?.default_assignee_id ?? null),
  due_on: given.due_on ?? dueByCategory(state.around, context),
});

/** When its category wants it done, counted from the day on which it came (IN-12). */
export const dueByCategory = ({ category, received_on }: Around, { practice }: Context): PlainDate | null =>
  category?.due_after ? dueFrom(received_on, category.due_after, practice) : null;

/**
 * A mail becomes an item: Outstanding, of origin email or what its address says, due when its category says, whoever sent it
 * (IN-5, IN-12, IN-40, IN-66, IN-91). Nothing in it is refused; a second time changes nothing.
 */
export const takeIn = (
  state: ItemState,
  { do: _, triaged, ...given }: Extract<ItemCommand, { do: 'take_in' }>,
  context: Context,
): Decision => {
  const no = can(context.who, WRITES);
  if (no) return no;
  if (state.item.version > 0) return accept([]);
  return taken(state, { ...born(state, context), ...given, ...settled(state, given, context) }, triaged);
};

/**
 * An answer to a form becomes an item: Outstanding, origin form, for whoever gets the answers to it while they may act in the
 * inbox (IN-5, IN-90, IN-141). Nothing in it is refused; a second time changes nothing.
 */
export const takeAnswer = (
  state: ItemState,
  { do: _, triaged, ...given }: Extract<ItemCommand, { do: 'take_answer' }>,
  context: Context,
): Decision => {
  const no = can(context.who, WRITES);
  if (no) return no;
  if (state.item.version > 0) return accept([]);
  const item: Item = { ...born(state, context), ...given, ...settled(state, given, context), origin: 'form' };
  return taken(state, item, triaged);
};

/** Whose it is while they may act, the date that was said or its category says, and the tags that are there. */
const settled = (
  state: ItemState,
  { assignee_id, due_on, tags }: Pick<Item, 'assignee_id' | 'due_on' | 'tags'>,
  context: Context,
) => ({
  assignee_id: able(state, assignee_id),
  due_on: due_on ?? dueByCategory(state.around, context),
  tags: tags.filter((id) => state.around.tags.some((tag) => tag.id === id)),
});

/** Whoever cannot act gets nothing: it is nobody's instead (IN-141). */
const able = ({ around }: ItemState, id: Id | null): Id | null => (id && !cannotAct(around, id).length ? id : null);

/** Which rules set what stands in an event of its own (IN-186). */
const taken = (state: ItemState, item: Item, triaged: ByRules['triaged']): Decision => {
  const rules: Json = triaged.map(({ rule, set }) => ({ rule, set }));
  const told = triaged.length ? [eventOf(item, 'item.triaged', { rules: [null, rules] })] : [];
  return accept(
    [eventOf(item, 'item.added', creation({ ...item, created_by: null })), ...told],
    assignedOf({ ...state, item }),
  );
};

/**
 * Takes a decided or completed item up again: a new one, Outstanding, of the same origin, linked both ways; the old one
 * stays as it is (IN-135). Refuses `not_decided` while it is open and `already_resubmitted` while another takes it up (IN-137).
 */
export const resubmit = (state: ItemState, context: Context): Decision => {
  const { of } = state.around;
  if (!of) return notFound();
  const old: ItemState = { ...state, item: of };
  const theirs = [of.decided_by, state.around.document?.prepared_by].includes(context.who.actor);
  const no = theirs ? maySee(old, context.who) : mayUpdate(old, context.who);
  if (no) return no;
  if (state.item.version > 0) return accept([]);
  if (of.deleted_at) return notFound(`#${of.number} is deleted. Restore it first.`);
  if (isOpen(of.status))
    return refused(
      'not_decided',
      `#${of.number} is still open. It can be submitted again once it is decided or completed.`,
    );
  const { taken_up } = state.around;
  if (taken_up)
    return refused('already_resubmitted', `#${taken_up.number} takes #${of.number} up again and is not decided yet.`, {
      id: taken_up.id,
      number: taken_up.number,
    });
  const { origin, subject, details, client_id, category_id, contact, priority, assignee_id } = of;
  const { watcher_ids, tags, confidential } = of;
  const same = { origin, subject, details, client_id, category_id, contact, priority, assignee_id };
  const again = { ...same, watcher_ids, tags, confidential };
  const { document_id } = of;
  if (document_id && !state.around.document)
    return refused('document_removed', `The document of #${of.number} was removed, so nothing can be approved again.`);
  const item: Item = { ...born(state, context), ...again, document_id, resubmission_of: of.id };
  return accept([birth(item, context, 'item.resubmitted')], assignedOf({ ...state, item }));
};

type Ask = Extract<ItemCommand, { do: 'ask' }>;

/**
 * A document asks for approval: Outstanding, with whoever shall approve it, or with nobody where that one cannot act (IN-101,
 * IN-103). It follows from what was decided about the document, so nothing is refused.
 */
export const ask = (state: ItemState, { document, assignee_id, note, ...given }: Ask, context: Context): Decision => {
  if (state.item.version > 0) return accept([]);
  const approver = able(state, assignee_id);
  const asked = { subject: given.subject, client_id: given.client_id, document_id: document, assignee_id: approver };
  const item: Item = { ...born(state, context), origin: 'document', ...asked };
  const made = { ...state, item };
  const notes = note === undefined ? [] : [noteEvent(made, { body: note, mentions: [] }, context)];
  return accept([birth(item, context, 'item.asked'), ...notes], approver ? tell(made, [approver], ASKED) : []);
};

const ASKED: News = { verb: 'item.asked', says: (you) => `waits for ${you === 'you' ? 'your' : `${you}’s`} approval` };

/** As it is in its first moment; who made it stands in the row itself. */
const born = ({ item, around }: ItemState, { now, who }: Context): Item => ({
  ...item,
  number: around.next_number,
  status: 'outstanding',
  status_by: who.actor,
  status_at: now,
});

const birth = (item: Item, context: Context, verb = 'item.added') => ({
  ...eventOf(item, verb, creation({ ...item, created_by: null })),
  ...undoable(context),
});

const assignedOf = (state: ItemState): Effect[] =>
  state.item.assignee_id ? tell(state, [state.item.assignee_id], GIVEN) : [];

type Named = { [K in 'client_id' | 'category_id' | 'assignee_id' | 'watcher_ids' | 'tags']?: Item[K] | undefined };

/** What a command names that is not there, or may not: each at its field, all at once. */
export const wrong = (
  { item, around }: ItemState,
  { client_id, category_id, assignee_id, watcher_ids = [], tags = [] }: Named,
) => {
  const faults: Problem[] = [];
  if (client_id && around.named?.id !== client_id)
    faults.push(problem('/client_id', 'no_such_client', 'This client is not there, or you may not see it.'));
  if (category_id && around.category?.id !== category_id)
    faults.push(problem('/category_id', 'no_such_category', 'This category is not there any more.'));
  if (assignee_id) faults.push(...cannotAct(around, assignee_id));
  for (const [i, id] of watcher_ids.entries())
    if (!around.members.some((one) => one.id === id && one.active))
      faults.push(problem(`/watcher_ids/${i}`, 'not_active', 'Only active members can watch an item.'));
  for (const [i, id] of tags.entries())
    if (!item.tags.includes(id) && !around.tags.some((tag) => tag.id === id)) faults.push(noSuchTag(`/tags/${i}`));
  return faults.length ? invalid(...faults) : null;
};

/** It is not there, or not for items. */
export const noSuchTag = (pointer: string): Problem =>
  problem(pointer, 'no_such_tag', 'There is no such tag for items.');

/** Whoever cannot write in the inbox is given nothing in it (IN-144). */
export const cannotAct = ({ members }: Pick<Around, 'members'>, id: Id): Problem[] => {
  const member = members.find((one) => one.id === id);
  if (member?.active && member.writes) return [];
  const who = member ? member.name : 'This member';
  const why = member?.active ? 'may not change the inbox' : 'is not an active member';
  return [problem('/assignee_id', 'cannot_act', `${who} ${why}, so nothing can be given to them.`)];
};
