import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { content, type WrittenContent } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { v1 } from './contract.ts';
import { launches, persons } from './rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

/** Files from the upload to the finished task, through the whole house. */

const house = useTestHouse();
const PDF = '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF';
const SEEN = { 'if-match': '"1"' };
const RAW = { 'content-type': 'application/octet-stream' };
const START = '2026-11-02T09:00:00.000Z';

const STEPS: WrittenContent = {
  name: 'Engagement',
  subject_kinds: ['client'],
  steps: [
    { key: 'letter', kind: 'task', title: 'Get the letter signed', who: ['launcher'], files_min: 1 },
    { key: 'records', kind: 'task', title: 'Collect records', who: ['launcher'], after: [] },
  ],
};

const addMember = (practice: Id, who: Who, name: string) =>
  inPractice(house.kernel.db, practice, ({ tx, now }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
      values (${practice}, ${who.member_id}, 1, ${name}, ${name.toLowerCase()}, ${`${newId()}@practice.example`}, ${who.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
      tx,
    ),
  );

/** A sandbox, where jobs are done there and then, with one run of a workflow whose first task needs a file. */
const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: START });
  const who = testWho('Manager');
  await addMember(practice, who, 'Sample Manager');
  const place = testPlace(practice, who);
  const [workflow, client] = [newId(), newId()];
  const made = [
    await perform(house.kernel, place, workflows, {
      id: workflow,
      command: {
        do: 'copy_template',
        id: workflow,
        template: { key: 'test', n: 1 },
        content: content.parse(STEPS),
        as_is: true,
      },
    }),
    await perform(house.kernel, place, persons, {
      id: client,
      command: { do: 'add', kind: 'client', organisation_name: 'Harbour Bakery' },
    }),
    await perform(house.kernel, place, launches, {
      id: newId(),
      command: { do: 'launch', as: 'client', origin: 'hand', workflow, subject: client },
    }),
  ];
  for (const outcome of made) expect(outcome, JSON.stringify(outcome)).toMatchObject({ yes: true });
  const as = (one: Who) => testApi(house.kernel, practice, [v1(house.house)], one);
  const api = as(who);
  const { body } = await api('GET', '/tasks');
  const task = (title: string): Id => body.items.find((row: { title: string }) => row.title === title).id;
  return {
    practice,
    who,
    place,
    as,
    api,
    client,
    run: made[2]!.id,
    letter: task('Get the letter signed'),
    records: task('Collect records'),
  };
};
type Api = Awaited<ReturnType<typeof begin>>['api'];

const upload = async (api: Api, name: string, text: string): Promise<Id> => {
  const announced = await api(
    'POST',
    '/files',
    { name, bytes: Buffer.byteLength(text) },
    { 'idempotency-key': newId() },
  );
  expect(announced.status, JSON.stringify(announced.body)).toBe(201);
  const { id } = announced.body.items[0];
  const filled = await api('PUT', `/files/${id}/content`, text, RAW);
  expect(filled.status, JSON.stringify(filled.body)).toBe(200);
  return id;
};

const attached = async (api: Api, task: Id, name = 'engagement-letter.pdf', text = PDF): Promise<Id> => {
  const id = await upload(api, name, text);
  const linked = await api('POST', `/tasks/${task}/files`, { files: [id] });
  expect(linked.status, JSON.stringify(linked.body)).toBe(201);
  return id;
};

const bytesThere = (practice: Id, id: Id): Promise<boolean> =>
  house.house.files.storage.read(`${practice}/2026/${id}`).then(
    (stream) => stream.cancel().then(() => true),
    () => false,
  );

describe('a file of a task', () => {
  test('WF-54 PL-110 uploaded and attached it lets the task be finished, which without it is refused', async () => {
    const { api, run, letter } = await begin();
    const refused = await api('PUT', `/tasks/${letter}/completion`, {}, SEEN);
    expect([refused.status, refused.body.code]).toEqual([409, 'files_missing']);
    const id = await attached(api, letter);
    expect((await api('GET', `/tasks/${letter}/files`)).body.items).toMatchObject([
      { id, name: 'engagement-letter.pdf', type: 'application/pdf', state: 'ready', thing: `task:${letter}` },
    ]);
    expect((await api('GET', `/runs/${run}`)).body.state.files).toMatchObject([{ id, bytes: PDF.length, at: START }]);
    const done = await api('PUT', `/tasks/${letter}/completion`, {}, SEEN);
    expect([done.status, done.body.state]).toEqual([200, 'done']);
  });

  test('WF-120 WF-54 a task by hand alone takes files too', async () => {
    const { api } = await begin();
    const task = (await api('POST', '/tasks', { title: 'File the receipt' })).body.id;
    const id = await attached(api, task, 'receipt.pdf');
    expect((await api('GET', `/tasks/${task}/files`)).body.items).toMatchObject([{ id }]);
    expect((await api('DELETE', `/tasks/${task}/files/${id}`)).status).toBe(200);
    expect((await api('GET', `/tasks/${task}/files`)).body.items).toEqual([]);
  });

  test('WF-121 PL-101 the timeline says who attached, removed and put back what', async () => {
    const { api, run, letter } = await begin();
    const id = await attached(api, letter);
    const gone = await api('DELETE', `/tasks/${letter}/files/${id}`);
    expect((await api('POST', `/events/${gone.body.event_id}/undo`, {})).status).toBe(200);
    const { body } = await api('GET', `/events?run=${run}&verb=file.*`);
    expect(
      body.items.map((one: { actor_name: string; sentence: string }) => `${one.actor_name} ${one.sentence}`),
    ).toEqual([
      'Sample Manager put «engagement-letter.pdf» back',
      'Sample Manager removed «engagement-letter.pdf»',
      'Sample Manager attached «engagement-letter.pdf» to «Get the letter signed»',
    ]);
  });

  test('PL-114 PL-S3 another practice’s file is nothing here, nor is one that somebody else uploaded', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const foreign = await upload(theirs.api, 'theirs.pdf', PDF);
    const linked = await attached(theirs.api, theirs.letter);
    for (const id of [foreign, linked]) {
      for (const path of ['', '/content', '/preview'])
        expect((await mine.api('GET', `/files/${id}${path}`)).status, path).toBe(404);
      expect((await mine.api('DELETE', `/files/${id}`)).status).toBe(404);
      const taken = await mine.api('POST', `/tasks/${mine.letter}/files`, { files: [id] });
      expect([taken.status, taken.body.code]).toEqual([409, 'no_such_file']);
    }
    expect((await mine.api('GET', `/tasks/${theirs.letter}/files`)).status).toBe(404);
    expect((await mine.api('POST', `/tasks/${theirs.letter}/files`, { files: [linked] })).status).toBe(404);
    expect((await mine.api('DELETE', `/tasks/${theirs.letter}/files/${linked}`)).status).toBe(404);
    const colleague = mine.as(testWho('Manager'));
    const own = await upload(mine.api, 'own.pdf', PDF);
    expect((await colleague('POST', `/tasks/${mine.letter}/files`, { files: [own] })).body.code).toBe('no_such_file');
  });

  test('PL-114 who may read the task may read its file, asked at each use; a Viewer attaches nothing', async () => {
    const { api, as, practice, client, letter } = await begin();
    const id = await attached(api, letter);
    const viewer = as(testWho('Viewer'));
    expect((await viewer('GET', `/files/${id}/content`)).body).toBe(PDF);
    expect((await viewer('POST', `/tasks/${letter}/files`, { files: [id] })).status).toBe(403);
    expect((await viewer('DELETE', `/tasks/${letter}/files/${id}`)).status).toBe(403);
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.person set restricted = true where id = ${client}`.execute(tx),
    );
    for (const path of [`/files/${id}`, `/files/${id}/content`, `/files/${id}/preview`, `/tasks/${letter}/files`])
      expect((await viewer('GET', path)).status, path).toBe(404);
  });
});

describe('what comes in and goes out', () => {
  test('PL-111 PL-112 too large, empty and forbidden files are refused with a sentence', async () => {
    const { api } = await begin();
    const large = await api('POST', '/files', { name: 'film.mp4', bytes: 26 * 1_048_576 });
    expect([large.status, large.body.detail]).toEqual([
      413,
      '«film.mp4» is larger than 25 MB, the most this installation takes.',
    ]);
    const empty = await api('POST', '/files', { name: 'nothing.pdf', bytes: 0 });
    expect([empty.status, empty.body.code]).toEqual([422, 'empty']);
    const { body } = await api('POST', '/files', { name: 'letter.pdf.exe', bytes: 3 });
    const program = await api('PUT', `/files/${body.items[0].id}/content`, 'MZ\0', RAW);
    expect([program.status, program.body.code]).toEqual([422, 'forbidden_type']);
  });

  test('PL-113 PL-S13 a picture and a still PDF are drawn, SVG and HTML are bare text, and no page but ours frames them', async () => {
    const { api, letter } = await begin();
    const html = '<script>alert(1)</script>';
    const page = await api('GET', `/files/${await attached(api, letter, 'page.html', html)}/preview`);
    expect(page.body).toBe(html);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const drawn = await api('GET', `/files/${await attached(api, letter)}/preview`);
    expect([drawn.status, drawn.body]).toEqual([200, PDF]);
    expect(Object.fromEntries(drawn.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-frame-options': 'SAMEORIGIN',
      'content-disposition': 'inline',
    });
    expect(drawn.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    const active = await api('GET', `/files/${await attached(api, letter, 'x.pdf', `${PDF} /S /JavaScript`)}/preview`);
    expect([active.status, active.body.code]).toEqual([422, 'active_content']);
    const none = await api('GET', `/files/${await attached(api, letter, 'books.zip', 'PK\u0003\u0004')}/preview`);
    expect([none.status, none.body.code]).toEqual([422, 'no_preview']);
  });
});

describe('PL-110 going away', () => {
  test('PL-110 what nothing took is removed after a day, row and bytes; what was removed too, and can be put back until then', async () => {
    const { api, practice, place, letter, records } = await begin();
    const forgotten = await upload(api, 'forgotten.pdf', PDF);
    const [kept, removed] = [await attached(api, letter), await attached(api, records, 'wrong.pdf')];
    const gone = await api('DELETE', `/tasks/${records}/files/${removed}`);
    expect((await api('GET', `/files/${removed}/content`)).status).toBe(404);
    await moveClock(house.kernel, place, '2026-11-03T08:59:59.000Z');
    for (const id of [forgotten, kept, removed]) expect(await bytesThere(practice, id)).toBe(true);
    await moveClock(house.kernel, place, '2026-11-03T09:00:01.000Z');
    expect(await Promise.all([forgotten, kept, removed].map((id) => bytesThere(practice, id)))).toEqual([
      false,
      true,
      false,
    ]);
    const back = await api('POST', `/events/${gone.body.event_id}/undo`, { reason: 'it was right' });
    expect([back.status, back.body.code]).toEqual([409, 'no_such_file']);
  });

  test('PE-29 PL-S25 with an erased client the files of its tasks go, name, bytes and history', async () => {
    const { api, as, practice, client, letter } = await begin();
    const id = await attached(api, letter);
    const number = (await api('GET', `/clients/${client}`)).body.client_number;
    const owner = as(testWho('Owner'));
    const erased = await owner('POST', `/people/${client}/erasure`, { number });
    expect(erased.status).toBe(201);
    expect(await bytesThere(practice, id)).toBe(false);
    const left = await inPractice(house.kernel.db, practice, async ({ tx }) => [
      (await sql`select 1 from app.file f where f::text like '%engagement-letter%'`.execute(tx)).rows,
      (await sql`select 1 from app.event e where e::text like '%engagement-letter%'`.execute(tx)).rows,
      (await sql`select 1 from app.idempotency i where i::text like '%engagement-letter%'`.execute(tx)).rows,
    ]);
    expect(left).toEqual([[], [], []]);
  });
});
