import { expect, test } from 'vitest';
import { inLanes, nextRound, SLOW } from './lanes.ts';
import type { Answer } from './port.ts';

const TAKEN: Answer = { answer: 'accepted', provider_id: '250', refused: [] };
const LATER = Number.POSITIVE_INFINITY;
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('ME-68 no more are called at the same time than the exit takes, and each answer stands at its message’s place', async () => {
  let [now, most] = [0, 0];
  const answers = await inLanes([...Array(23).keys()], { lanes: 5, until: LATER }, async (n) => {
    now += 1;
    most = Math.max(most, now);
    await soon(23 - n);
    now -= 1;
    return { ...TAKEN, provider_id: String(n) };
  });
  expect(most).toBe(5);
  expect(answers.map((answer) => answer.answer === 'accepted' && answer.provider_id)).toEqual(
    [...Array(23).keys()].map(String),
  );
});

test('ME-62 once the channel is down the others of the round are not called, and wait with it', async () => {
  const called: number[] = [];
  const answers = await inLanes([0, 1, 2, 3], { lanes: 1, until: LATER }, async (n) => {
    called.push(n);
    return n === 1 ? { answer: 'down', text: '535 wrong password' } : TAKEN;
  });
  expect(called).toEqual([0, 1]);
  expect(answers.map(({ answer }) => answer)).toEqual(['accepted', 'down', 'down', 'down']);
});

test('ME-63 a message whose turn comes too late is not called: by then its attempt is about to be given up', async () => {
  const answers = await inLanes([0, 1, 2], { lanes: 1, until: performance.now() + 20 }, async () => {
    await soon(30);
    return TAKEN;
  });
  expect(answers).toEqual([TAKEN, SLOW, SLOW]);
});

test('ME-63 so many are begun together as leave within half a second: what a kill leaves unsure is no more', () => {
  expect(nextRound(5, 10, 5)).toBe(20);
  expect(nextRound(20, 200, 5)).toBe(50);
  expect(nextRound(50, 2000, 5)).toBe(12);
  expect(nextRound(12, 9000, 5)).toBe(5);
  expect(nextRound(90, 1, 5)).toBe(360);
  expect(nextRound(400, 1, 5)).toBe(500);
});
