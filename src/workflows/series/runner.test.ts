import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { person, published } from '#workflows/launch/testing.ts';
import { launches, persons } from '../../app/rooms.ts';
import { testPlace, useTestHouse } from '../../app/testing.ts';
import { series, seriesClients } from './store.ts';
import { atDesk, awake, lines, live, publish, repeating, runsOf, setClient, stored, told } from './testing.ts';
import { type At, BEGIN, seriesWork, step } from './working.ts';

const house = useTestHouse();

const MONTHLY = { kind: 'scheduled', anchor: '2026-12-01' } as const;
const NOON = 'T12:00:00.000Z';

const begin = async (now: string) => {
  const made = await repeating(house.kernel, now);
  const client = await person(house.kernel, made.practice, 'Harbour Café');
  return { ...made, client };
};

const notices = (practice: Id) =>
  atDesk(house.kernel, practice, async ({ tx }) => {
    const { rows } = await sql<{
      verb: string;
      count: number;
      url: string;
    }>`select verb, count, url from app.notification`.execute(tx);
    return rows;
  });

const clientOf = async (practice: Id): Promise<Id> => (await stored(house.kernel, practice))[0]!.series_client_id;

describe('the runner', () => {
  test('CX-70 CA-45 CA-46 CA-47 after an outage the latest and the newest two are made, the others missed, and the owner hears once', async () => {
    const at = await begin('2026-11-20T12:00:00.000Z');
    await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    expect(await lines(house.kernel, at.practice)).toEqual(['2026-12-01 planned']);
    await awake(house.kernel, at.practice, `2027-04-03${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-01 skipped missed',
      '2027-01-01 skipped missed',
      '2027-02-01 deployed',
      '2027-03-01 deployed',
      '2027-04-01 deployed',
      '2027-05-01 planned',
    ]);
    expect(await runsOf(house.kernel, at.practice)).toMatchObject([
      { trigger_key: '2027-02-01', origin: 'cadence' },
      { trigger_key: '2027-03-01' },
      { trigger_key: '2027-04-01' },
    ]);
    expect((await notices(at.practice)).filter(({ verb }) => verb === 'series.missed')).toMatchObject([
      { url: '/cadences/missed' },
    ]);
    const late = (await stored(house.kernel, at.practice)).filter(({ late_at }) => late_at);
    expect(late.map(({ key, due }) => [key, due])).toContainEqual(['2027-02-01', '2027-02-15']);
    expect(late).toHaveLength(5);
  });

  test('CX-71 CA-46 with nothing to catch up only the latest is made', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    await publish(house.kernel, at, { ...MONTHLY, catch_up: 0 }, { clients: [at.client] });
    await awake(house.kernel, at.practice, `2027-04-03${NOON}`);
    expect((await lines(house.kernel, at.practice)).filter((line) => !line.endsWith('missed'))).toEqual([
      '2027-04-01 deployed',
      '2027-05-01 planned',
    ]);
  });

  test('CA-34 CA-36 lived through, each is made at the start hour of its day, and the next is planned', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    await live(house.kernel, at.practice, `2027-03-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-01 deployed',
      '2027-01-01 deployed',
      '2027-02-01 deployed',
      '2027-03-01 deployed',
      '2027-04-01 planned',
    ]);
    expect((await notices(at.practice)).map(({ verb }) => verb)).not.toContain('series.missed');
  });

  test.each([
    [false, ['2027-02-01 skipped paused', '2027-03-01 skipped paused']],
    [true, ['2027-02-01 skipped paused', '2027-03-01 deployed']],
  ])(
    'CX-72 CA-49 CA-50 what passed while paused is skipped; «create the current one» makes the latest: %s',
    async (create_current, passed) => {
      const at = await begin(`2026-12-20${NOON}`);
      const id = await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
      await live(house.kernel, at.practice, `2027-01-20${NOON}`);
      await told(house.kernel, at, series, { id, command: { do: 'pause' } });
      await live(house.kernel, at.practice, `2027-03-10${NOON}`);
      await told(house.kernel, at, series, { id, command: { do: 'resume', create_current } });
      expect(await lines(house.kernel, at.practice)).toEqual(['2027-01-01 deployed', ...passed, '2027-04-01 planned']);
      expect((await stored(house.kernel, at.practice))[2]).toMatchObject({ due: '2027-03-15' });
    },
  );

  test('CX-76 CA-16 a changed year end replaces what is planned; the run that exists stays', async () => {
    const at = await begin(`2026-11-22${NOON}`);
    await setClient(house.kernel, at.practice, at.client, { year_end: { month: 12, day: 31 } });
    const yearly = { kind: 'event', of: 'year_end', offset: { n: 4, unit: 'week' } } as const;
    const id = await publish(house.kernel, at, yearly, { clients: [at.client] });
    await live(house.kernel, at.practice, `2027-02-10${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual(['ye:2026-12-31 deployed', 'ye:2027-12-31 planned']);
    await setClient(house.kernel, at.practice, at.client, { year_end: { month: 3, day: 31 }, known: ['2026-12-31'] });
    await told(house.kernel, at, series, { id, command: { do: 'wake' } });
    expect((await lines(house.kernel, at.practice)).toSorted()).toEqual([
      'ye:2026-12-31 deployed',
      'ye:2027-03-31 planned',
      'ye:2027-12-31 cancelled replanned',
    ]);
    expect((await stored(house.kernel, at.practice))[1]).toMatchObject({
      scheduled: '2027-04-28',
      period_start: '2027-01-01',
      period_end: '2027-03-31',
    });
  });

  test('CX-77 CA-36 a start that a shift moved before the publishing day is made at once', async () => {
    const at = await begin(`2027-05-29${NOON}`);
    await publish(
      house.kernel,
      at,
      { kind: 'scheduled', anchor: '2027-05-30', shift: { start: 'previous' } },
      { clients: [at.client] },
    );
    expect((await stored(house.kernel, at.practice))[0]).toMatchObject({
      key: '2027-05-30',
      state: 'deployed',
      start: '2027-05-28',
      due: '2027-06-13',
      late_at: null,
    });
  });

  test('CA-31 «all» makes every past one at once, however many', async () => {
    const at = await begin(`2027-05-29${NOON}`);
    await publish(house.kernel, at, { ...MONTHLY, begin: 'all' }, { clients: [at.client] });
    expect((await runsOf(house.kernel, at.practice)).map(({ trigger_key }) => trigger_key)).toHaveLength(6);
  });

  test('CA-32 when nothing more can come the series ends by itself', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const id = await publish(house.kernel, at, { kind: 'one_off', start: '2026-12-01' }, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual(['once deployed']);
    const state = await atDesk(
      house.kernel,
      at.practice,
      async ({ tx }) =>
        (await sql<{ state: string }>`select state from app.series where id = ${id}`.execute(tx)).rows[0]!.state,
    );
    expect(state).toBe('ended');
  });

  test('WF-175 example 11: what was started by hand for the period makes the occurrence skipped, with the reason and the run; the next one is made', async () => {
    const at = await begin(`2026-12-10${NOON}`);
    const workflow = await periodic(at);
    const by = { ...at, workflow };
    const period = { start: '2026-12-01', end: '2026-12-31' };
    const hand = await at.api('POST', '/runs', { workflow, as: 'client', subject: at.client, period });
    expect(hand.status, JSON.stringify(hand.body)).toBe(201);
    const rule = {
      kind: 'scheduled',
      anchor: '2026-12-15',
      period: { kind: 'moving', from: '2026-12-01', to: '2026-12-31' },
    } as const;
    await publish(house.kernel, by, rule, { clients: [at.client] });
    await live(house.kernel, at.practice, `2027-01-16${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-15 skipped already_running',
      '2027-01-15 deployed',
      '2027-02-15 planned',
    ]);
    const [skipped] = await stored(house.kernel, at.practice);
    expect(skipped).toMatchObject({ run_id: hand.body.id, because: expect.stringContaining('10 Dec') });
    expect((await runsOf(house.kernel, at.practice)).map(({ trigger_key }) => trigger_key)).toEqual([
      '2026-12-01/2026-12-31',
      '2027-01-01/2027-01-31',
    ]);
  });

  test('CA-44 while the run before it is open the next one is deferred; once it is closed the newest is made and older ones are replaced', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    await publish(house.kernel, at, { ...MONTHLY, wait_for_previous: true }, { clients: [at.client] });
    await live(house.kernel, at.practice, `2027-02-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-01 deployed',
      '2027-01-01 deferred',
      '2027-02-01 deferred',
      '2027-03-01 planned',
    ]);
    const [run] = await runsOf(house.kernel, at.practice);
    const [task] = (await at.api('GET', '/tasks')).body.items;
    const done = await at.api('PUT', `/tasks/${task.id}/completion`, {}, { 'if-match': `"${task.version}"` });
    expect(done.status).toBe(200);
    expect(run!.id).toBe(task.run_id);
    await live(house.kernel, at.practice, '2027-02-02T13:00:00.000Z');
    expect((await lines(house.kernel, at.practice)).slice(1, 3)).toEqual([
      '2027-01-01 skipped replaced',
      '2027-02-01 deployed',
    ]);
  });

  test('CA-39 a client that gets the tag joins with that day as its publishing day; one that loses it gets nothing more', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const tag = newId();
    await atDesk(house.kernel, at.practice, ({ tx, now }) =>
      sql`insert into app.tag (practice_id, id, version, name, sort_name, colour, applies_to, created_at, created_by)
        values (${at.practice}, ${tag}, 1, 'Books', 'books', 'grey', '{client}', ${now}, 'operator')`.execute(tx),
    );
    await publish(house.kernel, at, MONTHLY, { tags: [tag] });
    await live(house.kernel, at.practice, `2026-12-10${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([]);
    const mark = (verb: string) =>
      perform(house.kernel, testPlace(at.practice, at.who), persons, {
        id: at.client,
        command: { do: verb, tag } as never,
      });
    expect((await mark('add_tag')).yes).toBe(true);
    await live(house.kernel, at.practice, `2027-01-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual(['2027-01-01 deployed', '2027-02-01 planned']);
    expect((await mark('remove_tag')).yes).toBe(true);
    await live(house.kernel, at.practice, `2027-02-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2027-01-01 deployed',
      '2027-02-01 cancelled no_longer_tagged',
    ]);
  });

  test('CA-40 an inactive client loses what is planned and gets back what is still to come', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    const person = (command: object) =>
      perform(house.kernel, testPlace(at.practice, at.who), persons, { id: at.client, command: command as never });
    expect((await person({ do: 'deactivate', reason: 'Sold', open_runs: 'leave' })).yes).toBe(true);
    await live(house.kernel, at.practice, `2027-01-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual(['2026-12-01 cancelled client_inactive']);
    expect((await person({ do: 'reactivate' })).yes).toBe(true);
    await live(house.kernel, at.practice, `2027-02-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-01 cancelled client_inactive',
      '2027-02-01 deployed',
      '2027-03-01 planned',
    ]);
  });

  test('CA-42 one client’s failure stops nobody; it is tried again after 1, 5, 15 and 60 minutes, then waits for a person', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const other = await person(house.kernel, at.practice, 'Mill Lane');
    await publish(house.kernel, at, MONTHLY, { clients: [at.client, other] });
    await atDesk(house.kernel, at.practice, ({ tx }) =>
      sql`update app.clock set now = '2026-12-01T06:00:00.000Z' where practice_id = ${at.practice}`.execute(tx),
    );
    const door = { kernel: house.kernel, launches: broken(at.client) };
    const tries: string[] = [];
    for (const minute of ['06:00', '06:01', '06:06', '06:21', '07:21', '23:00']) {
      const now = `2026-12-01T${minute}:00.000Z`;
      await atDesk(house.kernel, at.practice, ({ tx }) =>
        sql`update app.clock set now = ${now} where practice_id = ${at.practice}`.execute(tx),
      );
      const { series_id } = (await stored(house.kernel, at.practice))[0]!;
      await seriesWork(door)(at.practice, { series: series_id, first: false, also_now: false });
      const row = (await stored(house.kernel, at.practice)).find((one) => one.client_id === at.client)!;
      tries.push(`${row.attempt} ${row.retry_at?.slice(11, 16) ?? 'never'}`);
    }
    expect(tries).toEqual(['1 06:01', '2 06:06', '3 06:21', '4 07:21', '5 never', '5 never']);
    expect((await runsOf(house.kernel, at.practice)).map(({ subject_id }) => subject_id)).toEqual([other]);
    expect((await notices(at.practice)).map(({ verb }) => verb)).toContain('series.failed');
  });

  test('CA-41 the series of a member who left are whoever’s who deactivated them; CA-57 what it made stays', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const id = await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    const admin = { ...at.who, member_id: newId() };
    const { hear } = await import('./hearing.ts');
    await atDesk(house.kernel, at.practice, (desk) =>
      hear(
        house.kernel,
        desk,
        [
          {
            verb: 'member.deactivated',
            thing: `member:${at.who.member_id}`,
            facts: {},
            id: newId(),
            act_id: newId(),
            root: `member:${at.who.member_id}`,
          },
        ],
        testPlace(at.practice, admin).caller,
      ),
    );
    const owner = await atDesk(
      house.kernel,
      at.practice,
      async ({ tx }) =>
        (await sql<{ owner_id: Id }>`select owner_id from app.series where id = ${id}`.execute(tx)).rows[0]!.owner_id,
    );
    expect(owner).toBe(admin.member_id);
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    await told(house.kernel, at, series, { id, command: { do: 'end' } });
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-01 deployed',
      '2027-01-01 cancelled series_ended',
    ]);
    expect(await runsOf(house.kernel, at.practice)).toHaveLength(1);
  });
});

test('WF-18 a workflow is not archived while a series points at it; once that has ended it is', async () => {
  const at = await begin(`2026-11-20${NOON}`);
  const id = await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
  const archive = async () => {
    const { body } = await at.api('GET', `/workflows/${at.workflow}`);
    return at.api('PUT', `/workflows/${at.workflow}/archive`, undefined, { 'if-match': `"${body.version}"` });
  };
  expect((await archive()).body).toMatchObject({ code: 'in_use', detail: expect.stringContaining('Monthly books') });
  await told(house.kernel, at, series, { id, command: { do: 'end' } });
  expect((await archive()).status).toBe(200);
});

describe('what somebody does with one date', () => {
  test('CA-52 CX-74 an override is kept under its key, a skipped one is not made, and restored it is', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    await publish(house.kernel, at, { kind: 'scheduled', anchor: '2027-01-15' }, { clients: [at.client] });
    const id = await clientOf(at.practice);
    const one = (command: object) => told(house.kernel, at, seriesClients, { id, command: command as never });
    expect((await one({ do: 'override', key: '2027-03-15', set: { start: '2027-03-18' } })).yes).toBe(true);
    expect((await one({ do: 'skip', key: '2027-02-15' })).yes).toBe(true);
    await live(house.kernel, at.practice, `2027-04-16${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2027-01-15 deployed',
      '2027-02-15 skipped by_hand',
      '2027-03-15 deployed',
      '2027-04-15 deployed',
      '2027-05-15 planned',
    ]);
    const [run] = await atDesk(
      house.kernel,
      at.practice,
      async ({ tx }) =>
        (await sql<{ on: string }>`select started_on as on from app.run where trigger_key = '2027-03-15'`.execute(tx))
          .rows,
    );
    expect(run).toEqual({ on: '2027-03-18' });
    expect(await one({ do: 'skip', key: '2027-01-15' })).toMatchObject({ yes: false, code: 'already_made' });
    expect(await one({ do: 'skip', key: '2027-03-16' })).toMatchObject({ yes: false, kind: 'not_found' });
    expect((await one({ do: 'restore', key: '2027-02-15' })).yes).toBe(true);
    const { series_id } = (await stored(house.kernel, at.practice))[0]!;
    await told(house.kernel, at, series, { id: series_id, command: { do: 'wake' } });
    expect((await lines(house.kernel, at.practice))[1]).toBe('2027-02-15 deployed');
  });

  test('CA-30 «create one now» makes one out of turn, once a day', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    const series_id = await publish(
      house.kernel,
      at,
      { kind: 'scheduled', anchor: '2027-01-15' },
      { clients: [at.client] },
    );
    const id = await clientOf(at.practice);
    await told(house.kernel, at, seriesClients, { id, command: { do: 'create_now' } });
    await told(house.kernel, at, series, { id: series_id, command: { do: 'wake' } });
    expect(await lines(house.kernel, at.practice)).toEqual(['now:2027-01-02 deployed', '2027-01-15 planned']);
    expect(await told(house.kernel, at, seriesClients, { id, command: { do: 'create_now' } })).toMatchObject({
      yes: false,
      code: 'already_made',
    });
  });
});

describe('many at once', () => {
  const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const due = async (clients: number) => {
    const made = await repeating(house.kernel);
    const ids = await Promise.all(
      Array.from({ length: clients }, (_, i) => person(house.kernel, made.practice, `Client ${i}`)),
    );
    const id = await publish(
      house.kernel,
      made,
      { kind: 'scheduled', anchor: yesterday(), begin: 'current' },
      { clients: ids },
    );
    return { ...made, id };
  };
  const round = (id: Id, first = true) => ({ series: id, first, also_now: false });
  const door = () => ({ kernel: house.kernel, launches });

  test('CA-33 CA-43 WF-178 five workers at once make one run for each client, whatever the order', async () => {
    const { practice, id } = await due(40);
    await Promise.all(Array.from({ length: 5 }, () => seriesWork(door())(practice, round(id))));
    const runs = await runsOf(house.kernel, practice);
    expect(runs).toHaveLength(40);
    expect(new Set(runs.map(({ subject_id }) => subject_id)).size).toBe(40);
    const states = (await stored(house.kernel, practice)).map(({ state }) => state);
    expect(states.filter((state) => state === 'deployed')).toHaveLength(40);
    expect(states.filter((state) => state === 'planned')).toHaveLength(40);
  }, 60_000);

  test('CA-43 two rounds that meet, step by step, both come to their end and make one run for each client', async () => {
    const { practice, id } = await due(3);
    const go = (at: At) => inPractice(house.kernel.db, practice, (desk) => step(door(), desk, round(id), at));
    const rounds: (At | null)[] = [BEGIN, BEGIN];
    for (let turn = 0; turn < 12; turn += 1)
      for (const [which, at] of rounds.entries()) rounds[which] = at && (await go(at));
    expect(rounds).toEqual([null, null]);
    expect(await runsOf(house.kernel, practice)).toHaveLength(3);
  });

  test('CA-43 killed in the middle of any step, the next worker goes on and nothing is doubled', async () => {
    const { practice, id } = await due(3);
    for (const dies of [1, 2, 3, 4]) {
      const given = round(id);
      await inPractice(house.kernel.db, practice, async (desk) => {
        for (let steps = 0; steps < dies; steps += 1) if (!(await step(door(), desk, given))) break;
        throw new Error('the node died');
      }).catch(() => {});
      expect(await runsOf(house.kernel, practice)).toEqual([]);
    }
    const given = round(id);
    await inPractice(house.kernel.db, practice, (desk) => step(door(), desk, given));
    await inPractice(house.kernel.db, practice, (desk) => step(door(), desk, given));
    await seriesWork(door())(practice, round(id));
    await seriesWork(door())(practice, given);
    expect(await runsOf(house.kernel, practice)).toHaveLength(3);
  });
});

/** Launching that breaks the transaction for one client. */
const broken = (client: Id): typeof launches => ({
  ...launches,
  load: async (desk, wanted, who) => {
    if (wanted.some(({ command }) => command.subject === client)) await sql`select 1 / 0`.execute(desk.tx);
    return launches.load(desk, wanted, who);
  },
});

/** A workflow that asks which period it is for. */
const periodic = ({ api }: Awaited<ReturnType<typeof begin>>): Promise<Id> =>
  published(api, 'Payroll', [{ key: 'a', kind: 'task', title: 'Do a', who: ['owner'] }], { period: 'ask' });
