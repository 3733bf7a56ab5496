import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept, refused } from '#kernel/decision/rules.ts';
import { NO_HOLD, tellDecided } from './changing.ts';
import { BECAUSE, barredWay, nameOf } from './law.ts';
import type { Item, ItemCommand, ItemState } from './model.ts';
import { mayUpdate, standsFor } from './rights.ts';
import { isOwnWork, ownPreparation } from './sending.ts';
import { told } from './telling.ts';

type Of<D extends ItemCommand['do']> = Extract<ItemCommand, { do: D }>;

/** Outstanding, In progress or Completed by the table; the other two are a decision without instructions. */
export const setStatus = (state: ItemState, { status }: Of<'set_status'>, context: Context): Decision => {
  if (status === 'approved' || status === 'not_approved')
    return decideItem(state, { do: 'decide', value: status }, context);
  const { item } = state;
  const no = mayUpdate(state, context.who) ?? barred(state, status, context);
  if (no) return no;
  if (item.status === status) return accept([]);
  const way = barredWay(state, status);
  if (way) return way;
  const set = { status, status_by: context.who.actor, status_at: context.now };
  const for_member = standsFor(state, context.who, 'task');
  return status === 'completed'
    ? told(
        state,
        'item.completed',
        { ...set, ...NO_HOLD, completed_by: context.who.actor, completed_at: context.now },
        { context, for_member },
      )
    : told(state, 'item.status_set', set, { context, for_member });
};

/** Nothing is completed by itself: only a person's act does that (IN-27). */
const barred = ({ item }: ItemState, status: Item['status'], { who }: Context) =>
  status === 'completed' && !/^(member|key):/.test(who.actor)
    ? refused('by_hand_only', `#${item.number} is completed by a person, never by itself.`)
    : null;

/**
 * Approved or Not approved, once and for good (IN-25); for a few seconds whoever decided may take it back (IN-104). What is finally
 * decided waits for nothing any more.
 */
export const decideItem = (state: ItemState, { value, instructions }: Of<'decide'>, context: Context): Decision => {
  const { item, around } = state;
  const no = mayUpdate(state, context.who, 'decision');
  if (no) return no;
  if (item.status === value) return accept([]);
  const way = barredWay(state, value) ?? (value === 'approved' ? ownPreparation(state, context.who) : null);
  if (way) return way;
  const for_member = standsFor(state, context.who, 'decision');
  const final_at = addMilliseconds(context.now, around.grace_seconds * 1000);
  const set: Partial<Item> = {
    status: value,
    status_by: context.who.actor,
    status_at: context.now,
    decision: value,
    decided_by: context.who.actor,
    decided_for: for_member,
    own_work: isOwnWork(state, context.who),
    decided_at: context.now,
    final_at,
    decision_final: around.grace_seconds === 0,
    decided_from: item.status,
    instructions: instructions || null,
    send_error: null,
    ...(around.grace_seconds === 0 && NO_HOLD),
  };
  const effects = around.grace_seconds === 0 ? tellDecided({ ...state, item: { ...item, ...set } }) : [];
  return told(state, 'item.decided', set, { context, for_member, effects });
};

/** Refuses `not_decided`, `decision_is_final` when its time is over, and whoever did not decide (IN-104). */
export const takeBack = (state: ItemState, context: Context): Decision => {
  const { item } = state;
  if (!item.decision) return refused('not_decided', `#${item.number} is ${nameOf(item.status)}: nothing was decided.`);
  const no = canTakeBack(state, context);
  if (no) return no;
  const facts: Partial<Item> = {
    status: item.decided_from!,
    decided_from: null,
    status_by: context.who.actor,
    status_at: context.now,
    decision: null,
    decided_by: null,
    decided_for: null,
    own_work: false,
    decided_at: null,
    final_at: null,
    decision_final: false,
    instructions: null,
    decision_sent: false,
  };
  return told(state, 'item.taken_back', facts);
};

/** Only who decided, only until it is final, and only while it stands where the decision put it (IN-104). */
const canTakeBack = ({ item }: Pick<ItemState, 'item'>, { who, now }: Pick<Context, 'who' | 'now'>) => {
  if (item.decision_final || !item.final_at || item.final_at <= now)
    return refused('decision_is_final', BECAUSE.decision_is_final(item.status));
  if (item.decided_by !== who.actor)
    return refused('decision_is_final', 'Only who decided may take a decision back, in its first seconds.');
  return item.status === item.decision
    ? null
    : refused('moved_on', `#${item.number} is ${nameOf(item.status)} by now, so its decision stays.`);
};
