import type { Id } from '#ground/id.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { BECAUSE, closed, isOpen } from './law.ts';
import { type ItemState, STATUSES } from './model.ts';
import { DELETES, mayCorrect, mayUpdate, WRITES } from './rights.ts';
import type { ItemsRoom } from './store.ts';

/** What is open to somebody on an item, by the very rules that decide (IN-20, IN-140). */
export const waysOf = (state: ItemState, who: Who) => {
  const { item, around } = state;
  const update = mayUpdate(state, who) === null;
  const barred = [...STATUSES, 'deleted' as const].flatMap((to) => {
    const why = to === item.status ? null : closed(item.origin, item.status, to, around.in_progress_for_all);
    return why ? [[to, BECAUSE[why](item.status)] as const] : [];
  });
  return {
    may: {
      update,
      correct: mayCorrect(state, who) === null,
      delete: can(who, DELETES) === null,
      take: !item.assignee_id && isOpen(item.status) && !!who.member_id && can(who, WRITES) === null,
      resubmit: !isOpen(item.status) && (update || item.decided_by === who.actor),
    },
    closed: Object.fromEntries(barred),
  };
};

/** The same for an item that is only known by its id. */
export const opened = async (desk: Desk, items: ItemsRoom, id: Id, who: Who) => {
  const states = await items.load(desk, [{ id, command: { do: 'take_back' } }], who);
  return waysOf(states.get(id)!, who);
};
