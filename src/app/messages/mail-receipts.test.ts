import '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Id, newId } from '#ground/id.ts';
import { prove } from '#inbox/arrivals/proof.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Message } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { keyOfMail } from '#messages/replies/raw.ts';
import { member } from '#workflows/launch/testing.ts';
import { useTestHouse } from '../testing.ts';
import { removeRawMail } from '../worker.ts';
import { ANNA, mailInTesting, mailOf } from './testing-mail-in.ts';

/** What follows from a mail that came in: an answer that it was received, silence in a storm, and its raw file’s end. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await mailIn.listen();
});
afterAll(() => listener.stop());

const begin = async (inbox: object = {}) => {
  const begun = await mailIn.begin();
  const { practice, who, api, address } = begun;
  await member(house.kernel, practice, who, 'Owen Test');
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const { version } = (await api('GET', '/practice')).body;
  const set = await api('PATCH', '/practice', { settings: { inbox } }, { 'if-match': `"${version}"` });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  const comes = async (headers: Record<string, string> = {}, { from = ANNA, to = address } = {}) => {
    const raw = mailOf({ Subject: 'Lease', From: from, 'Message-ID': `<${newId()}@bay.example>`, ...headers });
    expect(await mailIn.send(listener, { from, to, raw })).toMatch(/^250/);
    await mailIn.readAll(practice);
  };
  const receipts = async (): Promise<Message[]> => {
    const { rows } = await at(({ tx }) => sql<{ id: Id }>`select id from app.message order by id`.execute(tx));
    return at((desk) =>
      messagesById(
        desk,
        rows.map(({ id }) => id),
      ),
    );
  };
  return { ...begun, at, comes, receipts };
};

test('IN-74 whoever writes hears once a day that it was received, with the number; off by default', async () => {
  const silent = await begin();
  await silent.comes();
  expect(await silent.receipts()).toEqual([]);
  const { practice, api, at, comes, receipts } = await begin({ automatic_answer: true });
  await comes({ 'Message-ID': '<first@bay.example>' });
  const [item] = (await api('GET', '/items')).body.items;
  const [answer, ...more] = await receipts();
  expect(more).toEqual([]);
  expect(answer).toMatchObject({
    address: ANNA,
    item_id: item.id,
    automatic: true,
    subject: 'We have received your mail (#1)',
    body: expect.stringContaining('number #1'),
    headers: {
      'Auto-Submitted': 'auto-replied',
      'X-Tickmark-Loop': practice,
      'In-Reply-To': '<first@bay.example>',
    },
  });
  await comes();
  await comes({ From: 'Ben <ben@bay.example>' });
  expect((await receipts()).map(({ address }) => address)).toEqual([ANNA, 'ben@bay.example']);
  const left = (hours: number) =>
    at(({ tx }) =>
      sql`update app.message set state = 'sent', accepted_at = created_at - make_interval(hours => ${hours})`.execute(
        tx,
      ),
    );
  await left(23);
  await comes();
  expect(await receipts()).toHaveLength(2);
  await left(25);
  await comes();
  expect(await receipts()).toHaveLength(3);
});

test('IN-71 IN-74 no automatic, blocked or failed mail is answered, nor one that is our own answer come back', async () => {
  const { practice, api, comes, receipts } = await begin({ automatic_answer: true });
  await comes({ 'Auto-Submitted': 'auto-generated' });
  await comes({ Precedence: 'bulk' });
  await comes({ 'Auto-Submitted': 'auto-replied' });
  await comes({ 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=x' });
  await comes({ 'X-Tickmark-Loop': practice });
  await api('POST', '/sender-rules', { pattern: 'blocked.example' });
  await comes({}, { from: 'x@blocked.example' });
  house.house.arriving.check = async () => ({ spf: 'fail', dkim: 'none', dmarc: 'fail', silent: false });
  await comes();
  house.house.arriving.check = null;
  expect(await receipts()).toEqual([]);
  expect((await api('GET', '/items')).body.items).toHaveLength(3);
  const aside = (await api('GET', '/arrivals?outcome=set_aside&sort=received_at')).body.items;
  expect(aside.map((one: { class: string }) => one.class)).toEqual(['auto_reply', 'receipt', 'loop', 'ordinary']);
});

test('IN-75 an eleventh mail of one sender within ten minutes is added like the others, and nobody is told of it', async () => {
  const { practice, api, who, at, comes } = await begin();
  await comes({ 'Message-ID': '<first@bay.example>' });
  const [item] = (await api('GET', '/items')).body.items;
  await api('PUT', `/items/${item.id}/assignment`, { assignee_id: who.member_id }, { 'if-match': '"1"' });
  for (let n = 0; n < 11; n += 1) await comes({ 'In-Reply-To': '<first@bay.example>', Subject: `Re: ${n}` });
  expect((await api('GET', `/arrivals?item=${item.id}&limit=50`)).body.items).toHaveLength(12);
  const { rows } = await at(({ tx }) =>
    sql<{ n: number }>`
      select sum(count)::int as n from app.notification where practice_id = ${practice} and verb = 'item.mail_added'`.execute(
      tx,
    ),
  );
  expect(rows[0]!.n).toBe(9);
});

test('IN-76 IN-180 raw files of mail that made no item go after their days, and nothing else does; the row and the proof stay', async () => {
  const { practice, api, at, comes } = await begin({ raw_days: 30 });
  const { storage } = house.house.files;
  await comes({ 'Auto-Submitted': 'auto-replied' });
  await comes();
  const aged = (days: number) =>
    at(({ tx }) => sql`update app.arrival set decided_at = now() - make_interval(days => ${days})`.execute(tx));
  const has = async () => {
    const { rows } = await at(({ tx }) =>
      sql<{ id: Id; outcome: string }>`select id, outcome from app.arrival order by received_at`.execute(tx),
    );
    return Promise.all(rows.map(async ({ id, outcome }) => [outcome, await storage.has(keyOfMail(practice, id))]));
  };
  await aged(29);
  await removeRawMail(house.house);
  expect(await has()).toEqual([
    ['set_aside', true],
    ['item_made', true],
  ]);
  await aged(31);
  await removeRawMail(house.house);
  expect(await has()).toEqual([
    ['set_aside', false],
    ['item_made', true],
  ]);
  const [aside] = (await api('GET', '/arrivals?outcome=set_aside')).body.items;
  expect(aside).toMatchObject({ has_raw: false, because: expect.any(String) });
  expect((await api('GET', `/arrivals/${aside.id}/raw`)).status).toBe(404);
  expect((await api('POST', `/arrivals/${aside.id}/item`)).body.code).toBe('raw_removed');
  const period = { from: '2000-01-01', to: '9999-12-31' };
  expect((await at((desk) => prove(desk, period, (key) => storage.has(key)))).findings).toEqual([]);
});

test('IN-70 what the front mail server takes for unwanted is set aside, but for a verified client and whom the practice lets in; or only marked', async () => {
  house.house.arriving.spamHeader = 'X-Spam-Flag';
  const { api, comes } = await begin();
  const spam = { 'X-Spam-Flag': 'YES' };
  const subjects = async () =>
    (await api('GET', '/items?sort=number')).body.items.map(({ subject }: { subject: string }) => subject);
  await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: ANNA }] });
  await comes({ ...spam, Subject: 'A client whom nothing confirms' });
  await comes({ 'X-Spam-Flag': 'NO', Subject: 'Wanted' });
  expect(await subjects()).toEqual(['Wanted']);
  const [aside] = (await api('GET', '/arrivals?outcome=set_aside')).body.items;
  expect(aside).toMatchObject({ because: expect.stringContaining('unwanted'), marks: ['spam_suspected'] });
  house.house.arriving.check = async () => ({ spf: 'pass', dkim: 'pass', dmarc: 'pass', silent: false });
  await comes({ ...spam, Subject: 'A verified client' });
  await comes({ ...spam, Subject: 'A verified stranger' }, { from: 'x@elsewhere.example' });
  house.house.arriving.check = null;
  await api('POST', '/sender-rules', { pattern: 'friend.example', list: 'allow' });
  await comes({ ...spam, Subject: 'Let in' }, { from: 'x@friend.example' });
  expect(await subjects()).toEqual(['Wanted', 'A verified client', 'Let in']);
  const { version } = (await api('GET', '/practice')).body;
  const marked = { settings: { inbox: { spam_marks_only: true } } };
  await api('PATCH', '/practice', marked, { 'if-match': `"${version}"` });
  await comes({ ...spam, Subject: 'Only marked' }, { from: 'y@elsewhere.example' });
  const [last] = (await api('GET', '/items?sort=-number')).body.items;
  expect(last).toMatchObject({ subject: 'Only marked', marks: ['spam_suspected'] });
  expect((await api('GET', '/sender-rules')).body).toMatchObject({ items: [{ pattern: 'friend.example' }] });
  house.house.arriving.spamHeader = null;
});
