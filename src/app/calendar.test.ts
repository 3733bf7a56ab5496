import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member, person } from '#workflows/launch/testing.ts';
import { v1 } from './contract.ts';
import { listYears } from './system/holiday-years.ts';
import { testApi, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();
const open = async (role: Parameters<typeof testWho>[0] = 'Owner') => {
  const practice = await testPractice(house.kernel);
  const who = testWho(role);
  await member(house.kernel, practice, who, 'Sample Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const put = async (body: object) => {
    const version = (await api('GET', '/practice-calendar')).headers.get('etag')!;
    return api(
      'PUT',
      '/practice-calendar',
      { weekend: [6, 7], start_hour: 6, region: null, ...body },
      { 'if-match': version },
    );
  };
  return { practice, api, put };
};
const holidaysAt = (practice: Id) => inPractice(house.kernel.db, practice, async (desk) => [...desk.practice.holidays]);

describe('the practice calendar', () => {
  test('CA-26 it begins with Saturday and Sunday off, 06:00 and no holidays, and rules read what is set', async () => {
    const { practice, api, put } = await open();
    expect((await api('GET', '/practice-calendar')).body).toMatchObject({
      weekend: [6, 7],
      start_hour: 6,
      region: null,
      holidays: [],
    });
    const saved = await put({
      weekend: [5, 6],
      start_hour: 8,
      holidays: [
        { date: '2026-12-24', name: 'Office closed' },
        { date: '2026-12-31', name: 'Half day', struck_out: true },
      ],
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect(saved.body).toMatchObject({
      weekend: [5, 6],
      start_hour: 8,
      holidays: [{ date: '2026-12-24', name: 'Office closed', region: null, struck_out: false }],
    });
    await inPractice(house.kernel.db, practice, async ({ practice: facts }) => {
      expect(facts).toMatchObject({ working_days: [1, 2, 3, 4, 7], start_hour: 8, holidays: ['2026-12-24'] });
    });
  });

  test('CA-26 a region fills the table once, and its days off are struck out by date', async () => {
    const { practice, api, put } = await open();
    const { body } = await put({ region: 'GB-ENG' });
    const year = body.holidays[0].date.slice(0, 4);
    expect(body.holidays.some((one: { name: string }) => one.name === 'Good Friday')).toBe(true);
    const christmas = `${year}-12-25`;
    const edited = body.holidays.map((one: { date: string; name: string }) => ({
      date: one.date,
      name: one.name,
      struck_out: one.date === christmas,
    }));
    expect((await put({ region: 'GB-ENG', holidays: edited })).body.holidays).toContainEqual({
      date: christmas,
      name: 'Christmas Day',
      region: 'GB-ENG',
      struck_out: true,
    });
    expect(await holidaysAt(practice)).not.toContain(christmas);
    await listYears(house.kernel, practice);
    expect(await holidaysAt(practice)).not.toContain(christmas);
    expect((await put({ region: 'GB-XYZ' })).body.errors).toMatchObject([
      { pointer: '/region', code: 'unknown_region' },
    ]);
    expect((await api('GET', '/holiday-regions?country=GB')).body.items).toContainEqual({
      code: 'GB-ENG',
      name: 'England',
    });
  });

  test('WF-41 a dry run says how many dates of work under way it moves, and writes nothing; saving moves them', async () => {
    const { practice, api, put } = await open();
    const { body: made } = await api('POST', '/workflows', { name: 'Payroll', subject_kinds: ['client'] });
    const step = {
      key: 'pay',
      kind: 'task',
      title: 'Pay',
      who: ['launcher'],
      due: { anchor: 'run', n: 1, unit: 'business_day' },
    };
    const content = { name: 'Payroll', subject_kinds: ['client'], steps: [step] };
    const seen = (version: number) => ({ 'if-match': `"${version}"` });
    const draft = `/workflows/${made.id}/draft`;
    const saved = await api('PUT', draft, { base_version: 0, content }, seen(made.draft_version));
    const published = { base_version: 0, note: 'The first' };
    const first = await api('POST', `/workflows/${made.id}/versions`, published, seen(saved.body.draft_version));
    await api('PUT', `/workflows/${made.id}/activation`, undefined, seen(first.body.version));
    const subject = await person(house.kernel, practice, 'Amber Bakery');
    const run = await api('POST', '/runs', { workflow: made.id, as: 'client', subject });
    const due = run.body.plan?.[0]?.due_on ?? (await api('GET', `/runs/${run.body.id}`)).body.plan[0].due_on;
    const closed = { holidays: [{ date: due, name: 'Closed' }] };

    expect((await put({ ...closed, dry_run: true })).body.moves).toEqual({ dates: 1, runs: 1 });
    expect((await put({ start_hour: 9, dry_run: true })).body.moves).toEqual({ dates: 0, runs: 0 });
    expect(await holidaysAt(practice)).toEqual([]);
    expect((await put(closed)).body.moves).toBe(null);
    expect(await holidaysAt(practice)).toEqual([due]);
  });

  test('CA-26 PL-67 it is changed with settings W, by the version that was seen, and told in the audit', async () => {
    const { api, put } = await open();
    const old = (await api('GET', '/practice-calendar')).headers.get('etag')!;
    await put({ holidays: [{ date: '2026-12-24', name: 'Office closed' }] });
    const stale = await api(
      'PUT',
      '/practice-calendar',
      { weekend: [6, 7], start_hour: 6, region: null },
      { 'if-match': old },
    );
    expect(stale.status).toBe(412);
    const { body } = await api('GET', '/events?limit=10');
    const said = (body.items ?? []).map((one: { sentence: string }) => one.sentence);
    expect(said).toContain('added the holiday «Office closed» on 24 Dec 2026');
    const viewer = await open('Manager');
    expect((await viewer.put({ start_hour: 9 })).status).toBe(403);
  });
});

describe('previews of a cadence', () => {
  const MONTHLY = { kind: 'scheduled', anchor: '2026-12-25', shift: { start: 'next' } };

  test('CA-60 CX-35 the next six dates with the practice’s own holidays, before anything is saved', async () => {
    const { api, put } = await open();
    await put({ holidays: [{ date: '2026-12-25', name: 'Christmas Day' }] });
    const { status, body } = await api('POST', '/cadence-previews', { cadence: MONTHLY, on: '2026-11-22' });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.occurrences).toHaveLength(6);
    expect(body.occurrences[0]).toMatchObject({
      key: '2026-12-25',
      index: 0,
      start: '2026-12-28',
      due: '2027-01-08',
      deploy_on: '2026-12-28',
      shifted_by: { start: 'Christmas Day' },
    });
    expect(body.sentence).toBe(
      'Every month on the 25th, moved to the next business day, due 2 weeks later. First: 25 December 2026.',
    );
  });

  test('CA-60 another calendar, a later beginning and up to 60 dates on request', async () => {
    const { api } = await open();
    const calendar = { weekend: [5, 6], holidays: [], time_zone: 'Pacific/Auckland', start_hour: 6 };
    const cadence = {
      kind: 'scheduled',
      anchor: '2026-11-06',
      every: { n: 1, unit: 'week' },
      shift: { start: 'next' },
    };
    const ask = { cadence, calendar, on: '2026-11-01', from: '2026-11-13', count: 60 };
    const { body } = await api('POST', '/cadence-previews', ask);
    expect(body.occurrences).toHaveLength(60);
    expect(body.occurrences[0]).toMatchObject({ key: '2026-11-13', index: 1, start: '2026-11-15' });
    expect(body.occurrences[0].wakes_at).toBe('2026-11-14T17:00:00.000Z');
    expect((await api('POST', '/cadence-previews', { ...ask, count: 61 })).status).toBe(422);
  });

  test('CX-60 CA-15 clients with the fact have dates, those without are named as blocked', async () => {
    const { practice, api } = await open();
    const [amber, birch] = [
      await person(house.kernel, practice, 'Amber Bakery'),
      await person(house.kernel, practice, 'Birch Bakery'),
    ];
    const { headers } = await api('GET', `/clients/${amber}`);
    const facts = { tax_period: { frequency: 'quarterly', start_month: 1 } };
    const changed = await api('PATCH', `/clients/${amber}`, facts, { 'if-match': headers.get('etag')! });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const cadence = { kind: 'event', of: 'tax_period', offset: { n: 1, unit: 'day' } };
    const { body } = await api('POST', '/cadence-previews', {
      cadence,
      client_ids: [amber, birch],
      on: '2026-11-22',
      count: 2,
    });
    expect(body.occurrences).toMatchObject([
      {
        client: amber,
        key: 'tax:2026-12-31',
        scheduled: '2027-01-01',
        period: { from: '2026-10-01', to: '2026-12-31' },
      },
      { client: amber, key: 'tax:2027-03-31' },
    ]);
    expect(body.blocked).toEqual([
      { client: birch, name: 'Birch Bakery', code: 'tax_period_missing', because: 'The tax period is not known.' },
    ]);
  });

  test('CA-8 a refusal of the rules is the answer, and a client nobody may see is not there', async () => {
    const { api } = await open();
    const cadence = { kind: 'scheduled', anchor: '2026-12-01', every: { n: 400, unit: 'day' } };
    const refused = await api('POST', '/cadence-previews', { cadence });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'out_of_range', detail: 'It repeats every 1 to 366 days, not 400.' });
    const gone = '01930000-0000-7000-8000-000000000000';
    expect((await api('POST', '/cadence-previews', { cadence: MONTHLY, client_ids: [gone] })).status).toBe(404);
  });
});
