import { addMilliseconds, type Instant, latest } from '#ground/time.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import { nextSlot, sendWindow } from '#messages/channels/window.ts';
import type { Message } from './model.ts';
import { allowedAt, isInside } from './times.ts';

/** No address gets more automatic messages than this within a day, of all modules together (ME-48). */
export const MOST_A_DAY = 3;
export const DAY_MS = 24 * 60 * 60_000;

type Capped = Pick<Message, 'class' | 'channel' | 'automatic' | 'by_hand' | 'zone'>;

/** To members and what somebody pressed the button for knows no cap (ME-47, ME-48). */
export const isCapped = (message: Capped): boolean => message.automatic && !message.by_hand && !isInside(message);

/**
 * When the address has had its share: from the next slot on, as soon as there is room again; null while there is room now.
 * `recent`: when automatic messages to it began to leave. Pure (ME-48).
 */
export const roomAt = (
  message: Capped,
  recent: readonly Instant[],
  now: Instant,
  practice: PracticeFacts,
): Instant | null => {
  const since = addMilliseconds(now, -DAY_MS);
  const within = recent.filter((at) => at > since).sort();
  if (!isCapped(message) || within.length < MOST_A_DAY) return null;
  const free = addMilliseconds(within.at(-MOST_A_DAY)!, DAY_MS);
  const slot = nextSlot(addMilliseconds(now, 1), sendWindow(practice));
  return allowedAt(message, { wanted: latest(free, slot)!, manual: false }, practice).at;
};
