import { plural } from '#ground/text.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem, refused, undoable } from '#kernel/decision/rules.ts';
import type { Message, MessageState, OutboxState } from './model.ts';
import { sleep, told, wakeAt } from './telling.ts';
import { leavesAt } from './times.ts';

/** What members do with a message before and after it left (messages.md 3.2). */

/** Refuses `already_leaving` once the attempt began, `not_now` in any state but these, with the state's name (ME-53). */
export const only = ({ message }: Pick<OutboxState, 'message'>, ...states: MessageState[]): Refusal | null => {
  if (states.includes(message.state)) return null;
  const facts = { state: message.state };
  return message.state === 'started'
    ? refused('already_leaving', 'It is leaving right now, so nothing can be changed any more.', facts)
    : refused('not_now', `This message ${IS[message.state]}, so that cannot be done.`, facts);
};

const IS: Record<MessageState, string> = {
  planned: 'waits to leave',
  held: 'is held',
  recalled: 'was recalled',
  started: 'is leaving right now',
  sent: 'was sent',
  failed: 'failed',
  unknown: 'may have left, which must be settled first',
};

const HELD_BY_HAND = 'Somebody held it.';

export const hold = (state: OutboxState, code = 'by_hand', reason = HELD_BY_HAND): Decision =>
  only(state, 'planned') ??
  accept([told(state.message, 'message.held', { state: 'held', reason_code: code, reason })], [sleep(state.message)]);

/** Back to planned; when it leaves is set anew (messages.md 3.2). A value that is missing still holds it (ME-12). */
export const release = (state: OutboxState, context: Context): Decision => {
  const { message } = state;
  const no = only(state, 'held');
  if (no) return no;
  if (message.missing.length) {
    const what = plural(message.missing.length, 'value is', 'values are');
    return refused(
      'value_missing',
      `${what} still missing: ${message.missing.join(', ')}. Fill it in on the record, or edit this message.`,
    );
  }
  return plan(state, { verb: 'message.planned', from: message.planned_at }, context);
};

export const recall = (state: OutboxState, code: string, reason: string, context: Context): Decision =>
  only(state, 'planned', 'held') ??
  accept(
    [
      {
        ...told(state.message, 'message.recalled', { state: 'recalled', reason_code: code, reason }),
        ...undoable(context),
      },
    ],
    [sleep(state.message)],
  );

/** Taking a recall back, if its cause still stands (messages.md 3.2). */
export const restore = (state: OutboxState, context: Context): Decision => {
  const no = only(state, 'recalled');
  if (no) return no;
  if (!state.leave.go) return refused('cause_gone', `It cannot leave any more: ${state.leave.because}`);
  return plan(state, { verb: 'message.restored', from: state.message.planned_at }, context);
};

export const sendLater = (state: OutboxState, at: string, context: Context): Decision => {
  const no = only(state, 'planned', 'held');
  if (no) return no;
  if (at <= context.now) return invalid(problem('/at', 'past', 'Give a time that is still to come.'));
  if (state.message.missing.length) return release(state, context);
  return plan(state, { verb: 'message.planned', from: at }, context);
};

/** A member's press: as soon as a message by hand would leave. */
export const sendNow = (state: OutboxState, context: Context): Decision =>
  only(state, 'planned', 'held') ??
  (state.message.missing.length
    ? release(state, context)
    : plan(state, { verb: 'message.planned', from: context.now, pressed: true }, context));

export const retry = (state: OutboxState, context: Context): Decision =>
  only(state, 'failed') ??
  plan(state, { verb: 'message.planned', from: context.now, pressed: true, set: { tries: 0 } }, context);

/** Nobody knows whether it left; a person does (ME-64). */
export const resolve = (state: OutboxState, went: boolean, context: Context): Decision =>
  only(state, 'unknown') ??
  accept(
    [
      went
        ? told(state.message, 'message.sent', {
            state: 'sent',
            accepted_at: context.now,
            reason_code: 'said_so',
            reason: 'Somebody found that it went.',
          })
        : told(state.message, 'message.failed', {
            state: 'failed',
            reason_code: 'said_so',
            reason: 'Somebody found that it did not go.',
          }),
    ],
    [sleep(state.message)],
  );

/** With the same Message-ID, so that a receiver who has it already sees one (ME-59, ME-64). */
export const sendAgain = (state: OutboxState, context: Context): Decision =>
  only(state, 'unknown') ??
  plan(state, { verb: 'message.planned', from: context.now, pressed: true, set: { sent_again: true } }, context);

interface Planning {
  verb: 'message.planned' | 'message.restored';
  from: string;
  /** Counts as a message by hand: the short window, and no waiting for a slot (ME-44, ME-52). */
  pressed?: boolean;
  set?: Partial<Message>;
}

const plan = (state: OutboxState, { verb, from, pressed = false, set }: Planning, context: Context): Decision => {
  const { message, channel } = state;
  const leaves_at = leavesAt(message, { planned: from, pressed }, channel, context);
  const facts = {
    state: 'planned',
    leaves_at,
    reason_code: null,
    reason: null,
    waits_since: null,
    ...(pressed && { by_hand: true }),
    ...set,
  } as const;
  return accept([told(state.message, verb, facts)], [wakeAt(message, leaves_at)]);
};
