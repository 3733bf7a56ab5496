import '@hono/zod-openapi';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { act, perform } from '#kernel/loop/perform.ts';
import { keepHookSecret } from '#messages/channels/callbacks.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels, keepSecret } from '#messages/channels/store.ts';
import type { Message, MessageCommand, New } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { newMessage, whereItIsNoon } from '#messages/outbox/testing.ts';
import { machine } from '#messages/replies/receiving.ts';
import { AUTH_TOKEN, startStandIn } from '../../connectors/twilio/testing.ts';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { v1 } from '../contract.ts';
import { openLog } from '../log.ts';
import { messages } from '../rooms.ts';
import { listen, type Serving } from '../server.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';
import { startWorker, type Worker } from '../worker.ts';

/** From end to end: our server and worker, and the stand-in of the provider as a program of its own. */
const house = useTestHouse();
const OURS = '+15005550006';
const lines: string[] = [];
let address: string;
let serving: Serving;
let worker: Worker;
let sim: Awaited<ReturnType<typeof startStandIn>>;
let practice: Id;
beforeAll(async () => {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const read = readConfig({ PUBLIC_URL: address });
  if (!read.yes) throw new Error(read.mistakes.join());
  const log = openLog('debug', { write: (line) => void lines.push(line) });
  Object.assign(house.house, { publicUrl: address });
  house.house.sending.publicUrl = address;
  serving = await listen(openApp({ config: read.config, house: house.house, log }).http, { port, host: '127.0.0.1' });
  worker = await startWorker(house.house, {
    concurrency: 2,
    dispatchEveryMs: 50,
    bulkCommands: new Map(),
    callerOf: () => Promise.reject(new Error('nobody bulks here')),
    onFault: (error, doing) => lines.push(`FAULT ${doing} ${error}`),
  });
  practice = await testPractice(house.kernel);
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner'));
  await setUp('http://127.0.0.1:1');
  const { inbound_url } = (await api('GET', '/channels/sms/callbacks')).body;
  expect(inbound_url).toMatch(`${address}/hooks/twilio/inbound/`);
  sim = await startStandIn('--pace', '20', '--inbound', inbound_url);
  await setUp(sim.base);
});
afterAll(async () => {
  await worker?.stop();
  await serving?.stop(1000);
  sim?.end();
  expect(lines.filter((line) => line.startsWith('FAULT'))).toEqual([]);
});

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);

/** Texts leave by the stand-in at once; it signs with its auth token. */
const setUp = async (base_url: string, keywords: 'provider' | 'ours' = 'provider') => {
  const settings = { account_sid: `AC${'0'.repeat(32)}`, key_sid: `SK${'0'.repeat(32)}`, base_url, keywords };
  const command = { do: 'set_up' as const, provider: 'twilio' as const, address: OURS, settings, manual_seconds: 0 };
  const set = { ...command, secret: 'given' as const, per_minute: 6000 };
  await perform(house.kernel, testPlace(practice, testWho('Owner')), channels, { id: channelId('sms'), command: set });
  await at(async (desk) => {
    await keepSecret(desk, 'sms', house.house.seal.seal('sim-secret'));
    await keepHookSecret(desk, house.house.seal.seal(AUTH_TOKEN));
  });
};

const sms = (to: string, more: Partial<New> = {}): Partial<New> => ({
  channel: 'sms',
  subject: null,
  from_address: OURS,
  recipients: [{ address: to, name: 'Sample Bakery', record: null }],
  body: `Please call us, ${newId()}.`,
  automatic: false,
  zone: whereItIsNoon(),
  ...more,
});
const write = (more: Partial<New>, extra: Partial<Extract<MessageCommand, { do: 'write' }>> = {}): Promise<Id> =>
  at(async (desk) => {
    const id = newId();
    const command = { do: 'write' as const, message: newMessage(more), ...extra };
    const [outcome] = await act(house.kernel, desk, machine(), messages, [{ id, command }]);
    if (!outcome!.yes) throw new Error(outcome!.because);
    return id;
  });
const read = async (id: Id): Promise<Message> => (await at((desk) => messagesById(desk, [id])))[0]!;
const until = async <T>(look: () => Promise<T>, holds: (seen: T) => unknown, within = 15_000): Promise<T> => {
  for (const end = Date.now() + within; ; ) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`it did not come to that in time: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const rows = <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  at(async ({ tx }) => (await query.execute(tx)).rows);
const tasksOf = (client: Id) =>
  rows(sql<{ title: string }>`select title from app.task where client_id = ${client} order by id`);
const client = async (name: string, number: string): Promise<Id> => {
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Manager'));
  const made = await api('POST', '/clients', {
    organisation_name: name,
    country: 'AU',
    phones: [{ number, label: 'mobile' }],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.id;
};
const about = (id: Id) => ({ client_id: id, subject_kind: 'person' as const, subject_id: id });

const post = (path: string, fields: Record<string, string>, token = AUTH_TOKEN) => {
  const url = `${address}${path}`;
  const text = Object.keys(fields)
    .sort()
    .reduce((all, name) => all + name + fields[name], url);
  const signature = createHmac('sha1', token).update(text).digest('base64');
  return fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(fields),
  });
};
const status = (id: Id, MessageStatus: string, token?: string) =>
  post(`/hooks/twilio/status/${id}?practice=${practice}`, { MessageSid: 'SM1', MessageStatus }, token);

test('ME-59 ME-74 what the provider reports becomes facts, and a status never goes backwards', async () => {
  const id = await write(sms('+61491570006'));
  const sent = await until(
    () => read(id),
    ({ delivered_at }) => delivered_at,
  );
  expect(sent).toMatchObject({ state: 'sent', bounced_at: null, saved: false });
  for (const late of ['queued', 'sent', 'undelivered', 'failed', 'delivered'])
    expect((await status(id, late)).status).toBe(204);
  expect(await read(id)).toEqual(sent);
});

test('ME-74 a wrong signature gets 403, is recorded and changes nothing, whoever is named', async () => {
  const id = await write(sms('+15005550522'));
  const sent = await until(
    () => read(id),
    ({ state }) => state === 'sent',
  );
  expect((await status(id, 'failed', 'another token')).status).toBe(403);
  expect(await read(id)).toEqual(sent);
  expect((await post(`/hooks/twilio/status/${id}?practice=${newId()}`, { MessageStatus: 'failed' })).status).toBe(403);
  expect((await post(`/hooks/twilio/inbound/${'a'.repeat(46)}`, { Body: 'STOP' })).status).toBe(403);
  const told = await rows(
    sql<{ facts: { code: [null, string] } }>`select facts from app.event where verb = 'channel.refused'`,
  );
  expect(told.map(({ facts }) => facts.code[1])).toEqual(['bad_signature']);
});

test('ME-40 ME-75 a text that was not delivered has bounced, with its code, and somebody is asked; it is not sent again', async () => {
  const bakery = await client('Bay Bakery', '+1 500 555 0520');
  const id = await write(sms('+15005550520', about(bakery)));
  const back = await until(
    () => read(id),
    ({ bounced_at }) => bounced_at,
  );
  expect(back).toMatchObject({ state: 'sent', bounce: { kind: 'soft', code: '30003' } });
  expect(back.attempts).toHaveLength(1);
  expect(await tasksOf(bakery)).toEqual([{ title: 'A message to Sample Bakery came back' }]);
});

test('ME-37 ME-38 ME-39 STOP opts the number out for both its clients, recalls what is planned, one task each; START restores; the provider answers', async () => {
  const number = '+61491570158';
  const [one, two] = [await client('Client One', number), await client('Client Two', number)];
  const later = { planned_at: new Date(Date.now() + 3_600_000).toISOString() };
  const planned = [
    await write(sms(number, about(one)), later),
    await write(sms(number, about(two)), later),
    await write(sms(number, about(two)), later),
  ];
  await sim.control('POST', 'inbound', { from: number, to: OURS, body: 'Stop.' });
  const known = () =>
    rows(
      sql<{
        consent_state: string;
        reach: string | null;
      }>`select consent_state, reach from app.address where address = ${number}`,
    );
  await until(known, ([row]) => row?.consent_state === 'opted_out');
  const states = async () => (await at((desk) => messagesById(desk, planned))).map(({ state }) => state);
  expect(await states()).toEqual(['recalled', 'recalled', 'recalled']);
  for (const id of [one, two]) expect(await tasksOf(id)).toEqual([{ title: `Opted out of texts: ${number}` }]);
  await sim.control('POST', 'inbound', { from: number, to: OURS, body: 'STOP' });
  await sim.control('POST', 'inbound', { from: number, to: OURS, body: 'start' });
  await until(known, ([row]) => row?.consent_state === 'consented');
  expect(await known()).toEqual([{ consent_state: 'consented', reach: null }]);
  expect(await states()).toEqual(['recalled', 'recalled', 'recalled']);
  expect(await tasksOf(one)).toHaveLength(1);
  const ours = await rows(sql`select 1 from app.message where address = ${number} and key like 'answer:%'`);
  expect(ours).toEqual([]);
});

test('ME-40 the provider’s «recipient opted out» opts the number out', async () => {
  const bakery = await client('Stopped Bakery', '+1 500 555 0004');
  const id = await write(sms('+15005550004', about(bakery)));
  expect(
    await until(
      () => read(id),
      ({ state }) => state === 'failed',
    ),
  ).toMatchObject({ reason_code: 'opted_out' });
  const [row] = await rows(
    sql<{ consent_state: string }>`select consent_state from app.address where address = '+15005550004'`,
  );
  expect(row).toEqual({ consent_state: 'opted_out' });
  expect(await tasksOf(bakery)).toEqual([{ title: 'Opted out of texts: +15005550004' }]);
});

test('ME-38 ME-79 ME-87 HELP is answered by us only where the provider leaves it to us, once in a day; a text that comes twice is one', async () => {
  const number = '+61491570157';
  const kept = () =>
    rows(
      sql<{ keyword: string }>`select keyword from app.reply where from_address = ${number} and decided_at is not null`,
    );
  const answers = () =>
    rows(sql<{ body: string }>`select body from app.message where address = ${number} and key like 'answer:%'`);
  await sim.control('POST', 'inbound', { from: number, to: OURS, body: 'Help' });
  await until(kept, ({ length }) => length === 1);
  expect(await answers()).toEqual([]);
  await setUp(sim.base, 'ours');
  for (const body of ['help', 'INFO']) await sim.control('POST', 'inbound', { from: number, to: OURS, body });
  await until(kept, ({ length }) => length === 3);
  expect(await answers()).toEqual([{ body: 'Testing & Co. Reply STOP to end.' }]);
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner'));
  const { inbound_url } = (await api('GET', '/channels/sms/callbacks')).body;
  const twice = { MessageSid: 'SMtwice', From: number, To: OURS, Body: 'Hello' };
  for (const _ of [1, 2]) expect((await post(new URL(inbound_url).pathname, twice)).status).toBe(200);
  expect(await rows(sql`select 1 from app.reply where provider_id = 'SMtwice'`)).toHaveLength(1);
});

test('ME-59 ME-63 ME-64 a text that may have left is looked for at its provider; a single match settles it', async () => {
  const id = await write(sms('+15005550511'));
  const settled = await until(
    () => read(id),
    ({ state, attempts }) => attempts.length && state === 'sent',
  );
  expect(settled.attempts).toHaveLength(1);
  const taken = (await sim.control('GET', 'messages')).messages.filter(
    (one: { to: string }) => one.to === '+15005550511',
  );
  expect(taken).toHaveLength(1);
});

test('ME-64 what the provider does not know stays for a person', async () => {
  const id = await write(sms('+15005550512'));
  await until(
    () => read(id),
    ({ state, attempts }) => attempts.length && state === 'unknown',
  );
  const looked = async () =>
    (await rows(sql`select 1 from app.timer where room = 'message' and thing = ${id} and state = 'waiting'`)).length;
  expect(await looked()).toBe(1);
  expect((await read(id)).state).toBe('unknown');
});

test('ME-112 the token of a hook stands in no log', async () => {
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner'));
  const { inbound_url } = (await api('GET', '/channels/sms/callbacks')).body;
  expect(lines.join()).toContain('/hooks/twilio/inbound/:token');
  expect(lines.join()).not.toContain(inbound_url.split('/').at(-1));
});
