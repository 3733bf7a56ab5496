import '@hono/zod-openapi';
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { keepHookSecret } from '#messages/channels/callbacks.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { newMessage, whereItIsNoon } from '#messages/outbox/testing.ts';
import { machine, receiveMail } from '#messages/replies/receiving.ts';
import { type App, openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { v1 } from '../contract.ts';
import { openLog } from '../log.ts';
import { messages } from '../rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';

/** What calls us from outside, twice, out of order and replayed. */
const house = useTestHouse();
const PUBLIC = 'https://tickmark.example';
const TOKEN = 'an auth token';
const THEIRS = '+447700900123';
let app: App;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: PUBLIC });
  if (!read.yes) throw new Error(read.mistakes.join());
  Object.assign(house.house, { publicUrl: PUBLIC });
  app = openApp({ config: read.config, house: house.house, log: openLog('silent', { write: () => {} }) });
});

/** A practice with Twilio, and a text of it that left. */
const begin = async () => {
  const practice = await testPractice(house.kernel);
  const place = testPlace(practice, testWho('Owner'));
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const settings = { account_sid: `AC${'0'.repeat(32)}`, key_sid: `SK${'0'.repeat(32)}` };
  const set = { do: 'set_up', provider: 'twilio', address: '+15005550006', settings, manual_seconds: 0 } as const;
  await perform(house.kernel, place, channels, { id: channelId('sms'), command: set });
  await at((desk) => keepHookSecret(desk, house.house.seal.seal(TOKEN)));
  const id = newId();
  const recipients = [{ address: THEIRS, name: 'Bay', record: null }];
  const message = newMessage({
    channel: 'sms',
    subject: null,
    class: 'internal',
    recipients,
    from_address: '+15005550006',
    zone: whereItIsNoon(),
  });
  const accepted = { answer: 'accepted', provider_id: 'SM1', refused: [] } as const;
  for (const command of [
    { do: 'write', message },
    { do: 'begin', attempt: 1, node: 'test' },
    { do: 'end', attempt: 1, answer: accepted, saved: false },
  ] as const)
    expect(
      await perform(house.kernel, { practice_id: practice, caller: machine() }, messages, { id, command }),
    ).toMatchObject({ yes: true });
  await at(({ tx }) => sql`update app.message set class = 'service' where id = ${id}`.execute(tx));
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner'));
  const inbound = new URL((await api('GET', '/channels/sms/callbacks')).body.inbound_url).pathname;
  /** All that a call could have changed. */
  const standing = () =>
    at(async ({ tx }) => {
      const { rows } = await sql<{ all: string }>`
        select (select json_agg(m order by m.id)::text from app.message m) as messages, (select count(*) from app.event) as events,
          (select json_agg(r order by r.id)::text from app.reply r) as replies, (select count(*) from app.task) as tasks,
          (select json_agg(a order by a.id)::text from app.address a) as addresses, (select count(*) from app.notification) as notices`.execute(
        tx,
      );
      return rows[0];
    });
  return { practice, id, at, inbound, standing };
};

const signed = (path: string, body: string): string => {
  const fields = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha1', TOKEN)
    .update(fields.reduce((all, [name, value]) => all + name + value, `${PUBLIC}${path}`))
    .digest('base64');
};
const call = async (path: string, body: string, signature = signed(path, body)) => {
  const began = performance.now();
  const answer = await app.http.request(path, {
    method: 'POST',
    body,
    headers: { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(performance.now() - began).toBeLessThan(5_000);
  return answer.status;
};
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

const STATUSES = ['queued', 'sending', 'sent', 'delivered'] as const;
const orders = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one) => orders(all.filter((other) => other !== one)).map((rest) => [one, ...rest]));

test('PL-R21 reports of a text in every order, each twice, and all replayed: one fact, and nothing more', async () => {
  for (const order of orders(STATUSES).filter((_, i) => i % 4 === 0)) {
    const { practice, id, at, standing } = await begin();
    const path = `/hooks/twilio/status/${id}?practice=${practice}`;
    const tell = async () => {
      for (const MessageStatus of order)
        for (const _ of [1, 2]) expect(await call(path, form({ MessageSid: 'SM1', MessageStatus }))).toBe(204);
    };
    await tell();
    const after = await standing();
    await tell();
    expect(await standing()).toEqual(after);
    const { rows } = await at(({ tx }) =>
      sql<{ n: number }>`select count(*)::int as n from app.event where verb = 'message.delivered'`.execute(tx),
    );
    expect(rows).toEqual([{ n: 1 }]);
  }
}, 60_000);

test('PL-R21 of «delivered» and «undelivered» the first that is told stands, and only one makes a task', async () => {
  for (const first of ['delivered', 'undelivered'] as const) {
    const { practice, id, at } = await begin();
    const path = `/hooks/twilio/status/${id}?practice=${practice}`;
    const then = first === 'delivered' ? 'undelivered' : 'delivered';
    for (const MessageStatus of [first, then, first, then])
      await call(path, form({ MessageSid: 'SM1', MessageStatus }));
    const { rows } = await at(({ tx }) =>
      sql<{ delivered: boolean; bounced: boolean; tasks: number }>`
        select delivered_at is not null as delivered, bounced_at is not null as bounced,
          (select count(*)::int from app.task) as tasks from app.message where id = ${id}`.execute(tx),
    );
    const bounced = first === 'undelivered';
    expect(rows).toEqual([{ delivered: !bounced, bounced, tasks: bounced ? 1 : 0 }]);
  }
});

test('PL-R21 the same text brought five times, at once and later, is one reply', async () => {
  const { inbound, standing, at } = await begin();
  const body = form({ MessageSid: 'SM2', From: THEIRS, To: '+15005550006', Body: 'Stop.' });
  expect(await Promise.all([1, 2, 3].map(() => call(inbound, body)))).toEqual([200, 200, 200]);
  const after = await standing();
  for (const _ of [1, 2]) await call(inbound, body);
  expect(await standing()).toEqual(after);
  const { rows } = await at(({ tx }) => sql`select body from app.reply`.execute(tx));
  expect(rows).toEqual([{ body: 'Stop.' }]);
});

test('PL-R21 a signature holds for the very bytes that came: one changed, added, left out or for another address is refused, and changes nothing but the record of it', async () => {
  const { practice, id, at, standing } = await begin();
  const path = `/hooks/twilio/status/${id}?practice=${practice}`;
  const body = form({ MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003' });
  const signature = signed(path, body);
  const before = await standing();
  for (const [to, altered] of [
    [path, body.replace('undelivered', 'delivered')],
    [path, `${body}&More=1`],
    [path, body.replace('&ErrorCode=30003', '')],
    [path, body.replace('SM1', 'SM%31%20')],
    [`/hooks/twilio/status/${newId()}?practice=${practice}`, body],
    [`${path}&again=1`, body],
  ] as const)
    expect([altered, await call(to, altered, signature)]).toEqual([altered, 403]);
  expect(await call(path, body, '')).toBe(403);
  const after = await standing();
  expect({ ...after, events: 0 }).toEqual({ ...before, events: 0 });
  const { rows } = await at(({ tx }) =>
    sql`select count(*)::int as n from app.event where verb = 'channel.refused'`.execute(tx),
  );
  expect(rows).toEqual([{ n: 7 }]);
});

test('PL-R21 a mail that comes twice, and once more after it was read, is one reply and one task, whatever came between', async () => {
  const { practice, at, standing } = await begin();
  const to = 'office@testing.example';
  const raw = (subject: string, message: string) =>
    new TextEncoder().encode(
      `From: Anna <anna@bay.example>\r\nMessage-ID: <${message}@bay.example>\r\nSubject: ${subject}\r\n\r\nHello\r\n`,
    );
  const come = async (subject: string, message: string) => {
    await receiveMail({ kernel: house.kernel, storage: house.house.files.storage }, practice, {
      raw: raw(subject, message),
      return_path: 'anna@bay.example',
      to,
    });
    const { rows } = await at(({ tx }) =>
      sql<{ id: Id }>`select id from app.reply where decided_at is null`.execute(tx),
    );
    for (const { id } of rows) await house.house.longJobs.get('read_reply')!(practice, { reply: id });
  };
  await Promise.all([come('One', 'a'), come('One', 'a')]);
  await come('Two', 'b');
  const after = await standing();
  await come('One', 'a');
  await come('Two', 'b');
  expect(await standing()).toEqual(after);
  const { rows } = await at(({ tx }) => sql`select subject from app.reply order by subject`.execute(tx));
  expect(rows).toEqual([{ subject: 'One' }, { subject: 'Two' }]);
});
