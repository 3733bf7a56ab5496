import { sql } from 'kysely';
import { beforeAll, expect, test, vi } from 'vitest';
import { inPractice } from '#kernel/database/practice.ts';
import { member, person } from '#workflows/launch/testing.ts';
import { atDesk, live, publish, repeating, stored } from '#workflows/series/testing.ts';
import { type App, openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { v1 } from '../contract.ts';
import { openLog } from '../log.ts';
import { testApi, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();
let app: App;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: 'http://localhost:4300' });
  if (!read.yes) throw new Error(read.mistakes.join());
  app = openApp({ config: read.config, house: house.house, log: openLog('fatal', { write: () => {} }) });
});

const MONTHLY = { kind: 'scheduled', anchor: '2026-12-01' } as const;

const begin = async () => {
  const at = await repeating(house.kernel, '2026-11-20T12:00:00.000Z');
  const client = await person(house.kernel, at.practice, 'Harbour Café');
  await publish(house.kernel, at, MONTHLY, { clients: [client] });
  const api = testApi(house.kernel, at.practice, [v1(house.house)], at.who);
  const make = async (body: object) => {
    const made = await api('POST', '/calendar-feeds', body);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body as { id: string; address: string };
  };
  return { ...at, client, api, make };
};

const get = (address: string, headers: Record<string, string> = {}) =>
  app.http.request(new URL(address).pathname, { headers });
/** «20261215 TENTATIVE Bookkeeping – Harbour Café». */
const events = async (address: string): Promise<string[]> => {
  const text = (await (await get(address)).text()).replaceAll('\r\n ', '').replace(/\\(.)/g, '$1');
  return [...text.matchAll(/DATE:(\d+)\r\nSUMMARY:(.*)\r\nSTATUS:(\w+)/g)].map(
    (one) => `${one[1]} ${one[3]} ${one[2]}`,
  );
};
const uids = async (address: string) =>
  [...(await (await get(address)).text()).replaceAll('\r\n ', '').matchAll(/UID:(\S+)/g)].map((one) => one[1]);

test('CA-61 CA-62 PL-130 a feed holds planned occurrences for six months, then what exists, and keeps each under its id', async () => {
  const at = await begin();
  const { address } = await at.make({ about: 'mine' });
  expect(await events(address)).toEqual(
    ['20261215', '20270115', '20270215', '20270315', '20270415', '20270515'].map(
      (day) => `${day} TENTATIVE Bookkeeping – Harbour Café`,
    ),
  );
  const before = await uids(address);
  await live(house.kernel, at.practice, '2026-12-02T12:00:00.000Z');
  expect((await events(address))[0]).toBe('20261215 CONFIRMED Bookkeeping – Harbour Café');
  expect((await uids(address)).slice(0, 6)).toEqual(before);
  const [, next] = await stored(house.kernel, at.practice);
  const moved = await at.api('PUT', `/cadences/${next!.series_id}/occurrences/${at.client}/2027-01-01/override`, {
    due: '2027-01-20',
  });
  expect(moved.status).toBe(200);
  expect((await events(address))[1]).toBe('20270120 TENTATIVE Bookkeeping – Harbour Café');
  expect((await uids(address)).slice(0, 6)).toEqual(before);
  await at.api('PUT', `/cadences/${next!.series_id}/occurrences/${at.client}/2027-01-01/skip`, {});
  expect((await events(address))[1]).toMatch(/^20270120 CANCELLED/);
});

test('WF-203 a task is in it under its own id, so that it moves with its date; without names where titles alone are wanted', async () => {
  const at = await begin();
  const { address } = await at.make({ about: 'everyone', titles_only: true });
  const task = await at.api('POST', '/tasks', {
    title: 'Ring them up',
    subject: { record: 'person', id: at.client },
    due_on: '2026-12-03',
  });
  expect(task.status, JSON.stringify(task.body)).toBe(201);
  await atDesk(house.kernel, at.practice, ({ tx }) =>
    sql`update app.task set due_on = '2026-12-04' where id = ${task.body.id}`.execute(tx),
  );
  expect(await events(address)).toContain('20261204 CONFIRMED Ring them up');
  expect(await uids(address)).toContain(task.body.id);
  expect(await (await get(address)).text()).not.toContain('Harbour');
});

test('CA-61 only the whole address opens it; renewed or revoked, or where its maker left, it opens nothing', async () => {
  const at = await begin();
  const { id, address } = await at.make({ about: 'mine' });
  expect((await get(address)).status).toBe(200);
  const token = /feeds\/(.+)\.ics/.exec(address)![1]!;
  const other = await begin();
  const { address: theirs } = await other.make({ about: 'mine' });
  const mixed = `${/feeds\/(.{22})/.exec(theirs)![1]}${token.slice(22)}`;
  for (let i = 0; i < token.length; i += 9) {
    const flipped = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
    expect((await app.http.request(`/feeds/${flipped}.ics`)).status).toBe(404);
  }
  for (const wrong of [mixed, 'x', `${token}x`])
    expect((await app.http.request(`/feeds/${wrong}.ics`)).status).toBe(404);
  const stolen = await other.api('POST', `/calendar-feeds/${id}/renewal`);
  expect(stolen.status).toBe(404);
  const renewed = (await at.api('POST', `/calendar-feeds/${id}/renewal`)).body.address;
  expect((await get(address)).status).toBe(404);
  expect((await get(renewed)).status).toBe(200);
  const kept = await atDesk(house.kernel, at.practice, async ({ tx }) =>
    JSON.stringify((await sql`select * from app.calendar_feed`.execute(tx)).rows),
  );
  expect(kept).not.toContain(/feeds\/(.+)\.ics/.exec(renewed)![1]!.slice(22));
  expect((await at.api('GET', '/calendar-feeds')).body.items).toMatchObject([{ id, address: renewed }]);
  const second = await at.make({ about: 'mine' });
  await at.api('DELETE', `/calendar-feeds/${id}`);
  expect((await get(renewed)).status).toBe(404);
  await inPractice(house.kernel.db, at.practice, ({ tx }) =>
    sql`update app.member set state = 'deactivated' where id = ${at.who.member_id}`.execute(tx),
  );
  expect((await get(second.address)).status).toBe(404);
});

test('PL-S7 CA-61 what the maker may no longer see leaves the feed', async () => {
  const at = await begin();
  const staff = testWho('Staff');
  await member(house.kernel, at.practice, staff, 'Sample Staff');
  const theirs = testApi(house.kernel, at.practice, [v1(house.house)], staff);
  const made = await theirs('POST', '/calendar-feeds', { about: 'client', client: at.client });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect((await events(made.body.address)).length).toBe(6);
  await atDesk(house.kernel, at.practice, ({ tx }) =>
    sql`update app.person set restricted = true where id = ${at.client}`.execute(tx),
  );
  expect(await events(made.body.address)).toEqual([]);
  expect(await (await get(made.body.address)).text()).not.toContain('Harbour');
  expect((await theirs('POST', '/calendar-feeds', { about: 'client', client: at.client })).status).toBe(404);
});

test('CA-63 an unchanged feed answers 304 to its ETag, and 60 requests an hour are enough', async () => {
  const at = await begin();
  const { address } = await at.make({ about: 'mine' });
  const first = await get(address);
  expect(first.headers.get('content-type')).toContain('text/calendar');
  const same = await get(address, { 'if-none-match': first.headers.get('etag')! });
  expect(same.status).toBe(304);
  for (let i = 2; i < 60; i += 1) await get(address);
  const over = await get(address);
  expect(over.status).toBe(429);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('CA-61 CA-63 one fetch is one transaction, and is noted once an hour', async () => {
  const at = await begin();
  const { id, address } = await at.make({ about: 'mine' });
  const transactions = vi.spyOn(house.kernel.db, 'transaction');
  await get(address);
  expect(transactions).toHaveBeenCalledTimes(1);
  transactions.mockRestore();
  await get(address);
  const noted = await atDesk(house.kernel, at.practice, ({ tx }) =>
    sql`select 1 from app.event where thing = ${`calendar_feed:${id}`} and verb = 'calendar_feed.fetched'`.execute(tx),
  );
  expect(noted.rows).toHaveLength(1);
});
