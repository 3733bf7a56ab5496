import { afterEach, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import type { SmtpSettings } from '#messages/channels/model.ts';
import type { Mail } from '#messages/outbox/port.ts';
import { smtp } from './smtp.ts';
import { startMailServer, type TestServer } from './testing-server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const id = newId();
const mail = (more: Partial<Mail> = {}): Mail => ({
  id,
  message_id: `${id}@testing.example`,
  from: { name: 'Testing & Co', address: 'office@testing.example' },
  reply_to: null,
  return_path: `office+b.${id}@testing.example`,
  to: ['books@sample-bakery.example'],
  cc: [],
  subject: 'Żółć and naïve: 100 €',
  text: 'Please send us your records.',
  html: '<p>Please send us your records.</p>',
  headers: { 'Auto-Submitted': 'auto-generated' },
  attachments: [{ name: 'letter.txt', type: 'text/plain', bytes: new TextEncoder().encode('hello') }],
  ...more,
});

const QUICK = { connect: 2_000, answer: 1_500 };
const settings = (more: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port: server!.port,
  tls: 'none',
  user: '',
  ...more,
});
const send = (one = mail(), more: Partial<SmtpSettings> = {}, password: string | null = null) =>
  smtp(settings(more), password, { times: QUICK }).send(one);

test('ME-72 ME-59 a mail is taken with our Message-ID and a bounce token in its envelope', async () => {
  server = await startMailServer();
  expect(await send()).toMatchObject({ answer: 'accepted', refused: [] });
  expect(server.taken).toHaveLength(1);
  expect(server.taken[0]).toMatchObject({
    from: `office+b.${id}@testing.example`,
    to: ['books@sample-bakery.example'],
    message_id: `${id}@testing.example`,
  });
  expect(server.taken[0]!.raw).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(server.taken[0]!.raw).toContain('filename=letter.txt');
});

test('ME-72 mails one after another go by one connection; one the server has ended meanwhile is replaced, and the mail leaves once', async () => {
  server = await startMailServer();
  let connected = 0;
  const count = (): void =>
    server!.meet('connected', () => {
      connected += 1;
      count();
    });
  count();
  const port = smtp(settings(), null, { times: QUICK });
  const next = () => port.send(mail({ message_id: `${newId()}@testing.example` }));
  expect([await next(), await next(), await next()]).toMatchObject(Array(3).fill({ answer: 'accepted' }));
  expect(connected).toBe(1);
  server.hangUp();
  expect(await next()).toMatchObject({ answer: 'accepted' });
  expect(connected).toBe(2);
  expect(server.taken).toHaveLength(4);
  server.set('drops');
  expect(await next()).toMatchObject({ answer: 'unknown' });
  expect([connected, server.taken.length]).toEqual([2, 5]);
});

test('ME-60 4xx is refused for now, in the server’s words', async () => {
  server = await startMailServer();
  server.set('busy');
  expect(await send()).toMatchObject({
    answer: 'refused',
    temporary: true,
    code: '451',
    text: expect.stringContaining('try later'),
  });
});

test('ME-61 5xx is refused for good; only an unknown mailbox is a hard bounce', async () => {
  server = await startMailServer();
  server.set('nobody');
  expect(await send()).toMatchObject({ answer: 'refused', temporary: false, code: '550', bounce: 'hard' });
  server.set('refuses');
  const refused = await send();
  expect(refused).toMatchObject({ answer: 'refused', temporary: false, code: '554' });
  expect(refused).not.toHaveProperty('bounce');
});

test('ME-66 some recipients refused, others taken: accepted, and the refused one is named', async () => {
  server = await startMailServer();
  const answer = await send(mail({ to: ['books@sample-bakery.example', 'nobody@sample-bakery.example'] }));
  expect(answer).toMatchObject({
    answer: 'accepted',
    refused: [{ address: 'nobody@sample-bakery.example', code: '550' }],
  });
});

test('ME-60 a connection that ends before the content was handed over: nothing left', async () => {
  server = await startMailServer();
  server.set('cuts_early');
  expect(await send()).toMatchObject({ answer: 'refused', temporary: true });
  expect(server.taken).toHaveLength(0);
});

test('ME-63 no answer after the content was handed over: nobody knows, whether it was taken or not', async () => {
  server = await startMailServer();
  for (const behaviour of ['drops', 'drops_untaken', 'hangs'] as const) {
    server.set(behaviour);
    expect(await send()).toMatchObject({ answer: 'unknown' });
  }
  expect(server.taken).toHaveLength(2);
});

test('ME-62 wrong password, no TLS where it is required, nobody there, a name that does not exist: the channel is down', async () => {
  server = await startMailServer({ password: 'right' });
  expect(await send(mail(), { user: 'office' }, 'wrong')).toMatchObject({
    answer: 'down',
    text: expect.stringContaining('5.7.8'),
  });
  expect(await send(mail(), { tls: 'starttls' })).toMatchObject({ answer: 'down' });
  expect(await send(mail(), { port: 1 })).toMatchObject({ answer: 'down' });
  expect(await send(mail(), { host: 'nowhere.invalid' })).toMatchObject({ answer: 'down' });
  expect(await send(mail(), { user: 'office' }, 'right')).toMatchObject({ answer: 'accepted' });
  expect(server.taken.map(({ auth }) => auth)).toEqual(['office']);
});
