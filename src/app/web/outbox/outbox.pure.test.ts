import { expect, test } from 'vitest';
import { STATES } from '#messages/outbox/model.ts';
import { doable } from './acts.tsx';
import { clockOf } from './countdown.tsx';
import { kept } from './words.ts';

test('ME-120 the time until it leaves is counted down in minutes and seconds', () => {
  expect([600_000, 59_001, 1, 3_599_000].map(clockOf)).toEqual(['10:00', '1:00', '0:01', '59:59']);
  expect([600, 30, 60].map(kept)).toEqual(['10 minutes', '30 seconds', '1 minute']);
});

test('ME-53 §3.2 each state offers its own moves and no other; what is over offers none', () => {
  const of = (state: (typeof STATES)[number], reason_code: string | null = null) => doable({ state, reason_code });
  expect(of('held', 'needs_approval')[0]).toBe('approve');
  expect(of('held', 'value_missing')[0]).toBe('release');
  expect(STATES.filter((state) => of(state).includes('recall'))).toEqual(['planned', 'held']);
  expect(STATES.filter((state) => of(state).length === 0)).toEqual(['recalled', 'started', 'sent']);
  expect(of('unknown')).toEqual(['went', 'did_not', 'send_again']);
});
