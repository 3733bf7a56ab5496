import '@hono/zod-openapi';
import type { QueryResult, RootOperationNode, UnknownRow } from 'kysely';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { reachOf } from '#workflows/launch/reach.ts';
import { member, published } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { launches } from '../rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';
import { launchPort } from './unreached.ts';

const house = useTestHouse();

/** A workflow that writes to the client, asks it with a form, and tells its owner. */
const begin = async () => {
  const practice = await testPractice(house.kernel);
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const variants = [{ locale: 'en', subject: 'Hello', body: '<p>Hello.</p>' }];
  const wording = { default_locale: 'en', signature: false, variants };
  const { body: template } = await api('POST', '/message-templates', {
    channel: 'email',
    module: 'workflows',
    name: 'Hello',
    content: wording,
  });
  const questions = [{ key: 'name', kind: 'short_text', label: 'Name' }];
  const { body: form } = await api('POST', '/forms', { title: 'Your details', questions });
  const sends = (key: string, to: string | string[]) =>
    ({ key, kind: 'action', title: key, do: 'send_email', params: { template: template.id, to } }) as const;
  const workflow = await published(api, 'Onboarding', [
    sends('hello', 'subject'),
    { key: 'details', kind: 'form', title: 'Your details', form: form.key, who: ['owner'] },
    sends('tell', ['owner']),
  ]);
  const add = async (client: object): Promise<Id> =>
    (await api('POST', '/clients', { organisation_name: 'Bay', ...client })).body.id;
  const preview = async (client: object) => {
    const made = { id: await add(client) };
    const seen = await api('POST', '/launch-previews', { workflow, as: 'client', subject: made.id });
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    return seen.body;
  };
  const reach = async (ids: readonly Id[]) => {
    const seen = await api('POST', '/launches/reach', { workflow, as: 'client', ids });
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    return seen.body;
  };
  return { practice, who, workflow, api, add, preview, reach };
};

test('ME-34 WF-73 the launch sheet opens and names the steps that would reach nobody for want of an address', async () => {
  const { preview } = await begin();
  const because = 'No e-mail address is known for whom this goes to.';
  expect(await preview({})).toMatchObject({
    opens: true,
    unreached: [
      { key: 'hello', title: 'hello', because },
      { key: 'details', title: 'Your details', because },
    ],
  });
  const reached = await preview({ emails: [{ address: 'ada@bay.example', primary: true }] });
  expect(reached).toMatchObject({ opens: false, unreached: [] });
});

test('ME-34 WF-81 a start on many names whom it would not reach and why, once each; those of whom nobody knows are not among them', async () => {
  const { api, add, reach } = await begin();
  const nowhere = await add({});
  const stopped = await add({ emails: [{ address: 'Eve@bay.example', primary: true }] });
  const reached = await add({ emails: [{ address: 'ada@bay.example', primary: true }] });
  const lifted = { channel: 'email', address: 'eve@bay.example', reach: 'all', reason: 'They asked for it' };
  expect((await api('POST', '/suppressions', lifted)).status).toBeLessThan(300);
  expect((await reach([nowhere, reached, stopped, newId()])).rows).toEqual([
    { id: nowhere, because: ['No e-mail address is known for whom this goes to.'] },
    { id: stopped, because: ['A member asked that this address is not written to.'] },
  ]);
});

test('ME-34 WF-81 it asks as many queries for many as for one', async () => {
  const { practice, who, workflow, add } = await begin();
  const ids: Id[] = [];
  for (let n = 0; n < 12; n += 1) ids.push(await add({ emails: [{ address: `c${n}@bay.example`, primary: true }] }));
  const queries = (some: readonly Id[]) =>
    inPractice(house.kernel.db, practice, async (desk) => {
      let asked = 0;
      const transformQuery = ({ node }: { node: RootOperationNode }) => {
        asked += 1;
        return node;
      };
      const counting = {
        transformQuery,
        transformResult: async ({ result }: { result: QueryResult<UnknownRow> }) => result,
      };
      const counted = { ...desk, tx: desk.tx.withPlugin(counting) as Desk['tx'] };
      const launch = { do: 'launch', origin: 'hand', workflow, as: 'client' } as const;
      await reachOf(
        counted,
        who,
        { launches, port: launchPort },
        some.map((subject) => ({ ...launch, subject })),
      );
      return asked;
    });
  await queries(ids);
  const one = await queries(ids.slice(0, 1));
  expect(one).toBeGreaterThan(0);
  expect(await queries(ids)).toBe(one);
});

test('ME-125 a start on many says when the last of today’s messages leaves, and the outbox when the last one due does', async () => {
  const { practice, api, add, reach } = await begin();
  const ids: Id[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(await add({ emails: [{ address: `c${n}@bay.example`, primary: true }] }));
  expect((await reach(ids)).paces, 'into the folder they go at once').toEqual([]);
  const { body: channels } = await api('GET', '/channels');
  const { version } = channels.items.find(({ kind }: { kind: string }) => kind === 'email');
  const settings = { host: '127.0.0.1', port: 1, tls: 'none' };
  const channel = { provider: 'smtp', address: 'office@bay.example', settings, per_minute: 2, hold_minutes: 0 };
  const set = await api('PUT', '/channels/email', channel, { 'if-match': `"${version}"` });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  // The first step of each is a mail; what comes after it may come later: five at two a minute.
  const { paces } = await reach(ids);
  expect(paces).toMatchObject([{ kind: 'email', per_minute: 2 }]);
  expect((await reach(ids.slice(0, 3))).paces[0]!.last_leaves_at < paces[0]!.last_leaves_at).toBe(true);

  const strip = async () => (await api('GET', '/message-strip')).body;
  expect(await strip()).toMatchObject({ paces: [], braked_paces: [] });
  const now = await inPractice(house.kernel.db, practice, async (desk) => {
    await sql`
      insert into app.message (practice_id, id, version, class, channel, key, automatic, recipients, address, from_name, from_address,
        body, state, reason_code, planned_at, leaves_at, created_at, created_by)
      select ${practice}, gen_random_uuid(), 1, 'service', 'email', 'm' || n, true, '[]', 'n' || n || '@bay.example', '', '', 'Hello',
        case when n > 20 then 'held' else 'planned' end, case when n > 20 then 'unusual_volume' end, ${desk.now}, ${desk.now}, ${desk.now}, 'operator'
      from generate_series(1, 26) n`.execute(desk.tx);
    return desk.now;
  });
  const seen = await strip();
  const minutes = (at: string) => Math.round((Date.parse(at) - Date.parse(now)) / 60_000);
  expect(seen).toMatchObject({
    braked: 6,
    paces: [{ kind: 'email', per_minute: 2 }],
    braked_paces: [{ kind: 'email' }],
  });
  expect(minutes(seen.paces[0].last_leaves_at)).toBe(10);
});
