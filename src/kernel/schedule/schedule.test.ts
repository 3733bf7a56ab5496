import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { afterEach, describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { plansOf } from '#kernel/database/testing-plans.ts';
import { at, doTo, makeSome, readEvents, readNotes, useNotes } from '#kernel/loop/testing.ts';
import { health } from '../../app/health.ts';
import type { House } from '../../app/house.ts';
import { testPlace, testPractice } from '../../app/testing.ts';
import { startWorker, type Worker } from '../../app/worker.ts';
import { databaseNow, dispatch, lag } from './dispatcher.ts';
import { type Woken, wake } from './wake.ts';

const house = useNotes();
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await sql`delete from pgboss.job`.execute(house.house.engine);
});

const now = () => databaseNow(house.house.engine);
const arm = async (practice: Id, id: Id, when: Instant, more: { every_ms?: number; times?: number } = {}) =>
  doTo(house.kernel, testPlace(practice), id, { do: 'arm', at: when, ...more });

const timers = (practice: Id) =>
  at(house.kernel, practice, async ({ tx }) => {
    const { rows } = await sql<{ thing: Id; due_at: Instant; state: string; fence: number }>`
      select thing, due_at, state, fence from app.timer order by due_at`.execute(tx);
    return rows;
  });

/** Jobs that were queued, as a worker is handed them. */
const queued = async (): Promise<Woken[]> => {
  const { rows } = await sql<{
    data: Woken;
  }>`select data from pgboss.job where name = 'act' order by created_on`.execute(house.house.engine);
  return rows.map(({ data }) => data);
};

const wakeAll = (practice: Id, woken: readonly Woken[]) =>
  at(house.kernel, practice, (desk) =>
    wake(house.kernel, desk, { who: systemWho('timer'), request_id: newId() }, woken),
  );

const aNote = async () => {
  const practice = await testPractice(house.kernel);
  const [id] = await makeSome(house.kernel, practice, [{ title: 'note' }]);
  const count = async () => (await readNotes(house.kernel, practice))[0]!.count;
  return { practice, id: id!, count };
};

/** A worker on a node of its own: stopping it stops the node's queue. */
const start = async (node: House): Promise<void> => {
  const worker = await startWorker(node, {
    concurrency: 2,
    dispatchEveryMs: 50,
    bulkCommands: new Map(),
    callerOf: () => Promise.reject(new Error('no bulk here')),
    onFault: () => {},
  });
  workers.push(worker);
};

const until = async (done: () => Promise<boolean>, ms = 20_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('timers', () => {
  test('PL-120 what many timers woke is looked up once for all of them, and not read for each', async () => {
    const { practice, id } = await aNote();
    const woken = [{ room: 'note', thing: id, fence: 1 }];
    const caller = { who: systemWho('timer'), request_id: newId() };
    const [plan] = await at(house.kernel, practice, (desk) =>
      plansOf(desk, (explained) => wake(house.kernel, explained, caller, woken)),
    );
    expect(plan).toContain('hashed SubPlan');
    expect(plan).not.toMatch(/Nested Loop|Join/);
  });

  test('PL-146 due means not later than now: what is due is claimed once, what is later is left', async () => {
    const { practice, id } = await aNote();
    const [later] = await makeSome(house.kernel, practice, [{ title: 'later' }]);
    await arm(practice, id, await now());
    await arm(practice, later!, addMilliseconds(await now(), 60_000));
    expect(await dispatch(house.house.engine, house.house.queue)).toBe(1);
    expect(await dispatch(house.house.engine, house.house.queue)).toBe(0);
    expect((await queued()).map(({ thing, fence }) => [thing, fence])).toEqual([[id, 1]]);
    expect((await timers(practice)).map(({ state }) => state)).toEqual(['queued', 'waiting']);
  });

  test('PL-146 one timer per thing: the newest wish wins, and a thing may be put to sleep', async () => {
    const { practice, id } = await aNote();
    const [first, second] = [addMilliseconds(await now(), 60_000), addMilliseconds(await now(), -1)];
    await arm(practice, id, first);
    await arm(practice, id, second);
    expect(await timers(practice)).toMatchObject([{ thing: id, due_at: second, state: 'waiting' }]);
    await doTo(house.kernel, testPlace(practice), id, { do: 'sleep' });
    expect(await timers(practice)).toEqual([]);
  });

  test('house 5 a timer set anew, or put to sleep, after it was claimed makes the claimed job stale', async () => {
    const { practice, id, count } = await aNote();
    await arm(practice, id, await now());
    await dispatch(house.house.engine, house.house.queue);
    const [stale] = await queued();
    const later = addMilliseconds(await now(), 3_600_000);
    await arm(practice, id, later);
    expect(await wakeAll(practice, [stale!])).toBe(0);
    expect(await count()).toBe(0);
    expect(await timers(practice)).toMatchObject([{ due_at: later, state: 'waiting' }]);
    await doTo(house.kernel, testPlace(practice), id, { do: 'sleep' });
    expect(await wakeAll(practice, [stale!])).toBe(0);
  });

  test('house 5 the same job twice, also at the same instant, wakes once', async () => {
    const { practice, id, count } = await aNote();
    await arm(practice, id, await now());
    await dispatch(house.house.engine, house.house.queue);
    const jobs = await queued();
    const woken = await Promise.all([
      wakeAll(practice, jobs),
      wakeAll(practice, jobs),
      wakeAll(practice, [...jobs, ...jobs]),
    ]);
    expect(woken.toSorted()).toEqual([0, 0, 1]);
    expect(await count()).toBe(1);
    expect((await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'note.woke')).toHaveLength(1);
  });

  test('house 5 a timer whose thing fails stays claimed, and is there for the next try', async () => {
    const { practice, id, count } = await aNote();
    await arm(practice, id, await now());
    await dispatch(house.house.engine, house.house.queue);
    const jobs = await queued();
    const broken = { ...house.kernel, react: () => Promise.reject(new Error('broken')) };
    const failing = at(house.kernel, practice, (desk) =>
      wake(broken, desk, { who: systemWho('timer'), request_id: newId() }, jobs),
    );
    await expect(failing).rejects.toThrow('broken');
    expect(await timers(practice)).toMatchObject([{ state: 'queued', fence: 1 }]);
    expect(await wakeAll(practice, jobs)).toBe(1);
    expect(await count()).toBe(1);
  });

  test('house 5 claiming and queueing are one transaction: rolled back, nothing is claimed and nothing queued', async () => {
    const { practice, id } = await aNote();
    await arm(practice, id, await now());
    const failing = {
      ...house.house.queue,
      insert: async (...[tx, jobs]: Parameters<typeof house.house.queue.insert>) => {
        await house.house.queue.insert(tx, jobs);
        throw new Error('the node died');
      },
    };
    await expect(dispatch(house.house.engine, failing)).rejects.toThrow('died');
    expect(await queued()).toEqual([]);
    expect(await timers(practice)).toMatchObject([{ state: 'waiting', fence: 0 }]);
  });

  test('PL-142 a sandbox’s timers follow its own clock, so the dispatcher never claims them', async () => {
    const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2020-01-01T00:00:00.000Z' });
    const [id] = await makeSome(house.kernel, practice, [{ title: 'note' }]);
    await arm(practice, id!, '2020-01-02T00:00:00.000Z');
    await dispatch(house.house.engine, house.house.queue);
    expect(await timers(practice)).toMatchObject([{ state: 'waiting', fence: 0 }]);
  });
});

describe('PL-R2 many nodes on one database', () => {
  test.each([2, 5])(
    'PL-R2 %i nodes dispatch and work at once, and nothing wakes twice',
    async (nodes) => {
      const practices = [await testPractice(house.kernel), await testPractice(house.kernel)];
      const due = await now();
      for (const practice of practices) {
        const ids = await makeSome(
          house.kernel,
          practice,
          Array.from({ length: 120 }, () => ({ title: 'note', times: 2 })),
        );
        for (const id of ids) await arm(practice, id, due, { times: 2 });
      }
      const houses = await Promise.all(Array.from({ length: nodes }, () => house.node()));
      await Promise.all(houses.map(start));
      const counts = async () =>
        (await Promise.all(practices.map((practice) => readNotes(house.kernel, practice)))).flat();
      await until(async () => (await counts()).every(({ count }) => count >= 3), 60_000);
      await Promise.all(houses.map((one) => dispatch(one.engine, one.queue)));
      expect(new Set((await counts()).map(({ count, woken }) => `${count} ${woken.length}`))).toEqual(new Set(['3 3']));
      for (const practice of practices) {
        expect(await timers(practice)).toEqual([]);
        const woke = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'note.woke');
        expect(woke).toHaveLength(360);
      }
    },
    90_000,
  );

  test.each(['before it woke anything', 'after it woke the thing, before it said so'])(
    'PL-R1 a node killed between claim and finish, %s: another takes the job over, and the thing wakes once',
    async (when) => {
      const { practice, id, count } = await aNote();
      await arm(practice, id, await now());
      await dispatch(house.house.engine, house.house.queue);
      const boss = new PgBoss({
        connectionString: house.urls.engineUrl,
        schema: 'pgboss',
        migrate: false,
        createSchema: false,
        schedule: false,
        supervise: false,
        max: 1,
      });
      await boss.start();
      try {
        const [job] = await boss.fetch<Woken>('act');
        if (when.startsWith('after')) await wakeAll(practice, [job!.data]);
        await start(await house.node());
        const engine = house.house.engine;
        const state = async () =>
          (await sql<{ state: string }>`select state from pgboss.job where id = ${job!.id}`.execute(engine)).rows[0]!
            .state;
        expect(await state()).toBe('active');
        await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '31 seconds' where id = ${job!.id}`.execute(
          engine,
        );
        await sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`.execute(engine);
        await boss.supervise('act');
        await until(async () => (await state()) === 'completed');
        expect(await count()).toBe(1);
        expect(await timers(practice)).toEqual([]);
      } finally {
        await boss.stop({ graceful: false });
      }
    },
    40_000,
  );
});

describe('PL-R20 lateness', () => {
  test('PL-R20 PL-150 a stopped dispatcher shows as lateness, and over a minute of it as red', async () => {
    const { practice, id } = await aNote();
    await arm(practice, id, addMilliseconds(await now(), -59_000));
    expect(await lag(house.house.engine)).toBeCloseTo(59, -1);
    const late = async () =>
      (await health(house.house, '/')).findings.find(({ reason }) => reason.includes('oldest due step'));
    expect(await late()).toBeUndefined();
    await arm(practice, id, addMilliseconds(await now(), -61_000));
    expect(await late()).toMatchObject({ colour: 'red' });
    await start(await house.node());
    await until(async () => (await lag(house.house.engine)) === 0);
    expect(await late()).toBeUndefined();
  });

  test('PL-150 a sandbox’s sleeping timers are not late', async () => {
    const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2020-01-01T00:00:00.000Z' });
    const [id] = await makeSome(house.kernel, practice, [{ title: 'note' }]);
    await arm(practice, id!, '2020-01-01T00:00:00.000Z');
    expect(await lag(house.house.engine)).toBe(0);
  });
});
