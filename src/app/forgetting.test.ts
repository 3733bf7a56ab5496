import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '#connectors/folder/folder.ts';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { newMessage } from '#messages/outbox/testing.ts';
import { v1 } from './contract.ts';
import { alone } from './demo/whole.ts';
import { messages } from './rooms.ts';
import { writeSandbox } from './sandbox/store.ts';
import { SANDBOX_WORK } from './sandbox/working.ts';
import { testApi, testPractice, testWho, useTestHouse } from './testing.ts';

/** What a practice leaves beside the database: a file, a letter of sign-in, a message in the delivery folder. */

const house = useTestHouse();

const begin = async (kind: 'live' | 'demo' | 'sandbox') => {
  const practice = await testPractice(house.kernel, {
    kind,
    ...(kind === 'sandbox' && { now: '2026-11-02T09:00:00.000Z' }),
  });
  const api = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner'));
  const announced = await api('POST', '/files', { name: 'papers.txt', bytes: 6 });
  const { id } = announced.body.items[0];
  expect((await api('PUT', `/files/${id}/content`, 'papers')).status).toBe(200);
  const message = newId();
  const caller = { who: systemWho('test'), request_id: newId() };
  const written = await perform(house.kernel, { practice_id: practice, caller }, messages, {
    id: message,
    command: { do: 'write', message: newMessage({}) },
  });
  expect(written).toMatchObject({ yes: true });
  const { dataDir } = house.house;
  const { sms } = folder(dataDir, '2026-11-02T09:00:00.000Z');
  await sms.send({ id: message, from: '+61400000001', to: '+61400000000', body: 'x', status_callback: null });
  const letters = join(dataDir, 'capture', practice);
  await mkdir(letters, { recursive: true });
  await writeFile(join(letters, 'letter.json'), '{}');
  return { practice, message };
};

const left = async ({ practice, message }: { practice: Id; message: Id }): Promise<string[]> => {
  const { dataDir } = house.house;
  const all = await readdir(dataDir, { recursive: true });
  return all.filter((path) => path.includes(practice) || path.includes(message));
};

test('PL-S25 PL-142 with a sandbox that is removed its files, letters and delivered messages go, and nobody else’s', async () => {
  const [gone, stays] = [await begin('sandbox'), await begin('live')];
  const before = await left(stays);
  expect((await left(gone)).length).toBeGreaterThan(3);
  await inPractice(house.kernel.db, gone.practice, (desk) =>
    writeSandbox(desk, { made_at: desk.now, made_by: 'operator', people: false, state: 'leaving', total: 0, done: 0 }),
  );
  await house.house.longJobs.get(SANDBOX_WORK)!(gone.practice, {});
  expect(await left(gone)).toEqual([]);
  expect(await left(stays)).toEqual(before);
});

test('PL-S25 with a demo practice that is forgotten its files, letters and delivered messages go', async () => {
  const [gone, stays] = [await begin('demo'), await begin('live')];
  const before = await left(stays);
  const nothing = new Error('nothing is made');
  await expect(
    alone(house.house, () => {
      throw nothing;
    }),
  ).rejects.toThrow(nothing);
  expect(await left(gone)).toEqual([]);
  expect(await left(stays)).toEqual(before);
});
