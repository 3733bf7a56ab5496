import type { Id } from '#ground/id.ts';
import type { Duty } from '#kernel/access/roles/model.ts';
import { actingFor, assigned, can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Actor, Refusal, Who } from '#kernel/decision/model.ts';
import { notAllowed, notFound } from '#kernel/decision/rules.ts';
import type { Around, Hand, Item, ItemState } from './model.ts';

/** Who may do what with an item: by role and by assignment (IN-140). */

export const READS = reads('inbox');
export const WRITES = writes('inbox');
export const EXPORTS = reads('inbox', 'inbox.export');
export const DELETES = writes('inbox', 'inbox.delete');

/** Those an item is visible to, whatever their role lets them see (IN-15, IN-142). */
export const kinOf = ({ assignee_id, watcher_ids, created_by }: Item): Id[] => {
  return [...new Set([...membersOf([created_by]), ...(assignee_id ? [assignee_id] : []), ...watcher_ids])];
};

/** Those of the actors who are members. */
export const membersOf = (actors: readonly Actor[]): Id[] =>
  actors.flatMap((actor) => (actor.startsWith('member:') ? [actor.slice('member:'.length)] : []));

/**
 * As absent for whoever may not see it: another's item without `inbox.see_all`, a confidential one but for Owner, Admin
 * and those it concerns (IN-15, IN-142), an item of a client they may not see (PL-31).
 */
export const maySee = ({ item, around }: Pick<ItemState, 'item' | 'around'>, who: Who): Refusal | null => {
  const kin = { assigned_to: kinOf(item) };
  const { client } = around;
  const no = can(
    who,
    READS,
    client ? { ...kin, roles_held_by: client.roles_held_by, restricted: client.restricted } : kin,
  );
  if (no) return no;
  if (assigned(who, kin, 'decision') || assigned(who, kin, 'task')) return null;
  if (item.confidential && !who.abilities.includes('restricted.read')) return notFound();
  return who.abilities.includes('inbox.see_all') || isCovered(item, handOf(around, who)) ? null : notFound();
};

/** Theirs, theirs by delegation, one they are covered for, or anybody's for whoever may update all; else `not_yours` (IN-140, IN-143). */
export const mayUpdate = (state: ItemState, who: Who, duty: Duty = 'task'): Refusal | null => {
  const no = maySee(state, who) ?? can(who, WRITES);
  if (no) return no;
  const { item, around } = state;
  if (who.abilities.includes('inbox.update_all') || isTheirs(item, who, duty)) return null;
  if (isCovered(item, handOf(around, who))) return null;
  return notYours(state);
};

/** Its maker may correct what they wrote while nobody has taken it up (IN-142). */
export const mayCorrect = (state: ItemState, who: Who): Refusal | null => {
  const { item } = state;
  const theirs = item.created_by === who.actor && item.status === 'outstanding' && !item.assignee_id;
  return theirs ? maySee(state, who) : mayUpdate(state, who);
};

/** Whoever decides for an absent member, for the decision and the timeline; null when it is one's own act (IN-147). */
export const standsFor = ({ item }: ItemState, who: Who, duty: Duty): Id | null =>
  item.assignee_id ? actingFor(who, { assigned_to: [item.assignee_id] }, duty) : null;

/** Whether somebody's inbox assignments name whoever has it, or its category; a confidential item is covered by nobody (IN-15). */
export const isCovered = (item: Pick<Item, 'assignee_id' | 'category_id' | 'confidential'>, hand?: Hand): boolean => {
  const { member_ids = [], category_ids = [] } = hand?.covers ?? {};
  if (item.confidential) return false;
  return member_ids.includes(item.assignee_id ?? '') || category_ids.includes(item.category_id ?? '');
};

const handOf = ({ members }: Pick<Around, 'members'>, { member_id }: Who): Hand | undefined =>
  members.find(({ id }) => id === member_id);

const isTheirs = ({ assignee_id }: Item, who: Who, duty: Duty): boolean =>
  !!assignee_id && assigned(who, { assigned_to: [assignee_id] }, duty);

const notYours = ({ item, around }: ItemState): Refusal => {
  const name = around.members.find(({ id }) => id === item.assignee_id)?.name;
  return {
    ...notAllowed(
      name
        ? `#${item.number} is given to ${name}. Ask ${name}, or have it given to you.`
        : `#${item.number} is not given to you. Assign it to yourself first.`,
    ),
    code: 'not_yours',
  };
};
