import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { twilioSms } from './sms.ts';
import { aText, startStandIn } from './testing.ts';

let sim: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  sim = await startStandIn('--pace', '10');
});
afterAll(() => sim.end());
beforeEach(() => sim.control('DELETE', 'faults'));

const OPEN = '+61491570006';
const send = (to: string, changes = {}) => twilioSms(sim.account(changes)).send(aText(to));
const taken = async (): Promise<number> => (await sim.control('GET', 'messages')).taken;
const newlyTaken = async (act: () => Promise<unknown>): Promise<number> => {
  const before = await taken();
  await act();
  return (await taken()) - before;
};

test('ME-71 ME-73 a text that was taken is accepted with the provider’s id, and what it was given arrived', async () => {
  const text = aText(OPEN, { body: 'Déjà paid? € 12 & more' });
  const answer = await twilioSms(sim.account()).send(text);
  expect(answer).toEqual({ answer: 'accepted', provider_id: expect.stringMatching(/^SM[0-9a-f]{32}$/), refused: [] });
  const [last] = (await sim.control('GET', 'messages')).messages;
  expect(last).toMatchObject({ to: OPEN, from: text.from, body: text.body, direction: 'outbound-api' });
});

test('ME-73 a messaging service as sender goes as MessagingServiceSid', async () => {
  const service = `MG${'a'.repeat(32)}`;
  const text = aText(OPEN, { from: service, body: 'By the service' });
  expect(await twilioSms(sim.account()).send(text)).toMatchObject({ answer: 'accepted' });
  const [last] = (await sim.control('GET', 'messages')).messages;
  expect(last).toMatchObject({ messaging_service_sid: service, from: null });
  expect(await twilioSms(sim.account()).find(text, '2026-01-01T00:00:00.000Z')).toMatchObject({
    provider_id: last.sid,
  });
});

test('ME-60 429 and 5xx are refused for now, in the provider’s words, with its Retry-After', async () => {
  expect(await send('+15005550429')).toEqual({
    answer: 'refused',
    temporary: true,
    code: '20429',
    text: 'Too Many Requests',
    retry_after: 7,
  });
  expect(await send('+15005550500')).toMatchObject({ answer: 'refused', temporary: true, code: '20500' });
  expect(await send('+15005550503')).toMatchObject({ answer: 'refused', temporary: true, code: '20503' });
});

test('ME-60 a page of a proxy that is no JSON is refused for now by its status', async () => {
  expect(await send('+15005550502')).toMatchObject({ answer: 'refused', temporary: true, code: '502' });
});

test('ME-61 ME-40 a bad number is refused for good and a hard bounce, an opted-out one is told as such', async () => {
  const bad = await send('+15005550001');
  expect(bad).toMatchObject({ answer: 'refused', temporary: false, code: '21211', bounce: 'hard' });
  expect(await send('+15005550009')).toMatchObject({ temporary: false, code: '21614', bounce: 'hard' });
  expect(await send('+15005550004')).toMatchObject({ temporary: false, code: '21610', bounce: 'opted_out' });
});

test('ME-61 any other 4xx is refused for good without counting as a bounce', async () => {
  const answer = await send('+15005550003');
  expect(answer).toMatchObject({ answer: 'refused', temporary: false, code: '21408' });
  expect(answer).not.toHaveProperty('bounce');
});

test('ME-62 a wrong key, a forbidden account, nobody there, a name that is not found, no TLS: the channel is down and nothing left', async () => {
  const answers = await newlyTaken(async () => {
    expect(await send(OPEN, { key_secret: 'wrong' })).toEqual({ answer: 'down', text: 'Authenticate (20003)' });
    await sim.control('POST', 'faults', { fault: 'error', code: 20403 });
    expect(await send(OPEN)).toMatchObject({ answer: 'down' });
    expect(await send(OPEN, { base: 'http://127.0.0.1:9' })).toMatchObject({ answer: 'down' });
    expect(await send(OPEN, { base: 'http://nobody.invalid' })).toMatchObject({ answer: 'down' });
    expect(await send(OPEN, { base: sim.base.replace('http:', 'https:') })).toMatchObject({ answer: 'down' });
    expect(await send(OPEN, { base: 'no address' })).toMatchObject({ answer: 'down' });
  });
  expect(answers).toBe(0);
});

test('ME-60 a connection cut before the content was handed over is refused for now', async () => {
  const before = await taken();
  await sim.control('POST', 'cutting', { connections: 1 });
  const answer = await send(OPEN, { base: sim.base.replace('http:', 'https:') });
  expect(answer).toMatchObject({ answer: 'refused', temporary: true, code: 'no_connection' });
  expect(await taken()).toBe(before);
});

test('ME-63 a connection cut after the content was handed over is unknown, whether it was taken or not', async () => {
  expect(await newlyTaken(async () => expect(await send('+15005550511')).toMatchObject({ answer: 'unknown' }))).toBe(1);
  expect(await newlyTaken(async () => expect(await send('+15005550512')).toMatchObject({ answer: 'unknown' }))).toBe(0);
});

test('ME-63 a 201 that breaks off before the id is unknown', async () => {
  expect(await send('+15005550513')).toMatchObject({ answer: 'unknown' });
});

test('ME-63 an answer that does not come in time is unknown, and the text has no secret in it', async () => {
  const answer = await send('+15005550510', { answer_seconds: 0.3 });
  expect(answer).toEqual({ answer: 'unknown', text: 'No answer came within 0.3 seconds.' });
});

test('ME-64 an unknown text that was taken is found by number, time and words; one that was not is absent', async () => {
  const port = twilioSms(sim.account());
  const since = new Date().toISOString();
  const went = aText('+15005550511', { body: `Was it taken? ${since}` });
  expect((await port.send(went)).answer).toBe('unknown');
  const found = await port.find(went, since);
  const { messages } = await sim.control('GET', 'messages');
  expect(found).toMatchObject({ found: 'found', provider_id: messages[0].sid });
  const lost = aText('+15005550512', { body: `Was it taken? ${since}` });
  expect((await port.send(lost)).answer).toBe('unknown');
  expect(await port.find(lost, since)).toEqual({ found: 'absent' });
});

test('ME-64 a text that still waits at the provider is found although it has no time of sending yet', async () => {
  const port = twilioSms(sim.account());
  await sim.control('POST', 'settings', { pace: 60_000 });
  const text = aText(OPEN, { body: 'Waits in the queue' });
  await port.send(text);
  expect(await port.find(text, '2026-01-01T00:00:00.000Z')).toMatchObject({ found: 'found', status: 'queued' });
  await sim.control('POST', 'settings', { pace: 10 });
});

test('ME-64 an older text, other words, another number are not it; two alike or no clear list cannot tell', async () => {
  const port = twilioSms(sim.account());
  const text = aText('+61491570156', { body: 'Twice the same' });
  await port.send(text);
  const longAgo = '2026-01-01T00:00:00.000Z';
  expect(await port.find({ ...text, body: 'Other words' }, longAgo)).toEqual({ found: 'absent' });
  expect(await port.find({ ...text, to: OPEN }, longAgo)).toEqual({ found: 'absent' });
  expect(await port.find(text, new Date(Date.now() + 60_000).toISOString())).toEqual({ found: 'absent' });
  await port.send(text);
  expect(await port.find(text, longAgo)).toEqual({ found: 'cannot_tell' });
  expect(await twilioSms(sim.account({ key_secret: 'wrong' })).find(text, longAgo)).toEqual({ found: 'cannot_tell' });
});

test('ME-64 a match on a later page of the list is found', async () => {
  const port = twilioSms(sim.account());
  const text = aText('+61491570157', { body: 'The first of many' });
  await port.send(text);
  for (let sent = 0; sent < 205; sent += 1) await port.send({ ...text, body: `After it ${sent}` });
  expect(await port.find(text, '2026-01-01T00:00:00.000Z')).toMatchObject({ found: 'found' });
});
