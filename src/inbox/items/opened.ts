import type { Id } from '#ground/id.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Actor, Who } from '#kernel/decision/model.ts';
import { blankItem } from './blank.ts';
import { BECAUSE, closed, isOpen } from './law.ts';
import { type Around, type Hand, type Item, type ItemState, STATUSES } from './model.ts';
import { DELETES, mayCorrect, mayUpdate, WRITES } from './rights.ts';

/** What of an item decides who may do what with it. */
export type Standing = Pick<
  Item,
  | 'origin'
  | 'status'
  | 'category_id'
  | 'assignee_id'
  | 'watcher_ids'
  | 'confidential'
  | 'decided_by'
  | 'created_by'
  | 'deleted_at'
>;

const NOBODY_AROUND: Omit<Around, 'in_progress_for_all'> = {
  members: [],
  client: null,
  document: null,
  named: null,
  category: null,
  tags: [],
  received_on: '',
  next_number: 0,
  of: null,
  taken_up: null,
  linked: null,
  grace_seconds: 0,
};

const oneself = ({ member_id }: Who, covers: Hand['covers']): Hand[] =>
  member_id && covers ? [{ id: member_id, name: '', active: true, writes: true, sees_all: false, covers }] : [];

/** What is open to somebody on an item they see, by the very rules that decide (IN-20, IN-140). */
export const waysOf = (id: Id, standing: Standing, in_progress_for_all: boolean, who: Who, covers: Hand['covers']) => {
  const item: Item = { ...blankItem(id, standing.created_by as Actor), ...standing };
  const state: ItemState = {
    item,
    notes: [],
    around: { ...NOBODY_AROUND, members: oneself(who, covers), in_progress_for_all },
  };
  const update = mayUpdate(state, who) === null;
  const barred = [...STATUSES, 'deleted' as const].flatMap((to) => {
    const why = to === item.status ? null : closed(item.origin, item.status, to, in_progress_for_all);
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
