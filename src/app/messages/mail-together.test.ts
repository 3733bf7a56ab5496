import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Id, newId } from '#ground/id.ts';
import { readTogether } from '#inbox/arrivals/together.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { rawOf } from '#messages/replies/raw.ts';
import { useTestHouse } from '../testing.ts';
import { mailInTesting, mailOf } from './testing-mail-in.ts';

const house = useTestHouse();
const { begin, listen, send } = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await listen();
});
afterAll(() => listener?.stop());

const waiting = (practice: Id) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id }>`
      select id from app.arrival where outcome = 'received' order by id`.execute(tx);
    return rows.map(({ id }) => id);
  });

const readThem = async (practice: Id, ids: readonly Id[]) => {
  const told: string[] = [];
  const read = readTogether(house.house.arriving, (error) => told.push(error.message));
  return { faults: await read(practice, ids), told };
};

test('IN-60 IN-64 IN-180 mails that wait are read in one transaction, and each becomes what it would become alone', async () => {
  const { practice, api, address } = await begin();
  const [first, other] = [`<${newId()}@bay.example>`, `<${newId()}@bay.example>`];
  const mails = [
    mailOf({ Subject: 'Plain one', 'Message-ID': first }),
    mailOf({ Subject: 'Plain two', 'Message-ID': other }),
    mailOf({ Subject: 'Re: Plain one', 'In-Reply-To': first }),
    mailOf({ Subject: 'Plain two', 'Message-ID': other }),
    mailOf({ Subject: 'Away', 'Auto-Submitted': 'auto-replied' }),
    mailOf({ Subject: 'Plain three' }),
  ];
  for (const raw of mails) await send(listener, { to: address, raw });
  const ids = await waiting(practice);
  expect(ids).toHaveLength(6);
  expect(await readThem(practice, [...ids, ids[0]!])).toEqual({ faults: new Map(), told: [] });
  const { items } = (await api('GET', '/arrivals?sort=received_at')).body;
  const outcomes = new Map(items.map((one: { id: Id; outcome: string }) => [one.id, one.outcome]));
  expect(ids.map((id) => outcomes.get(id))).toEqual([
    'item_made',
    'item_made',
    'added',
    'duplicate',
    'set_aside',
    'item_made',
  ]);
  const made = (await api('GET', '/items')).body.items as { subject: string; created_at: string; marks: string[] }[];
  expect(made.map(({ subject }) => subject).sort()).toEqual(['Plain one', 'Plain three', 'Plain two']);
  const together = made.filter(({ subject }) => subject !== 'Plain two');
  expect(new Set(together.map(({ created_at }) => created_at)).size).toBe(1);
  expect(made.find(({ subject }) => subject === 'Plain one')!.marks).toContain('reply_received');
});

test('IN-45 IN-83 a mail that cannot be read holds up none of those that are read with it, and goes on waiting', async () => {
  const { practice, api, address } = await begin();
  for (const Subject of ['Sound one', 'Lost', 'Sound two'])
    await send(listener, { to: address, raw: mailOf({ Subject }) });
  const ids = await waiting(practice);
  const { storage } = house.house.files;
  const raw = await rawOf(storage, practice, ids[1]!);
  expect(raw.length).toBeGreaterThan(0);
  const read: typeof storage.read = (key, ...rest) =>
    key.includes(ids[1]!) ? Promise.reject(new Error('the disk is gone')) : storage.read(key, ...rest);
  const broken = { ...house.house.arriving, storage: { ...storage, read } };
  const faults = await readTogether(broken, () => {})(practice, ids);
  expect([...faults.keys()]).toEqual([ids[1]]);
  expect((await api('GET', '/items')).body.items.map(({ subject }: { subject: string }) => subject).sort()).toEqual([
    'Sound one',
    'Sound two',
  ]);
  expect(await waiting(practice)).toEqual([ids[1]]);
  expect((await readThem(practice, [ids[1]!])).faults).toEqual(new Map());
  expect(await waiting(practice)).toEqual([]);
});
