import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import type { Id } from '#ground/id.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { keyOfMail } from '#messages/replies/raw.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { mailInTesting, mailOf } from '../../app/messages/testing-mail-in.ts';
import { testApi, testWho, useTestHouse } from '../../app/testing.ts';
import { CLIENT, documentsAt, pdf } from '../documents/testing.ts';
import { unpacked } from '../letters/zip.ts';

const house = useTestHouse();
const documents = documentsAt(house);
const mailIn = mailInTesting(house);
let listener: Listener;
const folders: string[] = [];
beforeAll(async () => {
  listener = await mailIn.listen();
});
afterAll(() => listener.stop());
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Api = ReturnType<typeof testApi>;
const seal = () => sealAll(house.house.engine);

/** The files of an item's bundle. */
const bundle = async (api: Api, item: Id): Promise<Map<string, Buffer>> => {
  const { status, bytes, headers, body } = await api('GET', `/items/${item}/evidence`);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(headers.get('content-type')).toBe('application/zip');
  const opened = unpacked(Buffer.from(bytes), 100_000_000);
  if ('no' in opened) throw new Error(opened.no);
  return opened.entries;
};

/** What the bundle's own script says of it. */
const check = (files: ReadonlyMap<string, Buffer>) => {
  const folder = mkdtempSync(join(tmpdir(), 'tickmark-evidence-'));
  folders.push(folder);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['check.mjs'], { cwd: folder, encoding: 'utf8' });
  return { status, says: `${stdout}${stderr}` };
};

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const read = (files: ReadonlyMap<string, Buffer>, path: string) => JSON.parse(files.get(path)!.toString());

/** An approved document that left for its client. */
const sent = async () => {
  const begun = await documents.begin();
  const { process, decide, leave } = begun;
  const { item_id } = await process();
  expect((await decide(item_id, { value: 'approved', send: true })).status).toBe(200);
  const message = await leave(item_id);
  await seal();
  return { ...begun, item: item_id, message };
};

describe('what is kept of an item, as one download', () => {
  test('IN-184 the bundle of a document that was sent holds the document, the exact text, the decision and the proof', async () => {
    const { owner, item, message } = await sent();
    const files = await bundle(owner.api, item);
    expect(files.get('document/001 Accounts.pdf')).toEqual(Buffer.from(pdf()));
    expect(files.get('sent/001.html')!.toString()).toContain('Dear Bay, here they are.');
    expect(read(files, 'sent/001.json')).toMatchObject({
      id: message,
      state: 'sent',
      address: CLIENT,
      attempts: [{ outcome: 'sent' }],
    });
    expect(read(files, 'item.json')).toMatchObject({
      status: 'approved',
      decision: { value: 'approved', by: 'Owen Test', sent: true },
    });
    expect(files.get('timeline.txt')!.toString()).toContain('Owen Test approved it and sends it to the client');
    expect(check(files)).toEqual({
      status: 0,
      says: expect.stringMatching(/^Whole: \d+ events under \d+ seals.*\nWhole: \d+ files beside them\.\n$/),
    });
  });

  test('IN-184 the mails of an item lie in it byte for byte, and whoever changes one is found out', async () => {
    const { practice, who, api, address } = await mailIn.begin();
    await member(house.kernel, practice, who, 'Owen Test');
    const raw = mailOf({ Subject: 'Lease', 'Message-ID': '<one@bay.example>' }, 'When is it due? \u00e9');
    expect(await mailIn.send(listener, { to: address, raw })).toMatch(/^250/);
    await mailIn.readAll(practice);
    await seal();
    const [item] = (await api('GET', '/items?status=outstanding')).body.items;
    const files = await bundle(api, item.id);
    const [mail] = read(files, 'mails.json');
    const kept = await house.house.files.storage.read(keyOfMail(practice, mail.id));
    expect(files.get('mails/001.eml')).toEqual(Buffer.from(await new Response(kept).arrayBuffer()));
    expect(mail).toMatchObject({ raw: 'mails/001.eml', outcome: 'item_made', from_address: 'anna@bay.example' });
    expect(check(files).status).toBe(0);
    const forged = Buffer.from(files.get('mails/001.eml')!.toString('latin1').replace('When', 'Then'), 'latin1');
    const other = check(new Map([...files, ['mails/001.eml', forged]]));
    expect(other).toEqual({ status: 1, says: expect.stringContaining('The file mails/001.eml was changed.\n') });
    const gone = check(new Map([...files].filter(([path]) => path !== 'item.json')));
    expect(gone).toEqual({ status: 1, says: expect.stringContaining('The file item.json is missing.\n') });
  });

  test('IN-184 two bundles of an unchanged item differ only in the time stamp; a note makes another', async () => {
    const { owner, item } = await sent();
    const first = await bundle(owner.api, item);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const second = await bundle(owner.api, item);
    const differ = [...first.keys()].filter((path) => !first.get(path)!.equals(second.get(path)!));
    expect([...second.keys()]).toEqual([...first.keys()]);
    expect(differ).toEqual(['taken.json']);
    const taken = [first, second].map((files) => read(files, 'taken.json'));
    expect(taken[0].made_at < taken[1].made_at).toBe(true);
    expect({ ...taken[0], made_at: '' }).toEqual({ ...taken[1], made_at: '' });
    await owner.api('POST', `/items/${item}/notes`, { body: 'Rang them.' });
    await seal();
    expect(read(await bundle(owner.api, item), 'item.json').notes).toMatchObject([{ body: 'Rang them.' }]);
  });

  test('IN-184 PL-100 that it was taken is an event, with the hash of what proves it', async () => {
    const { owner, item } = await sent();
    const files = await bundle(owner.api, item);
    const [event] = (await owner.api('GET', `/events?thing=item:${item}`)).body.items;
    expect(event).toMatchObject({
      verb: 'item.bundled',
      sentence: 'took all that is kept of it as a bundle of evidence',
    });
    expect(event.facts.sha256[1]).toBe(sha256(files.get('audit.ndjson')!));
  });

  test('IN-184 it is refused until its last events have their seal, without the right to export, and for an item one may not see', async () => {
    const { owner, item, practice, join } = await sent();
    await owner.api('POST', `/items/${item}/notes`, { body: 'Rang them.' });
    const early = await owner.api('GET', `/items/${item}/evidence`);
    expect([early.status, early.body.code]).toEqual([409, 'not_sealed']);
    await seal();
    const staff = await join('Staff', 'Stella Test');
    expect((await staff.api('GET', `/items/${item}/evidence`)).status).toBe(403);
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.item set confidential = true where id = ${item}`.execute(tx),
    );
    const partner = testWho('Manager');
    await member(house.kernel, practice, partner, 'Mira Test');
    const blind = testApi(house.kernel, practice, [v1(house.house)], partner);
    expect((await blind('GET', `/items/${item}/evidence`)).status).toBe(404);
  });
});
