import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smtp } from '#connectors/mail/smtp.ts';
import { type Behaviour, startMailServer, type TestServer } from '#connectors/mail/testing-server.ts';
import { twilioSms } from '#connectors/twilio/sms.ts';
import { startStandIn } from '#connectors/twilio/testing.ts';
import { addMilliseconds, millisecondsBetween } from '#ground/time.ts';
import { mailOf, textOf } from '#messages/outbox/letter.ts';
import type { Message } from '#messages/outbox/model.ts';
import type { Answer } from '#messages/outbox/port.ts';
import { life, newMessage } from '#messages/outbox/testing.ts';

/** What each answer of a real mail server, and of the stand-in of Twilio, makes of a message and of its next try. */

const NINE = '2026-11-02T09:00:00.000Z';
let server: TestServer;
let sim: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  server = await startMailServer();
  sim = await startStandIn('--pace', '10');
});
afterAll(async () => {
  await server.close();
  sim.end();
});

const QUICK = { connect: 2_000, answer: 1_000 };
const byMail =
  (behaviour: Behaviour) =>
  (message: Message): Promise<Answer> => {
    server.set(behaviour);
    const settings = { host: '127.0.0.1', port: server.port, tls: 'none' as const, user: '' };
    return smtp(settings, null, { times: QUICK }).send(mailOf(message));
  };
const byText =
  (to: string, changes = {}) =>
  (message: Message): Promise<Answer> =>
    twilioSms(sim.account({ answer_seconds: 0.5, ...changes })).send({ ...textOf(message, message.id, null), to });

type Send = (message: Message) => Promise<Answer>;
const written = (channel: 'email' | 'sms') => {
  const one = life();
  const recipients = [{ address: channel === 'sms' ? '+61491570006' : 'books@bay.example', name: 'Bay', record: null }];
  const subject = channel === 'sms' ? null : 'Your records';
  one.do('2026-11-02T08:50:00.000Z', {
    do: 'write',
    message: newMessage({
      channel,
      recipients,
      subject,
      from_address: channel === 'sms' ? '+15005550006' : 'office@testing.example',
    }),
    planned_at: NINE,
  });
  return one;
};
/** Begins when it is due, sends for real, and ends with what came back. Answers false where it did not begin. */
const tried = async (one: ReturnType<typeof life>, send: Send): Promise<boolean> => {
  const attempt = one.message.attempts.length + 1;
  const now = one.message.leaves_at;
  one.do(now, { do: 'begin', attempt, node: 'test' });
  if (one.message.attempts.length < attempt) return false;
  one.do(now, { do: 'end', attempt, answer: await send(one.message), saved: false });
  return true;
};

const email = (name: string, behaviour: Behaviour) => [`SMTP ${name}`, 'email', byMail(behaviour)] as const;
const text = (name: string, to: string, changes = {}) => [`Twilio ${name}`, 'sms', byText(to, changes)] as const;

describe('refused for good', () => {
  test.each([
    email('550 to the recipient', 'nobody'),
    email('554 to the content', 'refuses'),
    text('400 a bad number', '+15005550001'),
    text('400 opted out', '+15005550004'),
    text('400 no permission', '+15005550003'),
  ])('PL-R10 %s: it stops at once, with the reason in the provider’s words', async (_, channel, send) => {
    const one = written(channel);
    expect(await tried(one, send)).toBe(true);
    expect(one.message).toMatchObject({ state: 'failed', attempts: [{ outcome: 'refused' }] });
    expect(one.message.reason).toMatch(/\w{3}/);
    expect(one.message.reason).toContain(one.message.attempts[0]!.answer!);
    expect(await tried(one, send)).toBe(false);
  });
});

describe('refused for now', () => {
  test.each([
    email('451 to the content', 'busy'),
    email('a connection cut before the content', 'cuts_early'),
    text('429', '+15005550429'),
    text('500', '+15005550500'),
    text('502 of a proxy', '+15005550502'),
    text('503', '+15005550503'),
  ])('PL-R10 %s: it comes again after 5 and 30 minutes ±20 %, and stops after the third', async (_, channel, send) => {
    const one = written(channel);
    for (const minutes of [5, 30]) {
      const before = one.message.leaves_at;
      expect(await tried(one, send)).toBe(true);
      expect(one.message).toMatchObject({ state: 'planned', reason_code: 'refused_for_now' });
      const waits = millisecondsBetween(before, one.message.leaves_at) / 60_000;
      expect(waits).toBeGreaterThanOrEqual(minutes * 0.8);
      expect(waits).toBeLessThanOrEqual(minutes * 1.2);
      // Not a moment sooner.
      one.do(addMilliseconds(one.message.leaves_at, -1), {
        do: 'begin',
        attempt: one.message.attempts.length + 1,
        node: 'x',
      });
      expect(one.message.state).toBe('planned');
    }
    await tried(one, send);
    expect(one.message).toMatchObject({ state: 'failed', tries: 3 });
    expect(await tried(one, send)).toBe(false);
  });

  test('PL-R10 a thousand that are refused together do not come back together', () => {
    const waits = Array.from({ length: 1_000 }, () => {
      const one = written('email');
      one.send(NINE, { answer: 'refused', temporary: true, code: '451', text: '451 try later' });
      return millisecondsBetween(NINE, one.message.leaves_at);
    });
    expect(new Set(waits).size).toBeGreaterThan(900);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(90_000);
  });
});

describe('unknown', () => {
  test.each([
    email('the connection lost after the content, which was taken', 'drops'),
    email('the connection lost after the content, which was not', 'drops_untaken'),
    email('no answer in time', 'hangs'),
    text('the connection lost after the content', '+15005550511'),
    text('an answer that breaks off', '+15005550513'),
    text('no answer in time', '+15005550510'),
  ])('PL-R10 %s: it is never tried again by itself', async (_, channel, send) => {
    const one = written(channel);
    expect(await tried(one, send)).toBe(true);
    expect(one.message).toMatchObject({ state: 'unknown', attempts: [{ outcome: 'unknown' }] });
    for (const hours of [0.1, 1, 24, 240]) {
      const now = addMilliseconds(NINE, hours * 3_600_000);
      one.do(now, { do: 'wake' });
      one.do(now, { do: 'begin', attempt: 2, node: 'test' });
    }
    expect(one.message).toMatchObject({ state: 'unknown', attempts: [{ number: 1 }] });
  });
});
