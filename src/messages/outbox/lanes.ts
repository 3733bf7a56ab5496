import type { Answer } from './port.ts';

/** How many messages are begun together, and how they are called. Pure but for the calls. */

/** So long may what was begun together take: what a kill leaves unsure is what leaves within it (ME-63). */
const ROUND_MS = 500;
const MOST = 500;

/** How many to begin next, after `many` took `ms`: never fewer than the exit takes at once, and not suddenly many more. */
export const nextRound = (many: number, ms: number, atOnce: number): number =>
  Math.max(atOnce, Math.min(MOST, many * 4, Math.floor((many * ROUND_MS) / Math.max(ms, 1))));

/** Begun this long ago and not called yet, a message is not called any more: soon nobody would know whether it was (ME-63). */
export const CALLED_WITHIN_MS = 20_000;
export const SLOW: Answer = { answer: 'down', text: 'It takes too long to answer: the message’s turn did not come.' };

/**
 * Calls for each, so many at the same time (ME-68), and answers in their order. Once the channel is down, and when its turn
 * comes after `until`, a message is not called: nothing of it has left (ME-62). `until` is a time of `performance.now()`.
 */
export const inLanes = async <One>(
  all: readonly One[],
  { lanes, until }: { lanes: number; until: number },
  call: (one: One) => Promise<Answer>,
): Promise<Answer[]> => {
  const answers: Answer[] = [];
  let down: Answer | null = null;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < all.length) {
      const mine = next;
      next += 1;
      if (!down && performance.now() > until) down = SLOW;
      const answer = down ?? (await call(all[mine]!));
      answers[mine] = answer;
      if (answer.answer === 'down') down = answer;
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, all.length) }, lane));
  return answers;
};
