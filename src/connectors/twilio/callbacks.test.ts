import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSignedBy, type SignedCall } from './signature.ts';
import { twilioSms } from './sms.ts';
import { AUTH_TOKEN, aText, startStandIn } from './testing.ts';

/** What arrived at our hooks. */
const calls: SignedCall[] = [];
let hooks: Server;
let address: string;
let sim: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  hooks = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const signature = request.headers['x-twilio-signature'] as string;
    calls.push({ url: `${address}${request.url}`, fields: Object.fromEntries(new URLSearchParams(body)), signature });
    response.end();
  });
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}`;
  sim = await startStandIn('--pace', '5', '--inbound', `${address}/hooks/twilio/inbound/token`);
});
afterAll(() => {
  sim.end();
  hooks.close();
});

const until = async (count: number, path: string): Promise<SignedCall[]> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = calls.filter(({ url }) => url.endsWith(path));
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${calls.length} calls arrived, ${count} were awaited at ${path}.`);
};
const sent = async (to: string, count: number): Promise<SignedCall[]> => {
  const text = aText(to);
  const path = `/hooks/twilio/status/${text.id}`;
  await twilioSms(sim.account()).send({ ...text, status_callback: `${address}${path}` });
  return until(count, path);
};
const statuses = (found: readonly SignedCall[]) => found.map(({ fields }) => fields.MessageStatus);

test('ME-59 ME-74 the callbacks of a text come to the address with its id, in order, and are signed', async () => {
  const found = await sent('+61491570006', 4);
  expect(statuses(found)).toEqual(['queued', 'sending', 'sent', 'delivered']);
  expect(found.every((call) => isSignedBy(AUTH_TOKEN, call))).toBe(true);
});

test('ME-75 a text that was not delivered ends with its code', async () => {
  const found = await sent('+15005550520', 4);
  expect(found.at(-1)!.fields).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30003' });
  expect(statuses(await sent('+15005550521', 3))).toEqual(['queued', 'sending', 'failed']);
});

test('ME-74 a forged callback is told from a true one', async () => {
  const found = await sent('+15005550532', 4);
  expect(found.some((call) => isSignedBy(AUTH_TOKEN, call))).toBe(false);
});

test('ME-37 ME-39 ME-40 an inbound STOP comes signed, the provider answers it itself, and the next text is refused as opted out', async () => {
  const [them, us] = ['+61491570158', '+15005550006'];
  await sim.control('POST', 'inbound', { from: them, to: us, body: 'Stop' });
  const [call] = await until(1, '/inbound/token');
  expect(call!.fields).toMatchObject({ From: them, To: us, Body: 'Stop' });
  expect(isSignedBy(AUTH_TOKEN, call!)).toBe(true);
  const answers = async () =>
    (await sim.control('GET', 'messages')).messages.filter(
      (one: { to: string; direction: string }) => one.to === them && one.direction === 'outbound-reply',
    ).length;
  expect(await answers()).toBe(1);
  const refused = await twilioSms(sim.account()).send(aText(them));
  expect(refused).toMatchObject({ answer: 'refused', code: '21610', bounce: 'opted_out' });
  await sim.control('POST', 'inbound', { from: them, to: us, body: 'START' });
  expect(await twilioSms(sim.account()).send(aText(them))).toMatchObject({ answer: 'accepted' });
});
