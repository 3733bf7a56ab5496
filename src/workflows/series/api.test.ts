import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';

import { person, published } from '#workflows/launch/testing.ts';
import { runs } from '../../app/rooms.ts';
import { testApi, testWho, useTestHouse } from '../../app/testing.ts';
import { seriesApi } from './api.ts';
import { atDesk, lines, live, repeating, runsOf, stored } from './testing.ts';

const house = useTestHouse();
const NOON = 'T12:00:00.000Z';

const begin = async (now: string) => {
  const at = await repeating(house.kernel, now);
  const client = await person(house.kernel, at.practice, 'Harbour Café');
  const through = (who = at.who, seen = sql<boolean>`true`) =>
    testApi(
      house.kernel,
      at.practice,
      [seriesApi({ kernel: house.kernel, runs, seen: async () => seen }) as never],
      who,
    );
  const api = through();
  const put = async (cadence: object, more: object = {}) => {
    const made = await api('POST', '/cadences', { workflow: at.workflow, cadence, clients: [client], ...more });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  return { ...at, client, api, work: at.api, put, through };
};

const seen = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` });
const start = ({ key, start }: { key: string; start: string }) => `${key} ${start}`;

describe('series through the API', () => {
  test('WF-173 CA-59 a workflow is put on a cadence, listed with its sentence, and found by workflow, client and state', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2026-12-01' });
    expect(made).toMatchObject({
      name: 'Bookkeeping',
      state: 'active',
      kind: 'scheduled',
      clients: 1,
      by_tag: 0,
      next_on: '2026-12-01',
    });
    expect(made.sentence).toMatch(/^Every month on the 1st, due 2 weeks later/);
    for (const filter of [
      `workflow=${at.workflow}`,
      `client=${at.client}`,
      'state=open',
      'q=book',
      `owner=${at.who.member_id}`,
    ])
      expect((await at.api('GET', `/cadences?${filter}`)).body.items, filter).toHaveLength(1);
    for (const filter of [`client=${newId()}`, 'state=paused', 'q=payroll', 'blocked=true'])
      expect((await at.api('GET', `/cadences?${filter}`)).body.items, filter).toEqual([]);
  });

  test('CA-56 CA-58 name, owner and clients are changed and told; whom the caller may not see stays in it', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const quay = await person(house.kernel, at.practice, 'Quay Boats');
    const made = await at.put({ kind: 'scheduled', anchor: '2026-12-01' });
    const both = { name: 'Books', owner: null, clients: [at.client, quay] };
    const changed = await at.api('PATCH', `/cadences/${made.id}`, both, seen(made));
    expect(changed.body).toMatchObject({ name: 'Books', owner: null, named: [{ id: at.client }, { id: quay }] });
    const narrow = at.through(at.who, sql<boolean>`p.id <> ${quay}`);
    expect((await narrow('GET', `/cadences/${made.id}`)).body.named).toMatchObject([{ id: at.client }]);
    const emptied = await narrow('PATCH', `/cadences/${made.id}`, { clients: [] }, seen(changed.body));
    expect(emptied.status, JSON.stringify(emptied.body)).toBe(200);
    expect((await at.api('GET', `/cadences/${made.id}`)).body.named).toMatchObject([{ id: quay }]);
  });

  test('WF-173 what cannot repeat is refused: nobody to do it for, a workflow nobody published, a client out of sight', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const cadence = { kind: 'scheduled', anchor: '2026-12-01' };
    const post = (body: object, api = at.api) => api('POST', '/cadences', { workflow: at.workflow, cadence, ...body });
    expect((await post({})).body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/clients' }] });
    const { body: draft } = await at.work('POST', '/workflows', { name: 'Draft', subject_kinds: ['client'] });
    expect((await post({ workflow: draft.id, clients: [at.client] })).body).toMatchObject({
      code: 'nothing_published',
    });
    expect((await post({ clients: [at.client] }, at.through(at.who, sql<boolean>`false`))).status).toBe(404);
    expect(
      (await post({ clients: [at.client], cadence: { ...cadence, every: { n: 0, unit: 'day' } } })).body,
    ).toMatchObject({ code: 'out_of_range' });
    expect((await post({ clients: [at.client] }, at.through(testWho('Viewer')))).status).toBeGreaterThan(400);
  });

  test('CA-37 dates to come are computed, those that were touched are stored; CA-15 a blocked client is named with what is missing', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const { id } = await at.put({ kind: 'scheduled', anchor: '2026-12-01' });
    const on = (key: string) => `/cadences/${id}/occurrences/${at.client}/${key}`;
    expect((await at.api('PUT', `${on('2027-02-01')}/override`, { start: '2027-02-03' })).body).toMatchObject({
      state: 'planned',
    });
    expect((await at.api('PUT', `${on('2027-01-01')}/skip`, { reason: 'On leave' })).body).toMatchObject({
      state: 'skipped',
    });
    const { items } = (await at.api('GET', `/cadences/${id}/occurrences?next=4`)).body;
    expect(
      items.map(
        (row: { key: string; state: string; start: string; id: Id | null }) =>
          `${start(row)} ${row.state} ${row.id ? 'stored' : 'computed'}`,
      ),
    ).toEqual([
      '2026-12-01 2026-12-01 planned stored',
      '2027-01-01 2027-01-01 skipped stored',
      '2027-02-01 2027-02-03 planned stored',
      '2027-03-01 2027-03-01 planned computed',
    ]);
    expect((await at.api('DELETE', `${on('2027-01-01')}/skip`)).body).toMatchObject({ state: 'planned' });
    expect((await at.api('PUT', `${on('2027-02-01')}/override`, { due: '2027-01-01' })).body).toMatchObject({
      code: 'due_before_start',
    });
    expect((await at.api('DELETE', `${on('2027-02-01')}/override`)).status).toBe(200);
    const blocked = await at.put({ kind: 'event', of: 'year_end' }, { name: 'Year ends' });
    expect(blocked).toMatchObject({
      blocked: 1,
      blocked_clients: [{ name: 'Harbour Café', code: 'year_end_missing' }],
    });
  });

  test('CX-73 CA-53 «this and later» makes a new rhythm from that date on, and shows the dates before it is saved', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2027-01-31' });
    const quarterly = { ...made.cadence, every: { n: 1, unit: 'quarter' } };
    const change = (body: object) =>
      at.api('POST', `/cadences/${made.id}/changes`, {
        scope: 'later',
        from_key: '2027-02-28',
        cadence: quarterly,
        based_on: made.version,
        ...body,
      });
    const shown = await change({ dry_run: true });
    expect(shown.status, JSON.stringify(shown.body)).toBe(200);
    expect(shown.body).toMatchObject({ saved: false, clients: [{ name: 'Harbour Café' }] });
    const keys = (part: 'before' | 'after') => shown.body.clients[0][part].map(({ key }: { key: string }) => key);
    expect(keys('before').slice(0, 4)).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']);
    expect(keys('after').slice(0, 5)).toEqual(['2027-01-31', '2027-02-28', '2027-05-31', '2027-08-31', '2027-11-30']);
    expect((await change({})).status).toBe(200);
    expect((await change({})).body).toMatchObject({ code: 'conflict' });
    await live(house.kernel, at.practice, `2027-06-01${NOON}`);
    expect(await lines(house.kernel, at.practice)).toEqual([
      '2027-01-31 deployed',
      '2027-02-28 deployed',
      '2027-05-31 deployed',
      '2027-08-31 planned',
    ]);
  });

  test('CX-74 CA-52 what was set for one date outlives «this and later»', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2027-01-15' });
    const moved = await at.api('PUT', `/cadences/${made.id}/occurrences/${at.client}/2027-03-15/override`, {
      start: '2027-03-18',
    });
    expect(moved.status).toBe(200);
    const cadence = { ...made.cadence, shift: { start: 'next', due: 'none' } };
    const changed = await at.api('POST', `/cadences/${made.id}/changes`, {
      scope: 'later',
      from_key: '2027-02-15',
      cadence,
      based_on: made.version,
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const { items } = (await at.api('GET', `/cadences/${made.id}/occurrences?next=5`)).body;
    expect(items.map(start)).toEqual([
      '2027-01-15 2027-01-15',
      '2027-02-15 2027-02-15',
      '2027-03-15 2027-03-18',
      '2027-04-15 2027-04-15',
      '2027-05-15 2027-05-17',
    ]);
  });

  test('CX-75 CA-54 «all not started» moves the runs nobody began, and touches no other', async () => {
    const at = await begin(`2026-10-20${NOON}`);
    const dated = await published(
      at.work,
      'Dated',
      [{ key: 'a', kind: 'task', title: 'Do a', who: ['owner'], due: { anchor: 'run_date', n: 0, unit: 'day' } }],
      { run_date: { label: 'Due', required: false } },
    );
    const made = await at.put({ kind: 'scheduled', anchor: '2026-11-01' }, { workflow: dated });
    await live(house.kernel, at.practice, `2026-12-05${NOON}`);
    const [first] = (await at.work('GET', '/tasks')).body.items;
    expect(
      (await at.work('PUT', `/tasks/${first.id}/start`, undefined, { 'if-match': `"${first.version}"` })).status,
    ).toBe(200);
    const cadence = { ...made.cadence, due: { kind: 'within', n: 3, unit: 'week' } };
    const changed = await at.api('POST', `/cadences/${made.id}/changes`, {
      scope: 'all',
      from_key: '2027-01-01',
      cadence,
      based_on: (await at.api('GET', `/cadences/${made.id}`)).body.version,
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect((await stored(house.kernel, at.practice)).map(({ key, due }) => `${key} ${due}`)).toEqual([
      '2026-11-01 2026-11-15',
      '2026-12-01 2026-12-22',
      '2027-01-01 2027-01-22',
    ]);
    const dates = await atDesk(house.kernel, at.practice, async ({ tx }) =>
      (await sql<{ run_date: string }>`select run_date from app.run order by started_at`.execute(tx)).rows.map(
        ({ run_date }) => run_date,
      ),
    );
    expect(dates).toEqual(['2026-11-15', '2026-12-22']);
  });

  test('CA-54 a new rhythm matches runs nobody began to the new dates in order, so nothing is made twice', async () => {
    const at = await begin(`2026-10-20${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2026-11-01' });
    await live(house.kernel, at.practice, `2026-12-05${NOON}`);
    const cadence = { ...made.cadence, anchor: '2026-11-15' };
    const { version } = (await at.api('GET', `/cadences/${made.id}`)).body;
    const changed = await at.api('POST', `/cadences/${made.id}/changes`, {
      scope: 'all',
      from_key: '2027-01-01',
      cadence,
      based_on: version,
    });
    expect(changed.body.clients[0].runs).toMatchObject([
      { from_key: '2026-11-01', to_key: '2026-11-15' },
      { from_key: '2026-12-01', to_key: '2026-12-15' },
    ]);
    await live(house.kernel, at.practice, `2027-01-16${NOON}`);
    expect((await lines(house.kernel, at.practice)).filter((line) => line.endsWith('deployed'))).toEqual([
      '2026-11-15 deployed',
      '2026-12-15 deployed',
      '2027-01-15 deployed',
    ]);
    expect(await runsOf(house.kernel, at.practice)).toHaveLength(3);
  });

  test('CA-56 clients one may not see are counted, not named, and block what changes for all', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    const hidden = await person(house.kernel, at.practice, 'Secret Holdings');
    const made = await at.put({ kind: 'scheduled', anchor: '2027-01-15' }, { clients: [at.client, hidden] });
    const narrow = at.through(at.who, sql<boolean>`p.id <> ${hidden}::uuid`);
    const change = await narrow('POST', `/cadences/${made.id}/changes`, {
      scope: 'later',
      from_key: '2027-02-15',
      cadence: made.cadence,
      based_on: made.version,
      dry_run: true,
    });
    expect(change.body).toMatchObject({ code: 'needs_wider_access', facts: { hidden: 1 } });
    expect(JSON.stringify((await narrow('GET', `/cadences/${made.id}/occurrences`)).body)).not.toContain('Secret');
    expect((await narrow('PUT', `/cadences/${made.id}/occurrences/${hidden}/2027-01-15/skip`, {})).status).toBe(404);
  });

  test('CA-49 CA-50 CA-55 pause, resume, end, and a copy that waits', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2027-01-15' });
    const path = `/cadences/${made.id}`;
    const paused = await at.api('PUT', `${path}/pause`, undefined, seen(made));
    expect(paused.body).toMatchObject({ state: 'paused' });
    expect((await at.api('POST', `${path}/occurrences/${at.client}/2027-01-15/creation`)).body).toMatchObject({
      code: 'paused',
    });
    const copy = await at.api('POST', `${path}/copies`);
    expect(copy.body).toMatchObject({ name: 'Bookkeeping (copy)', state: 'paused', clients: 1 });
    const going = await at.api('DELETE', `${path}/pause?create_current=false`, undefined, seen(paused.body));
    expect(going.body).toMatchObject({ state: 'active' });
    const ended = await at.api('PUT', `${path}/end`, undefined, seen(going.body));
    expect(ended.body).toMatchObject({ state: 'ended' });
    expect((await at.api('PUT', `${path}/pause`, undefined, seen(ended.body))).body).toMatchObject({ code: 'ended' });
  });

  test('CA-30 one now as it is published, and one created before its day', async () => {
    const at = await begin(`2027-01-02${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2027-01-15' }, { also_now: true });
    const early = await at.api('POST', `/cadences/${made.id}/occurrences/${at.client}/2027-01-15/creation`);
    expect(early.status, JSON.stringify(early.body)).toBe(200);
    expect(await lines(house.kernel, at.practice)).toEqual([
      'now:2027-01-02 deployed',
      '2027-01-15 deployed',
      '2027-02-15 planned',
    ]);
    expect(await runsOf(house.kernel, at.practice)).toHaveLength(2);
  });

  test('PL-72 many dates at once, each decided as if alone; the page of what was missed creates a skipped one', async () => {
    const at = await begin(`2026-11-20${NOON}`);
    const made = await at.put({ kind: 'scheduled', anchor: '2026-12-01', catch_up: 0 });
    await atDesk(house.kernel, at.practice, ({ tx }) =>
      sql`update app.clock set now = ${`2027-03-03${NOON}`} where practice_id = ${at.practice}`.execute(tx),
    );
    await live(house.kernel, at.practice, '2027-03-03T12:00:01.000Z');
    const late = (await at.api('GET', '/missed-occurrences?state=skipped')).body.items;
    expect(late.map(({ key, name }: { key: string; name: string }) => `${key} ${name}`).toSorted()).toEqual([
      '2026-12-01 Harbour Café',
      '2027-01-01 Harbour Café',
      '2027-02-01 Harbour Café',
    ]);
    const ids = ['2026-12-01', '2027-01-01', '2027-03-01'].map((key) => ({ series: made.id, client: at.client, key }));
    const answer = await at.api('POST', '/occurrences/bulk', { command: { do: 'restore' }, ids });
    expect(answer.body).toMatchObject({
      done: 2,
      refused: 1,
      rows: [{ ok: true }, { ok: true }, { ok: false, code: 'already_made' }],
    });
    expect((await lines(house.kernel, at.practice)).slice(0, 4)).toEqual([
      '2026-12-01 deployed',
      '2027-01-01 deployed',
      '2027-02-01 skipped missed',
      '2027-03-01 deployed',
    ]);
  });
});
