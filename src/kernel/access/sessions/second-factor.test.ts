import { describe, expect, test } from 'vitest';
import { PASSWORD, totpCode, useDoors } from '../testing.ts';

const doors = useDoors();

describe('the second factor', () => {
  const withApp = async () => {
    const made = await doors.practice();
    const browser = await doors.signedIn(made.email);
    const begun = await browser.call('POST', '/me/totp', { password: PASSWORD });
    await browser.call('POST', '/me/totp/confirmation', { code: totpCode(begun.body.uri) });
    return { ...made, browser, uri: begun.body.uri as string, codes: begun.body.recovery_codes as string[] };
  };

  test('PL-41 setting up an app shows ten recovery codes, confirms by a code, and gives the session a new id', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    expect((await browser.call('POST', '/me/totp', { password: 'three wrong words' })).body.code).toBe(
      'wrong_password',
    );
    const begun = await browser.call('POST', '/me/totp', { password: PASSWORD });
    expect(begun.body.recovery_codes).toHaveLength(10);
    const before = browser.cookies.get('tickmark.session_token');
    expect((await browser.call('POST', '/me/totp/confirmation', { code: '000000' })).body.code).toBe('wrong_code');
    const done = await browser.call('POST', '/me/totp/confirmation', { code: totpCode(begun.body.uri) });
    expect(done.body).toMatchObject({ totp: true, recovery_codes_left: 10 });
    expect(browser.cookies.get('tickmark.session_token')).not.toBe(before);
    expect((await browser.call('GET', '/me')).body.standing).toEqual({ at: 'open' });
  });

  test('PL-41 PL-S8 a password alone opens nothing once a factor stands, and a code works once', async () => {
    const { email, uri } = await withApp();
    const browser = doors.browser();
    expect((await browser.call('POST', '/session', { email, password: PASSWORD })).body).toMatchObject({ at: 'code' });
    expect((await browser.call('GET', '/me')).status).toBe(401);
    const code = totpCode(uri, 1);
    expect((await browser.call('POST', '/session/code', { code: '123123' })).status).toBe(401);
    expect((await browser.call('POST', '/session/code', { code })).body.at).toBe('open');
    const again = doors.browser();
    await again.call('POST', '/session', { email, password: PASSWORD });
    expect((await again.call('POST', '/session/code', { code })).body.code).toBe('code_used');
    expect((await again.call('GET', '/me')).status).toBe(401);
  });

  test('PL-41 PL-S8 each recovery code works once', async () => {
    const { email, codes } = await withApp();
    const use = async (code: string) => {
      const browser = doors.browser();
      await browser.call('POST', '/session', { email, password: PASSWORD });
      return (await browser.call('POST', '/session/recovery-code', { code })).status;
    };
    expect(await use(codes[0]!)).toBe(200);
    expect(await use(codes[0]!)).toBe(401);
    expect(await use(codes[1]!)).toBe(200);
  });

  test('PL-41 PL-S8 required: after seven days only setting one up is reachable, on every route', async () => {
    const { email } = await doors.practice();
    const first = await doors.signedIn(email);
    expect((await first.call('GET', '/members')).status).toBe(200);
    doors.pass(7 * 24 * 3_600_000);
    const browser = await doors.signedIn(email);
    for (const path of ['/members', '/roles', '/practice', '/keys', '/delegations']) {
      expect([path, (await browser.call('GET', path)).body.code]).toEqual([path, 'mfa_required']);
    }
    expect((await browser.call('GET', '/me')).body.standing).toEqual({ at: 'enrol' });
    const begun = await browser.call('POST', '/me/totp', { password: PASSWORD });
    expect((await browser.call('POST', '/me/totp/confirmation', { code: totpCode(begun.body.uri) })).status).toBe(200);
    expect((await browser.call('GET', '/members')).status).toBe(200);
  });

  test('PL-42 who manages security takes a lost factor away, but not from an account that others trust too', async () => {
    const { practice_id, email } = await doors.practice();
    const staff = await doors.member(practice_id, 'Staff');
    const browser = await doors.signedIn(staff.email);
    const begun = await browser.call('POST', '/me/totp', { password: PASSWORD });
    await browser.call('POST', '/me/totp/confirmation', { code: totpCode(begun.body.uri) });
    const owner = await doors.signedIn(email);
    expect((await owner.call('DELETE', `/members/${staff.id}/factors`)).status).toBe(200);
    expect((await browser.call('GET', '/me')).status).toBe(401);
    expect((await doors.browser().call('POST', '/session', { email: staff.email, password: PASSWORD })).body.at).toBe(
      'grace',
    );
    const other = await doors.practice('Second');
    await doors.member(other.practice_id, 'Viewer', staff.email);
    expect((await owner.call('DELETE', `/members/${staff.id}/factors`)).body.code).toBe('also_elsewhere');
  });

  test('PL-43 a session is no place to guess its password: wrong ones are counted there too', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1)
      statuses.push((await browser.call('POST', '/me/totp', { password: `three wrong words ${i}` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});
