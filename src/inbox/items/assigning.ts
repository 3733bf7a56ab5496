import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept, invalid, refused } from '#kernel/decision/rules.ts';
import { cannotAct } from './adding.ts';
import { isOpen, nameOf } from './law.ts';
import type { ItemCommand, ItemState } from './model.ts';
import { noteEvent } from './noting.ts';
import { maySee, mayUpdate, standsFor, WRITES } from './rights.ts';
import { GIVEN, tell, told } from './telling.ts';

/** Passed on by whose it is, or by whoever may update all, with a note if they like (IN-144). */
export const assign = (
  state: ItemState,
  { assignee_id, note }: Extract<ItemCommand, { do: 'assign' }>,
  context: Context,
): Decision => {
  const no = mayUpdate(state, context.who);
  if (no) return no;
  if (assignee_id === state.item.assignee_id && note === undefined) return accept([]);
  const faults = assignee_id ? cannotAct(state.around, assignee_id) : [];
  if (faults.length) return { ...invalid(...faults), kind: 'refused', code: 'cannot_act' };
  const given = told(
    state,
    'item.assigned',
    { assignee_id },
    {
      context,
      for_member: standsFor(state, context.who, 'task'),
      effects: assignee_id ? tell(state, [assignee_id], { ...GIVEN, more: note }) : [],
    },
  );
  if (note === undefined || !given.yes) return given;
  return accept([...given.events, noteEvent(state, { body: note, mentions: [] }, context)], given.effects);
};

/** Assign to me: the first wins, the second hears who has it (IN-145). */
export const take = (state: ItemState, context: Context): Decision => {
  const { item, around } = state;
  const { member_id } = context.who;
  const no = maySee(state, context.who) ?? can(context.who, WRITES);
  if (no) return no;
  if (!member_id) return refused('no_member', 'Only a member can take an item.');
  if (item.assignee_id === member_id) return accept([]);
  if (item.assignee_id) {
    const name = around.members.find(({ id }) => id === item.assignee_id)?.name ?? 'somebody else';
    return refused('taken', `#${item.number} was taken by ${name}.`, { assignee_id: item.assignee_id });
  }
  if (!isOpen(item.status))
    return refused('not_open', `#${item.number} is ${nameOf(item.status)}: there is nothing left to take on.`);
  return told(state, 'item.assigned', { assignee_id: member_id }, { context });
};
