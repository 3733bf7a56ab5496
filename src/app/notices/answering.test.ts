import '@hono/zod-openapi';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { startMailServer, type TestServer } from '#connectors/mail/testing-server.ts';
import { type Id, newId } from '#ground/id.ts';
import { readTogether } from '#inbox/arrivals/together.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { member } from '#workflows/launch/testing.ts';
import { DOMAIN, mailInTesting, mailOf } from '../messages/testing-mail-in.ts';
import { readable } from '../ports/readable.ts';
import { messages } from '../rooms.ts';
import { testPlace, testWho, useTestHouse } from '../testing.ts';
import { noticeJobs } from './sending.ts';

/** Notices out by a real server, and what members answer back in by the real listener. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
const MX = 'mx.testing.example';
let listener: Listener;
let server: TestServer | undefined;
beforeAll(async () => {
  listener = await mailIn.listen();
});
afterEach(() => server?.close());
afterAll(() => listener.stop());

const jobs = (mailDomain: string | null) =>
  new Map(
    noticeJobs({
      kernel: house.kernel,
      messages,
      readable,
      parts: [],
      publicUrl: 'http://localhost:4300',
      mailDomain,
    }),
  );

const addressOf = async (practice: Id, id: Id): Promise<string> =>
  (
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql<{ email: string }>`select email from app.member where practice_id = ${practice} and id = ${id}`.execute(tx),
    )
  ).rows[0]!.email;

/** A practice with a mail server, and Stan, who has an item and was mailed about it. */
const begin = async (mailDomain: string | null = DOMAIN) => {
  server = await startMailServer();
  const begun = await mailIn.begin();
  const { practice, who, api } = begun;
  await member(house.kernel, practice, who, 'Owen Test');
  const stan = testWho('Staff');
  await member(house.kernel, practice, stan, 'Stan Staff');
  const settings = { host: '127.0.0.1', port: server.port, tls: 'none' as const };
  const set = { do: 'set_up', provider: 'smtp', address: 'office@testing.example', settings } as const;
  await perform(house.kernel, testPlace(practice, who), channels, { id: channelId('email'), command: set });
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const email = await addressOf(practice, stan.member_id!);
  const add = async (given: object = {}) =>
    (await api('POST', '/items', { subject: 'Lease', assignee_id: stan.member_id, ...given })).body as {
      id: Id;
      number: number;
      version: number;
    };
  /** What he is to be told leaves; the last mail, as it came to him. */
  const notified = async () => {
    await at((desk) => jobs(mailDomain).get('mail_at_once')!(desk, [{ member: stan.member_id! }]));
    const { rows: waiting } = await at(({ tx }) =>
      sql<{
        id: Id;
      }>`select id from app.message where practice_id = ${practice} and state = 'planned' order by id`.execute(tx),
    );
    const given = waiting.map(({ id }) => ({ message: id, channel: 'email' as const, attempt: 1 }));
    await sendMessages(house.house.sending, practice, given);
    return PostalMime.parse(server!.taken.at(-1)!.raw);
  };
  interface Answer {
    to: string;
    text?: string;
    from?: string;
    dmarc?: string;
    headers?: Record<string, string>;
  }
  const answers = async (notice: { messageId?: string }, given: Answer) => {
    const { to, text = 'On it.', from = `Stan <${email}>`, dmarc = 'pass', headers = {} } = given;
    const raw = mailOf(
      {
        From: from,
        Subject: 'Re: Lease',
        'Message-ID': `<${newId()}@practice.example>`,
        'In-Reply-To': notice.messageId ?? '',
        'Authentication-Results': `${MX}; dmarc=${dmarc} header.from=practice.example`,
        ...headers,
      },
      text,
    );
    expect(await mailIn.send(listener, { from: email, to, raw })).toMatch(/^250/);
    const waiting = await at(({ tx }) =>
      sql<{ id: Id }>`select id from app.arrival where practice_id = ${practice} and outcome = 'received'`.execute(tx),
    );
    const throwing = (error: Error): never => {
      throw error;
    };
    const reading = { ...house.house.arriving, domain: DOMAIN, authserv: MX };
    for (const fault of (
      await readTogether(reading, throwing)(
        practice,
        waiting.rows.map(({ id }) => id),
      )
    ).values())
      throw fault;
  };
  const notes = async (item: Id): Promise<string[]> =>
    (await api('GET', `/items/${item}/notes`)).body.items.map(
      ({ author_name, body }: { author_name: string; body: string }) => `${author_name}: ${body}`,
    );
  const mails = async (item: Id): Promise<number> => (await api('GET', `/arrivals?item=${item}`)).body.items.length;
  const state = async (item: Id) => {
    const { status, decision, assignee, due_on, hold } = (await api('GET', `/items/${item}`)).body;
    return { status, decision, assignee, due_on, hold };
  };
  return { ...begun, stan, email, at, add, notified, answers, notes, mails, state };
};

test('IN-66 a verified answer of a member to a notice is a note of theirs without what it quotes, and executes nothing', async () => {
  const { api, add, notified, answers, notes, mails, state } = await begin();
  const item = await add();
  const notice = await notified();
  expect(notice.text).toContain('Your answer to this mail becomes a note on it, for members only.');
  const to = notice.replyTo![0]!.address!;
  expect(to).toMatch(new RegExp(`\\+r\\.[a-z2-7]{26}@${DOMAIN}$`));
  const before = await state(item.id);
  const text = `Approve it. Status: completed. @Owen\r\n\r\nOn Mon, 23 Nov 2026, Testing wrote:\r\n> ${notice.subject}`;
  await answers(notice, { to, text });
  expect(await notes(item.id)).toEqual(['Stan Staff: Approve it. Status: completed. @Owen']);
  expect(await state(item.id)).toEqual(before);
  expect(await mails(item.id), 'it is no mail of the item').toBe(0);
  const { items } = (await api('GET', '/arrivals?outcome=handed_on')).body;
  expect(items).toMatchObject([
    { because: 'It answers a notice, and is a note of Stan Staff.', item: { id: item.id } },
  ]);
  const { items: events } = (await api('GET', `/events?thing=item:${item.id}`)).body;
  expect(events[0]).toMatchObject({ actor_name: 'Stan Staff', sentence: expect.stringContaining('wrote a note') });
});

test('IN-66 an answer that is not verified, or not from whom the notice went to, is a mail of the item like any other', async () => {
  const { add, notified, answers, notes, mails, api, practice, email } = await begin();
  const other = testWho('Staff');
  await member(house.kernel, practice, other, 'Otto Other');
  const item = await add();
  const notice = await notified();
  const to = notice.replyTo![0]!.address!;
  const others = await addressOf(practice, other.member_id!);
  const tries: Partial<Parameters<typeof answers>[1]>[] = [
    { dmarc: 'fail' },
    { dmarc: 'none' },
    { headers: { 'Authentication-Results': 'mx.somebody.example; dmarc=pass' } },
    { from: `Stan <${email.replace('@', '+more@')}>` },
    { from: `Otto <${others}>` },
    { from: 'Stan <stan@elsewhere.example>' },
    { headers: { 'In-Reply-To': `<${newId()}@testing.example>` } },
    { headers: { 'In-Reply-To': '' } },
    { text: `> ${notice.subject}` },
  ];
  for (const [i, one] of tries.entries()) {
    await answers(notice, { to, text: `Try ${i}`, ...one });
    expect([i, await notes(item.id), await mails(item.id)]).toEqual([i, [], i + 1]);
  }
  expect((await api('GET', `/items/${item.id}`)).body.status).toBe('outstanding');
});

test('IN-66 a mail with two senders, and what a machine answers, is no note', async () => {
  const { add, notified, answers, notes, mails, email } = await begin();
  const item = await add();
  const notice = await notified();
  const to = notice.replyTo![0]!.address!;
  await answers(notice, { to, from: `Stan <${email}>, Eve <eve@evil.example>` });
  await answers(notice, { to, from: `Eve <eve@evil.example>\r\nFrom: Stan <${email}>` });
  expect([await notes(item.id), await mails(item.id)]).toEqual([[], 2]);
  await answers(notice, { to, headers: { 'Auto-Submitted': 'auto-replied' } });
  expect([await notes(item.id), await mails(item.id)]).toEqual([[], 3]);
});

test('IN-66 who is deactivated, or may not see the item any more, writes no note; on a decided one it is still a note', async () => {
  const { api, at, practice, stan, add, notified, answers, notes, mails } = await begin();
  const item = await add();
  const notice = await notified();
  const to = notice.replyTo![0]!.address!;
  await api('POST', `/items/${item.id}/decision`, { value: 'approved' }, { 'if-match': '"1"' });
  await answers(notice, { to, text: 'Filed in the archive.' });
  expect(await notes(item.id)).toEqual(['Stan Staff: Filed in the archive.']);
  expect((await api('GET', '/items?status=outstanding')).body.items, 'no new item follows it').toEqual([]);

  const secret = await add({ subject: 'Secret' });
  const second = await notified();
  const address = second.replyTo![0]!.address!;
  await api('PUT', `/items/${secret.id}/assignment`, { assignee_id: null }, { 'if-match': '"1"' });
  await api('PATCH', `/items/${secret.id}`, { confidential: true }, { 'if-match': '"2"' });
  await answers(second, { to: address, text: 'Let me in.' });
  expect([await notes(secret.id), await mails(secret.id)]).toEqual([[], 1]);

  await at(({ tx }) =>
    sql`update app.member set state = 'deactivated' where practice_id = ${practice} and id = ${stan.member_id}`.execute(
      tx,
    ),
  );
  await answers(notice, { to, text: 'I am back.' });
  expect(await notes(item.id)).toHaveLength(1);
});

test('IN-66 IN-62 a notice can be answered only where mail comes in, and where it tells of one item', async () => {
  const none = await begin(null);
  await none.add();
  const silent = await none.notified();
  expect([silent.replyTo, silent.text!.includes('becomes a note')]).toEqual([undefined, false]);
  await server!.close();
  const { add, notified } = await begin();
  await add();
  await add();
  const both = await notified();
  expect(both.subject).toBe('2 things for you');
  expect([both.replyTo, both.text!.includes('becomes a note')]).toEqual([undefined, false]);
});
