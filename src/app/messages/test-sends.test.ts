import '@hono/zod-openapi';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { isCapped } from '#messages/outbox/cap.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { v1 } from '../contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();
const SAM = 'sam@practice.example';

const begin = async () => {
  const practice = await testPractice(house.kernel);
  const who = testWho('Owner');
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  await at(({ tx, now }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
      values (${practice}, ${who.member_id}, 1, 'Sam', 'sam', ${SAM}, ${who.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
      tx,
    ),
  );
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const { body: client } = await api('POST', '/clients', {
    organisation_name: 'Quillfeather',
    emails: [{ address: 'anna@bay.example' }],
  });
  const template = async (body: string, channel: 'email' | 'sms' = 'email') => {
    const subject = channel === 'email' ? 'About {{ client.name }}' : null;
    const content = { default_locale: 'en', variants: [{ locale: 'en', subject, body }] };
    const made = await api('POST', '/message-templates', { channel, module: 'workflows', name: newId(), content });
    return made.body.id as Id;
  };
  const record = { place: 'client', id: client.id };
  const send = (id: Id, more: object = {}) => api('POST', `/message-templates/${id}/test-sends`, { record, ...more });
  const read = (id: Id) => at(async (desk) => (await messagesById(desk, [id]))[0]!);
  return { practice, who, at, api, client: client as { id: Id; client_number: string }, template, send, read };
};

test('ME-25 a test send goes to the sender alone, marked as a test, and stands on no timeline of the client', async () => {
  const { practice, who, api, client, template, send, read } = await begin();
  const sent = await send(await template('<p>Dear {{ client.name }}</p>'));
  expect([sent.status, sent.body.to]).toEqual([201, SAM]);
  const message = await read(sent.body.message);
  expect(message).toMatchObject({
    class: 'internal',
    subject: '[Test] About Quillfeather',
    body: expect.stringContaining('Dear Quillfeather'),
    author_id: who.member_id,
    client_id: null,
    automatic: false,
  });
  expect(message.recipients.map(({ address }) => address)).toEqual([SAM]);
  expect(isCapped(message)).toBe(false);
  await sendMessages(house.house.sending, practice, [{ message: message.id, channel: 'email', attempt: 1 }]);
  expect((await read(message.id)).state).toBe('sent');
  expect((await api('GET', `/messages?client=${client.id}`)).body.items).toEqual([]);
  const told = await api('GET', `/events?client=${client.id}`);
  expect(JSON.stringify(told.body)).not.toContain('[Test]');
  expect((await api('GET', '/messages?state=sent')).body.items).toMatchObject([{ test: true }]);
});

test('ME-25 wording that is not saved can be tested; what could not be sent, cannot', async () => {
  const { template, send } = await begin();
  const id = await template('<p>Old</p>');
  const wording = (body: string) => ({
    content: { default_locale: 'en', variants: [{ locale: 'en', subject: 'New', body }] },
  });
  expect((await send(id, wording('<p>New</p>'))).status).toBe(201);
  expect((await send(id, wording('<p>{{ client.nam }}</p>'))).body.code).toBe('not_usable');
  expect((await send(id, wording('<p>{{ client.website }}</p>'))).body.code).toBe('value_missing');
});

test('ME-25 20 an hour and member, and no more', async () => {
  const { at, template, send } = await begin();
  const id = await template('<p>Hello</p>');
  for (let i = 0; i < 20; i += 1) expect((await send(id)).status).toBe(201);
  expect((await send(id)).body.code).toBe('too_many_tests');
  await at(({ tx }) => sql`update app.message set created_at = created_at - interval '61 minutes'`.execute(tx));
  expect((await send(id)).status).toBe(201);
});

test('ME-25 a text goes to the number on the member’s own record, or is refused where there is none', async () => {
  const { at, who, api, template, send, read } = await begin();
  const id = await template('Hello {{ client.name }}', 'sms');
  expect((await send(id)).body.code).toBe('no_recipient');
  const made = await api('POST', '/employees', {
    given_name: 'Sam',
    family_name: 'Sample',
    work_email: SAM,
    phone: '+447700900123',
  });
  expect(made.status).toBe(201);
  await at(({ tx }) =>
    sql`update app.employee set member_id = ${who.member_id} where id = ${made.body.id}`.execute(tx),
  );
  const sent = await send(id);
  expect(sent.body.to).toBe('+447700900123');
  expect(await read(sent.body.message)).toMatchObject({ body: '[Test] Hello Quillfeather', class: 'internal' });
});

test('ME-25 PE-29 erasing the client reaches the tests that were about it', async () => {
  const { api, client, template, send, read } = await begin();
  const sent = await send(await template('<p>Dear {{ client.name }}</p>'));
  await api('POST', `/people/${client.id}/erasure`, { number: client.client_number });
  expect(await read(sent.body.message)).toMatchObject({ body: '[erased]', subject: '[erased]' });
});
