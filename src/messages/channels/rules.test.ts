import { expect, test } from 'vitest';
import { contextAt, memberWho } from '../outbox/testing.ts';
import { type ChannelCommand, untouchedChannel } from './model.ts';
import { decide, evolve } from './rules.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const email = { channel: untouchedChannel('email', 'email') };
const sms = { channel: untouchedChannel('sms', 'sms') };
const by = (role: Parameters<typeof memberWho>[0], command: ChannelCommand, state = email) =>
  decide(state, command, contextAt(NOW, memberWho(role)));
const SERVER: ChannelCommand = {
  do: 'set_up',
  provider: 'smtp',
  address: 'office@testing.example',
  settings: { host: 'mail.testing.example', port: 587, tls: 'starttls', user: 'office' },
};

test('ME-76 a channel nobody set up keeps messages in the delivery folder', () => {
  expect(email.channel).toMatchObject({
    provider: 'folder',
    per_minute: 60,
    hold_minutes: 10,
    manual_seconds: 30,
    unknown_policy: 'ask',
  });
});

test('ME-72 ME-78 whoever manages connections sets a mail server up; the event holds no secret', () => {
  const set = by('Owner', { ...SERVER, secret: 'given' });
  expect(set).toMatchObject({ yes: true, events: [{ verb: 'channel.set_up' }] });
  expect(JSON.stringify(set)).not.toContain('"secret"');
  expect(by('Manager', SERVER)).toMatchObject({ yes: false, kind: 'not_allowed' });
});

test('ME-72 what is wrong in the settings is named with its place', () => {
  const wrong = by('Owner', { ...SERVER, settings: { host: 'smtp://x', port: 0, tls: 'maybe' } });
  expect(wrong).toMatchObject({ kind: 'invalid' });
  expect((wrong as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual([
    '/settings/host',
    '/settings/port',
    '/settings/tls',
  ]);
  expect(by('Owner', { ...SERVER, address: 'office' })).toMatchObject({ errors: [{ pointer: '/address' }] });
  expect(by('Owner', SERVER, sms)).toMatchObject({ errors: [{ pointer: '/provider' }] });
});

test('ME-72 a mail server is spoken to without TLS on this machine alone', () => {
  const plain = (host: string) => by('Owner', { ...SERVER, settings: { host, port: 25, tls: 'none' } });
  expect(plain('127.0.0.1').yes).toBe(true);
  expect(plain('localhost').yes).toBe(true);
  expect(plain('mail.testing.example')).toMatchObject({ errors: [{ pointer: '/settings/tls' }] });
});

test('ME-62 it is marked down once and up once', () => {
  const system = contextAt(NOW);
  const down = decide(email, { do: 'is_down', because: 'wrong password' }, system);
  expect(down).toMatchObject({ events: [{ verb: 'channel.down' }] });
  const state = down.yes ? down.events.reduce(evolve, email) : email;
  expect(decide(state, { do: 'is_down', because: 'again' }, system)).toMatchObject({ events: [] });
  expect(decide(state, { do: 'is_up' }, system)).toMatchObject({ events: [{ verb: 'channel.up' }] });
  expect(decide(email, { do: 'is_up' }, system)).toMatchObject({ events: [] });
});
