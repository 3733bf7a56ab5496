import '@hono/zod-openapi';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { act, perform } from '#kernel/loop/perform.ts';
import { mayWrite } from '#messages/addresses/may-write.ts';
import { addresses, knownAddresses, onAddress } from '#messages/addresses/store.ts';
import { mailOf } from '#messages/outbox/letter.ts';
import type { Message, New } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { newMessage } from '#messages/outbox/testing.ts';
import { machine } from '#messages/replies/receiving.ts';
import { type App, openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { v1 } from '../contract.ts';
import { openLog } from '../log.ts';
import { messages } from '../rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';
import { unsubscribeUrls } from './unsubscribe-urls.ts';

const house = useTestHouse();
const lines: string[] = [];
const PUBLIC = 'https://tickmark.example';
const ANNA = 'anna@bay.example';
let app: App;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: PUBLIC });
  if (!read.yes) throw new Error(read.mistakes.join());
  const log = openLog('trace', { write: (line) => void lines.push(line) });
  Object.assign(house.house, { publicUrl: PUBLIC });
  house.house.sending.unsubscribeUrls = unsubscribeUrls(house.house.tokenKey, PUBLIC);
  app = openApp({ config: read.config, house: house.house, log });
});

const begin = async () => {
  const practice = await testPractice(house.kernel);
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Manager'));
  const { body: client } = await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: ANNA }] });
  const write = (more: Partial<New> = {}): Promise<Message> =>
    at(async (desk) => {
      const id = newId();
      const recipients = [{ address: ANNA, name: 'Bay Bakery', record: null }];
      const message = newMessage({ class: 'chase', recipients, ...more });
      const planned_at = '2099-01-01T09:00:00.000Z';
      const [outcome] = await act(house.kernel, desk, machine(), messages, [
        { id, command: { do: 'write', message, planned_at } },
      ]);
      if (!outcome!.yes) throw new Error(outcome!.because);
      return (await messagesById(desk, [id]))[0]!;
    });
  const urlOf = (message: Message) =>
    at(async (desk) => (await house.house.sending.unsubscribeUrls(desk, [message])).get(message.id)!);
  const may = (of: 'chase' | 'service') =>
    at(async (desk) => {
      const known = (await knownAddresses(desk, [{ channel: 'email', address: ANNA }])).get(`email:${ANNA}`);
      return mayWrite({ channel: 'email', class: of, address: ANNA, known }).yes;
    });
  const events = (): Promise<string[]> =>
    at(async ({ tx }) => {
      const { rows } = await sql<{ verb: string }>`
        select verb from app.event where verb ~ '^(suppression|message[.](pressed|recalled))' order by id`.execute(tx);
      return rows.map(({ verb }) => verb);
    });
  const tasks = (): Promise<string[]> =>
    at(async ({ tx }) =>
      (await sql<{ title: string }>`select title from app.task`.execute(tx)).rows.map(({ title }) => title),
    );
  return { practice, at, write, urlOf, may, events, tasks, client: client.id as Id };
};

const pathOf = (url: string) => new URL(url).pathname;
const get = (path: string, cookie = '', method = 'GET') =>
  app.http.request(path, { method, headers: cookie ? { cookie } : {} });
const post = (path: string, form: Record<string, string>, cookie = '') =>
  app.http.request(path, { method: 'POST', body: new URLSearchParams(form), headers: cookie ? { cookie } : {} });
/** The page behind the link: opened, and sent on to the address without the token. */
const open = async (url: string) => {
  const first = await get(pathOf(url));
  const [location, cookie] = [
    first.headers.get('location') ?? '',
    first.headers.get('set-cookie')?.split(';')[0] ?? '',
  ];
  const shown = await get(location, cookie);
  return { first, location, cookie, shown, text: await shown.text() };
};
const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

test('ME-110 ME-113 worked example 9: a scanner changes nothing; one click unsubscribes, recalls what waits and tells once; a second is the same', async () => {
  const { write, urlOf, may, events, tasks, client } = await begin();
  const message = await write();
  const url = await urlOf(message);
  for (let i = 0; i < 50; i += 1) for (const method of ['GET', 'HEAD']) await get(pathOf(url), '', method);
  expect(await events()).toEqual([]);
  for (const _ of [1, 2]) expect((await post(pathOf(url), ONE_CLICK)).status).toBe(200);
  expect([await may('chase'), await may('service')]).toEqual([false, true]);
  expect(await events()).toEqual(['suppression.made', 'message.recalled']);
  expect(await tasks()).toEqual([`Unsubscribed from reminders: ${ANNA}`]);
  expect(client).toBeTruthy();
  expect((await post(pathOf(url), { ...ONE_CLICK, more: 'x' })).status).toBe(404);
});

test('ME-112 ME-114 ME-115 the page stands at an address without the token; its buttons stop and keep, and no fetch does', async () => {
  const { write, urlOf, may, events } = await begin();
  const message = await write({ recipients: [{ address: ANNA, name: '<b>Bay', record: null }] });
  const url = await urlOf(message);
  const { first, location, cookie, shown, text } = await open(url);
  expect(first.status).toBe(303);
  expect(first.headers.get('set-cookie')).toMatch(/; Path=\/u; HttpOnly; Secure; SameSite=Lax$/);
  expect(location).toMatch(/^\/u\?of=[0-9a-f]{12}$/);
  expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
  expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(text).toContain('Testing &amp; Co');
  expect(text).toContain(`Stop reminders to ${ANNA}?`);
  expect(text).not.toContain(pathOf(url).slice(3));
  expect(text).not.toContain('<script');
  expect(await may('chase')).toBe(true);
  expect((await post(location, { wish: 'stop' }, cookie)).headers.get('location')).toBe(location);
  expect(await may('chase')).toBe(false);
  expect(await (await get(location, cookie)).text()).toContain('Keep receiving reminders');
  await post(location, { wish: 'keep' }, cookie);
  expect(await may('chase')).toBe(true);
  expect(await events()).toEqual(['suppression.made', 'message.recalled', 'suppression.lifted']);
  expect((await post(location, { wish: 'stop' })).status).toBe(404);
});

test('ME-111 a wrong, altered or foreign token opens the same page, and nothing else', async () => {
  const [one, two] = [await begin(), await begin()];
  const token = pathOf(await one.urlOf(await one.write())).slice(3);
  const other = pathOf(await two.urlOf(await two.write())).slice(3);
  const wrong = [`${token.slice(0, 45)}${token.at(-1) === 'A' ? 'B' : 'A'}`, other.slice(0, 22) + token.slice(22), 'x'];
  const pages = await Promise.all(wrong.map(async (each) => (await get(`/u/${each}`)).text()));
  expect(new Set(pages).size).toBe(1);
  expect(pages[0]).toContain('This link opens nothing');
  for (const each of wrong) expect((await post(`/u/${each}`, ONE_CLICK)).status).toBe(404);
  const { rows } = await one.at(({ tx }) =>
    sql<{ link: string }>`select l::text as link from app.public_link l`.execute(tx),
  );
  expect(JSON.stringify(rows)).not.toContain(token.slice(22));
});

test('ME-114 what stopped for another reason is not taken back by the recipient', async () => {
  const { practice, write, urlOf } = await begin();
  const url = await urlOf(await write());
  const bounced = {
    do: 'bounced',
    kind: 'hard',
    at: '2026-01-01T00:00:00.000Z',
    evidence: '550',
    channel: 'email',
    address: ANNA,
  } as const;
  await perform(house.kernel, { practice_id: practice, caller: machine() }, addresses, onAddress(practice, bounced));
  const { text } = await open(url);
  expect(text).toContain('No more reminders go to');
  expect(text).not.toContain('<button');
});

test('ME-113 every reminder by e-mail carries the header, the same at each attempt, and nothing else does', async () => {
  const { write, urlOf } = await begin();
  const message = await write();
  const url = await urlOf(message);
  expect(await urlOf(message)).toBe(url);
  expect(mailOf(message, { unsubscribe: url }).headers).toMatchObject({
    'List-Unsubscribe': `<${url}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
  expect(mailOf({ ...message, class: 'service' }).headers['List-Unsubscribe']).toBeUndefined();
});

test('ME-112 no token stands in a log', async () => {
  const { write, urlOf } = await begin();
  const url = await urlOf(await write());
  await open(url);
  await post(pathOf(url), ONE_CLICK);
  expect(lines.join()).toContain('/u/:token');
  expect(lines.join()).not.toContain(pathOf(url).slice(3));
});
