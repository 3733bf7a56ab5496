import { describe, expect, test } from 'vitest';
import { PASSWORD, PUBLIC_URL, useDoors } from '../testing.ts';
import { softDevice } from '../testing-passkey.ts';

const doors = useDoors();

const withPasskey = async (verifies = true) => {
  const made = await doors.practice();
  const browser = await doors.signedIn(made.email);
  const device = softDevice(PUBLIC_URL, { verifies });
  const options = await browser.call('POST', '/me/passkey-options');
  const before = browser.cookies.get('tickmark.session_token');
  const kept = await browser.call('POST', '/me/passkeys', { name: 'Laptop', response: device.create(options.body) });
  return { ...made, browser, device, kept, before };
};

describe('passkeys', () => {
  test('PL-41 a passkey is a second factor: keeping one opens the session under a new id', async () => {
    const { browser, kept, before } = await withPasskey();
    expect(kept.status).toBe(201);
    expect(kept.body).toMatchObject({ totp: false, passkeys: [{ name: 'Laptop' }] });
    expect(browser.cookies.get('tickmark.session_token')).not.toBe(before);
    expect((await browser.call('GET', '/me')).body.standing).toEqual({ at: 'open' });
  });

  test('PL-41 a passkey alone signs in, and its answer is good once', async () => {
    const { device, email, practice_id } = await withPasskey();
    const guest = doors.browser();
    const challenge = await guest.call('POST', '/session/passkey-challenge');
    const response = device.get(challenge.body);
    const begun = await guest.call('POST', '/session/passkey', { response });
    expect(begun.body).toMatchObject({ at: 'open', practice_id });
    expect((await guest.call('GET', '/me')).body.member.email).toBe(email);
    expect((await guest.call('POST', '/session/passkey', { response })).body.code).toBe('wrong_passkey');
    expect((await doors.browser().call('POST', '/session/passkey', { response })).body.code).toBe('wrong_passkey');
  });

  test('PL-41 PL-S8 with a passkey a password alone opens nothing until the passkey was shown', async () => {
    const { email, device } = await withPasskey();
    const guest = doors.browser();
    expect((await guest.call('POST', '/session', { email, password: PASSWORD })).body.at).toBe('confirm');
    for (const path of ['/me', '/members', '/practice', '/me/factors'])
      expect((await guest.call('GET', path)).status).toBe(401);
    expect((await guest.call('POST', '/me/totp', { password: PASSWORD })).status).toBe(401);
    const challenge = await guest.call('POST', '/session/passkey-challenge');
    expect((await guest.call('POST', '/session/passkey', { response: device.get(challenge.body) })).body.at).toBe(
      'open',
    );
    expect((await guest.call('GET', '/members')).status).toBe(200);
  });

  test('PL-41 a device that does not ask who holds it is no second factor, neither when kept nor when shown', async () => {
    const { kept, browser } = await withPasskey(false);
    expect(kept.body.code).toBe('passkey_not_taken');
    expect((await browser.call('GET', '/me')).body.standing.at).toBe('grace');
    const { device } = await withPasskey();
    const guest = doors.browser();
    const challenge = await guest.call('POST', '/session/passkey-challenge');
    const response = device.get(challenge.body, { verifies: false });
    expect((await guest.call('POST', '/session/passkey', { response })).body.code).toBe('wrong_passkey');
  });

  test('PL-41 another origin’s passkey is not taken, and a removed one no longer signs in', async () => {
    const { browser, kept, device } = await withPasskey();
    const foreign = softDevice('https://evil.example');
    const options = await browser.call('POST', '/me/passkey-options');
    expect(
      (await browser.call('POST', '/me/passkeys', { name: 'Foreign', response: foreign.create(options.body) })).status,
    ).toBe(409);
    expect((await browser.call('DELETE', `/me/passkeys/${kept.body.passkeys[0].id}`)).body.passkeys).toEqual([]);
    const guest = doors.browser();
    const challenge = await guest.call('POST', '/session/passkey-challenge');
    expect((await guest.call('POST', '/session/passkey', { response: device.get(challenge.body) })).body.code).toBe(
      'wrong_passkey',
    );
  });
});
