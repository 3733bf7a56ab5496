import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, changed, changedAmong, difference, kindOf, notFound } from '#kernel/decision/rules.ts';
import { add, ask, resubmit, takeAnswer, takeIn } from './adding.ts';
import { assign, take } from './assigning.ts';
import { addTag, alarm, change, hold, release, remove, removeTag, restore, wake } from './changing.ts';
import { decideItem, setStatus, takeBack } from './deciding.ts';
import type { Item, ItemCommand, ItemState, Note } from './model.ts';
import { changeNote, note } from './noting.ts';
import { acceptProposed, decline } from './proposed.ts';
import { maySee } from './rights.ts';
import { isSent, notSent, send, settle, underWay, unsure, withdraw } from './sending.ts';
import { hear, mailFailed, told, write } from './telling.ts';

/**
 * Everything that can happen to an item of the inbox. The five statuses obey `law.ts`; who may do what stands in
 * `rights.ts`. A decision that changes nothing is a yes without events (IN-30).
 */
export const decide = (state: ItemState, command: ItemCommand, context: Context): Decision => {
  const decision = decided(state, command, context);
  return decision.yes ? withAlarm(state, answered(state, decision, context), context) : decision;
};

/** A member who does something with it has seen its reply: the mark goes with the act, and comes back with its undo. */
const answered = (
  { item }: ItemState,
  decision: Extract<Decision, { yes: true }>,
  { who }: Context,
): Extract<Decision, { yes: true }> => {
  const at = decision.events.findIndex(({ thing }) => kindOf(thing) === 'item');
  if (at < 0 || !who.member_id || !item.marks.includes('reply_received')) return decision;
  const marks = difference<Item>(item, { marks: item.marks.filter((mark) => mark !== 'reply_received') });
  const events = decision.events.with(at, {
    ...decision.events[at]!,
    facts: { ...decision.events[at]!.facts, ...marks },
  });
  return accept(events, decision.effects);
};

const decided = (state: ItemState, command: ItemCommand, context: Context): Decision => {
  if (command.do === 'add') return add(state, command, context);
  if (command.do === 'take_in') return takeIn(state, command, context);
  if (command.do === 'ask') return ask(state, command, context);
  if (command.do === 'take_answer') return takeAnswer(state, command, context);
  if (command.do === 'resubmit') return resubmit(state, context);
  if (state.item.version === 0) return notFound();
  if (command.do === 'wake') return wake(state, context);
  if (command.do === 'hear') return hear(state, command);
  if (command.do === 'mail_failed') return mailFailed(state, command);
  if (command.do === 'follow') return told(state, 'item.followed', { client_id: command.client_id });
  if (command.do === 'sent') return isSent(state, command, context);
  if (command.do === 'not_sent') return notSent(state, command);
  if (command.do === 'unsure') return unsure(state, command);
  const no = maySee(state, context.who);
  if (no) return no;
  if (command.do === 'restore') return restore(state, context);
  if (state.item.deleted_at) return notFound(`#${state.item.number} is deleted. Restore it first.`);
  const busy = underWay(state, command);
  if (busy) return busy;
  switch (command.do) {
    case 'send':
      return send(state, command, context);
    case 'settle':
      return settle(state, context);
    case 'withdraw':
      return withdraw(state, command, context);
    case 'change':
      return change(state, command, context);
    case 'add_tag':
      return addTag(state, command, context);
    case 'remove_tag':
      return removeTag(state, command, context);
    case 'accept':
      return acceptProposed(state, command, context);
    case 'decline':
      return decline(state, command, context);
    case 'set_status':
      return setStatus(state, command, context);
    case 'decide':
      return decideItem(state, command, context);
    case 'take_back':
      return takeBack(state, context);
    case 'assign':
      return assign(state, command, context);
    case 'take':
      return take(state, context);
    case 'hold':
      return hold(state, command, context);
    case 'release':
      return release(state, context);
    case 'write':
      return write(state, command, context);
    case 'note':
      return note(state, command, context);
    case 'change_note':
      return changeNote(state, command, context);
    case 'delete':
      return remove(state, context);
    default:
      return command satisfies never;
  }
};

export const evolve = (state: ItemState, event: Event): ItemState =>
  kindOf(event.thing) === 'item'
    ? { ...state, item: changed<Item>(state.item, event) }
    : { ...state, notes: changedAmong<Note>(state.notes, event) };

/** The one timer of an item stands where its next change by itself is: a decision becomes final, a hold ends. */
export const withAlarm = (
  state: ItemState,
  decision: Extract<Decision, { yes: true }>,
  { practice }: Pick<Context, 'practice'>,
): Decision => {
  const before = alarm(state.item, practice.time_zone);
  const { item } = decision.events.reduce(evolve, state);
  const after = alarm(item, practice.time_zone);
  if (before === after) return decision;
  const effect = after
    ? ({ do: 'wake', room: 'item', thing: item.id, at: after } as const)
    : ({ do: 'sleep', room: 'item', thing: item.id } as const);
  return accept(decision.events, [...decision.effects, effect]);
};
