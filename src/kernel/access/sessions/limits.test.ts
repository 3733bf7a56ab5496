import { describe, expect, test } from 'vitest';
import { useDoors } from '../testing.ts';
import { LIMITS, spend } from './limits.ts';

const doors = useDoors();

describe('limits', () => {
  test('PL-46 each limit lets its burst through at once, then says how long to wait, then fills again', async () => {
    doors.pass(0);
    for (const limit of ['key', 'whole_export', 'calendar_feed', 'public_page'] as const) {
      const { burst, per, count } = LIMITS[limit];
      const take = () => spend(doors.access, [[limit, 'a']]);
      for (let i = 0; i < burst; i += 1) expect([limit, i, await take()]).toEqual([limit, i, null]);
      const wait = (await take())!;
      expect([limit, wait]).toEqual([limit, Math.max(1, Math.ceil(per / count / 1000))]);
      doors.pass(per / count + 1);
      expect(await take()).toBeNull();
      expect(await take()).not.toBeNull();
      doors.pass(per);
      expect(await take()).toBeNull();
    }
  });

  test('PL-46 many nodes at once take no more than the limit', async () => {
    const taken = await Promise.all(Array.from({ length: 40 }, () => spend(doors.access, [['reset', 'at once']])));
    expect(taken.filter((wait) => wait === null)).toHaveLength(LIMITS.reset.burst);
  });

  test('PL-46 PL-S21 what a key does beyond its limit costs its practice nothing, and no other practice waits', async () => {
    for (let i = 0; i < 130; i += 1)
      await spend(doors.access, [
        ['key', 'greedy'],
        ['whole_export', `practice-${i > 100}`],
      ]);
    expect(await spend(doors.access, [['whole_export', 'practice-true']])).toBeNull();
  });

  test('PL-46 over a limit the API answers 429 with Retry-After, and loses nothing', async () => {
    const call = doors.api({ 'x-test-address': '203.0.113.50' });
    for (let i = 0; i < LIMITS.public_page.burst; i += 1) expect((await call('GET', '/me')).status).toBe(401);
    const over = await call('GET', '/me');
    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await doors.api({ 'x-test-address': '203.0.113.51' })('GET', '/me')).status).toBe(401);
    doors.pass(1_001);
    expect((await call('GET', '/me')).status).toBe(401);
  });
});
