import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { folder } from '#connectors/folder/folder.ts';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { verify } from '#kernel/audit/verify.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import type { MessageCommand, New } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { newMessage } from '#messages/outbox/testing.ts';
import { rawOf } from '#messages/replies/raw.ts';
import { receiveMail } from '#messages/replies/receiving.ts';
import { v1 } from '../contract.ts';
import { messages } from '../rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';
import { tracesIn } from './testing-traces.ts';

const house = useTestHouse();
const machine = { who: systemWho('test'), request_id: newId() };

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T09:00:00.000Z' });
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner'));
  const does = async (id: Id, command: MessageCommand) => {
    const done = await perform(house.kernel, { practice_id: practice, caller: machine }, messages, { id, command });
    expect(done).toMatchObject({ yes: true });
  };
  const write = async (client_id: Id, more: Partial<New> = {}) => {
    const id = newId();
    const about = { client_id, subject_kind: 'person', subject_id: client_id, automatic: false } as const;
    await does(id, { do: 'write', message: newMessage({ ...about, ...more }) });
    return id;
  };
  const client = async (organisation_name: string, ...addresses: string[]) => {
    const emails = addresses.map((address) => ({ address }));
    return (await api('POST', '/clients', { organisation_name, emails })).body as { id: Id; client_number: string };
  };
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const message = (id: Id) => at(async (desk) => (await messagesById(desk, [id]))[0]!);
  const traces = (word: string) => tracesIn(house.kernel, practice, word);
  return { practice, api, does, write, client, at, message, traces };
};

const to = (address: string, name = 'Quillfeather') => ({ recipients: [{ address, name, record: null }] });
const words = { subject: 'Quillfeather: records', body: 'Dear Quillfeather', html: '<p>Quillfeather</p>' };

test('PE-29 erasing a client takes words, addresses and values out of its messages, recalls what waits and keeps that they were', async () => {
  const { practice, api, does, write, client, at, message, traces } = await begin();
  const mine = await client('Quillfeather', 'quill@one.example', 'shared@two.example');
  const other = await client('Other', 'shared@two.example');
  const more = { ...to('Quill@one.example'), ...words, used: { 'client.name': 'Quillfeather' } };
  const waits = await write(mine.id, more);
  const sent = await write(mine.id, more);
  const refused = [{ address: 'quill@one.example', code: '550', text: 'no quill@one.example here' }];
  await at(({ tx, now }) => sql`update app.message set leaves_at = ${now} where id = ${sent}`.execute(tx));
  await does(sent, { do: 'begin', attempt: 1, node: 'test' });
  await does(sent, {
    do: 'end',
    attempt: 1,
    answer: { answer: 'accepted', provider_id: 'p-1', refused },
    saved: false,
  });
  const shared = await write(other.id, { ...to('shared@two.example', 'Other'), subject: 'Stays', body: 'This stays.' });
  const strange = await write(other.id, { ...to('quill@one.example'), subject: 'Also to them' });
  await api('POST', '/suppressions', {
    channel: 'email',
    address: 'quill@one.example',
    reach: 'all',
    reason: 'Quillson asked',
  });
  expect(await traces('quill')).toContain('message');

  await sealAll(house.house.engine);
  const erased = await api('POST', `/people/${mine.id}/erasure`, { number: mine.client_number });
  expect(erased.status).toBe(201);
  expect(await traces('quill')).toEqual([]);
  expect(await message(waits)).toMatchObject({ state: 'recalled', body: '[erased]', used: {}, html: null });
  expect(await message(sent)).toMatchObject({
    state: 'sent',
    subject: '[erased]',
    address: '[erased]',
    provider_id: 'p-1',
    refused: [{ code: '550', address: '[erased]' }],
  });
  expect((await message(sent)).accepted_at).not.toBeNull();
  expect(await message(strange)).toMatchObject({ subject: '[erased]' });
  expect(await message(shared)).toMatchObject({ subject: 'Stays', address: 'shared@two.example', erased_at: null });
  expect((await api('POST', `/messages/${waits}/recall`, {})).body).toMatchObject({ code: 'erased' });
  const known = await at((desk) => knownAddresses(desk, [{ channel: 'email', address: 'Quill@one.example' }]));
  expect(known.get('email:quill@one.example')).toMatchObject({ reach: 'all' });
  await sealAll(house.house.engine);
  expect(await verify(house.kernel.db, practice)).toMatchObject({ ok: true });
});

test('PE-29 tasks that a bounce or a reply made keep no word of whom was erased, in any table', async () => {
  const { practice, api, does, write, client, traces } = await begin();
  const mine = await client('Quillfeather', 'quill@one.example');
  const other = await client('Other', 'other@two.example');
  const bounce = { kind: 'hard', code: '5.1.1' } as const;
  for (const [id, address] of [
    [mine.id, 'quill@one.example'],
    [other.id, 'other@two.example'],
  ] as const) {
    const message = await write(id, {
      ...to(address, id === mine.id ? 'Quillfeather' : 'Other'),
      ...(id === mine.id ? words : {}),
      class: 'internal',
    });
    const taken = { answer: 'accepted', provider_id: '250', refused: [] } as const;
    await does(message, { do: 'begin', attempt: 1, node: 'test' });
    await does(message, { do: 'end', attempt: 1, answer: taken, saved: false });
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.message set class = 'service' where id = ${message}`.execute(tx),
    );
    const raw = new TextEncoder().encode(
      `From: Quillfeather <${address}>\r\nMessage-ID: <${newId()}@one.example>\r\nIn-Reply-To: <${message}@testing.example>\r\n\r\nHello from ${address}\r\n`,
    );
    await receiveMail({ kernel: house.kernel, storage: house.house.files.storage }, practice, {
      raw,
      return_path: address,
      to: 'office@testing.example',
    });
    const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql<{ id: Id }>`select id from app.reply where decided_at is null`.execute(tx),
    );
    for (const reply of rows) await house.house.longJobs.get('read_reply')!(practice, { reply: reply.id });
    await does(message, {
      do: 'bounced',
      at: '2026-11-02T09:00:00.000Z',
      bounce: { ...bounce, address, text: `5.1.1 no ${address} here` },
    });
  }
  const tasks = () =>
    inPractice(house.kernel.db, practice, async ({ tx }) =>
      (await sql<{ title: string }>`select title from app.task order by title`.execute(tx)).rows.map(
        ({ title }) => title,
      ),
    );
  expect((await tasks()).toSorted()).toEqual([
    'A message to Other came back',
    'A message to Quillfeather came back',
    'Reply to answer: Other',
    'Reply to answer: Quillfeather',
  ]);
  expect((await api('POST', `/people/${mine.id}/erasure`, { number: mine.client_number })).status).toBe(201);
  expect((await tasks()).toSorted()).toEqual([
    'A message to Other came back',
    'Reply to answer: Other',
    '[erased]',
    '[erased]',
  ]);
  expect(await traces('quill@one')).toEqual([]);
  await sealAll(house.house.engine);
  expect(await verify(house.kernel.db, practice)).toMatchObject({ ok: true });
});

test('PE-29 PL-S25 with an erased client the mails it sent go as they came in, and nobody else’s', async () => {
  const { practice, api, write, client, at } = await begin();
  const mine = await client('Quillfeather', 'quill@one.example');
  await write(mine.id, { ...to('quill@one.example'), ...words });
  const { storage } = house.house.files;
  const arrives = async (from: string) => {
    const raw = new TextEncoder().encode(`From: ${from}\r\nMessage-ID: <${newId()}@one.example>\r\n\r\nHello.\r\n`);
    await receiveMail({ kernel: house.kernel, storage }, practice, {
      raw,
      return_path: from,
      to: 'us@testing.example',
    });
    const { rows } = await at(({ tx }) =>
      sql<{ id: Id }>`select id from app.reply where from_address = ${from} order by id desc limit 1`.execute(tx),
    );
    return rows[0]!.id;
  };
  const read = (reply: Id) => house.house.longJobs.get('read_reply')!(practice, { reply });
  const theirs = await arrives('quill@one.example');
  const unread = await arrives('quill@one.example');
  const elses = await arrives('other@two.example');
  await read(theirs);
  await read(elses);
  await expect(rawOf(storage, practice, theirs)).resolves.toBeInstanceOf(Uint8Array);

  const erased = await api('POST', `/people/${mine.id}/erasure`, { number: mine.client_number });
  expect(erased.status).toBe(201);
  await expect(rawOf(storage, practice, theirs)).rejects.toThrow();
  await expect(rawOf(storage, practice, unread)).rejects.toThrow();
  await expect(read(unread), 'what nobody had read yet stays unread').resolves.toBeUndefined();
  await expect(rawOf(storage, practice, elses)).resolves.toBeInstanceOf(Uint8Array);
});

test('PE-29 PL-S25 ME-76 with an erased client what the delivery folder holds of its messages goes, and nothing of anybody else', async () => {
  const { api, write, client } = await begin();
  const mine = await client('Quillfeather', 'quill@one.example');
  const other = await client('Other', 'other@two.example');
  const theirs = await write(mine.id, { ...to('quill@one.example'), ...words });
  const elses = await write(other.id, { ...to('other@two.example', 'Other') });
  const { sms } = folder(house.house.dataDir, '2026-11-02T09:00:00.000Z');
  for (const id of [theirs, elses])
    await sms.send({ id, to: '+61400000000', from: '+61400000001', body: 'Quillfeather', status_callback: null });
  const kept = () => readdir(join(house.house.dataDir, 'capture', '2026-11-02'));
  expect(await kept()).toEqual(expect.arrayContaining([`${theirs}.json`, `${elses}.json`]));

  const erased = await api('POST', `/people/${mine.id}/erasure`, { number: mine.client_number });
  expect(erased.status).toBe(201);
  expect(await kept()).not.toContain(`${theirs}.json`);
  expect(await kept()).toContain(`${elses}.json`);
});
