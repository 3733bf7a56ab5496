import '@hono/zod-openapi';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startMailServer, type TestServer } from '#connectors/mail/testing-server.ts';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { keyOf } from '#kernel/files/rules.ts';
import { readFiles } from '#kernel/files/store.ts';
import { perform } from '#kernel/loop/perform.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { machine } from '#messages/replies/receiving.ts';
import { conversationId } from '#messages/replies/store.ts';
import { type App, openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { v1 } from '../contract.ts';
import { openLog } from '../log.ts';
import { messageFileUrls } from '../public-pages/message-file-urls.ts';
import { conversations } from '../rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();
const PUBLIC = 'https://tickmark.example';
const ANNA = 'anna@bay.example';
const MB = 1_048_576;
let server: TestServer | undefined;
let app: App;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: PUBLIC });
  if (!read.yes) throw new Error(read.mistakes.join());
  Object.assign(house.house, { publicUrl: PUBLIC });
  house.house.sending.fileUrls = messageFileUrls(house.house.tokenKey, PUBLIC);
  app = openApp({ config: read.config, house: house.house, log: openLog('silent', { write: () => {} }) });
});
afterEach(() => server?.close());

/** A conversation with a client, by a mail server of the practice. */
const begin = async () => {
  server = await startMailServer();
  const practice = await testPractice(house.kernel);
  const who = testWho('Owner');
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const settings = { host: '127.0.0.1', port: server.port, tls: 'none' as const };
  const set = {
    do: 'set_up',
    provider: 'smtp',
    address: 'office@testing.example',
    settings,
    manual_seconds: 0,
  } as const;
  await perform(house.kernel, testPlace(practice, who), channels, { id: channelId('email'), command: set });
  const { body: client } = await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: ANNA }] });
  const thread = {
    channel: 'email' as const,
    address: ANNA,
    our_address: 'office@testing.example',
    name: 'Anna',
    client_id: client.id as Id,
    run_id: null,
    subject: 'Papers',
    member_id: null,
    message_id: null,
  };
  const talk = conversationId(practice, thread);
  const came = {
    do: 'reply_came',
    thread,
    reply: newId(),
    at: new Date().toISOString(),
    line: 'Please send them.',
  } as const;
  const quiet = { quiet: true, may_mean_stop: false };
  await perform(house.kernel, { practice_id: practice, caller: machine() }, conversations, {
    id: talk,
    command: { ...came, ...quiet },
  });
  const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Id> => {
    const announced = await api('POST', '/files', { name, bytes: bytes.length });
    const { id } = announced.body.items[0];
    expect((await api('PUT', `/files/${id}/content`, bytes)).status).toBe(200);
    return id;
  };
  const answer = (files: readonly Id[]) =>
    api('POST', `/conversations/${talk}/messages`, { body: 'Here they are.', files });
  const ours = async () => {
    const { rows } = await at(({ tx }) =>
      sql<{ id: Id }>`select id from app.message order by id desc limit 1`.execute(tx),
    );
    return (await at((desk) => messagesById(desk, [rows[0]!.id])))[0]!;
  };
  const send = async () => {
    const { id, attempts } = await ours();
    await sendMessages(house.house.sending, practice, [
      { message: id, channel: 'email', attempt: attempts.length + 1 },
    ]);
    return ours();
  };
  return { practice, at, api, client: client as { id: Id; client_number: string }, upload, answer, ours, send };
};

const pdf = (size = 2_000) => {
  const bytes = new Uint8Array(size).fill(32);
  bytes.set(new TextEncoder().encode('%PDF-1.7\n'));
  bytes.set(new TextEncoder().encode('\n%%EOF'), size - 6);
  return bytes;
};
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('ME-29 a member’s answer takes its files along, byte for byte, and keeps their names and hashes', async () => {
  const { upload, answer, send, api } = await begin();
  const bytes = pdf(300_000);
  const file = await upload('Balance sheet.pdf', bytes);
  expect((await answer([file])).status).toBe(201);
  const message = await send();
  const left = await PostalMime.parse(server!.taken[0]!.raw);
  expect(
    left.attachments.map(({ filename, content }) => [filename, sha(new Uint8Array(content as ArrayBuffer))]),
  ).toEqual([['Balance sheet.pdf', sha(bytes)]]);
  expect(message.attachments).toEqual([
    { file_id: file, name: 'Balance sheet.pdf', type: 'application/pdf', size: 300_000, sha256: sha(bytes) },
  ]);
  expect((await api('GET', `/files/${file}/content`)).status).toBe(200);
});

test('ME-29 documents with macros are refused file_type, though the practice takes them elsewhere; so is a file of another message', async () => {
  const { at, upload, answer } = await begin();
  await at(({ tx, practice }) =>
    sql`update app.practice set settings = settings || '{"allow_macro_files": true}' where practice_id = ${practice.id}`.execute(
      tx,
    ),
  );
  const macros = await upload('Prices.xlsm', new TextEncoder().encode('PK\u0003\u0004 xl/vbaProject.bin'));
  const refused = await answer([macros]);
  expect([refused.status, refused.body.code]).toEqual([409, 'file_type']);
  const file = await upload('One.pdf', pdf());
  await answer([file]);
  expect((await answer([file])).body.code).toBe('no_such_file');
});

test('ME-30 10 MB go along; with one byte more all become links to a page, for 90 days, and the text says so', async () => {
  const { at, upload, answer, send, practice } = await begin();
  await answer([await upload('Half.pdf', pdf(5 * MB)), await upload('Other half.pdf', pdf(5 * MB))]);
  await send();
  expect((await PostalMime.parse(server!.taken[0]!.raw)).attachments).toHaveLength(2);

  const [large, small] = [await upload('Large.pdf', pdf(10 * MB)), await upload('Small.pdf', pdf(1_000))];
  await answer([large, small]);
  const message = await send();
  const left = await PostalMime.parse(server!.taken[1]!.raw);
  expect(left.attachments).toEqual([]);
  expect(left.text).toMatch(
    /For 90 days they are here: https:\/\/tickmark\.example\/fetch\/[\w-]{46}\n– Large\.pdf \(10 MB\)/,
  );
  expect(left.html).toMatch(/<a href="https:\/\/tickmark\.example\/fetch\//);

  const path = new URL(/https:\S+/.exec(left.text!)![0]).pathname;
  for (const method of ['GET', 'HEAD', 'GET']) expect((await app.http.request(path, { method })).status).toBe(303);
  const first = await app.http.request(path);
  const [location, cookie] = [first.headers.get('location')!, first.headers.get('set-cookie')!.split(';')[0]!];
  const shown = await (await app.http.request(location, { headers: { cookie } })).text();
  expect(shown).toContain('Large.pdf');
  expect(shown).not.toContain(path.slice(7));
  expect((await at((desk) => messagesById(desk, [message.id])))[0]!.pressed_at).toBeNull();
  const press = (file: Id) =>
    app.http.request(location, { method: 'POST', body: new URLSearchParams({ file }), headers: { cookie } });
  const got = await press(small);
  expect(sha(new Uint8Array(await got.arrayBuffer()))).toBe(sha(pdf(1_000)));
  expect(got.headers.get('content-disposition')).toContain('attachment');
  expect((await at((desk) => messagesById(desk, [message.id])))[0]!.pressed_at).not.toBeNull();
  expect((await press(newId())).status).toBe(404);

  const age = (days: number) =>
    at(({ tx }) =>
      sql`update app.public_link set made_at = now() - make_interval(days => ${days}) where practice_id = ${practice}`.execute(
        tx,
      ),
    );
  await age(89);
  expect((await app.http.request(path)).status).toBe(303);
  await age(91);
  expect((await app.http.request(path)).status).toBe(404);
}, 60_000);

test('ME-30 where nobody outside can reach us, more than 10 MB is refused before it is written', async () => {
  const { upload, practice } = await begin();
  const inside = { ...house.house, publicUrl: 'http://localhost:4300' };
  const files = [await upload('Large.pdf', pdf(10 * MB)), await upload('Small.pdf', pdf())];
  const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql<{ id: Id; by: string }>`select c.id, f.uploaded_by as by from app.conversation c, app.file f limit 1`.execute(
      tx,
    ),
  );
  const who = testWho('Owner', rows[0]!.by.slice('member:'.length));
  const api = testApi(house.kernel, practice, [v1(inside)], who);
  const refused = await api('POST', `/conversations/${rows[0]!.id}/messages`, { body: 'Here.', files });
  expect([refused.status, refused.body.code]).toEqual([409, 'too_large']);
});

test('ME-31 a file whose bytes are gone holds the message, and somebody is told; nothing leaves', async () => {
  const { at, upload, answer, ours, send, practice } = await begin();
  const file = await upload('Statement.pdf', pdf());
  await answer([file]);
  const [row] = await at((desk) => readFiles(desk, [file]));
  const key = keyOf(practice, row!);
  await house.house.files.storage.remove(key);
  const held = await send();
  expect(held).toMatchObject({ state: 'held', reason_code: 'file_missing' });
  expect(held.reason).toContain('«Statement.pdf»');
  expect(server!.taken).toEqual([]);
  const { rows } = await at(({ tx }) => sql<{ title: string }>`select title from app.task`.execute(tx));
  expect(rows.map(({ title }) => title)).toEqual(['A message to Anna lacks a file']);
  expect((await ours()).attempts).toEqual([]);
});

test('ME-29 PE-29 erasing the client erases the files of its messages, bytes and names, and their links', async () => {
  const { at, api, client, upload, answer, send } = await begin();
  const file = await upload('Quillfeather accounts.pdf', pdf(11 * MB));
  await answer([file]);
  await send();
  await api('POST', `/people/${client.id}/erasure`, { number: client.client_number });
  const [row] = await at((desk) => readFiles(desk, [file]));
  expect(row).toMatchObject({ state: 'deleted', name: 'erased file', sha256: '' });
  const { rows } = await at(({ tx }) => sql`select 1 from app.public_link`.execute(tx));
  expect(rows).toEqual([]);
  const told = await at(({ tx }) => sql`select 1 from app.event e where e::text ~ 'Quillfeather accounts'`.execute(tx));
  expect(told.rows).toEqual([]);
}, 30_000);
