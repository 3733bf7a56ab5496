import type { Context, Decision } from '#kernel/decision/model.ts';
import type { UndoCommand } from '#kernel/loop/room.ts';
import { takeBack } from './deciding.ts';
import type { ItemState } from './model.ts';

/** What became of the item when its decision was made; those acts are taken back by the rule of the decision (IN-32, IN-104). */
const DECISIONS = new Set(['item.decided', 'item.taken_back', 'item.decision_final', 'item.hold_ended']);

/**
 * Takes an act on an item back where the general way is not enough: a decision goes by IN-104, and what the machine did
 * stays. Null where the general way is right.
 */
export const takeBackAct = (state: ItemState, { events }: UndoCommand, context: Context): Decision | null => {
  if (!events.some(({ verb }) => DECISIONS.has(verb))) return null;
  return takeBack(state, context);
};
