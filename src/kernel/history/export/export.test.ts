import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { record } from '#kernel/audit/record.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import type { Who } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { at, readEvents, useNotes } from '#kernel/loop/testing.ts';
import { testApi, testPractice, testWho } from '../../../app/testing.ts';
import { auditExportApi } from './api.ts';
import { auditBundle } from './bundle.ts';

const house = useNotes();
const folder = mkdtempSync(join(tmpdir(), 'tickmark-export-'));
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: house.urls.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  rmSync(folder, { recursive: true, force: true });
});

const write = (practice: Id, verb: string, count: number, client_id?: Id) =>
  at(house.kernel, practice, (desk) =>
    record(
      desk,
      { actor: 'operator', request_id: 'r' },
      Array.from({ length: count }, (_, i) => {
        const thing = ref('note', newId());
        const facts = { title: [null, `Ö «${i}»`], phone: [null, `07700 ${i}`] } as const;
        const event = { verb, thing, facts, ...(client_id ? { client_id } : {}) };
        return { event, act_id: newId(), root: thing, personal: ['phone'] };
      }),
    ),
  );

const hiddenClient = newId();
const aPractice = async () => {
  const practice = await testPractice(house.kernel);
  await write(practice, 'note.added', 1100);
  await write(practice, 'note.called', 3, hiddenClient);
  await sealAll(house.house.engine);
  await write(practice, 'note.added', 2);
  await sealAll(house.house.engine);
  const ports = { hiddenClients: async () => [hiddenClient] };
  const as = (who: Who) => testApi(house.kernel, practice, [auditExportApi(house.kernel, folder, ports)], who);
  const bundle = (filter = {}) =>
    at(house.kernel, practice, async (desk) => {
      const caller = { who: operatorWho(), request_id: 'r' };
      const made = await auditBundle(desk, caller, { filter, hidden: [], data: folder });
      if (!made.yes) throw new Error(made.because);
      return made;
    });
  return { practice, as, bundle };
};

/** As an outsider does it: unpacks, and lets the script of the export run. */
const unpacked = (tar: Buffer): string => {
  const to = mkdtempSync(join(folder, 'out-'));
  writeFileSync(join(to, 'audit.tar'), tar);
  expect(spawnSync('tar', ['xf', 'audit.tar'], { cwd: to }).status).toBe(0);
  return to;
};
const check = (cwd: string, ...more: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['check.mjs', ...more], { cwd, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}`.trim() };
};

test('PL-105 an export holds events, seals, a signature and a script of at most 60 lines that verifies it', async () => {
  const { bundle } = await aPractice();
  const { tar, fingerprint } = await bundle();
  const to = unpacked(tar);
  const script = readFileSync(join(to, 'check.mjs'), 'utf8');
  expect(script.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  expect([...script.matchAll(/from '(.*)'/g)].every(([, from]) => from!.startsWith('node:'))).toBe(true);
  const whole = { status: 0, said: `Whole: 1105 events under 3 seals. Key ${fingerprint}` };
  expect(check(to)).toEqual(whole);
  expect(check(to, 'audit.ndjson', fingerprint)).toEqual(whole);
  expect(check(to, 'audit.ndjson', 'f'.repeat(64))).toMatchObject({ status: 1 });
});

test('PL-105 one changed byte anywhere in the file fails the script', async () => {
  const { bundle } = await aPractice();
  const to = unpacked((await bundle({ verb: 'note.called' })).tar);
  const file = join(to, 'audit.ndjson');
  const bytes = readFileSync(file);
  const last = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  const places = Array.from({ length: 14 }, (_, i) => Math.floor((bytes.length * i) / 14));
  for (const place of [...places, last + 20, last + 145, bytes.length - 5, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[place] = changed[place]! ^ 0x20;
    writeFileSync(file, changed);
    expect(check(to).status, `byte ${place} of ${bytes.length}`).toBe(1);
  }
  writeFileSync(file, bytes);
  expect(check(to).status).toBe(0);
});

test('PL-105 PL-104 an event that was changed in the database is found by the script', async () => {
  const { practice, bundle } = await aPractice();
  await owner.query('begin');
  await owner.query(`select set_config('tickmark.practice', $1, true)`, [practice]);
  await owner.query(`update app.event set actor = 'system:x' where practice_id = $1 and verb = 'note.called'`, [
    practice,
  ]);
  await owner.query('commit');
  expect(check(unpacked((await bundle()).tar)).said).toMatch(/^Event .* \(«note\.called»\) was changed\.$/);
});

test('PL-105 PL-31 the audit leaves under its filter, to whoever may read it, without what is hidden from them', async () => {
  const { practice, as, bundle } = await aPractice();
  expect((await as(testWho('Staff'))('GET', '/audit/export')).status).toBe(404);
  const auditor: Who = { ...testWho('Owner'), abilities: ['audit.read'] };
  const answer = await as(auditor)('GET', '/audit/export?verb=note.called');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.tar"');
  expect(answer.body).toContain('"events":0,"seals":0');
  const some = await as(auditor)('GET', '/audit/export?verb=note.added');
  // with its blank, which no hash happens to hold
  expect(some.body).not.toContain('07700 ');
  const { tar, events, seals } = await bundle({ verb: 'note.called' });
  expect({ events, seals }).toEqual({ events: 3, seals: 1 });
  expect(tar.toString()).toContain('07700 2');
  const told = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'audit.exported');
  expect(told.map(({ facts }) => facts.events)).toEqual([
    [null, 0],
    [null, 1102],
    [null, 3],
  ]);
});
