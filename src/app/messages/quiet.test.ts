import '@hono/zod-openapi';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';
import { DOMAIN } from './testing-mail-in.ts';

const house = useTestHouse();
const seen = (version: number) => ({ 'if-match': `"${version}"` });

/** A practice in London whose clock is moved by hand; it is Monday. */
const begin = async () => {
  const practice = await testPractice(house.kernel, {
    kind: 'sandbox',
    now: '2026-11-23T12:00:00.000Z',
    time_zone: 'Europe/London',
  });
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const arriving = { ...house.house.arriving, domain: DOMAIN };
  const api = testApi(house.kernel, practice, [v1({ ...house.house, arriving })], who);
  const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
  const { slug } = (await api('GET', '/practice')).body;
  const address = (tag: string) => `${slug}+${tag}@${DOMAIN}`;
  /** The clock is moved, and what is due on its way wakes at its time. */
  const until = (now: string) => moveClock(house.kernel, testPlace(practice, who), now);
  const mail = (to: string, received_at: string, mailbox_id: Id | null = null) =>
    at(({ tx }) =>
      sql`
        insert into app.arrival (practice_id, id, version, way, mailbox_id, envelope, sender, to_address, size_bytes, received_at, outcome, created_at, created_by)
        values (${practice}, ${newId()}, 1, 'smtp', ${mailbox_id}, '{}', 'anna@bay.example', ${to}, 1, ${received_at}, 'received', ${received_at}, 'operator')`.execute(
        tx,
      ),
    );
  const told = async (): Promise<string[]> =>
    (await api('GET', '/notifications')).body.items.map(({ title }: { title: string }) => title);
  const row = async (tag: string) =>
    (await api('GET', '/intake-addresses')).body.items.find((one: { tag: string }) => one.tag === tag);
  return { practice, api, at, address, until, mail, told, row };
};

test('IN-181 an address that brought no mail for its working days is told once, and again after it was heard', async () => {
  const { api, address, until, mail, told, row } = await begin();
  const made = await api('POST', '/intake-addresses', { tag: 'tax', quiet_days: 2 });
  expect([made.status, made.body.quiet_days, made.body.quiet_since]).toEqual([201, 2, null]);
  await api('PUT', '/alert-addresses', { text: 'desk@practice.example' }, seen(0));
  await mail(address('tax'), '2026-11-24T15:00:00.000Z');
  await mail(address('other'), '2026-11-26T15:00:00.000Z');
  await until('2026-11-26T12:00:00.000Z');
  expect(await told()).toEqual([]);
  await until('2026-11-27T12:00:00.000Z');
  expect(await told()).toEqual(['No mail came to +tax: none for 2 working days']);
  expect((await row('tax')).quiet_since).toBe('2026-11-27T09:00:00.000Z');
  await until('2026-12-02T12:00:00.000Z');
  expect(await told()).toHaveLength(1);
  await mail(address('tax'), '2026-12-02T13:00:00.000Z');
  expect((await row('tax')).quiet_since).toBeNull();
  await until('2026-12-03T12:00:00.000Z');
  await until('2026-12-10T12:00:00.000Z');
  expect(await told()).toHaveLength(2);
  const { items } = (await api('GET', `/events?thing=intake_address:${made.body.id}`)).body;
  expect(items.map(({ verb }: { verb: string }) => verb.split('.')[1])).toEqual([
    'fell_quiet',
    'heard_again',
    'fell_quiet',
    'added',
  ]);
});

test('IN-181 IN-170 the alert addresses hear it by mail', async () => {
  const { api, at, until } = await begin();
  await api('PUT', '/alert-addresses', { text: 'desk@practice.example' }, seen(0));
  await api('POST', '/intake-addresses', { tag: 'tax', quiet_days: 1 });
  await until('2026-11-25T12:00:00.000Z');
  const { rows } = await at(({ tx }) =>
    sql<{ address: string; body: string }>`select address, body from app.message where key like 'own:alert:%'`.execute(
      tx,
    ),
  );
  expect(rows).toMatchObject([
    { address: 'desk@practice.example', body: expect.stringContaining('No mail came to +tax') },
  ]);
});

test('IN-181 it is off until it is set, ends with a null, and counts anew as it is set again', async () => {
  const { api, until, told, row } = await begin();
  const { id, version, quiet_days } = (await api('POST', '/intake-addresses', { tag: 'tax' })).body;
  expect(quiet_days).toBeNull();
  expect(await until('2026-12-31T12:00:00.000Z')).toMatchObject({ woken: 0 });
  await api('PATCH', `/intake-addresses/${id}`, { quiet_days: 1 }, seen(version));
  await api('PATCH', `/intake-addresses/${id}`, { quiet_days: null }, seen(version + 1));
  await until('2027-01-11T12:00:00.000Z');
  expect(await told()).toEqual([]);
  await api('PATCH', `/intake-addresses/${id}`, { quiet_days: 1 }, seen(version + 2));
  await until('2027-01-13T08:59:59.000Z');
  expect(await told()).toEqual([]);
  await until('2027-01-13T09:00:00.000Z');
  expect(await told()).toHaveLength(1);
  const wrong = await api('PATCH', `/intake-addresses/${id}`, { quiet_days: 61 }, seen((await row('tax')).version));
  expect(wrong.body).toMatchObject({ errors: [{ pointer: '/quiet_days', detail: 'At most 60 working days.' }] });
});

test('IN-181 the settings suggest one working day more than the longest silence of 90 days', async () => {
  const { api, address, mail, row } = await begin();
  await api('POST', '/intake-addresses', { tag: 'tax' });
  expect((await row('tax')).quiet_suggested).toBeNull();
  for (const day of ['02', '03', '06', '10', '11', '12']) await mail(address('tax'), `2026-11-${day}T15:00:00.000Z`);
  await mail(address('tax'), '2026-05-01T15:00:00.000Z');
  expect(await row('tax')).toMatchObject({ quiet_suggested: 3, last_mail_at: '2026-11-12T15:00:00.000Z' });
});
