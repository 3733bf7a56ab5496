import { expect, test } from 'vitest';
import { windowOf } from './explain.ts';
import { newMessage } from './testing.ts';

const CHANNEL = { hold_minutes: 10, manual_seconds: 30 };
const at = (time: string) => `2026-11-02T${time}.000Z`;
const one = (written: string, planned: string, leaves: string, more = {}) => ({
  ...newMessage(more),
  created_at: at(written),
  planned_at: at(planned),
  leaves_at: at(leaves),
});

test('ME-121 ME-52 what sets the time is the plan, the hold window, or a move after it (worked example 5)', () => {
  expect(windowOf(one('08:50:00', '09:00:00', '09:00:00'), CHANNEL)).toMatchObject({ by: 'plan', kept_seconds: 600 });
  expect(windowOf(one('11:03:00', '11:03:00', '11:13:00'), CHANNEL)).toMatchObject({ by: 'hold_window' });
  expect(windowOf(one('11:03:00', '11:03:00', '11:03:30', { automatic: false }), CHANNEL)).toMatchObject({
    by: 'hold_window',
    kept_seconds: 30,
  });
  expect(windowOf(one('11:03:00', '11:03:00', '15:00:00'), CHANNEL)).toMatchObject({ by: 'moved' });
  expect(windowOf(one('11:03:00', '11:03:00', '11:03:00', { class: 'internal' }), CHANNEL)).toMatchObject({
    by: 'at_once',
    kept_seconds: 0,
  });
});
