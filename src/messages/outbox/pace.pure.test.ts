import { describe, expect, test } from 'vitest';
import { lastLeaves } from './pace.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const at = (time: string) => `2026-11-02T${time}.000Z`;

describe('when the last one leaves', () => {
  test('ME-125 10,000 due at once leave for 2 hours and 46 minutes at 60 a minute', () => {
    expect(lastLeaves([{ at: NOW, n: 10_000 }], 60, NOW)).toBe('2026-11-02T11:46:40.000Z');
    expect(lastLeaves([{ at: NOW, n: 10_000 }], 6_000, NOW)).toBe('2026-11-02T09:01:40.000Z');
  });

  test('ME-125 what comes later waits for what is still leaving, and not for what has left', () => {
    expect(
      lastLeaves(
        [
          { at: at('09:00:00'), n: 600 },
          { at: at('09:05:00'), n: 60 },
        ],
        60,
        NOW,
      ),
    ).toBe(at('09:11:00'));
    expect(
      lastLeaves(
        [
          { at: at('09:00:00'), n: 600 },
          { at: at('15:00:00'), n: 120 },
        ],
        60,
        NOW,
      ),
    ).toBe(at('15:02:00'));
  });

  test('ME-125 what is late is due now, and their order does not matter', () => {
    expect(
      lastLeaves(
        [
          { at: at('09:01:00'), n: 60 },
          { at: at('07:00:00'), n: 120 },
        ],
        60,
        NOW,
      ),
    ).toBe(at('09:03:00'));
  });

  test('ME-125 nothing is said where the limit holds up nobody for a minute', () => {
    expect(lastLeaves([], 60, NOW)).toBeNull();
    expect(lastLeaves([{ at: NOW, n: 60 }], 60, NOW)).toBeNull();
    expect(
      lastLeaves(
        [
          { at: NOW, n: 30 },
          { at: at('09:10:00'), n: 30 },
        ],
        60,
        NOW,
      ),
    ).toBeNull();
  });
});
