import '@hono/zod-openapi';
import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { listenForMail } from '#connectors/mail/listener.ts';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import type { Message } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { receiveMail, receiveText } from '#messages/replies/receiving.ts';
import { replyId } from '#messages/replies/store.ts';
import { published } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { conversations } from '../rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';
import { recipientOf } from './mail-addresses.ts';
import { ANNA, all, letter, mailTesting, messageIdOf, TUESDAY, US } from './testing-replies.ts';

const house = useTestHouse();
const { begin, sentTo, arrives } = mailTesting(house);

test('ME-79 ME-80 ME-82 a reply that names our message joins its conversation, once however often it comes, and asks for an answer', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  const raw = letter({ Subject: 'Re: Your records', 'In-Reply-To': messageIdOf(message) });
  for (const _ of [1, 2]) await arrives(begun, raw);
  expect(await all(begun, sql`select kind, matched_by, body from app.reply`)).toEqual([
    { kind: 'person', matched_by: 'message_id', body: 'Here are the papers.\n' },
  ]);
  const [conversation] = await all(begun, sql<{ id: Id; member_id: Id }>`select * from app.conversation`);
  expect(conversation).toMatchObject({
    address: ANNA,
    client_id: begun.client,
    member_id: begun.who.member_id,
    open_since: TUESDAY,
    last_line: 'Here are the papers.',
  });
  expect((await begun.at((desk) => messagesById(desk, [message.id])))[0]!.replied_at).toBe(TUESDAY);
  const tasks = () => all(begun, sql`select title, state, assignee_id from app.task`);
  expect(await tasks()).toEqual([
    { title: 'Reply to answer: Bay Bakery', state: 'ready', assignee_id: begun.who.member_id },
  ]);
  const place = testPlace(begun.practice, begun.who);
  await perform(house.kernel, place, conversations, { id: conversation!.id, command: { do: 'handle' } });
  expect(await tasks()).toMatchObject([{ state: 'done' }]);
});

test.each([
  [['START', 'STOP'], 'opted_out'],
  [['STOP', 'START'], 'consented'],
])(
  'ME-37 ME-38 %s in a row are heard in the order in which they came, whichever is read first',
  async (words, state) => {
    const { practice, who, at } = await begin();
    const from = '+61491570160';
    const read = house.house.longJobs.get('read_reply')!;
    const comes = async (n: number, body: string): Promise<Id> => {
      const provider_id = `SM${n}`;
      await receiveText(house.kernel, practice, { provider_id, from, to: '+61480000000', body });
      await moveClock(house.kernel, testPlace(practice, who), `2026-06-16T09:00:0${n + 1}.000Z`);
      return replyId(practice, 'sms', provider_id);
    };
    await read(practice, { reply: await comes(0, 'STOP') });
    const [first, second] = [await comes(1, words[0]!), await comes(2, words[1]!)];
    for (const reply of [second, first]) await read(practice, { reply });
    const known = await at(({ tx }) =>
      sql<{ consent_state: string }>`select consent_state from app.address where address = ${from}`.execute(tx),
    );
    expect(known.rows).toEqual([{ consent_state: state }]);
    const waiting = await at(({ tx }) => sql`select 1 from app.reply where decided_at is null`.execute(tx));
    expect(waiting.rows).toEqual([]);
  },
);

test('ME-83 ME-87 out of office is filed: no task, no conversation, no answer', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  await arrives(begun, letter({ 'Auto-Submitted': 'auto-replied', 'In-Reply-To': messageIdOf(message) }));
  expect(await all(begun, sql`select kind, message_id from app.reply`)).toEqual([
    { kind: 'automatic', message_id: message.id },
  ]);
  expect(await all(begun, sql`select 1 from app.conversation`)).toEqual([]);
  expect(await all(begun, sql`select 1 from app.task`)).toEqual([]);
  expect(await all(begun, sql`select 1 from app.message`)).toHaveLength(1);
});

const report = (message: Message, status: string, recipient = ANNA) =>
  letter(
    { From: 'MAILER-DAEMON@mx.example', 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' },
    [
      ...[
        '--x',
        'Content-Type: text/plain',
        '',
        'It did not arrive.',
        '--x',
        'Content-Type: message/delivery-status',
        '',
      ],
      ...[
        'Reporting-MTA: dns; mx.example',
        '',
        `Final-Recipient: rfc822; ${recipient}`,
        'Action: failed',
        `Status: ${status}`,
      ],
      ...['--x', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageIdOf(message)}`, '--x--'],
    ].join('\r\n'),
  );
const bounced = { from: '' };

test('ME-82 CO-93 worked example 10: the run is held for three send days and goes on by itself on the fourth; handling ends it at once', async () => {
  const begun = await begin();
  const { api, client, practice, who } = begun;
  const step = { key: 'first', kind: 'task', title: 'Do first', who: ['launcher'] };
  const workflow = await published(api, 'Papers', [step]);
  const { body: run } = await api('POST', '/runs', { workflow, as: 'client', subject: client });
  const message = await sentTo(begun, { run_id: run.id });
  await arrives(begun, letter({ 'In-Reply-To': messageIdOf(message) }));
  const holds = () => all(begun, sql`select kind, until, closed_how from app.hold order by opened_at, id`);
  expect(await holds()).toEqual([{ kind: 'reply', until: '2026-06-22', closed_how: null }]);
  const place = testPlace(practice, who);
  await moveClock(house.kernel, place, '2026-06-21T12:00:00.000Z');
  expect(await holds()).toMatchObject([{ closed_how: null }]);
  await moveClock(house.kernel, place, '2026-06-22T08:00:00.000Z');
  expect(await holds()).toMatchObject([{ closed_how: 'until' }]);
  expect(await all(begun, sql`select shifts from app.run`)).toEqual([
    { shifts: [{ from: '2026-06-16', to: '2026-06-22' }] },
  ]);
  const [{ id } = { id: '' }] = await all(begun, sql<{ id: Id }>`select id from app.conversation`);
  await perform(house.kernel, place, conversations, { id, command: { do: 'handle' } });
  await arrives(begun, letter({ 'In-Reply-To': messageIdOf(message) }));
  expect(await holds()).toMatchObject([{}, { until: '2026-06-26', closed_how: null }]);
  await perform(house.kernel, place, conversations, { id, command: { do: 'handle' } });
  expect(await holds()).toMatchObject([{}, { closed_how: 'released' }]);
});

test('ME-40 ME-65 ME-84 a report that quotes our Message-ID proves that it left, and its address is suppressed', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  await begun.at(({ tx }) => sql`update app.message set state = 'unknown' where id = ${message.id}`.execute(tx));
  await arrives(begun, report(message, '5.1.1'), bounced);
  const [after] = await begun.at((desk) => messagesById(desk, [message.id]));
  expect(after).toMatchObject({ state: 'sent', reason_code: 'proved', bounce: { kind: 'hard', code: '5.1.1' } });
  expect(await all(begun, sql`select reason, reach from app.address`)).toEqual([
    { reason: 'hard_bounce', reach: 'all' },
  ]);
  expect(await all(begun, sql`select title from app.task`)).toEqual([{ title: 'A message to Bay Bakery came back' }]);
});

test('ME-40 three soft bounces in 14 days suppress reminders; by the token of the envelope they are known too', async () => {
  const begun = await begin();
  for (const day of [1, 2, 3]) {
    const message = await sentTo(begun);
    await begun.at(({ tx }) =>
      sql`update app.clock set now = ${`2026-06-${16 + day}T09:00:00.000Z`} where practice_id = ${begun.practice}`.execute(
        tx,
      ),
    );
    const bare = report({ ...message, id: newId() }, '4.2.2');
    await arrives(begun, bare, { from: '', to: `office+b.${message.id}@testing.example` });
    expect(await all(begun, sql`select reason, reach from app.address`)).toEqual([
      day < 3 ? { reason: null, reach: null } : { reason: 'soft_bounces', reach: 'chase' },
    ]);
  }
});

test('ME-80 an answer that names nothing is known by the address it was sent to, whoever sent it', async () => {
  const begun = await begin();
  const [older, newer] = [await sentTo(begun), await sentTo(begun)];
  await arrives(begun, letter({ From: 'Carl <carl@elsewhere.example>', Subject: 'From my other address' }), {
    from: 'carl@elsewhere.example',
    to: `office+r.${older.id}@testing.example`,
  });
  expect(await all(begun, sql`select kind, matched_by, message_id, client_id from app.reply`)).toEqual([
    { kind: 'person', matched_by: 'token', message_id: older.id, client_id: begun.client },
  ]);
  // What it names in its headers comes first.
  await arrives(begun, letter({ 'In-Reply-To': messageIdOf(newer) }), { to: `office+r.${older.id}@testing.example` });
  expect(await all(begun, sql`select matched_by from app.reply where message_id = ${newer.id}`)).toEqual([
    { matched_by: 'message_id' },
  ]);
});

test('ME-84 a report about an address we did not write to is filed only', async () => {
  const begun = await begin();
  const message = await sentTo(begun);
  await arrives(begun, report(message, '5.1.1', 'somebody@elsewhere.example'), bounced);
  expect(await all(begun, sql`select kind, message_id from app.reply`)).toEqual([{ kind: 'bounce', message_id: null }]);
  expect(await all(begun, sql`select 1 from app.address`)).toEqual([]);
});

test('ME-81 what matches nothing is kept, with its bytes, and nothing is guessed', async () => {
  const begun = await begin();
  await sentTo(begun);
  await arrives(begun, letter({ Subject: 'Hello' }));
  expect(await all(begun, sql`select kind, matched_by, conversation_id from app.reply`)).toEqual([
    { kind: 'person', matched_by: null, conversation_id: null },
  ]);
  expect(await all(begun, sql`select 1 from app.task`)).toEqual([]);
});

test('ME-81 ME-85 ME-86 conversations are read, answered in their thread and handled; what matches nothing stands beside them', async () => {
  const begun = await begin();
  const { api, at, client } = begun;
  const message = await sentTo(begun);
  const rich = { 'In-Reply-To': messageIdOf(message), 'Content-Type': 'text/html' };
  await arrives(begun, letter(rich, '<p>Hi<script>x</script><img src="https://bay.example/a.png"></p>'));
  await arrives(begun, letter({ Subject: 'Stranger' }));
  const list = async (view: string) => (await api('GET', `/conversations?view=${view}`)).body.items;
  expect(await list('not_matched')).toMatchObject([{ kind: 'unmatched', subject: 'Stranger' }]);
  const [row] = await list('mine');
  expect(row).toMatchObject({ kind: 'conversation', client_id: client, client: 'Bay Bakery', holds: false });
  const one = (await api('GET', `/conversations/${row.id}`)).body;
  const kinds = async () =>
    (await api('GET', `/conversations/${row.id}`)).body.entries.map(({ kind }: { kind: string }) => kind);
  expect(await kinds()).toEqual(['message', 'reply']);
  // As with a clock that was set back: it was answered before it left.
  const leaves = (by: string) =>
    at(({ tx }) => sql`update app.message set accepted_at = accepted_at + ${by}::interval`.execute(tx));
  await leaves('1 hour');
  expect(await kinds()).toEqual(['message', 'reply']);
  await leaves('-1 hour');
  const reply = one.entries[1].id;
  const shown = await api('GET', `/replies/${reply}/html`);
  expect(shown.headers.get('content-security-policy')).toMatch(/^sandbox.*img-src data:;/);
  expect(shown.body).not.toContain('<script');
  expect((await api('GET', `/replies/${reply}/raw`)).body).toContain('<script>x');
  const answered = await api('POST', `/conversations/${row.id}/messages`, { body: 'Thank you.' });
  expect([answered.status, answered.body.entries.length]).toEqual([201, 3]);
  const ours = (await at((desk) => messagesById(desk, [answered.body.entries[2].id])))[0]!;
  expect(ours).toMatchObject({
    class: 'service',
    address: ANNA,
    subject: 'Re: Your records',
    run_id: null,
    automatic: false,
  });
  expect(ours.headers['In-Reply-To']).toMatch(/@bay\.example>$/);
  await arrives(begun, letter({ 'In-Reply-To': `<${ours.id}@${ours.from_address.split('@')[1]}>` }));
  expect((await list('open')).map(({ id, replies }: { id: Id; replies: number }) => [id, replies])).toEqual([
    [row.id, 2],
  ]);
  expect((await api('PUT', `/conversations/${row.id}/handling`)).body.open_since).toBeNull();
  expect(await list('open')).toEqual([]);
  expect(await list('handled')).toHaveLength(1);
  expect((await api('DELETE', `/conversations/${row.id}/handling`)).body.open_since).not.toBeNull();
  const other = testApi(house.kernel, (await begin()).practice, [v1(house.house)], testWho('Owner'));
  for (const path of [`/conversations/${row.id}`, `/replies/${reply}/html`, `/replies/${reply}/raw`])
    expect((await other('GET', path)).status).toBe(404);
});

test('ME-79 the listener says 250 only for what is stored, refuses strangers, and a fault makes the sender come again', async () => {
  const practice = await testPractice(house.kernel);
  const set = {
    do: 'set_up',
    provider: 'smtp',
    address: US,
    settings: { host: '127.0.0.1', port: 25, tls: 'none' },
  } as const;
  await perform(house.kernel, testPlace(practice, testWho('Owner')), channels, {
    id: channelId('email'),
    command: set,
  });
  let broken = false;
  const faults: unknown[] = [];
  const listener = await listenForMail({
    port: 0,
    host: '127.0.0.1',
    maxBytes: 1_048_576,
    find: (address) => recipientOf(house.house.engine, null, address),
    receive: async ({ practice: id, to }, { raw, envelope }) => {
      if (broken) throw new Error('the disk is full');
      await receiveMail({ kernel: house.kernel, storage: house.house.files.storage }, id, {
        raw,
        return_path: envelope.from,
        to,
      });
    },
    onFault: (fault) => faults.push(fault),
  });
  const send = (to: string, messageId: string) =>
    createTransport({ host: '127.0.0.1', port: listener.port, secure: false, ignoreTLS: true })
      .sendMail({ from: ANNA, to, subject: 'Hello', text: 'Here.', messageId, envelope: { from: ANNA, to } })
      .then(
        ({ response }) => response,
        ({ response }) => response as string,
      );
  try {
    expect(await send('Office+b.x@testing.example', '<one@bay.example>')).toMatch(/^250/);
    expect(await send(US, '<one@bay.example>')).toMatch(/^250/);
    const kept = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`select provider_id, return_path from app.reply`.execute(tx),
    );
    expect(kept.rows).toEqual([{ provider_id: 'one@bay.example', return_path: ANNA }]);
    expect(await send('nobody@testing.example', '<two@bay.example>')).toMatch(/^550 5\.1\.1/);
    expect(await send('nobody@elsewhere.example', '<two@bay.example>')).toMatch(/^550 5\.7\.1/);
    broken = true;
    expect(await send(US, '<three@bay.example>')).toMatch(/^451/);
    expect(faults).toHaveLength(1);
  } finally {
    await listener.stop();
  }
});
