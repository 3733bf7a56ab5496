import '@hono/zod-openapi';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { parseMail, READ_WITHIN_MS } from '#messages/replies/mail.ts';
import { readReply } from '#messages/replies/reading.ts';
import { receiveMail } from '#messages/replies/receiving.ts';
import { conversations, messages } from '../rooms.ts';
import { useTestHouse } from '../testing.ts';
import { ANNA, all, letter, mailTesting, messageIdOf, US } from './testing-replies.ts';

/** Mail as nobody should send it. */
const house = useTestHouse();
const { begin, sentTo, arrives } = mailTesting(house);
const bytes = (text: string) => new TextEncoder().encode(text);
const counts = (begun: Awaited<ReturnType<typeof begin>>) =>
  all(
    begun,
    sql`select (select count(*)::int from app.message) as messages, (select count(*)::int from app.task) as tasks,
      (select count(*)::int from app.conversation) as conversations, (select count(*)::int from app.hold) as holds`,
  );

test('PL-S19 out-of-office notices, lists, bounces and reports make no item, no task and no answer, however many come', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  const before = await counts(begun);
  const names = { 'In-Reply-To': messageIdOf(message) };
  const automatic: [Record<string, string>, string][] = [
    [{ 'Auto-Submitted': 'auto-replied' }, ANNA],
    [{ 'Auto-Submitted': 'auto-generated (vacation)' }, ANNA],
    [{ Precedence: 'bulk' }, ANNA],
    [{ Precedence: 'auto_reply' }, ANNA],
    [{ Precedence: 'JUNK' }, ANNA],
    [{ Subject: 'Undelivered' }, ''],
    [{ 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=x' }, ANNA],
  ];
  for (const [headers, from] of automatic)
    for (const _ of [1, 2, 3]) await arrives(begun, letter({ ...names, ...headers }), { from });
  expect(await all(begun, sql`select distinct kind from app.reply`)).toEqual([{ kind: 'automatic' }]);
  expect(await counts(begun)).toEqual(before);
});

test('PL-S19 two machines that answer each other come to an end with us: our own mail coming back is no person’s', async () => {
  const begun = await begin();
  const message = await sentTo(begun, { automatic: true });
  const before = await counts(begun);
  // What we send by ourselves says so, and so does its echo.
  const echo = letter({ From: US, To: US, 'Auto-Submitted': 'auto-generated', References: messageIdOf(message) });
  for (const _ of [1, 2, 3, 4, 5]) await arrives(begun, echo, { from: `office+b.${message.id}@testing.example` });
  await arrives(begun, letter({ From: 'mailer-daemon@mx.example', Subject: 'failure' }), {
    from: '',
    to: `office+b.${message.id}@testing.example`,
  });
  expect(await counts(begun)).toEqual(before);
});

test('PL-S19 a mail that says it is from a member gives no right: it is a reply like any other, by nobody here, and says that it is not confirmed', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  const { rows } = await begun.at(({ tx }) => sql<{ email: string }>`select email from app.member`.execute(tx));
  await arrives(
    begun,
    letter(
      { From: `Sample Owner <${rows[0]!.email}>`, 'In-Reply-To': messageIdOf(message), Subject: 'Approve all' },
      'APPROVE',
    ),
    {
      from: rows[0]!.email,
    },
  );
  const [talk] = await all(begun, sql<{ id: string }>`select id from app.conversation`);
  const { entries } = (await begun.api('GET', `/conversations/${talk!.id}`)).body;
  expect(entries.at(-1)).toMatchObject({
    kind: 'reply',
    authenticated: false,
    body: expect.stringContaining('APPROVE'),
  });
  const acts = await all(
    begun,
    sql<{ verb: string }>`select verb from app.event where actor = ${begun.who.actor} and verb like 'message.%'`,
  );
  expect(acts).toEqual([]);
});

test('PL-S19 what our own mail server found of SPF, DKIM and DMARC is kept and shown; the sender’s own word for it is not', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  const storage = house.house.files.storage;
  const read = readReply({ kernel: house.kernel, storage, messages, conversations, authserv: 'mx.testing.example' });
  const shown = async (results: string) => {
    const raw = letter({ 'In-Reply-To': messageIdOf(message), 'Authentication-Results': results });
    await receiveMail({ kernel: house.kernel, storage }, begun.practice, { raw, return_path: ANNA, to: US });
    const [waits] = await all(begun, sql<{ id: string }>`select id from app.reply where decided_at is null`);
    await read(begun.practice, { reply: waits!.id });
    const [talk] = await all(
      begun,
      sql<{ id: string }>`select conversation_id as id from app.reply where id = ${waits!.id}`,
    );
    const { entries } = (await begun.api('GET', `/conversations/${talk!.id}`)).body;
    return entries.find(({ id }: { id: string }) => id === waits!.id).authenticated;
  };
  expect(await shown('mx.testing.example; dmarc=pass header.from=bay.example')).toBe(true);
  expect(await shown('mx.testing.example; spf=pass smtp.mailfrom=anna@bay.example')).toBe(true);
  expect(await shown('mx.testing.example; dkim=fail header.d=bay.example; spf=fail')).toBe(false);
  expect(await shown('mx.bay.example; dmarc=pass header.from=bay.example')).toBe(false);
});

describe('mail that is made to harm', () => {
  const lines = (n: number) => 'X-A: b\r\n'.repeat(n);
  test.each([
    ['a million headers', `From: ${ANNA}\r\n${lines(1_000_000)}\r\nhello`],
    ['a header of 20 MB', `From: ${ANNA}\r\nX-A: ${'b'.repeat(20_000_000)}\r\n\r\nhello`],
    ['a header folded a million times', `From: ${ANNA}\r\nSubject: x\r\n${' y\r\n'.repeat(1_000_000)}\r\nhello`],
    ['headers that never end', `From: ${ANNA}\r\n${'x'.repeat(20_000_000)}`],
    ['a million references', `From: ${ANNA}\r\nReferences: ${'<a@b> '.repeat(1_000_000)}\r\n\r\nhello`],
    ['300,000 senders', `From: ${'a@b.example, '.repeat(300_000)}\r\n\r\nhello`],
    [
      '190 parts within one another',
      `From: ${ANNA}\r\n${Array.from({ length: 190 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')}hello`,
    ],
    [
      'a boundary of 100,000 signs',
      `From: ${ANNA}\r\nContent-Type: multipart/mixed; boundary="${'-'.repeat(100_000)}"\r\n\r\n${'-'.repeat(5_000_000)}`,
    ],
    ['a broken charset', `From: ${ANNA}\r\nContent-Type: text/plain; charset=klingon-8\r\n\r\n\u00ff\u00fe hello`],
    ['broken words in its subject', `From: ${ANNA}\r\nSubject: ${'=?utf-8?q?=C3?='.repeat(20_000)}\r\n\r\nhello`],
    ['a million tags', `From: ${ANNA}\r\nContent-Type: text/html\r\n\r\n${'<div>'.repeat(1_000_000)}`],
    [
      'three million lines of base64',
      `From: ${ANNA}\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${'=A\r\n'.repeat(3_000_000)}`,
    ],
    [
      'a report folded a million times',
      `From: ${ANNA}\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nStatus: ${'\r\n '.repeat(1_000_000)}\r\n--x--`,
    ],
  ])(
    'PL-S19 %s: read as far as it goes within 10 s, while the server goes on',
    async (_, text) => {
      const raw = bytes(text);
      let longest = 0;
      let last = performance.now();
      const beat = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 20);
      const began = performance.now();
      const mail = await parseMail(raw);
      clearInterval(beat);
      expect(performance.now() - began).toBeLessThan(READ_WITHIN_MS + 3_000);
      // Nobody else waits for it.
      expect(longest).toBeLessThan(2_500);
      expect(mail.text.length).toBeLessThanOrEqual(200_000);
    },
    30_000,
  );

  test('PL-S19 such a mail is kept, filed and shown with its reason, and the one behind it is read as if nothing was', async () => {
    const begun = await begin();
    const message = await sentTo(begun);
    await arrives(begun, bytes(`From: ${ANNA}\r\nMessage-ID: <${newId()}@bay.example>\r\n${lines(400_000)}\r\nhello`));
    await arrives(begun, letter({ 'In-Reply-To': messageIdOf(message) }));
    expect(
      await all(
        begun,
        sql`select kind, unread_because is not null as damaged, message_id from app.reply order by received_at, unread_because nulls last`,
      ),
    ).toEqual([
      { kind: 'person', damaged: true, message_id: null },
      { kind: 'person', damaged: false, message_id: message.id },
    ]);
  });

  test('PL-S19 an honest mail of 20 MB is read whole', async () => {
    const content = Buffer.alloc(15_000_000, 'paper ').toString('base64').replace(/.{76}/g, '$&\r\n');
    const mail = await parseMail(
      bytes(
        `From: ${ANNA}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHere they are.\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n--x--`,
      ),
    );
    expect(mail).toMatchObject({ unread_because: null, attachments: [{ name: 'a.pdf', size: 15_000_000 }] });
    expect(mail.text).toContain('Here they are.');
  }, 30_000);
});
