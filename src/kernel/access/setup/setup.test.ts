import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { inPractice } from '#kernel/database/practice.ts';
import { builtIn } from '../roles/builtin.ts';
import { PASSWORD, useDoors } from '../testing.ts';
import { demoPractice } from './demo.ts';
import { makeSetupLink } from './setup.ts';

const doors = useDoors();
const tokenOf = (link: string | null): string => link!.split('#')[1]!;
const wanted = (token: string, more: object = {}) => ({
  token,
  practice: { name: 'Harbour & Light', country: 'AU', time_zone: 'Australia/Sydney', currency: 'AUD' },
  owner: { name: 'Olu Ade', email: 'olu@harbour.example', password: PASSWORD },
  ...more,
});

// In order: once there is a practice, the installation is set up for good.
describe('setting up', () => {
  test('PL-6 the link carries 128 bits in its fragment, and a new one voids the old', async () => {
    const first = await makeSetupLink(doors.access);
    expect(first).toMatch(/^http:\/\/localhost:4300\/setup#[A-Za-z0-9_-]{22}$/);
    const second = await makeSetupLink(doors.access);
    const browser = doors.browser();
    expect((await browser.call('POST', '/setup/look', { token: tokenOf(first) })).body.code).toBe('link_over');
    expect((await browser.call('POST', '/setup/look', { token: tokenOf(second) })).body).toMatchObject({
      has_demo: false,
    });
  });

  test('PL-6 a link ends after 24 hours', async () => {
    const link = await makeSetupLink(doors.access);
    doors.pass(24 * 3_600_000);
    expect((await doors.browser().call('POST', '/setup', wanted(tokenOf(link)))).body.code).toBe('link_over');
  });

  test('PL-45 PL-S12 GET and HEAD do nothing, an altered link opens nothing', async () => {
    const token = tokenOf(await makeSetupLink(doors.access));
    const browser = doors.browser();
    for (const method of ['GET', 'HEAD'])
      expect((await browser.call(method, `/setup?token=${token}`)).status).toBe(404);
    const altered = `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`;
    expect((await browser.call('POST', '/setup', wanted(altered))).body.code).toBe('link_over');
    expect((await browser.call('POST', '/setup/look', { token })).status).toBe(200);
  });

  test('PL-8 the holder of the link looks at the demo as its Owner for a day, it is made once when it is first wanted, and the link stays good', async () => {
    const token = tokenOf(await makeSetupLink(doors.access));
    const make = doors.makeDemo;
    let made = 0;
    doors.makeDemo = () => {
      made += 1;
      return make();
    };
    const [browser, other] = [doors.browser(), doors.browser()];
    const looks = await Promise.all([browser, other].map((one) => one.call('POST', '/setup/demo', { token })));
    expect(looks.map(({ status }) => status)).toEqual([200, 200]);
    expect(made).toBe(1);
    const demo = (await demoPractice(doors.access))!;
    expect(await makeSetupLink(doors.access)).toMatch(/setup#/);
    const fresh = tokenOf(await makeSetupLink(doors.access));
    expect((await browser.call('POST', '/setup/demo', { token: fresh })).body.practice_id).toBe(demo.practice_id);
    expect((await browser.call('GET', '/me')).body).toMatchObject({
      role: { name: 'Owner' },
      practice: { name: 'Demo practice' },
    });
    expect((await doors.browser().call('POST', '/setup/demo', { token: 'a'.repeat(22) })).body.code).toBe('link_over');
    expect((await browser.call('POST', '/session/practice', { practice_id: demo.practice_id })).status).toBe(404);
    for (let hour = 0; hour < 23; hour += 1) {
      doors.pass(3_600_000);
      await browser.call('GET', '/me');
    }
    expect((await browser.call('GET', '/me')).status).toBe(200);
    doors.pass(3_600_000);
    expect((await browser.call('GET', '/me')).status).toBe(401);
  });

  test('PL-7 a mistake leaves the link good and says where', async () => {
    const token = tokenOf(await makeSetupLink(doors.access));
    const browser = doors.browser();
    const weak = await browser.call(
      'POST',
      '/setup',
      wanted(token, { owner: { name: 'Olu', email: 'olu@harbour.example', password: 'Harbour  & Light' } }),
    );
    expect(weak.status).toBe(422);
    expect(weak.body.errors).toEqual([expect.objectContaining({ pointer: '/owner/password' })]);
    const zone = await browser.call(
      'POST',
      '/setup',
      wanted(token, { practice: { name: 'X', country: 'AU', time_zone: 'Moon/Base', currency: 'AUD' } }),
    );
    expect(zone.body.errors).toEqual([expect.objectContaining({ pointer: '/practice/time_zone' })]);
    expect((await browser.call('POST', '/setup/look', { token })).status).toBe(200);
  });

  test('PL-7 PL-S4 one page makes the practice and its Owner, who is signed in; the link is spent', async () => {
    const token = tokenOf(await makeSetupLink(doors.access));
    const browser = doors.browser();
    expect(
      (await browser.call('POST', '/setup', { ...wanted(token), practice_id: '01930000-0000-7000-8000-000000000001' }))
        .status,
    ).toBe(422);
    const made = await browser.call('POST', '/setup', wanted(token));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ at: 'grace' });
    expect((await browser.call('GET', '/practice')).body).toMatchObject({
      name: 'Harbour & Light',
      slug: 'harbour-light',
      locale: 'en-AU',
      mfa: 'required',
      kind: 'live',
    });
    expect((await browser.call('POST', '/setup', wanted(token))).body.code).toBe('link_over');
    expect(await makeSetupLink(doors.access)).toBeNull();
    const verbs = (await doors.events(made.body.practice_id)).map((event) => event.verb);
    expect(verbs).toEqual(['practice.founded', 'member.founded', 'session.started']);
    const { rows } = await doors.events(made.body.practice_id).then((events) => ({ rows: JSON.stringify(events) }));
    expect(rows).not.toContain(PASSWORD);
    expect(rows).not.toContain(token);
  });

  test('PL-143 in the demo one acts as the role one looks as, and may only what it may', async () => {
    const demo = await doors.practice('Played');
    await inKind(demo.practice_id, 'demo');
    const owner = await doors.signedIn(demo.email);
    await owner.call('POST', '/session/look', { role_id: builtIn('Manager').id });
    expect((await owner.call('PATCH', '/practice', { name: 'Mine' }, { 'if-match': '"1"' })).status).toBe(403);
    await owner.call('POST', '/session/look', { role_id: builtIn('Admin').id });
    expect((await owner.call('PATCH', '/practice', { name: 'Mine' }, { 'if-match': '"1"' })).status).toBe(200);
  });
});

const inKind = (practice_id: string, kind: string): Promise<unknown> =>
  inPractice(doors.house.kernel.db, practice_id, ({ tx }) =>
    sql`update app.practice set kind = ${kind} where practice_id = ${practice_id}`.execute(tx),
  );
