import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { alertOf } from '#inbox/alerts/store.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();
const seen = (version: number) => ({ 'if-match': `"${version}"` });

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-23T09:00:00.000Z' });
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const put = async (text: string, version = 0) => (await api('PUT', '/alert-addresses', { text }, seen(version))).body;
  const add = async (subject: string, more: object = {}) => {
    const { status, body } = await api('POST', '/items', { subject, ...more });
    expect(status, JSON.stringify(body)).toBe(201);
    return body as { id: Id; number: number };
  };
  const move = (to: string) => moveClock(house.kernel, testPlace(practice, who), to);
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const mails = () =>
    at(
      async ({ tx }) =>
        (
          await sql<{
            id: Id;
            address: string;
            subject: string;
            body: string;
            planned_at: string;
            attachments: unknown[];
          }>`
            select id, address, subject, body, planned_at, attachments from app.message
            where practice_id = ${practice} and key like 'own:alert:%' order by planned_at, address`.execute(tx)
        ).rows,
    );
  return { practice, who, api, put, add, move, at, mails };
};

test('IN-170 IN-171 a new item that nobody has alerts the addresses; more of a minute are one mail to each', async () => {
  const { who, api, put, add, move, mails } = await begin();
  const { addresses, refused } = await put('desk@practice.example; oops, boss@practice.example');
  expect([addresses, refused]).toMatchObject([
    ['desk@practice.example', 'boss@practice.example'],
    [{ address: 'oops' }],
  ]);
  await add('Given', { assignee_id: who.member_id });
  await move('2026-11-23T09:00:05.000Z');
  expect(await mails()).toEqual([]);

  const lease = await add('Lease');
  await move('2026-11-23T09:00:10.000Z');
  const first = await mails();
  expect(first.map(({ address, subject }) => [address, subject])).toEqual([
    ['boss@practice.example', `#${lease.number} «Lease» needs somebody`],
    ['desk@practice.example', `#${lease.number} «Lease» needs somebody`],
  ]);
  expect(first[0]).toMatchObject({ attachments: [], body: expect.stringContaining(`/inbox/${lease.number}`) });

  const soon = await add('Taken at once');
  await add('Second');
  await add('Third', { confidential: true });
  await move('2026-11-23T09:00:50.000Z');
  expect(await mails(), 'a minute is not over').toHaveLength(2);
  await api('POST', `/items/${soon.id}/taking`);
  await move('2026-11-23T09:02:00.000Z');
  const later = (await mails()).slice(2);
  expect(later.map(({ subject }) => subject)).toEqual(['2 things need somebody', '2 things need somebody']);
  expect(later[0]!.body).toContain('«Second»');
  expect(later[0]!.body).not.toMatch(/Third|Taken at once/);
});

test('IN-170 the addresses of a category hear of its items alone; what is no address is refused', async () => {
  const { api, add, move, mails } = await begin();
  const body = { name: 'Leases', alert_emails: ['Lease@practice.example'] };
  const made = await api('POST', '/categories', body);
  expect(made.body).toMatchObject({ alert_emails: ['lease@practice.example'] });
  const wrong = await api('PATCH', `/categories/${made.body.id}`, { alert_emails: ['x'] }, seen(1));
  expect(wrong.body).toMatchObject({ errors: [{ pointer: '/alert_emails/0' }] });
  await add('No kind');
  await add('A lease', { category_id: made.body.id });
  await move('2026-11-23T09:01:30.000Z');
  expect((await mails()).map(({ address, subject }) => [address, subject])).toEqual([
    ['lease@practice.example', expect.stringContaining('«A lease»')],
  ]);
});

test('IN-171 an alert that did not arrive shows with its reason; IN-52 other news of the inbox go the same way', async () => {
  const { api, put, move, at, mails } = await begin();
  await put('desk@practice.example');
  await at((desk) =>
    alertOf(desk, [
      { title: 'The mailbox tax@x.example cannot be read', below: 'NO login', url: '/settings/inbox/mail' },
    ]),
  );
  await move('2026-11-23T09:00:10.000Z');
  const [mail] = await mails();
  expect(mail).toMatchObject({
    subject: 'The mailbox tax@x.example cannot be read',
    body: expect.stringContaining('NO login'),
  });
  expect((await api('GET', '/alert-addresses')).body).toMatchObject({ version: 1, failed: [] });
  await at(({ tx }) =>
    sql`update app.message set state = 'failed', reason = '550 no such mailbox' where id = ${mail!.id}`.execute(tx),
  );
  expect((await api('GET', '/alert-addresses')).body.failed).toMatchObject([
    { address: 'desk@practice.example', because: '550 no such mailbox' },
  ]);
});
