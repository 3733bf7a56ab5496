import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { channelTest } from '../../app/channel-test.ts';
import { exits } from '../../app/exits.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { startMailServer } from '../../connectors/mail/testing-server.ts';
import { channelsApi } from './api.ts';
import type { RecordsPort } from './port.ts';

const house = useTestHouse();
const records: RecordsPort = {
  texts: async (name) => (name === '_dmarc.testing.example' ? ['v=DMARC1; p=reject'] : []),
  mailServers: async () => null,
};

const begin = async (who = testWho('Owner')) => {
  const practice = await testPractice(house.kernel);
  const seal = house.house.seal;
  const exitOf = exits('/nowhere', seal);
  const routes = channelsApi({
    kernel: house.kernel,
    seal,
    records,
    ownAddress: async () => 'owner@testing.example',
    test: channelTest({ sending: { exitOf } }),
  });
  const api = testApi(house.kernel, practice, [routes as never], who);
  const kept = () =>
    inPractice(house.kernel.db, practice, async ({ tx }) => {
      const { rows } = await sql<{
        secret: string | null;
      }>`select secret from app.channel where kind = 'email'`.execute(tx);
      const { rows: told } = await sql<{
        all: string;
      }>`select string_agg(to_jsonb(e)::text, '') as all from app.event e`.execute(tx);
      return { secret: rows[0]?.secret ?? null, told: told[0]!.all };
    });
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const join = (role: 'Admin' | 'Staff') =>
    at(({ tx, now }) =>
      sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
        values (${practice}, ${newId()}, 1, ${role}, ${role}, ${`${role}@testing.example`}, ${builtIn(role).id}, 'active', ${now}, ${now}, 'operator')`.execute(
        tx,
      ),
    );
  const told = () =>
    at(async ({ tx }) => {
      const { rows } = await sql<{ name: string; title: string; count: number }>`
        select m.name, n.title, n.count from app.notification n join app.member m on m.id = n.member_id`.execute(tx);
      return rows;
    });
  return { api, kept, seal, join, told };
};

const server = (port: number, more = {}) => ({
  provider: 'smtp',
  address: 'office@testing.example',
  settings: { host: '127.0.0.1', port, tls: 'none' },
  ...more,
});
const seen = (version: number) => ({ 'if-match': `"${version}"` });

test('ME-78 a secret is kept sealed, stands in no answer and no event, and goes to no other server', async () => {
  const { api, kept, seal } = await begin();
  const given = {
    settings: { host: 'mail.testing.example', port: 465, tls: 'implicit', user: 'office' },
    secret: 'hush hush',
  };
  const put = await api('PUT', '/channels/email', server(0, given), seen(0));
  expect(put.body).toMatchObject({ provider: 'smtp', secret_set: true, version: 1 });
  expect(JSON.stringify(put.body)).not.toContain('hush');
  const { secret, told } = await kept();
  expect(seal.open(secret!)).toBe('hush hush');
  expect(told).not.toContain('hush');
  const elsewhere = { settings: { ...given.settings, host: 'mail.elsewhere.example' } };
  expect((await api('PUT', '/channels/email', elsewhere, seen(1))).body).toMatchObject({
    errors: [{ pointer: '/secret' }],
  });
  expect((await api('PUT', '/channels/email', { hold_minutes: 5 }, seen(1))).body).toMatchObject({ secret_set: true });
  expect(seal.open((await kept()).secret!)).toBe('hush hush');
  expect((await api('PUT', '/channels/email', { provider: 'folder' }, seen(2))).body).toMatchObject({
    secret_set: false,
  });
  expect((await kept()).secret).toBeNull();
});

test('ME-78 PL-67 a check sends to oneself alone and says what it found of the domain', async () => {
  const mail = await startMailServer();
  try {
    const { api } = await begin();
    expect((await api('POST', '/channels/email/check')).body).toMatchObject({ code: 'no_provider' });
    expect((await api('PUT', '/channels/email', server(mail.port), seen(7))).status).toBe(412);
    await api('PUT', '/channels/email', server(mail.port), seen(0));
    const { body } = await api('POST', '/channels/email/check');
    expect(body).toMatchObject({ ok: true, to: 'owner@testing.example' });
    expect(body.findings.map(({ what, is }: { what: string; is: string }) => `${what} ${is}`)).toEqual([
      'sending good',
      'tls good',
      'sender unsure',
      'spf bad',
      'dkim unsure',
      'dmarc good',
    ]);
    expect((await api('GET', '/channels')).body.items[0]).toMatchObject({
      kind: 'email',
      checked_at: expect.any(String),
    });
  } finally {
    await mail.close();
  }
});

test('ME-62 ME-78 a check of a server that is not there marks the channel down in its words, and Owner and Admins are told once', async () => {
  const { api, join, told } = await begin();
  await join('Admin');
  await join('Staff');
  await api('PUT', '/channels/email', server(1), seen(0));
  const { body } = await api('POST', '/channels/email/check');
  expect(body).toMatchObject({
    ok: false,
    findings: [{ what: 'sending', is: 'bad', found: expect.stringContaining('1') }, {}, {}, {}, {}, {}],
  });
  expect((await api('GET', '/channels')).body.items[0]).toMatchObject({
    down_since: expect.any(String),
    checked_at: null,
  });
  await api('POST', '/channels/email/check');
  expect(await told()).toEqual([{ name: 'Admin', title: expect.stringMatching(/^E-mails do not leave: /), count: 1 }]);
});

test('ME-78 PL-28 who does not manage connections neither sees nor changes channels', async () => {
  const { api } = await begin(testWho('Manager'));
  expect((await api('GET', '/channels')).status).toBe(403);
  expect((await api('PUT', '/channels/email', { hold_minutes: 5 }, seen(0))).status).toBe(403);
});
