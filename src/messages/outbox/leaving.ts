import { addMilliseconds, millisecondsBetween } from '#ground/time.ts';
import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import { MOST_A_DAY, roomAt } from './cap.ts';
import type { Attempt, Message, MessageCommand, OutboxState } from './model.ts';
import type { Answer } from './port.ts';
import { recall } from './steering.ts';
import { atItsTime, lookedFor, sleep, type Told, told, wakeAt } from './telling.ts';
import {
  allowedAt,
  DOWN_AT_MOST_MS,
  DOWN_EVERY_MS,
  isInside,
  LOOKED_FOR_MS,
  LOST_AFTER_MS,
  nextTry,
  TRIES,
} from './times.ts';
import { reachable, tooLong } from './writing.ts';

/**
 * How a message leaves: an attempt is begun and committed, the provider is called, the attempt is ended. Killed in between,
 * nobody knows, and so it says (ME-58 … ME-66).
 */

type Of<D extends MessageCommand['do']> = Extract<MessageCommand, { do: D }>;

/** Its time has come, an attempt is overdue for its end, or nothing is to be done any more. */
export const wake = (state: OutboxState, context: Context): Decision => {
  const { message } = state;
  if (message.state === 'planned') return accept([], atItsTime(message, context));
  if (message.state === 'unknown') return lookAgain(state, context);
  if (message.state !== 'started') return accept([]);
  const lost = addMilliseconds(message.started_at!, LOST_AFTER_MS);
  if (context.now < lost) return accept([], [wakeAt(message, lost)]);
  return unknown(state, 'Its node went away before the provider’s answer was written down.', context);
};

/** An unknown text is looked for at its provider, again and again for a while; then a person is asked (ME-64). */
const lookAgain = ({ message }: OutboxState, context: Context): Decision => {
  const since = message.attempts.at(-1)?.ended_at;
  if (message.channel !== 'sms' || !since || millisecondsBetween(since, context.now) > LOOKED_FOR_MS) return accept([]);
  return accept([], lookedFor(message, context));
};

const ENOUGH = `This address has had ${MOST_A_DAY} automatic messages within 24 hours, and gets no more.`;

/** Messages to one address go one after another; this one looks again so soon (ME-57). */
const BEHIND_MS = 15_000;

/**
 * The worker begins attempt `attempt`: all that may have changed since it was written is asked again (ME-55). What may not
 * leave is recalled or held, with the reason; a job that is not due any more changes nothing.
 */
export const begin = (state: OutboxState, { attempt, node }: Of<'begin'>, context: Context): Decision => {
  const { message, leave } = state;
  if (!isDue(message, attempt, context)) return accept([]);
  if (message.erased_at) return recall(state, 'erased', 'Its words and addresses were erased.', context);
  if (!leave.go) {
    const set = {
      state: leave.instead === 'recall' ? 'recalled' : 'held',
      reason_code: leave.code,
      reason: leave.because,
    } as const;
    return accept(
      [told(message, leave.instead === 'recall' ? 'message.recalled' : 'message.held', set)],
      [sleep(message)],
    );
  }
  if (leave.writing?.missing.length) {
    const reason = `A value is missing now: ${leave.writing.missing.join(', ')}.`;
    const set = { ...leave.writing, state: 'held', reason_code: 'value_missing', reason } as const;
    return accept([told(message, 'message.held', set)], [sleep(message)]);
  }
  const long = tooLong({ ...message, ...leave.writing });
  if (long) {
    const set = { ...leave.writing, state: 'held', ...long } as const;
    return accept([told(message, 'message.held', set)], [sleep(message)]);
  }
  const { able, no } = reachable(message, state.known);
  if (no) {
    const set = { state: 'recalled', reason_code: no.code, reason: no.because } as const;
    return accept([told(message, 'message.recalled', set)], [sleep(message)]);
  }
  const awake = allowedAt(
    message,
    { wanted: context.now, manual: !message.automatic || message.by_hand },
    context.practice,
  );
  if (awake.because) {
    const set = { leaves_at: awake.at, reason_code: 'outside_hours', reason: awake.because };
    return accept([told(message, 'message.put_back', set)], [wakeAt(message, awake.at)]);
  }
  const room = roomAt(message, state.recent, context.now, context.practice);
  if (room) {
    const set = { leaves_at: room, reason_code: 'enough_today', reason: ENOUGH };
    return accept([told(message, 'message.put_back', set)], [wakeAt(message, room)]);
  }
  if (state.behind) return accept([], [wakeAt(message, addMilliseconds(context.now, BEHIND_MS))]);
  const begun: Attempt = {
    number: attempt,
    node,
    started_at: context.now,
    ended_at: null,
    outcome: 'started',
    code: null,
    answer: null,
    ...(leave.asked && { asked: leave.asked }),
  };
  const set: Told = {
    ...leave.writing,
    recipients: able,
    state: 'started',
    started_at: context.now,
    attempt: begun,
  };
  return accept(
    [told(message, 'message.started', set)],
    [wakeAt(message, addMilliseconds(context.now, LOST_AFTER_MS))],
  );
};

/** Nothing leaves with a gap in it: it is held, and somebody is told (ME-31). */
export const lacks = ({ message }: OutboxState, { attempt, file }: Of<'lacks'>, context: Context): Decision => {
  if (!isDue(message, attempt, context)) return accept([]);
  const reason = `«${file}» is not there any more, so it would leave without it.`;
  return accept(
    [told(message, 'message.held', { state: 'held', reason_code: FILE_MISSING, reason })],
    [sleep(message)],
  );
};

export const FILE_MISSING = 'file_missing';

/** Of a job that comes late or twice it is not. */
const isDue = (message: Message, attempt: number, { now }: Context): boolean =>
  message.state === 'planned' && message.attempts.length + 1 === attempt && message.leaves_at <= now;

/** The provider answered, or did not. An answer that comes after the node was given up still counts: it is evidence (ME-65). */
export const end = (state: OutboxState, { attempt, answer, saved }: Of<'end'>, context: Context): Decision => {
  const { message } = state;
  const evidence = message.state === 'unknown' && answer.answer !== 'unknown';
  if (message.attempts.length !== attempt || !(message.state === 'started' || evidence)) return accept([]);
  switch (answer.answer) {
    case 'accepted': {
      const set: Told = {
        state: 'sent',
        accepted_at: context.now,
        provider_id: answer.provider_id,
        refused: [...answer.refused],
        saved,
        ...CLEAR,
        attempt: ended(message, { outcome: 'sent', code: null, answer: answer.provider_id }, context),
      };
      return accept([told(message, 'message.sent', set)], [sleep(message)]);
    }
    case 'refused':
      return answer.temporary ? refusedForNow(state, answer, context) : refusedForGood(state, answer, context);
    case 'down':
      return channelDown(state, answer.text, context);
    case 'unknown':
      return unknown(state, answer.text, context);
  }
};

type Refused = Extract<Answer, { answer: 'refused' }>;
const CLEAR = { reason_code: null, reason: null, waits_since: null } as const;

/** Nothing left. Three times, and it has failed (ME-60). */
const refusedForNow = ({ message }: OutboxState, answer: Refused, context: Context): Decision => {
  const tries = message.tries + 1;
  const attempt = ended(message, { outcome: 'refused', code: answer.code, answer: answer.text }, context);
  if (tries >= TRIES)
    return accept(
      [
        told(message, 'message.failed', {
          state: 'failed',
          tries,
          attempt,
          reason_code: 'refused',
          reason: words(answer),
        }),
      ],
      [sleep(message)],
    );
  const leaves_at = nextTry(message, tries, answer.retry_after, context.now);
  const set = {
    state: 'planned',
    tries,
    attempt,
    leaves_at,
    reason_code: 'refused_for_now',
    reason: words(answer),
  } as const;
  return accept([told(message, 'message.put_back', set)], [wakeAt(message, leaves_at)]);
};

const refusedForGood = ({ message }: OutboxState, answer: Refused, context: Context): Decision => {
  const bounce =
    answer.bounce === 'hard'
      ? {
          bounced_at: context.now,
          bounce: { kind: 'hard', address: message.address, code: answer.code, text: answer.text } as const,
        }
      : {};
  const set: Told = {
    state: 'failed',
    attempt: ended(message, { outcome: 'refused', code: answer.code, answer: answer.text }, context),
    reason_code: answer.bounce ?? 'refused',
    reason: words(answer),
    ...bounce,
  };
  return accept([told(message, 'message.failed', set)], [sleep(message)]);
};

/** The channel's fault, not the message's: it uses no try, and waits a day at most (ME-62). */
const channelDown = ({ message }: OutboxState, text: string, context: Context): Decision => {
  const attempt = ended(message, { outcome: 'down', code: null, answer: text }, context);
  const waits_since = message.waits_since ?? context.now;
  if (millisecondsBetween(waits_since, context.now) >= DOWN_AT_MOST_MS) {
    const set = {
      state: 'held',
      attempt,
      reason_code: 'channel_down',
      reason: `The channel is down for a day: ${text}`,
    } as const;
    return accept([told(message, 'message.held', set)], [sleep(message)]);
  }
  const leaves_at = addMilliseconds(context.now, DOWN_EVERY_MS);
  const set = {
    state: 'planned',
    attempt,
    leaves_at,
    waits_since,
    reason_code: 'channel_down',
    reason: text,
  } as const;
  return accept([told(message, 'message.put_back', set)], [wakeAt(message, leaves_at)]);
};

/**
 * It may have left. Never sent again blindly: a person is asked, or, where the practice chose so and for what goes to
 * members, it is sent once more under the same Message-ID (ME-63, ME-64).
 */
const unknown = ({ message, channel }: OutboxState, text: string, context: Context): Decision => {
  const attempt = ended(message, { outcome: 'unknown', code: null, answer: text }, context);
  const again =
    message.channel === 'email' && (isInside(message) || channel.unknown_policy === 'again') && !message.sent_again;
  if (again) {
    const set = {
      state: 'planned',
      attempt,
      sent_again: true,
      leaves_at: context.now,
      reason_code: 'unknown',
      reason: text,
    } as const;
    return accept([told(message, 'message.put_back', set)], [wakeAt(message, context.now)]);
  }
  const set = { state: 'unknown', attempt, reason_code: 'unknown', reason: text } as const;
  const next = message.channel === 'sms' ? lookedFor(message, context) : [sleep(message)];
  return accept([told(message, 'message.unknown', set)], next);
};

const words = ({ code, text }: Refused): string => (text.includes(code) ? text : `${code} ${text}`.trim());

const ended = (
  { attempts }: Message,
  how: Pick<Attempt, 'outcome' | 'code' | 'answer'>,
  { now }: Context,
): Partial<Attempt> => ({ number: attempts.length, ...how, ended_at: now });
