import { addMilliseconds, type Instant, latest } from '#ground/time.ts';
import type { Context, PracticeFacts } from '#kernel/decision/model.ts';
import { type Leaving, sendWindow, leavesAt as windowed } from '#messages/channels/window.ts';
import type { ChannelFacts, Message } from './model.ts';

/** When messages leave and are tried again. */

export const MINUTE = 60_000;

/** An attempt that is open for as long has lost its node (ME-63). */
export const LOST_AFTER_MS = 2 * MINUTE;
/** The provider is asked for an unknown text as often, and for as long (ME-64). */
export const LOOK_EVERY_MS = 1 * MINUTE;
export const LOOKED_FOR_MS = 10 * MINUTE;
/** A planned message whose job never came to it is given to the worker again. */
export const GIVEN_AGAIN_MS = 3 * MINUTE;
/** A channel that is down is tried as often, and keeps its messages for a day (ME-62). */
export const DOWN_EVERY_MS = 5 * MINUTE;
export const DOWN_AT_MOST_MS = 24 * 60 * MINUTE;
/** To the first try belong these two more (ME-60). */
const RETRIES_MS = [5 * MINUTE, 30 * MINUTE];
export const TRIES = RETRIES_MS.length + 1;

type Timed = Pick<Message, 'class' | 'channel' | 'automatic' | 'zone'>;
interface When {
  planned: Instant;
  /** A member pressed the button for it, whoever wrote it. */
  pressed?: boolean;
}

/**
 * It stands in the outbox so long that somebody can stop it, and then leaves inside the practice's window and the
 * recipient's hours (ME-44 to ME-47, ME-52); what goes to members leaves at once.
 */
export const leavesAt = (
  message: Timed,
  { planned, pressed = false }: When,
  channel: Pick<ChannelFacts, 'hold_minutes' | 'manual_seconds'>,
  { now, practice }: Pick<Context, 'now' | 'practice'>,
): Instant => {
  const manual = pressed || !message.automatic;
  const stay = manual ? channel.manual_seconds * 1000 : channel.hold_minutes * MINUTE;
  const wanted = isInside(message) ? latest(planned, now)! : latest(planned, addMilliseconds(now, stay))!;
  return allowedAt(message, { wanted, manual }, practice).at;
};

/** The first time from `wanted` on at which it may leave, and why that is later (ME-44 to ME-47). */
export const allowedAt = (
  message: Timed,
  { wanted, manual }: { wanted: Instant; manual: boolean },
  practice: PracticeFacts,
): Leaving =>
  windowed(
    { channel: message.channel, class: message.class, manual, wanted, zone: message.zone ?? practice.time_zone },
    sendWindow(practice),
  );

/** To members: no window, no cap, no brake (ME-47). */
export const isInside = (message: Pick<Message, 'class'>): boolean =>
  message.class === 'internal' || message.class === 'security';

/** After the n-th refusal for now: 5 and 30 minutes, ±20 % by the message, or what the provider asks if that is longer (ME-60). */
export const nextTry = (
  message: Pick<Message, 'id'>,
  refusals: number,
  retryAfterSeconds: number | undefined,
  now: Instant,
): Instant => {
  const wait = RETRIES_MS[refusals - 1]! * (1 + spread(message.id, refusals));
  return addMilliseconds(now, Math.round(Math.max(wait, (retryAfterSeconds ?? 0) * 1000)));
};

/** From -0.2 to 0.2, the same for the same message and try, so that a thousand refused together do not come back together. */
const spread = (id: string, salt: number): number => {
  let hash = salt;
  for (const letter of id) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return (hash / 0xffffffff) * 0.4 - 0.2;
};
