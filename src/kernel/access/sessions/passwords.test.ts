import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { PASSWORD, totpCode, useDoors } from '../testing.ts';
import { operatorLink } from './passwords.ts';
import { sweepSessions } from './store.ts';

const doors = useDoors();
const NEW = 'three fresh words';

describe('passwords', () => {
  test('PL-42 a changed password ends all other sessions, gives this one a new id, and is mailed', async () => {
    const { email, practice_id } = await doors.practice();
    const [here, there] = [await doors.signedIn(email), await doors.signedIn(email)];
    await doors.letters(practice_id);
    const before = here.cookies.get('tickmark.session_token');
    expect((await here.call('POST', '/me/password', { current: 'three wrong words', password: NEW })).body.code).toBe(
      'wrong_password',
    );
    expect((await here.call('POST', '/me/password', { current: PASSWORD, password: email })).body.errors[0].code).toBe(
      'is_email',
    );
    expect((await here.call('POST', '/me/password', { current: PASSWORD, password: NEW })).status).toBe(200);
    expect(here.cookies.get('tickmark.session_token')).not.toBe(before);
    expect((await here.call('GET', '/me')).status).toBe(200);
    expect((await there.call('GET', '/me')).status).toBe(401);
    expect((await doors.browser().call('POST', '/session', { email, password: PASSWORD })).status).toBe(401);
    expect((await doors.letters(practice_id)).map((letter) => letter.subject)).toEqual([
      'Your Tickmark password was changed',
    ]);
    expect((await doors.events(practice_id)).map((event) => event.verb)).toContain('member.password_changed');
  });

  test('PL-40 PL-45 a link for a new password is mailed to known addresses only, answers alike, works once and ends all sessions', async () => {
    const { email, practice_id } = await doors.practice();
    const session = await doors.signedIn(email);
    const known = await doors.browser().call('POST', '/password-resets', { email });
    const unknown = await doors.browser().call('POST', '/password-resets', { email: 'nobody@harbour.example' });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const [letter] = await doors.letters(practice_id);
    const token = /reset#(\S+)/.exec(letter!.text)![1]!;
    const use = (given: string, password = NEW) =>
      doors.browser().call('POST', '/password-resets/use', { token: given, password });
    expect((await use(token, 'short')).body.errors[0].pointer).toBe('/password');
    expect((await use(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).body.code).toBe('link_over');
    for (const method of ['GET', 'HEAD']) await doors.browser().call(method, `/password-resets/use?token=${token}`);
    expect((await use(token)).status).toBe(200);
    expect((await use(token)).body.code).toBe('link_over');
    expect((await session.call('GET', '/me')).status).toBe(401);
    expect((await doors.browser().call('POST', '/session', { email, password: NEW })).status).toBe(200);
  });

  test('PL-45 a link ends after an hour, and of two at once one is taken', async () => {
    const { email, practice_id } = await doors.practice();
    await doors.browser().call('POST', '/password-resets', { email });
    const old = /reset#(\S+)/.exec((await doors.letters(practice_id))[0]!.text)![1]!;
    doors.pass(3_600_000);
    expect((await doors.browser().call('POST', '/password-resets/use', { token: old, password: NEW })).body.code).toBe(
      'link_over',
    );
    await doors.browser().call('POST', '/password-resets', { email });
    const token = /reset#(\S+)/.exec((await doors.letters(practice_id))[0]!.text)![1]!;
    const both = await Promise.all(
      [1, 2].map(() => doors.browser().call('POST', '/password-resets/use', { token, password: NEW })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('PL-S22 no token, password or code stands in clear in the database', async () => {
    const { email, practice_id } = await doors.practice();
    const browser = await doors.signedIn(email);
    const { body } = await browser.call('POST', '/me/totp', { password: PASSWORD });
    await browser.call('POST', '/me/totp/confirmation', { code: totpCode(body.uri) });
    await doors.browser().call('POST', '/password-resets', { email });
    const key = (await browser.call('POST', '/keys', { name: 'K', scopes: { inbox: 'read' } })).body.token;
    const token = /reset#(\S+)/.exec((await doors.letters(practice_id)).at(-1)!.text)![1]!;
    const cookie = decodeURIComponent(browser.cookies.get('tickmark.session_token')!);
    const dump = await wholeDatabase();
    const secrets = [
      PASSWORD,
      key,
      token,
      cookie,
      body.recovery_codes[0],
      new URL(body.uri).searchParams.get('secret'),
    ];
    expect(secrets.filter((secret) => dump.includes(secret))).toEqual([]);
  });

  test('PL-21 the operator’s link signs in once; it leaves a factor in place, or takes it away when told to', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    const { body } = await browser.call('POST', '/me/totp', { password: PASSWORD });
    await browser.call('POST', '/me/totp/confirmation', { code: totpCode(body.uri) });
    expect(await operatorLink(doors.access, 'nobody@harbour.example', false)).toBeNull();
    const tokenOf = async (drop: boolean) => (await operatorLink(doors.access, email, drop))!.split('#')[1]!;
    const guest = doors.browser();
    const token = await tokenOf(false);
    expect((await guest.call('POST', '/session/link', { token })).body.at).toBe('confirm');
    expect((await guest.call('GET', '/me')).status).toBe(401);
    expect((await guest.call('POST', '/session/code', { code: totpCode(body.uri, 1) })).body.at).toBe('open');
    expect((await guest.call('GET', '/me')).status).toBe(200);
    expect((await doors.browser().call('POST', '/session/link', { token })).body.code).toBe('link_over');
    expect((await doors.browser().call('POST', '/session/link', { token: await tokenOf(true) })).body.at).toBe('grace');
  });

  test('PL-43 the codes of a session that still owes its factor are counted too', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    const { body } = await browser.call('POST', '/me/totp', { password: PASSWORD });
    await browser.call('POST', '/me/totp/confirmation', { code: totpCode(body.uri) });
    const guest = doors.browser();
    await guest.call('POST', '/session/link', {
      token: (await operatorLink(doors.access, email, false))!.split('#')[1],
    });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1)
      statuses.push((await guest.call('POST', '/session/code', { code: `00000${i}` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  test('PL-42 housekeeping forgets what is over and nothing else', async () => {
    const { email } = await doors.practice();
    const browser = await doors.signedIn(email);
    await sweepSessions(doors.access);
    expect((await browser.call('GET', '/me')).status).toBe(200);
  });
});

const wholeDatabase = async (): Promise<string> => {
  const { rows: auth } = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'auth'`.execute(doors.access.db);
  const texts: string[] = [];
  for (const { name } of auth) {
    const { rows } = await sql<{
      line: string;
    }>`select row_to_json(t)::text as line from ${sql.table(`auth.${name}`)} t`.execute(doors.access.db);
    texts.push(...rows.map((row) => row.line));
  }
  const { rows: jobs } = await sql<{ line: string }>`select row_to_json(t)::text as line from pgboss.job t`.execute(
    doors.house.engine,
  );
  return [...texts, ...jobs.map((row) => row.line)].join('\n');
};
