import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { at, doTo, LONG, makeSome, readEvents, readNotes, useNotes } from '#kernel/loop/testing.ts';
import { notes } from '#kernel/loop/testing-room.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import { sandboxApi } from './api.ts';
import { moveClock } from './clock.ts';

const house = useNotes();
const START = '2026-07-01T09:00:00.000Z';
const HOUR = 3_600_000;

const aSandbox = async (kernel: Kernel = house.kernel) => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: START, time_zone: 'Australia/Sydney' });
  const place = testPlace(practice);
  const arm = async (title: string, when: Instant, more: { every_ms?: number; times?: number } = {}): Promise<Id> => {
    const [id] = await makeSome(house.kernel, practice, [{ title }]);
    await doTo(house.kernel, place, id!, { do: 'arm', at: when, ...more });
    return id!;
  };
  const move = (to: Instant) => moveClock(kernel, place, to);
  const woken = async () =>
    Object.fromEntries((await readNotes(house.kernel, practice)).map(({ title, woken }) => [title, woken]));
  const now = () => at(house.kernel, practice, async (desk) => desk.now);
  return { practice, place, arm, move, woken, now };
};

const later = (ms: number) => addMilliseconds(START, ms);

describe('PL-142 moving the clock', () => {
  test('PL-142 goes from due point to due point in order: each thing wakes at its own time, and then the clock stands', async () => {
    const { practice, arm, move, woken, now } = await aSandbox();
    await arm('second', later(2 * HOUR));
    await arm('first', later(HOUR), { every_ms: 5 * HOUR, times: 2 });
    await arm('never', later(100 * HOUR));
    expect(await now()).toBe(START);
    expect(await move(later(10 * HOUR))).toEqual({
      yes: true,
      now: later(10 * HOUR),
      arrived: true,
      woken: 3,
      failed: 0,
    });
    expect(await woken()).toEqual({ first: [later(HOUR), later(6 * HOUR)], second: [later(2 * HOUR)], never: [] });
    expect(await now()).toBe(later(10 * HOUR));
    const events = await readEvents(house.kernel, practice);
    expect(events.filter(({ verb }) => verb === 'note.woke').map(({ at: when }) => when)).toEqual([
      later(HOUR),
      later(2 * HOUR),
      later(6 * HOUR),
    ]);
    expect(events.at(-1)).toMatchObject({ verb: 'practice.clock_moved', facts: { now: [START, later(10 * HOUR)] } });
  });

  test('PL-142 what was due before wakes at once, at the time the clock stands at', async () => {
    const { arm, move, woken } = await aSandbox();
    await arm('late', addMilliseconds(START, -HOUR));
    await move(later(1));
    expect(await woken()).toEqual({ late: [START] });
  });

  test('PL-142 moving in one leap equals moving in many small steps, and in two halves at once', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
    const timers = fc.array(
      fc.record({ due: fc.integer({ min: -5, max: 60 }), every: fc.integer({ min: 0, max: 30 }), times: fc.nat(4) }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(timers, steps, async (armed, hops) => {
        const [leap, walk, pair] = [await aSandbox(chained()), await aSandbox(chained()), await aSandbox(chained())];
        for (const one of [leap, walk, pair])
          for (const [i, { due, every, times }] of armed.entries())
            await one.arm(`n${i}`, later(due * HOUR), { every_ms: every * HOUR, times });
        const end = later(hops.reduce((sum, hop) => sum + hop, 0) * HOUR);
        await leap.move(end);
        let hours = 0;
        for (const hop of hops) {
          hours += hop;
          await walk.move(later(hours * HOUR));
        }
        await Promise.all([pair.move(end), pair.move(end)]);
        const told = await leap.woken();
        expect(await walk.woken()).toEqual(told);
        expect(await pair.woken()).toEqual(told);
        for (const times of Object.values(told)) expect(times).toEqual(times.toSorted());
      }),
      { numRuns: LONG ? 200 : 6 },
    );
  }, 600_000);

  /** Things that act on each other: each third waking of a note arms its neighbour an hour later. */
  const chained = (): Kernel => ({
    ...house.kernel,
    react: async (kernel, desk, caller, happened) => {
      const woke = happened.filter(({ verb, facts }) => verb === 'note.woke' && (facts.count![1] as number) % 3 === 0);
      if (!woke.length) return;
      const { rows } = await sql<{ id: Id; title: string }>`select id, title from app.note order by title`.execute(
        desk.tx,
      );
      const wanted = woke.map(({ thing }) => {
        const place = rows.findIndex(({ id }) => thing.endsWith(id));
        return {
          id: rows[(place + 1) % rows.length]!.id,
          command: { do: 'arm' as const, at: addMilliseconds(desk.now, HOUR), every_ms: 7 * HOUR, times: 1 },
        };
      });
      for (const want of wanted) await act(kernel, desk, { ...caller, who: testWho('Owner') }, notes, [want]);
    },
  });

  test('PL-142 a thing that cannot be woken is left asleep and does not hold the clock', async () => {
    const { practice, place, arm, woken } = await aSandbox();
    await arm('broken', later(HOUR));
    await arm('whole', later(HOUR));
    await arm('after', later(2 * HOUR));
    const kernel: Kernel = {
      ...house.kernel,
      react: async (_kernel, desk, _caller, happened) => {
        const { rows } = await sql<{ id: Id }>`select id from app.note where title = 'broken'`.execute(desk.tx);
        if (happened.some(({ thing }) => thing.endsWith(rows[0]!.id))) throw new Error('broken');
      },
    };
    const faults: unknown[] = [];
    const moved = await moveClock(kernel, place, later(3 * HOUR), { onFault: (error) => faults.push(error) });
    expect(moved).toMatchObject({ arrived: true, woken: 2, failed: 1 });
    expect(faults).toHaveLength(1);
    expect(await woken()).toEqual({ broken: [], whole: [later(HOUR)], after: [later(2 * HOUR)] });
    expect((await readEvents(house.kernel, practice)).at(-1)!.verb).toBe('practice.clock_moved');
  });

  test('PL-142 killed in between, it goes on from where it stood', async () => {
    const { place, arm, move, woken, now } = await aSandbox();
    for (let i = 1; i <= 4; i += 1) await arm(`n${i}`, later(i * HOUR));
    const allowed = [false, false, true];
    const over = () => allowed.shift() ?? true;
    expect(await moveClock(house.kernel, place, later(9 * HOUR), { over })).toMatchObject({
      arrived: false,
      now: later(2 * HOUR),
      woken: 2,
    });
    expect(await now()).toBe(later(2 * HOUR));
    await move(later(9 * HOUR));
    expect(await woken()).toEqual({
      n1: [later(HOUR)],
      n2: [later(2 * HOUR)],
      n3: [later(3 * HOUR)],
      n4: [later(4 * HOUR)],
    });
  });
});

describe('PL-142 who moves which clock', () => {
  const apiOf = async (kind: 'live' | 'sandbox', who = testWho('Manager')) => {
    const practice = await testPractice(house.kernel, {
      kind,
      ...(kind === 'sandbox' ? { now: START } : {}),
      time_zone: 'Europe/London',
    });
    return { practice, api: testApi(house.kernel, practice, [sandboxApi(house.kernel)], who) };
  };

  test('PL-142 a live practice’s clock cannot be moved by anybody, and shows none', async () => {
    for (const role of ['Owner', 'Admin', 'Manager'] as const) {
      const { practice, api } = await apiOf('live', testWho(role));
      expect((await api('GET', '/clock')).status).toBe(404);
      expect((await api('POST', '/clock/moves', { by: 'day' })).status).toBe(404);
      expect(await moveClock(house.kernel, testPlace(practice), '2099-01-01T00:00:00.000Z')).toMatchObject({
        kind: 'not_found',
      });
      const { rows } = await at(house.kernel, practice, ({ tx }) => sql`select * from app.clock`.execute(tx));
      expect(rows).toEqual([]);
    }
  });

  test('PL-27 a sandbox is driven by whoever holds «sandbox.use»', async () => {
    const { api } = await apiOf('sandbox', testWho('Staff'));
    const { status, body } = await api('POST', '/clock/moves', { by: 'day' });
    expect([status, body.facts]).toEqual([403, { ability: 'sandbox.use' }]);
  });

  test('PL-142 shows the next due points; moves by a day, a week, a month, to an instant, to the next act; never back', async () => {
    const { practice, api } = await apiOf('sandbox');
    const place = testPlace(practice);
    const ids = await makeSome(house.kernel, practice, [{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
    for (const id of ids)
      await doTo(house.kernel, place, id, { do: 'arm', at: later(id === ids[2] ? 2 * HOUR : HOUR) });
    expect((await api('GET', '/clock')).body).toEqual({
      now: START,
      next: [
        { at: later(HOUR), room: 'note', count: 2 },
        { at: later(2 * HOUR), room: 'note', count: 1 },
      ],
    });
    const by = async (body: object) => (await api('POST', '/clock/moves', body)).body;
    expect(await by({ by: 'next' })).toMatchObject({ now: later(HOUR), arrived: true, woken: 2 });
    expect(await by({ by: 'hour' })).toMatchObject({ now: later(2 * HOUR), woken: 1 });
    expect((await by({ by: 'next' })).code).toBe('nothing_due');
    expect(await by({ by: 'day' })).toMatchObject({ now: '2026-07-02T11:00:00.000Z' });
    expect(await by({ to: '2026-10-24T11:00:00.000Z' })).toMatchObject({ now: '2026-10-24T11:00:00.000Z' });
    // The clocks of London go back that night: the same time of day is an hour later.
    expect(await by({ by: 'day' })).toMatchObject({ now: '2026-10-25T12:00:00.000Z' });
    expect(await by({ by: 'week' })).toMatchObject({ now: '2026-11-01T12:00:00.000Z' });
    expect(await by({ by: 'month' })).toMatchObject({ now: '2026-12-01T12:00:00.000Z' });
    expect((await by({ to: '2026-12-01T12:00:00.000Z' })).errors[0].code).toBe('not_later');
    expect((await by({ to: '2036-12-01T12:00:00.000Z' })).code).toBe('too_far');
    for (const wrong of [{}, { by: 'year' }, { by: 'day', to: START }, { to: 'tomorrow' }])
      expect((await api('POST', '/clock/moves', wrong)).status).toBe(422);
  });

  test('PL-142 a sandbox whose clock never stood begins at the real time', async () => {
    const practice = await testPractice(house.kernel, { kind: 'sandbox' });
    const moved = await moveClock(
      house.kernel,
      testPlace(practice),
      addMilliseconds(new Date().toISOString(), 86_400_000),
    );
    expect(moved).toMatchObject({ arrived: true });
  });
});
