import '@hono/zod-openapi';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { startMailServer, type TestServer } from '#connectors/mail/testing-server.ts';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import type { MessageCommand } from '#messages/outbox/model.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { machine } from '#messages/replies/receiving.ts';
import { member } from '#workflows/launch/testing.ts';
import { messages } from '../rooms.ts';
import { testPlace, useTestHouse } from '../testing.ts';
import { replyAddresses } from './reply-addresses.ts';
import { ANNA, DOMAIN, mailInTesting, mailOf } from './testing-mail-in.ts';

/** Mail about items, out by a real server and back in by the real listener. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
let server: TestServer | undefined;
beforeAll(async () => {
  house.house.sending.replyAddresses = replyAddresses(DOMAIN);
  listener = await mailIn.listen();
});
afterEach(() => server?.close());
afterAll(() => listener.stop());

/** A practice that sends by a mail server, with `manual_seconds` to take a mail back. */
const begin = async (manual_seconds = 0) => {
  server = await startMailServer();
  const begun = await mailIn.begin();
  const { practice, who, api } = begun;
  await member(house.kernel, practice, who, 'Owen Test');
  const settings = { host: '127.0.0.1', port: server.port, tls: 'none' as const };
  const set = { do: 'set_up', provider: 'smtp', address: 'office@testing.example', settings, manual_seconds } as const;
  await perform(house.kernel, testPlace(practice, who), channels, { id: channelId('email'), command: set });
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  /** A mail of the client comes in and is read. */
  const comes = async (to: string, subject: string, headers: Record<string, string> = {}, from = ANNA) => {
    const name = { 'Message-ID': `<${newId()}@bay.example>`, From: `Anna Bay <${from}>` };
    const raw = mailOf({ Subject: subject, ...name, ...headers }, 'When is it due?\nThank you.');
    expect(await mailIn.send(listener, { from, to, raw })).toMatch(/^250/);
    await mailIn.readAll(practice);
  };
  const items = async (status = 'outstanding') => (await api('GET', `/items?sort=number&status=${status}`)).body.items;
  const arrivals = async (item: Id) => (await api('GET', `/arrivals?item=${item}&sort=received_at`)).body.items;
  /** What waits leaves, as the worker lets it. */
  const leave = async (): Promise<string> => {
    const { rows } = await at(({ tx }) =>
      sql<{ id: Id }>`select id from app.message where state = 'planned' order by id`.execute(tx),
    );
    const given = rows.map(({ id }) => ({ message: id, channel: 'email' as const, attempt: 1 }));
    await sendMessages(house.house.sending, practice, given);
    const mail = await PostalMime.parse(server!.taken.at(-1)!.raw);
    return mail.replyTo?.[0]?.address ?? '';
  };
  const told = async (message: Id, ...commands: MessageCommand[]) => {
    for (const command of commands)
      await perform(house.kernel, { practice_id: practice, caller: machine() }, messages, { id: message, command });
  };
  return { ...begun, at, comes, items, arrivals, leave, told };
};

test('IN-62 IN-152 a reply goes to whoever wrote, quotes them, stands in their thread, and brings the answer back to its item, whatever it says', async () => {
  const { api, address, comes, items, arrivals, leave } = await begin();
  await comes(address, 'Lease', { 'Message-ID': '<first@bay.example>' });
  const [item] = await items();
  const [mail] = await arrivals(item.id);
  const body = { answers: mail.id, subject: 'Re: Lease', body: 'On Friday.' };
  const wrote = await api('POST', `/items/${item.id}/replies`, body);
  expect([wrote.status, wrote.body]).toMatchObject([201, { to: ANNA, state: 'planned', author: 'Owen Test' }]);
  const reply_to = await leave();
  expect(reply_to).toMatch(new RegExp(`^${address.split('@')[0]}\\+r\\.[a-z2-7]{26}@${DOMAIN}$`));
  const [taken] = server!.taken;
  expect(taken!.to).toEqual([ANNA]);
  const left = await PostalMime.parse(taken!.raw);
  expect(left.inReplyTo).toBe('<first@bay.example>');
  expect(left.text!.replaceAll('\r\n', '\n')).toMatch(
    /^On Friday\.\n\nOn .* wrote:\n> When is it due\?\n> Thank you\.\n/,
  );
  // its status does not change, and its reply is no longer one that nobody looked at
  expect((await items())[0]).toMatchObject({ id: item.id, status: 'outstanding', marks: [] });
  expect((await api('GET', `/items/${item.id}/replies`)).body.items).toMatchObject([{ state: 'sent', to: ANNA }]);
  const { items: events } = (await api('GET', `/events?thing=item:${item.id}`)).body;
  expect(events.map(({ sentence }: { sentence: string }) => sentence).join()).toContain(`wrote a mail to ${ANNA}`);

  await comes(reply_to, 'Nothing to do with it');
  await comes(reply_to, 'From a colleague', {}, 'ben@bay.example');
  const after = await items();
  expect(after).toMatchObject([{ id: item.id, marks: ['reply_received', 'new_sender'] }]);
  expect(
    (await arrivals(item.id)).map((one: { outcome: string; marks: string[] }) => [one.outcome, one.marks]),
  ).toEqual([
    ['item_made', []],
    ['added', []],
    ['added', ['new_sender']],
  ]);
  await comes(reply_to, 'From the colleague again', {}, 'ben@bay.example');
  expect((await arrivals(item.id)).at(-1).marks).toEqual([]);
});

test('IN-62 the token of an item is 128 random bits: no two are the same, and one keeps its own', async () => {
  const { api, address, comes, items, leave } = await begin();
  await comes(address, 'One');
  await comes(address, 'Two');
  const write = async (id: Id) => {
    const to = { to: 'c@bay.example', subject: 'About it', body: 'Hello.' };
    expect((await api('POST', `/items/${id}/replies`, to)).status).toBe(201);
    return leave();
  };
  const [one, two] = await items();
  const [first, again, other] = [await write(one.id), await write(one.id), await write(two.id)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('IN-65 a token that this practice never gave out makes an item of its own, marked; another practice’s is unknown here too', async () => {
  const other = await begin();
  await other.comes(other.address, 'Theirs');
  const [theirs] = await other.items();
  await other.api('POST', `/items/${theirs.id}/replies`, { to: 'c@bay.example', subject: 'Hi', body: 'Hello.' });
  const reply_to = await other.leave();
  await server!.close();
  const { tagged, comes, items } = await begin();
  await comes(tagged(`r.${'a'.repeat(26)}`), 'To nobody');
  await comes(tagged(reply_to.split('+')[1]!.split('@')[0]!), 'To another practice’s');
  expect(await items()).toMatchObject([
    { subject: 'To nobody', marks: ['unknown_reply_address'] },
    { subject: 'To another practice’s', marks: ['unknown_reply_address'] },
  ]);
  expect(await other.items()).toHaveLength(1);
});

test('IN-63 an answer that names our mail and comes to the plain address joins the item of a correspondent, not a stranger’s', async () => {
  const { api, address, comes, items, arrivals, leave } = await begin();
  await comes(address, 'Lease');
  const [item] = await items();
  const { body } = await api('POST', `/items/${item.id}/replies`, {
    to: 'c@bay.example',
    subject: 'Hi',
    body: 'Hello.',
  });
  await leave();
  const name = { 'In-Reply-To': `<${body.id}@testing.example>` };
  await comes(address, 'Re: Hi', name, 'c@bay.example');
  await comes(address, 'Re: Hi, says somebody', name, 'stranger@elsewhere.example');
  expect((await arrivals(item.id)).map(({ subject }: { subject: string }) => subject)).toEqual(['Lease', 'Re: Hi']);
  expect((await items()).map(({ subject }: { subject: string }) => subject)).toEqual([
    'Lease',
    'Re: Hi, says somebody',
  ]);
});

test('IN-72 an automatic answer with the token is added quietly, to a completed item too; without one it is set aside', async () => {
  const { api, address, comes, items, arrivals, leave } = await begin();
  await comes(address, 'Lease');
  const [item] = await items();
  await api('POST', `/items/${item.id}/replies`, { to: ANNA, subject: 'Hi', body: 'Hello.' });
  const reply_to = await leave();
  const version = (await items())[0].version;
  await api('PUT', `/items/${item.id}/status`, { status: 'completed' }, { 'if-match': `"${version}"` });
  await comes(reply_to, 'Out of office', { 'Auto-Submitted': 'auto-replied' });
  await comes(address, 'Out of office, at large', { 'Auto-Submitted': 'auto-replied' });
  expect(await items()).toEqual([]);
  expect((await items('completed'))[0]).toMatchObject({ id: item.id, marks: [] });
  expect((await arrivals(item.id)).map(({ outcome }: { outcome: string }) => outcome)).toEqual(['item_made', 'added']);
  expect((await api('GET', '/arrivals?outcome=set_aside')).body.items).toMatchObject([
    { subject: 'Out of office, at large' },
  ]);
});

const itemToWriteAbout = async (manual_seconds: number) => {
  const begun = await begin(manual_seconds);
  const { api, address, comes, items } = begun;
  await comes(address, 'Lease');
  const [{ id }] = await items();
  return {
    ...begun,
    write: async () => (await api('POST', `/items/${id}/replies`, { to: ANNA, subject: 'Hi', body: 'Hello.' })).body,
    replies: async () => (await api('GET', `/items/${id}/replies`)).body.items,
    history: async () =>
      (await api('GET', `/events?thing=item:${id}`)).body.items
        .map(({ sentence }: { sentence: string }) => sentence)
        .join('\n'),
  };
};

test('IN-152 ME-52 a mail that is taken back in its window never leaves, and its item says so', async () => {
  const { api, write, replies, history } = await itemToWriteAbout(30);
  const waits = await write();
  expect(waits.undo_ms).toBeGreaterThan(20_000);
  expect((await api('POST', `/messages/${waits.id}/recall`, {})).status).toBe(200);
  expect(await replies()).toMatchObject([{ state: 'recalled', undo_ms: 0 }]);
  expect(await history()).toMatch(/took a mail back before it left[\s\S]*wrote a mail/);
});

test('IN-73 a mail that comes back is told by its item, with the server’s words', async () => {
  const { write, leave, told, replies, history } = await itemToWriteAbout(0);
  const { id } = await write();
  await leave();
  const bounce = { kind: 'hard' as const, address: ANNA, code: '5.1.1', text: 'No such user' };
  await told(id, { do: 'bounced', at: new Date().toISOString(), bounce });
  expect(await replies()).toMatchObject([{ bounce: 'No such user' }]);
  expect(await history()).toMatch(/got a mail about it back: «5.1.1 No such user»[\s\S]*wrote a mail/);
});

test('IN-152 a reply is refused to whoever may not change the item or send, to an address of our own, and to another than the sender', async () => {
  const { practice, address, comes, items, arrivals, api } = await begin();
  await comes(address, 'Lease');
  const [item] = await items();
  const [mail] = await arrivals(item.id);
  const { testApi, testWho } = await import('../testing.ts');
  const { v1 } = await import('../contract.ts');
  const write = (body: object, by = api) =>
    by('POST', `/items/${item.id}/replies`, { subject: 'Hi', body: 'Hello.', ...body });
  const staff = testApi(house.kernel, practice, [v1(house.house)], testWho('Staff'));
  expect((await write({ to: ANNA }, staff)).body.code).toBe('not_yours');
  const viewer = testApi(house.kernel, practice, [v1(house.house)], testWho('Viewer'));
  expect((await write({ to: ANNA }, viewer)).status).toBe(403);
  expect((await write({ to: address })).body.code).toBe('own_address');
  const another = await write({ answers: mail.id, to: 'other@bay.example' });
  expect([another.status, another.body.errors]).toMatchObject([422, [{ pointer: '/to', code: 'another_recipient' }]]);
  expect((await write({})).body.errors).toMatchObject([{ pointer: '/to' }]);
  expect((await write({ answers: newId() })).status).toBe(404);
  expect((await api('GET', `/items/${item.id}/replies`)).body.items).toEqual([]);
});

test('IN-62 IN-64 worked example 11: answers to an approved letter make a follow-up, then join it, then follow that one', async () => {
  const { api, who, comes, items, arrivals, leave } = await begin();
  const client = (await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: ANNA }] })).body;
  const wording = { locale: 'en', subject: 'Your accounts', body: '<p>Here they are.</p>' };
  const content = { default_locale: 'en', signature: false, variants: [wording] };
  const template = { channel: 'email', module: 'workflows', name: newId(), content };
  const { body: words } = await api('POST', '/message-templates', template);
  const profile = { name: 'Accounts', approver: { member: who.member_id }, message_template_id: words.id };
  const { body: profiled } = await api('POST', '/profiles', profile);
  const bytes = new TextEncoder().encode('%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF');
  const { id: file } = (await api('POST', '/files', { name: 'Accounts.pdf', bytes: bytes.length })).body.items[0];
  await api('PUT', `/files/${file}/content`, bytes);
  const about = { title: 'Accounts', client_id: client.id, profile_id: profiled.id, file_id: file };
  const { body: document } = await api('POST', '/documents', about);
  const { item_id } = (await api('POST', `/documents/${document.id}/processing`)).body;
  const decision = { value: 'approved', send: true };
  const sent = await api('POST', `/items/${item_id}/decision`, decision, { 'if-match': '"1"' });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  const token = await leave();
  const first = async () => (await api('GET', `/items/${item_id}`)).body;
  expect(await first()).toMatchObject({ number: 1, status: 'approved', decision: { sent: true } });

  await comes(token, 'A question');
  const [second] = await items();
  expect(second).toMatchObject({ number: 2, client_id: client.id, assignee_id: who.member_id, origin: 'email' });
  expect((await api('GET', `/items/${second.id}`)).body.follows).toMatchObject({ number: 1 });
  await comes(token, 'One more thing');
  expect((await arrivals(second.id)).map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    'item_made',
    'added',
  ]);
  const version = (await items())[0].version;
  await api('PUT', `/items/${second.id}/status`, { status: 'completed' }, { 'if-match': `"${version}"` });
  await comes(token, 'And another');
  const [third, ...none] = await items();
  expect([third.number, third.client_id, none]).toEqual([3, client.id, []]);
  expect((await api('GET', `/items/${third.id}`)).body.follows).toMatchObject({ number: 2 });
  expect(await first()).toMatchObject({ status: 'approved', decision: { value: 'approved' }, marks: [] });
});
