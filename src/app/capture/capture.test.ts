import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { useTestDatabase } from '#kernel/database/testing.ts';
import { type House, openHouse } from '../house.ts';
import { testApi, testPractice, testWho } from '../testing.ts';
import { captureApi } from './api.ts';

const database = useTestDatabase();
const dataDir = mkdtempSync(join(tmpdir(), 'tickmark-capture-'));
let house: House;
beforeAll(async () => {
  const secret = 'thirty-two characters of a secret';
  house = await openHouse({
    urls: database.urls,
    pool: 4,
    publicUrl: 'http://localhost:4300',
    dataDir,
    secret,
    onError: () => {},
  });
});
afterAll(async () => {
  await house.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const begin = async (kind: 'live' | 'sandbox') => {
  const practice = await testPractice(house.kernel, { kind, now: '2026-03-02T09:00:00.000Z' });
  const apiOf = (role: Parameters<typeof testWho>[0]) =>
    testApi(house.kernel, practice, [captureApi(house)], testWho(role));
  return { practice, apiOf };
};

/** As the queue does it: the letters of an invitation and of a new device, written in the practice. */
const write = async (practice: Id) => {
  const member = newId();
  await inPractice(house.kernel.db, practice, async (desk) => {
    await sql`
      insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, invited_at, invitation_no, invitation_ends_at, created_at, created_by)
      values (${practice}, ${member}, 1, 'Sample Invited', 'sample invited', 'invited@practice.example', ${testWho('Staff').role_id!}, 'invited',
        ${desk.now}, 1, ${desk.now}::timestamptz + interval '7 days', ${desk.now}, 'operator')`.execute(desk.tx);
    const device = { device: 'Firefox on Linux', address: '198.51.100.7', at: desk.now };
    await house.jobs.get('access.mail')!(desk, [
      { kind: 'invitation', member_id: member, no: 1 },
      { kind: 'new_device', member_id: member, ...device },
    ]);
  });
};

test('PL-17 letters of a sandbox are kept in the capture and shown as their receivers would see them', async () => {
  const { practice, apiOf } = await begin('sandbox');
  await write(practice);
  const { items } = (await apiOf('Owner')('GET', '/capture/messages')).body;
  expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['new_device', 'invitation']);
  expect(items[1]).toMatchObject({
    to: 'invited@practice.example',
    subject: 'Testing & Co invites you to Tickmark',
    at: '2026-03-02T09:00:00.000Z',
    link_hidden: false,
  });
  expect(items[1].text).toMatch(/http:\/\/localhost:4300\/invitation#\S{20,}/);
});

test('PL-17 PL-S12 the secret half of a link is shown to nobody who could not have made it', async () => {
  const { practice, apiOf } = await begin('sandbox');
  await write(practice);
  const { items } = (await apiOf('Manager')('GET', '/capture/messages')).body;
  expect(items[1].link_hidden).toBe(true);
  expect(items[1].text).toContain('/invitation#…');
  expect((await apiOf('Staff')('GET', '/capture/messages')).status).toBe(403);
});

test('PL-17 a live practice’s letters are files for the operator alone, and no screen has them', async () => {
  const { practice, apiOf } = await begin('live');
  await write(practice);
  expect((await apiOf('Owner')('GET', '/capture/messages')).status).toBe(404);
  const folder = join(dataDir, 'capture', practice);
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  expect(readFileSync(join(folder, files[0]!), 'utf8')).toContain('To: invited@practice.example');
  if (process.platform !== 'win32') {
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, files[0]!)).mode & 0o077).toBe(0);
  }
});
