import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept, changed, invalid, problem } from '#kernel/decision/rules.ts';
import { assign } from './assigning.ts';
import { change } from './changing.ts';
import type { Item, ItemCommand, ItemState } from './model.ts';
import { mayUpdate } from './rights.ts';
import { told } from './telling.ts';

type Of<D extends ItemCommand['do']> = Extract<ItemCommand, { do: D }>;

/**
 * What a member takes of what was proposed: the acts by which they would have set it by hand, each with its refusals, in one
 * that is taken back as one (IN-182). Whose it is comes last: whoever gives it away has changed it before.
 */
export const acceptProposed = (
  state: ItemState,
  { do: _, assignee_id, follows, ...set }: Of<'accept'>,
  context: Context,
): Decision => {
  const steps = [
    ...(follows ? [(now: ItemState) => link(now, follows, context)] : []),
    ...(Object.keys(set).length ? [(now: ItemState) => change(now, { do: 'change', ...set }, context)] : []),
    ...(assignee_id ? [(now: ItemState) => assign(now, { do: 'assign', assignee_id }, context)] : []),
  ];
  return steps.reduce<Decision>((sum, step) => {
    if (!sum.yes) return sum;
    const item = sum.events.reduce((one, event) => changed<Item>(one, event), state.item);
    const next = step({ ...state, item });
    return next.yes ? accept([...sum.events, ...next.events], [...sum.effects, ...next.effects]) : next;
  }, accept([]));
};

/** It goes on with an earlier item (IN-63); refuses one that is not there, or not earlier, so that no chain is a circle. */
const link = (state: ItemState, follows: string, context: Context): Decision => {
  const no = mayUpdate(state, context.who);
  if (no) return no;
  const { item, around } = state;
  const other = around.linked;
  if (!other || other.id !== follows || other.deleted_at)
    return invalid(problem('/follows', 'no_such_item', 'This item is not there any more, or you may not see it.'));
  if (other.number >= item.number)
    return invalid(
      problem('/follows', 'not_earlier', `#${other.number} came after #${item.number}, so it goes on with nothing.`),
    );
  return told(state, 'item.linked', { follows }, { context });
};

/** Nobody declines more of one item. */
const MOST_DECLINED = 50;

/** Keeps away what was proposed; a second time changes nothing. */
export const decline = (state: ItemState, { proposal }: Of<'decline'>, context: Context): Decision => {
  const no = mayUpdate(state, context.who);
  const { declined } = state.item;
  if (no || declined.includes(proposal)) return no ?? accept([]);
  return told(
    state,
    'item.proposal_declined',
    { declined: [...declined, proposal].slice(-MOST_DECLINED) },
    { context },
  );
};
