import '@hono/zod-openapi';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import type { Message } from '#messages/outbox/model.ts';
import { MESSAGE } from '#messages/outbox/store.ts';
import { member, published } from '#workflows/launch/testing.ts';
import { v1 } from './contract.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();

/** A sandbox, a client, and a run of a workflow whose e-mail takes along what is attached to its task. */
const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T09:00:00.000Z' });
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const emails = [{ address: 'ada@bay.example', primary: true }];
  const client = await api('POST', '/clients', { organisation_name: 'Bay', emails });
  const template = await api('POST', '/message-templates', {
    channel: 'email',
    module: 'workflows',
    name: 'The contract',
    content: {
      default_locale: 'en',
      signature: false,
      variants: [{ locale: 'en', subject: 'Your contract', body: '<p>Here it is.</p>' }],
    },
  });
  expect(template.status, JSON.stringify(template.body)).toBe(201);
  const params = { template: template.body.id, to: 'subject', attach: ['sign'] };
  const workflow = await published(api, 'Onboarding', [
    { key: 'sign', kind: 'task', title: 'Sign the contract', who: ['owner'] },
    { key: 'send', kind: 'action', title: 'Send the contract', do: 'send_email', params },
  ]);
  const launched = await api('POST', '/runs', { workflow, as: 'client', subject: client.body.id });
  expect(launched.status, JSON.stringify(launched.body)).toBeLessThan(300);
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const letters = () =>
    at(
      async ({ tx }) =>
        (await sql<Message>`select ${MESSAGE} from app.message m where m.class <> 'internal' order by m.id`.execute(tx))
          .rows,
    );
  const tasks = () =>
    at(async ({ tx }) => {
      const { rows } = await sql<{ id: Id; version: number; step_key: string; state: string; needs_attention: string }>`
        select id, version, step_key, state, needs_attention from app.task order by id`.execute(tx);
      return Object.fromEntries(rows.map((row) => [row.step_key, row]));
    });
  const until = (time: string) => moveClock(house.kernel, testPlace(practice, who), time);
  const attach = async (name: string, content: string) => {
    const bytes = new TextEncoder().encode(`%PDF-1.7\n${content}\n%%EOF`);
    const announced = await api('POST', '/files', { name, bytes: bytes.length });
    const { id } = announced.body.items[0];
    expect((await api('PUT', `/files/${id}/content`, bytes)).status).toBe(200);
    const added = await api('POST', `/tasks/${(await tasks()).sign!.id}/files`, { files: [id] });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    return id as Id;
  };
  const finish = async () => {
    const { sign } = await tasks();
    const done = await api('PUT', `/tasks/${sign!.id}/completion`, {}, { 'if-match': `"${sign!.version}"` });
    expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
  };
  return { api, letters, tasks, until, attach, finish };
};

test('ME-30 an e-mail of a workflow takes along what was attached to a task of its run', async () => {
  const { letters, until, attach, finish, tasks } = await begin();
  const file = await attach('Contract.pdf', 'signed');
  await finish();
  await until('2026-11-02T10:00:00.000Z');
  expect(await letters()).toMatchObject([
    { state: 'sent', subject: 'Your contract', attachments: [{ file_id: file, name: 'Contract.pdf' }] },
  ]);
  expect((await tasks()).send!.state).toBe('done');
});

test('ME-31 WF-60 with nothing attached it needs attention instead, and is sent when somebody attached it and tries again', async () => {
  const { api, letters, until, attach, finish, tasks } = await begin();
  await finish();
  await until('2026-11-02T10:00:00.000Z');
  expect(await letters()).toEqual([]);
  const { send } = await tasks();
  expect(send!.needs_attention).toContain('takes along what is attached to «Sign the contract», and nothing is.');
  await attach('Contract.pdf', 'signed');
  const again = await api('POST', `/tasks/${send!.id}/retry`, {}, { 'if-match': `"${send!.version}"` });
  expect(again.status, JSON.stringify(again.body)).toBeLessThan(300);
  await until('2026-11-02T11:00:00.000Z');
  expect(await letters()).toMatchObject([{ state: 'sent', attachments: [{ name: 'Contract.pdf' }] }]);
});
