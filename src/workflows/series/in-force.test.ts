import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { member, person, published } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { runs } from '../../app/rooms.ts';
import { testApi, testWho, useTestHouse } from '../../app/testing.ts';
import { seriesApi } from './api.ts';
import { series } from './store.ts';
import { atDesk, lines, live, publish, repeating, runsOf, setClient, stored, told } from './testing.ts';

const house = useTestHouse();
const NOON = 'T12:00:00.000Z';
const MONTHLY = { kind: 'scheduled', anchor: '2026-12-01' } as const;

const begin = async (now: string) => {
  const at = await repeating(house.kernel, now);
  const client = await person(house.kernel, at.practice, 'Harbour Café');
  const door = seriesApi({ kernel: house.kernel, runs, seen: async () => sql<boolean>`true` });
  return { ...at, client, dates: testApi(house.kernel, at.practice, [door as never], at.who) };
};
type Begun = Awaited<ReturnType<typeof begin>>;

const wake = (at: Begun, id: Id) => told(house.kernel, at, series, { id, command: { do: 'wake' } });
const rowsOf = <T>({ practice }: Begun, query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  atDesk(house.kernel, practice, async ({ tx }) => (await query.execute(tx)).rows);

describe('what a series launches', () => {
  test('WF-174 the run has the period and, as run date, the due date; its key is the period, else the occurrence’s key', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const period = await published(at.api, 'Payroll', [{ key: 'a', kind: 'task', title: 'Do a', who: ['owner'] }], {
      period: 'ask',
      run_date: { label: 'Due', required: true },
    });
    const rule = { ...MONTHLY, period: { kind: 'last_complete_month' } } as const;
    await publish(house.kernel, { ...at, workflow: period }, rule, { clients: [at.client] });
    await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    const made = await rowsOf(
      at,
      sql<
        Record<string, string>
      >`select trigger_key, run_date, period_start, period_end, origin from app.run order by trigger_key`,
    );
    expect(made).toMatchObject([
      {
        trigger_key: '2026-11-01/2026-11-30',
        run_date: '2026-12-15',
        period_start: '2026-11-01',
        period_end: '2026-11-30',
      },
      { trigger_key: '2026-12-01', period_start: null, origin: 'cadence' },
    ]);
  });

  test('CA-29 the period of one that was created is fixed, whatever becomes known later; the next one follows it', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    await setClient(house.kernel, at.practice, at.client, { year_end: { month: 6, day: 30 } });
    const rule = { ...MONTHLY, period: { kind: 'last_complete_financial_year' } } as const;
    const id = await publish(house.kernel, at, rule, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    await setClient(house.kernel, at.practice, at.client, { year_end: { month: 9, day: 30 } });
    await wake(at, id);
    expect((await stored(house.kernel, at.practice)).map(({ key, period_end }) => `${key} ${period_end}`)).toEqual([
      '2026-12-01 2026-06-30',
      '2027-01-01 2026-09-30',
    ]);
  });

  test('CA-48 created late it is due when it would have been, and overdue at once', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const dated = await published(
      at.api,
      'Dated',
      [{ key: 'a', kind: 'task', title: 'Do a', who: ['owner'], due: { anchor: 'run_date', n: 0, unit: 'day' } }],
      { run_date: { label: 'Due', required: false } },
    );
    await publish(house.kernel, { ...at, workflow: dated }, MONTHLY, { clients: [at.client] });
    await atDesk(house.kernel, at.practice, ({ tx }) =>
      sql`update app.clock set now = ${`2026-12-20${NOON}`} where practice_id = ${at.practice}`.execute(tx),
    );
    await live(house.kernel, at.practice, '2026-12-20T12:00:01.000Z');
    expect(await stored(house.kernel, at.practice)).toMatchObject([
      { key: '2026-12-01', state: 'deployed', due: '2026-12-15', late_at: expect.any(String) },
      { key: '2027-01-01' },
    ]);
    const [task] = (await at.api('GET', '/tasks?bucket=overdue')).body.items;
    expect(task).toMatchObject({ due_on: '2026-12-15' });
  });

  test('CA-57 a run that is cancelled does not stop the series, nor is its date made again', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    const [run] = await runsOf(house.kernel, at.practice);
    const { headers } = await at.api('GET', `/runs/${run!.id}`);
    const seen = { 'if-match': headers.get('etag')! };
    expect((await at.api('PUT', `/runs/${run!.id}/cancellation`, { reason: 'Not needed' }, seen)).status).toBe(200);
    await live(house.kernel, at.practice, `2027-01-02${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2026-12-01 deployed',
      '2027-01-01 deployed',
      '2027-02-01 planned',
    ]);
    expect(await runsOf(house.kernel, at.practice)).toHaveLength(2);
  });

  test('WF-179 CA-46 a plan is a cadence with other defaults: the current one at once, due before the next, nothing made up for', async () => {
    const at = await begin(`2026-12-10${NOON}`);
    const plan = { ...MONTHLY, begin: 'current', catch_up: 0, due: { kind: 'before_next' } } as const;
    await publish(house.kernel, at, plan, { clients: [at.client] });
    await atDesk(house.kernel, at.practice, ({ tx }) =>
      sql`update app.clock set now = ${`2027-03-10${NOON}`} where practice_id = ${at.practice}`.execute(tx),
    );
    await live(house.kernel, at.practice, '2027-03-10T12:00:01.000Z');
    expect((await stored(house.kernel, at.practice)).map(({ key, state, due }) => `${key} ${state} ${due}`)).toEqual([
      '2026-12-01 deployed 2026-12-31',
      '2027-01-01 skipped 2027-01-31',
      '2027-02-01 skipped 2027-02-28',
      '2027-03-01 deployed 2027-03-31',
      '2027-04-01 planned 2027-04-30',
    ]);
  });
});

describe('what changes a series in force', () => {
  test('CA-35 another time zone or start hour moves the wakes of what is planned, never a date nor what was made', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const owner = testWho('Owner');
    await member(house.kernel, at.practice, owner, 'Sample Owner');
    const whole = testApi(house.kernel, at.practice, [v1(house.house)], owner);
    await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    const put = async (method: string, path: string, body: object, then: string) => {
      const version = (await whole('GET', path)).headers.get('etag')!;
      const moved = await whole(method, path, body, { 'if-match': version });
      expect(moved.status, JSON.stringify(moved.body)).toBe(200);
      await live(house.kernel, at.practice, then);
      return (await stored(house.kernel, at.practice)).map((one) => `${one.key} ${one.start} ${one.wakes_at}`);
    };
    const made = '2026-12-01 2026-12-01 2026-12-01T06:00:00.000Z';
    const zone = { time_zone: 'Australia/Sydney' };
    expect(await put('PATCH', '/practice', zone, '2026-12-02T12:01:00.000Z')).toEqual([
      made,
      '2027-01-01 2027-01-01 2026-12-31T19:00:00.000Z',
    ]);
    const hour = { weekend: [6, 7], start_hour: 8, region: null, holidays: [] };
    expect(await put('PUT', '/practice-calendar', hour, '2026-12-02T12:02:00.000Z')).toEqual([
      made,
      '2027-01-01 2027-01-01 2026-12-31T21:00:00.000Z',
    ]);
  });

  test('CA-51 WF-177 a change shows twelve dates as they are and as they would be, and is refused where the series has changed since', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const id = await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    const { cadence, version } = (await at.dates('GET', `/cadences/${id}`)).body;
    const change = (scope: string, more: object = {}) =>
      at.dates('POST', `/cadences/${id}/changes`, {
        scope,
        from_key: '2027-01-01',
        cadence: { ...cadence, due: { kind: 'within', n: 3, unit: 'week' } },
        based_on: version,
        ...more,
      });
    const before = await stored(house.kernel, at.practice);
    for (const scope of ['this', 'later', 'all']) {
      const [one] = (await change(scope, { dry_run: true })).body.clients;
      expect([one.before.length, one.after.length], scope).toEqual([12, 12]);
      expect(one.before[0], scope).toMatchObject({ key: '2027-01-01', due: '2027-01-15' });
      expect(one.after[0], scope).toMatchObject({ key: '2027-01-01', due: '2027-01-22' });
      expect(one.after[1].due, scope).toBe(scope === 'this' ? '2027-02-15' : '2027-02-22');
    }
    expect(await stored(house.kernel, at.practice)).toEqual(before);
    await told(house.kernel, at, series, { id, command: { do: 'change', name: 'Other books' } });
    expect((await change('later')).body).toMatchObject({ code: 'conflict' });
    expect(await stored(house.kernel, at.practice)).toEqual(before);
    expect((await change('later', { based_on: (await at.dates('GET', `/cadences/${id}`)).body.version })).status).toBe(
      200,
    );
  });

  test('CA-52 what was set by hand on a date that goes away is listed, kept on the nearest one, or let go', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const id = await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    await live(house.kernel, at.practice, `2026-12-02${NOON}`);
    const on = `/cadences/${id}/occurrences/${at.client}/2027-02-01`;
    await at.dates('PUT', `${on}/override`, { start: '2027-02-09', due: '2027-02-20' });
    const { cadence, version } = (await at.dates('GET', `/cadences/${id}`)).body;
    const quarterly = { ...cadence, every: { n: 1, unit: 'quarter' } };
    const change = (more: object) =>
      at.dates('POST', `/cadences/${id}/changes`, {
        scope: 'later',
        from_key: '2027-01-01',
        cadence: quarterly,
        based_on: version,
        ...more,
      });
    const look = async (more: object) => (await change({ dry_run: true, ...more })).body.clients[0];
    const lost = { key: '2027-02-01', start: '2027-02-09', due: '2027-02-20', skipped: false, nearest: '2027-01-01' };
    const kept = await look({});
    expect(kept.lost).toEqual([{ ...lost, kept: true }]);
    expect(kept.after[0]).toMatchObject({ key: '2027-01-01', start: '2027-02-09', due: '2027-02-20' });
    const let_go = [{ client: at.client, key: '2027-02-01' }];
    const gone = await look({ let_go });
    expect(gone.lost).toEqual([{ ...lost, kept: false }]);
    expect(gone.after[0]).toMatchObject({ key: '2027-01-01', start: '2027-01-01' });
    expect((await change({})).status).toBe(200);
    await live(house.kernel, at.practice, `2026-12-03${NOON}`);
    const planned = (await stored(house.kernel, at.practice)).filter(({ state }) => state === 'planned');
    expect(planned.map(({ key, start }) => `${key} ${start}`)).toContain('2027-01-01 2027-02-09');
  });

  test('CA-58 versions, overrides, skips and restores are events with who did it, before and after', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const id = await publish(house.kernel, at, MONTHLY, { clients: [at.client] });
    const on = `/cadences/${id}/occurrences/${at.client}/2026-12-01`;
    await at.dates('PUT', `${on}/override`, { due: '2026-12-20' });
    await at.dates('PUT', `${on}/skip`, { reason: 'No books' });
    await at.dates('DELETE', `${on}/skip`);
    const { cadence, version } = (await at.dates('GET', `/cadences/${id}`)).body;
    const every = { n: 1, unit: 'quarter' };
    const body = { scope: 'later', from_key: '2027-01-01', cadence: { ...cadence, every }, based_on: version };
    await at.dates('POST', `/cadences/${id}/changes`, body);
    const events = await rowsOf(
      at,
      sql<{ verb: string; actor: string; facts: Record<string, unknown[]> }>`
        select verb, actor, facts from app.event where verb in ('occurrence.changed', 'occurrence.skipped', 'occurrence.restored',
          'series.cadence_changed') order by id`,
    );
    expect(events.map(({ verb }) => verb)).toEqual([
      'occurrence.changed',
      'occurrence.skipped',
      'occurrence.restored',
      'series.cadence_changed',
    ]);
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([at.who.actor]));
    const [override, skip, restore, change] = events.map(({ facts }) => facts);
    expect(override).toMatchObject({ due: ['2026-12-15', '2026-12-20'] });
    expect(skip).toMatchObject({ state: ['planned', 'skipped'], because: [null, 'No books'] });
    expect(restore).toMatchObject({ state: ['skipped', 'planned'], because: ['No books', null] });
    expect(change!.versions!.map((versions) => (versions as object[]).length)).toEqual([1, 2]);
  });
});
