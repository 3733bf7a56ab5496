import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import type { Event, Who } from '#kernel/decision/model.ts';
import { accept, changedAmong } from '#kernel/decision/rules.ts';
import { frame } from '#kernel/http/frame.ts';
import { readableBy } from '#kernel/http/readable.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Room } from '#kernel/loop/room.ts';
import { at, makeSome, readEvents, useNotes } from '#kernel/loop/testing.ts';
import { notes } from '#kernel/loop/testing-room.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { testPlace, testPractice, testWho } from '../../app/testing.ts';
import { filesApi } from './api.ts';
import { localStorage } from './local.ts';
import type { FileRow } from './model.ts';
import type { Storage } from './port.ts';
import { byteRemoval } from './receive.ts';
import { linkFile } from './rules.ts';
import { files, filesOfThings, keptFiles, readFiles } from './store.ts';

interface NoteWithFiles {
  note: { id: Id; version: number };
  files: FileRow[];
}
/** A room whose things take files, as rooms above do it: the file's row is in its state, the link is an event of its act. */
const takers: Room<NoteWithFiles, { do: 'attach'; files: Id[] }> = {
  name: 'note',
  kinds: { note: notes.kinds.note as never, file: keptFiles((state) => state.files) },
  load: async (desk, wanted) => {
    const { rows } = await sql<{
      id: Id;
      version: number;
    }>`select id, version from app.note where id = any(${wanted.map(({ id }) => id)})`.execute(desk.tx);
    const attached = await readFiles(
      desk,
      wanted.flatMap(({ command }) => command.files),
    );
    return new Map(rows.map((note) => [note.id, { note, files: attached }]));
  },
  decide: (state, command, context) => {
    const links = command.files.map((id) =>
      linkFile(
        state.files.find((one) => one.id === id),
        `note:${state.note.id}`,
        context,
      ),
    );
    const no = links.find((link) => 'yes' in link);
    return no && 'yes' in no ? no : accept(links as Event[]);
  },
  evolve: (state, event) => ({ ...state, files: changedAmong(state.files, event) }),
};

const house = useNotes([notes, files]);
let root: string;
let storage: Storage;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'files-'));
  storage = localStorage(root);
});
afterAll(() => rm(root, { recursive: true }));

const MAX = 100_000;
const onDisk = async (practice: Id): Promise<string[]> =>
  (await readdir(join(root, practice), { recursive: true }).catch(() => [])).filter((name) => name.includes('/'));

const aPractice = async (options: { kind?: 'live' | 'sandbox'; now?: string } = {}) => {
  const practice = await testPractice(house.kernel, options);
  const hidden = new Set<Id>();
  const readable = readableBy({ note: async (_desk, _who, ids) => new Set(ids.filter((id) => !hidden.has(id))) });
  const me = testWho('Staff');
  const as = (who: Who, at = storage) => {
    const app = frame({
      kernel: house.kernel,
      publicUrl: 'http://localhost:4300',
      authenticate: async () => testPlace(practice, who),
      onFault: (error) => {
        throw error;
      },
    });
    app.route('/api/v1', filesApi(house.kernel, { storage: at, readable, maxBytes: MAX }));
    return (method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) =>
      app.request(`/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      } as RequestInit);
  };
  const call = as(me);
  const upload = async (...given: [name: string, content: string | Buffer][]) => {
    const form = new FormData();
    for (const [name, content] of given) form.append('file', new File([content as BlobPart], name));
    const response = await call('POST', '/files', form);
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
    return { status: response.status, body: (await response.json()) as any };
  };
  const attach = async (id: Id, who = me) => {
    const [note] = await makeSome(house.kernel, practice, [{ title: 'taker' }]);
    const outcome = await perform(house.kernel, testPlace(practice, who), takers, {
      id: note!,
      command: { do: 'attach', files: [id] },
    });
    return { note: note!, outcome };
  };
  return { practice, me, as, call, upload, attach, hidden };
};

const PDF = '%PDF-1.7\n%âãÏÓ\n1 0 obj';
const verbs = async (practice: Id) =>
  (await readEvents(house.kernel, practice)).map(({ verb }) => verb).filter((verb) => verb.startsWith('file.'));

describe('PL-110 PL-112 coming in', () => {
  test('PL-110 PL-111 several files of a form, each with its size, hash and type by content, under <practice>/<yyyy>/<id>', async () => {
    const { practice, upload } = await aPractice();
    const big = Buffer.alloc(60_000, 'x');
    const { status, body } = await upload(['../../Tax return.pdf', PDF], ['picture.png', PDF], ['list.csv', big]);
    expect(status).toBe(201);
    expect(body.refused).toEqual([]);
    expect(body.items).toMatchObject([
      {
        name: 'Tax return.pdf',
        type: 'application/pdf',
        bytes: Buffer.byteLength(PDF),
        state: 'uploading',
        thing: null,
      },
      { name: 'picture.png', type: 'application/octet-stream' },
      { name: 'list.csv', type: 'text/csv', bytes: 60_000, sha256: createHash('sha256').update(big).digest('hex') },
    ]);
    const year = new Date().getUTCFullYear();
    expect((await onDisk(practice)).toSorted()).toEqual(
      body.items.map(({ id }: FileRow) => `${year}/${id}`).toSorted(),
    );
    expect(((await stat(join(root, practice, `${year}`))).mode & 0o777).toString(8)).toBe('700');
    expect(((await stat(join(root, practice, `${year}`, body.items[0].id))).mode & 0o777).toString(8)).toBe('600');
    expect(await verbs(practice)).toEqual(Array(3).fill(['file.announced', 'file.uploaded']).flat());
  });

  test('PL-110 announced as JSON, then the bytes by PUT, once', async () => {
    const { practice, call, as } = await aPractice();
    const json = { 'content-type': 'application/json' };
    const announced = await call('POST', '/files', JSON.stringify({ name: 'a.pdf', bytes: 22 }), json);
    const { items } = (await announced.json()) as { items: FileRow[] };
    const path = `/files/${items[0]!.id}/content`;
    expect((await call('GET', path)).status).toBe(404);
    expect((await as(testWho('Owner'))('PUT', path, PDF)).status).toBe(404);
    const done = await call('PUT', path, PDF, json);
    expect([done.status, ((await done.json()) as FileRow).type]).toEqual([200, 'application/pdf']);
    const twice = await call('PUT', path, 'other');
    expect([twice.status, ((await twice.json()) as { code: string }).code]).toEqual([422, 'already_there']);
    expect(await (await call('GET', path)).text()).toBe(PDF);
    expect((await onDisk(practice)).length).toBe(1);
    for (const [wrong, status] of [
      ['{', 400],
      ['{"name":"a"}', 422],
      ['{"name":"a","bytes":1,"id":"x"}', 422],
      [`{"name":"a","bytes":${MAX + 1}}`, 413],
    ] as const)
      expect((await call('POST', '/files', wrong, json)).status, wrong).toBe(status);
  });

  test('PL-112 two that fill one file at the same instant: one content stays, and it is the one that is told', async () => {
    const { call } = await aPractice();
    const { items } = (await (
      await call('POST', '/files', '{"name":"a.txt","bytes":5}', { 'content-type': 'application/json' })
    ).json()) as { items: FileRow[] };
    const path = `/files/${items[0]!.id}`;
    const both = await Promise.all(['first', 'other'].map((text) => call('PUT', `${path}/content`, text)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const text = await (await call('GET', `${path}/content`)).text();
    const { sha256 } = (await (await call('GET', path)).json()) as FileRow;
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
  });

  test('PL-112 too large is 413 before the body is read to its end, and nothing is left', async () => {
    const { practice, call, upload } = await aPractice();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (stream) => {
        sent += 10_000;
        stream.enqueue(Buffer.alloc(10_000, 97));
      },
    });
    const announced = await call('POST', '/files', '{"name":"a.txt","bytes":5}', {
      'content-type': 'application/json',
    });
    const { items } = (await announced.json()) as { items: FileRow[] };
    const answer = await call('PUT', `/files/${items[0]!.id}/content`, endless);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'too_large']);
    expect(sent).toBeLessThan(MAX * 3);
    const form = await upload(['fine.txt', 'fine'], ['large.txt', Buffer.alloc(MAX + 1, 97)], ['after.txt', 'x']);
    expect(form.status).toBe(413);
    expect(form.body.detail).toContain('«large.txt»');
    expect(await verbs(practice)).toEqual([
      'file.announced',
      'file.rejected',
      'file.announced',
      'file.uploaded',
      'file.announced',
      'file.rejected',
      'file.discarded',
    ]);
    const rows = await at(house.kernel, practice, ({ tx }) =>
      sql<{ state: string }>`select state from app.file order by id`.execute(tx),
    );
    expect(rows.rows.map(({ state }) => state)).toEqual(['refused', 'deleted', 'refused']);
    expect((await onDisk(practice)).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test('PL-111 PL-112 PL-S17 empty files, programs, disk images and macros are refused one by one with a sentence, the others kept', async () => {
    const { practice, upload } = await aPractice();
    const { status, body } = await upload(
      ['fine.pdf', PDF],
      ['empty.pdf', ''],
      ['invoice.pdf.exe', PDF],
      ['innocent.pdf', Buffer.from('4d5a90000300', 'hex')],
      ['books.xlsm', 'PK'],
      ['script.txt', '#!/bin/sh\n'],
    );
    expect(status).toBe(201);
    expect(body.items.map(({ name }: FileRow) => name)).toEqual(['fine.pdf']);
    expect(body.refused.map(({ name, code }: { name: string; code: string }) => `${name} ${code}`)).toEqual([
      'empty.pdf empty',
      'invoice.pdf.exe forbidden_type',
      'innocent.pdf forbidden_type',
      'books.xlsm forbidden_type',
      'script.txt forbidden_type',
    ]);
    for (const { because } of body.refused) expect(because).toMatch(/^«.*».*\.$/);
    expect((await onDisk(practice)).length).toBe(1);
    expect((await upload(['empty.pdf', ''])).status).toBe(422);
  });

  test('PL-111 a practice may allow documents with macros', async () => {
    const { practice, upload } = await aPractice();
    await at(house.kernel, practice, ({ tx }) =>
      sql`update app.practice set settings = '{"allow_macro_files": true}'`.execute(tx),
    );
    expect((await upload(['books.xlsm', 'PK'])).status).toBe(201);
    expect((await upload(['run.exe', 'PK'])).status).toBe(422);
  });

  test('PL-112 at most fifty at once; what is no upload is 400; who may change nothing uploads nothing', async () => {
    const { practice, call, as, upload } = await aPractice();
    const many = await upload(...Array.from({ length: 51 }, (_, i): [string, string] => [`${i}.txt`, 'x']));
    expect([many.status, many.body.code]).toEqual([422, 'too_many']);
    expect(await verbs(practice).then((all) => all.filter((verb) => verb === 'file.discarded').length)).toBe(50);
    expect((await call('POST', '/files', 'nonsense', { 'content-type': 'text/plain' })).status).toBe(400);
    expect(
      (await call('POST', '/files', '--x\r\ncut', { 'content-type': 'multipart/form-data; boundary=x' })).status,
    ).toBe(400);
    expect((await call('POST', '/files')).status).toBe(400);
    const form = new FormData();
    form.append('note', 'no file');
    expect((await call('POST', '/files', form)).status).toBe(422);
    const other = new FormData();
    other.append('file', new File(['x'], 'x.txt'));
    expect((await as(testWho('Viewer'))('POST', '/files', other)).status).toBe(403);
  });

  test('PL-10 PL-112 on a full disk nothing is taken, and the sentence says what to do', async () => {
    const { practice, me, as } = await aPractice();
    const form = new FormData();
    form.append('file', new File([PDF], 'letter.pdf'));
    const answer = await as(me, localStorage(root, Number.MAX_SAFE_INTEGER))('POST', '/files', form);
    const { code, detail } = (await answer.json()) as { code: string; detail: string };
    expect([answer.status, code, detail]).toEqual([
      507,
      'disk_full',
      'There is no room left on the disk of this installation, so «letter.pdf» was not taken. Ask whoever runs Tickmark to make room.',
    ]);
    expect(await onDisk(practice)).toEqual([]);
    expect(await verbs(practice)).toEqual(['file.announced', 'file.rejected']);
  });

  test('PL-71 the same upload with the same key is one upload', async () => {
    const { practice, me, as } = await aPractice();
    const call = as(me);
    const send = () => {
      const form = new FormData();
      form.append('file', new File([PDF], 'a.pdf'));
      return call('POST', '/files', form, { 'idempotency-key': 'k1' });
    };
    const first = await (await send()).json();
    const again = await send();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
    expect((await onDisk(practice)).length).toBe(1);
  });
});

describe('PL-113 PL-114 going out', () => {
  test('PL-113 as an attachment that nothing embeds, runs or guesses; each look is an event on its thing', async () => {
    const { practice, call, upload, attach } = await aPractice();
    const { items } = (
      await upload(['Müller "A" (1).pdf', PDF], ['page.html', '<!doctype html><script>alert(1)</script>'])
    ).body;
    const { note, outcome } = await attach(items[0].id);
    expect(outcome.yes).toBe(true);
    const sent = await call('GET', `/files/${items[0].id}/content`);
    expect(await sent.text()).toBe(PDF);
    expect(Object.fromEntries(sent.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': `${Buffer.byteLength(PDF)}`,
      'content-disposition': `attachment; filename="M_ller _A_ (1).pdf"; filename*=UTF-8''M%C3%BCller%20_A_%20%281%29.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, no-store',
      'x-frame-options': 'DENY',
    });
    const page = await call('GET', `/files/${items[1].id}/content`);
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    await page.body?.cancel();
    expect((await call('HEAD', `/files/${items[0].id}/content`)).status).toBe(200);
    const looks = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'file.viewed');
    expect(looks.map(({ thing, root: whole }) => [thing, whole])).toEqual([
      [`file:${items[0].id}`, `note:${note}`],
      [`file:${items[1].id}`, `file:${items[1].id}`],
    ]);
  });

  test('PL-114 until a thing took it, by its uploader alone; from then on by whoever may read the thing, asked at each use', async () => {
    const { practice, as, call, upload, attach, hidden } = await aPractice();
    const other = as(testWho('Owner'));
    const id = (await upload(['a.pdf', PDF])).body.items[0].id;
    for (const path of [`/files/${id}`, `/files/${id}/content`]) {
      expect((await call('GET', path)).status).toBe(200);
      expect((await other('GET', path)).status).toBe(404);
    }
    expect((await attach(id, testWho('Owner'))).outcome).toMatchObject({ yes: false, code: 'no_such_file' });
    const { note } = await attach(id);
    expect((await other('GET', `/files/${id}/content`)).status).toBe(200);
    expect(await at(house.kernel, practice, (desk) => filesOfThings(desk, [`note:${note}`]))).toMatchObject([
      { id, state: 'ready' },
    ]);
    hidden.add(note);
    for (const one of [call, other]) expect((await one('GET', `/files/${id}/content`)).status).toBe(404);
    expect((await attach(id)).outcome).toMatchObject({ code: 'no_such_file' });
    const elsewhere = await aPractice();
    expect((await elsewhere.call('GET', `/files/${id}/content`)).status).toBe(404);
    expect((await elsewhere.call('DELETE', `/files/${id}`)).status).toBe(404);
  });

  test('PL-102 the name of a file is personal, so it stands apart from the chain', async () => {
    const { practice, upload } = await aPractice();
    await upload(['Anna’s payslip.pdf', PDF]);
    const [announced] = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'file.announced');
    expect(announced!.facts.name).toBeUndefined();
    expect(announced!.private).toEqual({ name: [null, 'Anna’s payslip.pdf'] });
  });
});

describe('PL-110 going away', () => {
  test('PL-110 unlinked for 24 hours it is removed, row and bytes; linked it stays', async () => {
    const { practice, me, upload, attach, call } = await aPractice({
      kind: 'sandbox',
      now: '2026-07-01T09:00:00.000Z',
    });
    const [gone, kept] = (await upload(['gone.pdf', PDF], ['kept.pdf', PDF])).body.items as FileRow[];
    await attach(kept!.id);
    const [name, remove] = byteRemoval(storage);
    const kernel = {
      ...house.kernel,
      writers: {
        ...house.kernel.writers,
        queue: async (
          desk: Parameters<typeof house.kernel.writers.queue>[0],
          effects: readonly { name: string; data: unknown }[],
        ) =>
          remove(
            desk,
            effects.filter((effect) => effect.name === name).map((effect) => effect.data as Record<string, unknown>),
          ),
      },
    };
    const place = testPlace(practice, me);
    await moveClock(kernel, place, '2026-07-02T08:59:59.000Z');
    expect(await onDisk(practice)).toHaveLength(2);
    await moveClock(kernel, place, '2026-07-02T09:00:00.000Z');
    expect(await onDisk(practice)).toEqual([`2026/${kept!.id}`]);
    expect((await call('GET', `/files/${gone!.id}`)).status).toBe(404);
    expect((await call('GET', `/files/${kept!.id}/content`)).status).toBe(200);
  });

  test('PL-110 its uploader may let it go before', async () => {
    const { practice, call, upload } = await aPractice();
    const id = (await upload(['a.pdf', PDF])).body.items[0].id;
    expect((await call('DELETE', `/files/${id}`)).status).toBe(200);
    expect((await call('GET', `/files/${id}`)).status).toBe(404);
    const { rows } = await sql<{
      data: { key: string };
    }>`select data from pgboss.job where data ->> 'name' = 'remove_file_bytes' and data ->> 'key' like ${`%${id}`}`.execute(
      house.house.engine,
    );
    expect(rows).toHaveLength(1);
    await byteRemoval(storage)[1](null, [rows[0]!.data, rows[0]!.data]);
    expect(await onDisk(practice)).toEqual([]);
  });

  test('PL-110 what a killed process left half written is swept, a fresh one is not', async () => {
    const key = `${newId()}/2026/${newId()}`;
    const source = async function* () {
      yield Buffer.from('half');
    };
    await storage.take(key, source());
    await storage.take(key, source());
    const folder = join(root, key.split('/')[0]!, '2026');
    const [old] = await readdir(folder);
    await utimes(join(folder, old!), new Date('2026-01-01'), new Date('2026-01-01'));
    await writeFile(join(folder, 'whole'), 'whole');
    await utimes(join(folder, 'whole'), new Date('2026-01-01'), new Date('2026-01-01'));
    expect(await storage.sweep('2026-01-02T00:00:00.000Z')).toBe(1);
    expect((await readdir(folder)).map((name) => (name === 'whole' ? name : 'part')).toSorted()).toEqual([
      'part',
      'whole',
    ]);
  });

  test('PL-S17 a key that leads elsewhere is none', async () => {
    for (const key of ['../../etc/passwd', `${newId()}/2026/../x`, `/${newId()}/2026/${newId()}`])
      await expect(storage.read(key)).rejects.toThrow('is no key');
  });
});
