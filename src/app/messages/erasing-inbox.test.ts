import '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import type { Id } from '#ground/id.ts';
import { prove } from '#inbox/arrivals/proof.ts';
import { documentsAt, seen } from '#inbox/documents/testing.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { verify } from '#kernel/audit/verify.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { keyOfMail } from '#messages/replies/raw.ts';
import { useTestHouse } from '../testing.ts';
import { mailInTesting, mailOf } from './testing-mail-in.ts';
import { tracesIn } from './testing-traces.ts';

/** Whoever is erased is erased in the inbox: a sweep over every table says what is left (PE-29). */
const house = useTestHouse();
const { begin, listen, send, readAll } = mailInTesting(house);
const documents = documentsAt(house);
let listener: Listener;
beforeAll(async () => {
  listener = await listen();
});
afterAll(() => listener.stop());

const WHO = 'quill|feather';
const QUILL = 'quill@one.example';
const withFile = (subject: string) =>
  [
    `From: Quill Feather <${QUILL}>`,
    `Subject: ${subject}`,
    'Message-ID: <quill-1@one.example>',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x\r\nContent-Type: text/html\r\n\r\n<p>Quill Feather writes</p>',
    '--x\r\nContent-Type: text/csv; name=quill.csv\r\nContent-Disposition: attachment; filename=quill.csv\r\n\r\nquill,1',
    '--x--',
    '',
  ].join('\r\n');

test('PE-29 IN-180 erasing a client takes its mails, items, notes, files and rules out of the inbox; that they were stays, and the proofs hold', async () => {
  const { api, practice, address } = await begin();
  const client = async (organisation_name: string, email: string) =>
    (await api('POST', '/clients', { organisation_name, emails: [{ address: email }] })).body;
  const mine = await client('Quill Feather', QUILL);
  const other = await client('Oak', 'oak@two.example');
  expect(await send(listener, { from: QUILL, to: address, raw: withFile('Quill asks') })).toMatch(/^250/);
  const oak = mailOf({ From: 'Oak <oak@two.example>', Subject: 'Oak asks' });
  expect(await send(listener, { from: 'oak@two.example', to: address, raw: oak })).toMatch(/^250/);
  await readAll(practice);
  const listed = async () => (await api('GET', '/items?sort=number')).body.items;
  const [asked, oaks] = (await listed()).toSorted(
    (a: { number: number }, b: { number: number }) => a.number - b.number,
  );
  expect(asked).toMatchObject({ client_id: mine.id, subject: 'Quill asks' });
  expect(oaks).toMatchObject({ client_id: other.id });
  await api('POST', `/items/${asked.id}/notes`, { body: 'Feather called twice.', mentions: [] });
  const added = await api('POST', '/items', { subject: 'Ring Feather', contact: { name: 'Quill', email: QUILL } });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const decided = await api(
    'POST',
    `/items/${added.body.id}/decision`,
    { value: 'not_approved', instructions: 'Feather is away' },
    seen(added.body.version),
  );
  expect(decided.status, JSON.stringify(decided.body)).toBeLessThan(300);
  expect((await api('POST', '/sender-rules', { list: 'block', pattern: QUILL })).status).toBe(201);
  const [arrival] = (await api('GET', `/arrivals?item=${asked.id}`)).body.items;
  const goes = async (id: Id) => {
    const { rows } = await sql`
      select 1 from pgboss.job where name = 'act' and strpos(data::text, ${keyOfMail(practice, id)}) > 0`.execute(
      house.house.engine,
    );
    return rows.length === 1;
  };
  const [oakArrival] = (await api('GET', `/arrivals?item=${oaks.id}`)).body.items;
  const fileKey = async () => (await api('GET', `/files/${arrival.attachments[0].file_id}/content`)).status;
  expect([await goes(arrival.id), await goes(oakArrival.id), await fileKey()]).toEqual([false, false, 200]);
  expect(await tracesIn(house.kernel, practice, WHO)).toContain('item');

  await sealAll(house.house.engine);
  const erased = await api('POST', `/people/${mine.id}/erasure`, { number: mine.client_number });
  expect(erased.status, JSON.stringify(erased.body)).toBe(201);
  expect(await tracesIn(house.kernel, practice, WHO)).toEqual([]);
  expect([await goes(arrival.id), await goes(oakArrival.id)]).toEqual([true, false]);
  expect(await fileKey()).not.toBe(200);
  const [one, two, three] = (await listed()).toSorted(
    (a: { number: number }, b: { number: number }) => a.number - b.number,
  );
  expect(one).toMatchObject({ number: 1, origin: 'email', subject: '[erased]', status: 'outstanding' });
  expect(two).toMatchObject({ number: 2, subject: 'Oak asks', client_id: other.id });
  expect(three ?? (await api('GET', `/items/${added.body.id}`)).body).toMatchObject({ number: 3, subject: '[erased]' });
  expect((await api('GET', '/items?q=feather')).body.items).toEqual([]);
  const period = { from: '2020-01-01', to: '2099-12-31' } as const;
  const has = (key: string) => house.house.files.storage.has(key);
  const proof = await inPractice(house.kernel.db, practice, (desk) => prove(desk, period, has));
  expect(proof.findings).toEqual([]);
  await sealAll(house.house.engine);
  expect(await verify(house.kernel.db, practice)).toMatchObject({ ok: true });
});

test('PE-29 erasing a client takes its documents and their letters, title, words and bytes; what was decided stays', async () => {
  const { practice, owner, client, process, decide, document, leave } = await documents.begin();
  const { id, item_id } = await process({ title: 'Accounts of Quillfeather' });
  const before = await document(id);
  await owner.api(
    'PATCH',
    `/correspondences/${before.correspondence.id}`,
    { subject: 'Quillfeather, your accounts', body: 'Dear Quillfeather' },
    seen(before.correspondence.version),
  );
  expect((await decide(item_id, { value: 'approved', send: true })).status).toBeLessThan(300);
  await leave(item_id);
  expect(await tracesIn(house.kernel, practice, 'quillfeather')).toContain('correspondence');
  const erased = await owner.api('POST', `/people/${client.id}/erasure`, { number: client.client_number });
  expect(erased.status, JSON.stringify(erased.body)).toBe(201);
  expect(await tracesIn(house.kernel, practice, 'quillfeather|c17@client')).toEqual([]);
  expect(await document(id)).toMatchObject({ id, title: '[erased]' });
  expect((await owner.api('GET', `/items/${item_id}`)).body).toMatchObject({
    subject: '[erased]',
    decision: { value: 'approved', sent: true },
  });
  expect((await owner.api('GET', `/files/${before.file.id}/content`)).status).not.toBe(200);
  await sealAll(house.house.engine);
  expect(await verify(house.kernel.db, practice)).toMatchObject({ ok: true });
});
