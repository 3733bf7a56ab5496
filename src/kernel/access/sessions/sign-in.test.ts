import { describe, expect, test } from 'vitest';
import { FIREFOX, PASSWORD, SAFARI, useDoors } from '../testing.ts';
import { countTry } from './tries.ts';

const doors = useDoors();

describe('signing in and out', () => {
  test('PL-40 PL-55 a member signs in by e-mail and password, acts in one practice, and signs out', async () => {
    const { email, practice_id } = await doors.practice();
    const browser = doors.browser('203.0.113.9');
    expect((await browser.call('GET', '/me')).status).toBe(401);
    const begun = await browser.call('POST', '/session', { email: email.toUpperCase(), password: PASSWORD });
    expect(begun.body).toMatchObject({
      at: 'grace',
      practice_id,
      practices: [{ id: practice_id, name: 'Harbour & Light' }],
    });
    const me = await browser.call('GET', '/me');
    expect(me.body).toMatchObject({
      member: { email, name: 'Olu Ade' },
      role: { name: 'Owner' },
      practice: { id: practice_id },
      standing: { at: 'grace' },
    });
    const token = new Map(browser.cookies);
    expect((await browser.call('DELETE', '/session')).status).toBe(200);
    expect((await browser.call('GET', '/me')).status).toBe(401);
    for (const [name, value] of token) browser.cookies.set(name, value);
    expect((await browser.call('GET', '/me')).status).toBe(401);
    const told = (await doors.events(practice_id)).filter((event) => event.verb.startsWith('session.'));
    expect(told.map((event) => [event.verb, event.address])).toEqual([
      ['session.started', '203.0.113.9'],
      ['session.ended', '203.0.113.9'],
    ]);
  });

  test('PL-40 PL-S10 a wrong password and an unknown address answer alike, and the known one is an event', async () => {
    const { email, practice_id } = await doors.practice();
    const wrong = await doors.browser().call('POST', '/session', { email, password: 'three wrong words' });
    const unknown = await doors
      .browser()
      .call('POST', '/session', { email: 'nobody@harbour.example', password: 'three wrong words' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const { instance: _a, ...first } = wrong.body;
    const { instance: _b, ...second } = unknown.body;
    expect(first).toEqual(second);
    expect((await doors.events(practice_id)).map((event) => event.verb)).toContain('session.refused');
  });

  test('PL-40 PL-S10 known and unknown addresses take the same time', async () => {
    const { email } = await doors.practice();
    const time = async (address: string) => {
      const began = performance.now();
      await doors.browser().call('POST', '/session', { email: address, password: 'three wrong words' });
      return performance.now() - began;
    };
    // Longer than a busy machine takes to hash a password.
    doors.access.even_ms = 1500;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 2; i += 1) {
      known.push(await time(email));
      unknown.push(await time(`nobody-${i}@harbour.example`));
    }
    doors.access.even_ms = 0;
    expect(Math.min(...known, ...unknown)).toBeGreaterThanOrEqual(1500);
    expect(Math.abs(Math.min(...known) - Math.min(...unknown))).toBeLessThan(50);
  });

  test('PL-7 nobody registers: there is no route that makes an account without a link', async () => {
    for (const path of ['/sign-up/email', '/auth/sign-up/email', '/accounts', '/members']) {
      const answer = await doors
        .browser()
        .call('POST', path, { email: 'x@harbour.example', password: PASSWORD, name: 'X' });
      expect([401, 404]).toContain(answer.status);
    }
  });

  test('PL-S20 a state change with a cookie and a foreign origin is refused for every content type', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { origin: 'https://evil.example', 'content-type': type };
      expect((await browser.call('DELETE', '/session', undefined, headers)).body.code).toBe('foreign_origin');
    }
    expect((await browser.call('GET', '/me')).status).toBe(200);
  });
});

describe('wrong tries', () => {
  test('PL-43 the sixth wrong try waits, with Retry-After, also when the password is right; a minute later it is taken', async () => {
    const { email } = await doors.practice();
    for (let i = 0; i < 5; i += 1)
      expect((await doors.browser().call('POST', '/session', { email, password: 'three wrong words' })).status).toBe(
        401,
      );
    const sixth = await doors.browser().call('POST', '/session', { email, password: PASSWORD });
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
    doors.pass(60_000);
    expect((await doors.browser().call('POST', '/session', { email, password: PASSWORD })).status).toBe(200);
    expect((await doors.browser().call('POST', '/session', { email, password: 'three wrong words' })).status).toBe(401);
  });

  test('PL-43 PL-S10 of a hundred wrong tries at once on one account five are taken, known or not', async () => {
    const { email } = await doors.practice();
    for (const address of [email, 'nobody-at-once@harbour.example']) {
      const tries = Array.from({ length: 100 }, () =>
        doors.browser().call('POST', '/session', { email: address, password: 'three wrong words' }),
      );
      const statuses = (await Promise.all(tries)).map((answer) => answer.status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(5);
      expect(statuses.filter((status) => status === 429)).toHaveLength(95);
    }
  });

  test('PL-43 twenty from one address shut the address for 15 minutes, and nobody else', async () => {
    const { email } = await doors.practice();
    const browser = doors.browser('203.0.113.77');
    for (let i = 0; i < 20; i += 1)
      await countTry(doors.access, { email: `n${i}@harbour.example`, address: '203.0.113.77' });
    expect((await browser.call('POST', '/session', { email, password: PASSWORD })).status).toBe(429);
    expect((await doors.browser().call('POST', '/session', { email, password: PASSWORD })).status).toBe(200);
    doors.pass(15 * 60_000);
    expect((await browser.call('POST', '/session', { email, password: PASSWORD })).status).toBe(200);
  });
});

describe('how long a session lasts', () => {
  const HOUR = 3_600_000;
  test('PL-42 PL-S9 standard ends after two idle hours and after 24 in all', async () => {
    const { email } = await doors.practice();
    const idle = await doors.signedIn(email);
    doors.pass(2 * HOUR - 1000);
    expect((await idle.call('GET', '/me')).status).toBe(200);
    doors.pass(2 * HOUR);
    expect((await idle.call('GET', '/me')).status).toBe(401);
    const busy = await doors.signedIn(email);
    for (let hour = 0; hour < 23; hour += 1) {
      doors.pass(HOUR);
      expect((await busy.call('GET', '/me')).status).toBe(200);
    }
    doors.pass(HOUR);
    expect((await busy.call('GET', '/me')).status).toBe(401);
  });

  test('PL-42 strict is half an hour and twelve, and holds from the next request on', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    const other = await doors.signedIn(email);
    const practice = await browser.call('GET', '/practice');
    const changed = await browser.call(
      'PATCH',
      '/practice',
      { session_mode: 'strict' },
      { 'if-match': practice.headers.get('etag')! },
    );
    expect(changed.body).toMatchObject({ session_mode: 'strict', version: 2 });
    doors.pass(HOUR / 2);
    expect((await other.call('GET', '/me')).status).toBe(401);
  });

  test('PL-42 a new sign-in has another id and ends the one of that browser', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    const before = new Map(browser.cookies);
    await browser.call('POST', '/session', { email, password: PASSWORD });
    expect(browser.cookies.get('tickmark.session_token')).not.toBe(before.get('tickmark.session_token'));
    const old = doors.browser();
    for (const [name, value] of before) old.cookies.set(name, value);
    expect((await old.call('GET', '/me')).status).toBe(401);
  });

  test('PL-42 a changed role gives the session a new id, and requests under way are still answered', async () => {
    const { email, practice_id } = await doors.practice();
    const owner = await doors.signedIn(email);
    const staff = await doors.member(practice_id, 'Staff');
    const browser = await doors.signedIn(staff.email);
    const before = browser.cookies.get('tickmark.session_token')!;
    const row = await owner.call('GET', `/members/${staff.id}`);
    const viewer = (await owner.call('GET', '/roles')).body.items.find(
      (role: { name: string }) => role.name === 'Viewer',
    );
    await owner.call('PATCH', `/members/${staff.id}`, { role_id: viewer.id }, { 'if-match': row.headers.get('etag')! });
    expect((await browser.call('GET', '/me')).body.role.name).toBe('Viewer');
    const after = browser.cookies.get('tickmark.session_token')!;
    expect(after).not.toBe(before);
    const late = doors.browser();
    late.cookies.set('tickmark.session_token', before);
    expect((await late.call('GET', '/me')).status).toBe(200);
    doors.pass(31_000);
    expect((await late.call('GET', '/me')).status).toBe(401);
    expect((await browser.call('GET', '/me')).status).toBe(200);
  });

  test('PL-S11 two devices show as two; one ends the other, an Admin ends both', async () => {
    const { email, practice_id } = await doors.practice();
    const staff = await doors.member(practice_id, 'Staff');
    const phone = doors.browser('203.0.113.5', SAFARI);
    await phone.call('POST', '/session', { email: staff.email, password: PASSWORD });
    const desk = doors.browser('203.0.113.6', FIREFOX);
    await desk.call('POST', '/session', { email: staff.email, password: PASSWORD });
    const { items } = (await desk.call('GET', '/sessions')).body;
    expect(items.map((s: { device: string; this_one: boolean }) => [s.device, s.this_one])).toEqual(
      expect.arrayContaining([
        ['Firefox on Windows', true],
        ['Safari on iOS', false],
      ]),
    );
    const other = items.find((s: { device: string }) => s.device === 'Safari on iOS');
    expect((await desk.call('DELETE', `/sessions/${other.id}`)).status).toBe(200);
    expect((await phone.call('GET', '/me')).status).toBe(401);
    const owner = await doors.signedIn(email);
    expect((await owner.call('DELETE', `/members/${staff.id}/sessions`)).body.ended).toBeGreaterThan(0);
    expect((await desk.call('GET', '/me')).status).toBe(401);
    expect((await phone.call('DELETE', `/members/${staff.id}/sessions`)).status).toBe(401);
  });

  test('PL-42 a new device is mailed, a known one is not', async () => {
    const { email, practice_id } = await doors.practice();
    const first = await doors.signedIn(email);
    await first.call('POST', '/session', { email, password: PASSWORD });
    expect(await doors.letters(practice_id)).toEqual([]);
    await doors.browser('203.0.113.8', SAFARI).call('POST', '/session', { email, password: PASSWORD });
    const letters = await doors.letters(practice_id);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ to: email, subject: 'A new device signed in to Tickmark' });
    expect(letters[0]!.text).toContain('Safari on iOS from the address 203.0.113.8');
  });

  test('PL-55 switching the practice makes a new session id, and each session sees its one practice', async () => {
    const a = await doors.practice('Harbour');
    const b = await doors.practice('Lantern');
    await doors.member(b.practice_id, 'Staff', a.email);
    const browser = await doors.signedIn(a.email);
    const { practices, practice } = (await browser.call('GET', '/me')).body;
    expect(practices.map((one: { name: string }) => one.name).sort()).toEqual(['Harbour', 'Lantern']);
    const other = practices.find((one: { id: string }) => one.id !== practice.id);
    const before = browser.cookies.get('tickmark.session_token');
    expect((await browser.call('POST', '/session/practice', { practice_id: other.id })).body.practice_id).toBe(
      other.id,
    );
    expect(browser.cookies.get('tickmark.session_token')).not.toBe(before);
    expect((await browser.call('GET', '/me')).body.practice.id).toBe(other.id);
    const foreign = await doors.practice('Elsewhere');
    expect((await browser.call('POST', '/session/practice', { practice_id: foreign.practice_id })).status).toBe(404);
  });
});
