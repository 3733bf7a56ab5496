import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Id, newId } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import { at, doTo, makeSome, readEvents, readNotes, useNotes } from '#kernel/loop/testing.ts';
import type { Note } from '#kernel/loop/testing-room.ts';
import { type NoteCommand, notes } from '#kernel/loop/testing-room.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import { bulkApi } from './api.ts';
import { type BulkCommand, workBulk } from './bulk.ts';
import { bulkDoor } from './door.ts';

const house = useNotes();

const bulkOf = (name: string): BulkCommand => ({
  name: `note.${name}`,
  room: notes,
  wanted: (id, data) => ({ id, command: data as unknown as NoteCommand }),
  title: () => `${name} notes`,
});
const COMMANDS = new Map([bulkOf('rename'), bulkOf('give')].map((command) => [command.name, command]));

const door = () =>
  bulkDoor(house.kernel, {
    path: '/notes/bulk',
    permission: reads('people'),
    commands: {
      rename: { fields: { title: z.string() }, command: COMMANDS.get('note.rename')! },
      give: { fields: { owner_id: z.uuid() }, command: COMMANDS.get('note.give')! },
    },
    filter: { title: z.string().optional() },
    idsOf: async ({ tx, practice }, _who, filter, most) => {
      const { rows } = await sql<{ id: Id }>`select id from app.note where practice_id = ${practice.id}
        and (${filter.title ?? null}::text is null or title = ${filter.title ?? null}) order by id limit ${most}`.execute(
        tx,
      );
      return rows.map(({ id }) => id);
    },
  });

const aPractice = async (made: readonly Partial<Note>[], who = testWho('Manager')) => {
  const practice = await testPractice(house.kernel);
  const ids = await makeSome(house.kernel, practice, made);
  const as = (other: typeof who) => testApi(house.kernel, practice, [bulkApi(house.kernel), door()], other);
  const work = (operation: Id) =>
    workBulk(house.kernel, practice, operation, COMMANDS, async () => testPlace(practice, who).caller);
  return { practice, ids, who, api: as(who), as, work };
};

const many = (count: number, title = 'note'): Partial<Note>[] => Array.from({ length: count }, () => ({ title }));
const rename = (title: string) => ({ do: 'rename', title });
const titles = async (practice: Id) => (await readNotes(house.kernel, practice)).map(({ title }) => title);

describe('PL-72 PL-73 up to 1,000 at once', () => {
  test('PL-R13 PL-73 of 1,000 with one bad row «each» changes 999 and says why not the other, «all» changes nothing', async () => {
    const { practice, ids, api } = await aPractice([...many(400), { title: 'locked' }, ...many(599)]);
    const all = await api('POST', '/notes/bulk', { command: rename('done'), ids, mode: 'all' });
    expect(all.status).toBe(409);
    expect(all.body).toMatchObject({
      code: 'rows_refused',
      facts: { rows: [{ id: ids[400], code: 'locked', because: 'A locked note keeps its name.' }] },
    });
    expect(new Set(await titles(practice))).toEqual(new Set(['note', 'locked']));
    const each = await api('POST', '/notes/bulk', { command: rename('done'), ids });
    expect(each.status).toBe(200);
    expect(each.body).toMatchObject({ done: 999, refused: 1 });
    expect(each.body.rows[0]).toEqual({ id: ids[0], ok: true, version: 2, result_id: ids[0] });
    expect(each.body.rows[400]).toEqual({
      id: ids[400],
      ok: false,
      code: 'locked',
      because: 'A locked note keeps its name.',
    });
    expect((await titles(practice)).filter((title) => title === 'done')).toHaveLength(999);
    const refusals = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'note.refused');
    expect(refusals.map(({ thing }) => thing)).toEqual([`note:${ids[400]}`, `note:${ids[400]}`]);
  });

  test('PL-73 PL-27 each row passes the permission of the single act: 80 rows of which 30 are not assigned, and 101 need «bulk.large»', async () => {
    const who = testWho('Staff');
    const mine = { title: 'mine', owner_id: who.member_id! };
    const { practice, ids, api } = await aPractice([...Array.from({ length: 71 }, () => mine), ...many(30)], who);
    const part = await api('POST', '/notes/bulk', { command: rename('done'), ids: ids.slice(21) });
    expect(part.body).toMatchObject({ done: 50, refused: 30 });
    expect(part.body.rows.at(-1)).toMatchObject({ ok: false, code: 'not_assigned' });
    const before = await titles(practice);
    const large = await api('POST', '/notes/bulk', { command: rename('more'), ids });
    expect(large.status).toBe(403);
    expect(large.body.facts).toEqual({ ability: 'bulk.large' });
    expect(await titles(practice)).toEqual(before);
  });

  test('PL-73 a filter whose count is another than was shown is refused before anything', async () => {
    const { practice, api } = await aPractice([...many(3, 'a'), ...many(2, 'b')]);
    const filter = { title: 'a' };
    const wrong = await api('POST', '/notes/bulk', { command: rename('x'), filter, expected_count: 2 });
    expect(wrong.status).toBe(409);
    expect(wrong.body).toMatchObject({ code: 'count_changed', facts: { expected_count: 2, count: 3 } });
    const right = await api('POST', '/notes/bulk', { command: rename('x'), filter, expected_count: 3 });
    expect(right.body.done).toBe(3);
    expect((await titles(practice)).toSorted()).toEqual(['b', 'b', 'x', 'x', 'x']);
  });

  test('PL-72 a dry run answers what would happen and writes nothing', async () => {
    const { practice, ids, api } = await aPractice([{ title: 'a' }, { title: 'locked' }]);
    const before = (await readEvents(house.kernel, practice)).length;
    const dry = await api('POST', '/notes/bulk', { command: rename('x'), ids, dry_run: true });
    expect(dry.body).toMatchObject({ operation_id: null, done: 1, refused: 1 });
    expect(await titles(practice)).toEqual(['a', 'locked']);
    expect(await readEvents(house.kernel, practice)).toHaveLength(before);
  });

  test('PL-72 a thing named twice is done once, an unknown one is refused as absent, other shapes are 422', async () => {
    const { ids, api } = await aPractice(many(1));
    const unknown = newId();
    const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids: [ids[0], ids[0], unknown] });
    expect(body.rows).toMatchObject([
      { id: ids[0], ok: true },
      { id: unknown, ok: false, code: 'not_found' },
    ]);
    for (const wrong of [
      { command: rename('x') },
      { command: rename('x'), ids, filter: {}, expected_count: 1 },
      { command: rename('x'), filter: {} },
      { command: { do: 'burn' }, ids },
      { command: { ...rename('x'), practice_id: newId() }, ids },
      { command: rename('x'), ids: [] },
      { command: rename('x'), ids, mode: 'some' },
      { command: rename('x'), ids: Array.from({ length: 50_001 }, newId) },
      { command: rename('x'), ids: Array.from({ length: 1_001 }, newId), mode: 'all' },
    ])
      expect((await api('POST', '/notes/bulk', wrong)).status, JSON.stringify(wrong).slice(0, 120)).toBe(422);
  });
});

describe('PL-72 more than 1,000', () => {
  test('PL-72 become an operation with progress, rows with the refused first, and a file of results', async () => {
    const { practice, ids, api, work } = await aPractice([...many(1100, '=1+1'), { title: 'locked' }]);
    const begun = await api('POST', '/notes/bulk', { command: rename('x'), ids: ids });
    expect(begun.status).toBe(202);
    expect(begun.body).toMatchObject({
      state: 'running',
      total: 1101,
      done: 0,
      can_undo: false,
      title: 'rename notes',
    });
    const path = `/bulk-operations/${begun.body.id}`;
    await work(begun.body.id);
    await work(begun.body.id);
    expect((await api('GET', path)).body).toMatchObject({ state: 'done', done: 1100, refused: 1, can_undo: true });
    expect((await titles(practice)).filter((title) => title === 'x')).toHaveLength(1100);
    const first = await api('GET', `${path}/rows?limit=2&count=capped`);
    expect(first.body.items).toMatchObject([
      { no: 1101, id: ids[1100], state: 'refused', because: 'A locked note keeps its name.', title: 'locked' },
      { no: 1, id: ids[0], state: 'done', title: 'x', url: `/notes/${ids[0]}` },
    ]);
    expect(first.body.count).toEqual({ value: 1000, capped: true });
    const second = await api('GET', `${path}/rows?limit=2&cursor=${first.body.next}`);
    expect(second.body.items.map(({ no }: { no: number }) => no)).toEqual([2, 3]);
    expect((await api('GET', `${path}/rows?state=refused&count=exact`)).body.count.value).toBe(1);
    const file = await api('GET', `${path}/results.csv`);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(file.body.split('\r\n').slice(0, 3)).toEqual([
      expect.stringMatching(/row,name,result,code,because,id,result_id$/),
      `1101,locked,refused,locked,A locked note keeps its name.,${ids[1100]},`,
      `1,x,done,,,${ids[0]},${ids[0]}`,
    ]);
  });

  test('PL-S13 a name that a spreadsheet would run is led by an apostrophe', async () => {
    const { ids, api } = await aPractice(many(6));
    for (const [i, title] of ['=1+1', '+1', '-1', '@a', '\ta', '\r="x"'].entries()) {
      const { body } = await api('POST', '/notes/bulk', { command: rename(title), ids: [ids[i]] });
      const line = (await api('GET', `/bulk-operations/${body.operation_id}/results.csv`)).body.split('\r\n')[1];
      expect(line, title).toMatch(/^1,("?'[=+\-@\t\r]|a)/);
    }
  });

  test('PL-72 cancelled, it does no more rows, and those done stay done', async () => {
    const { practice, ids, api, work } = await aPractice(many(1200));
    const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids });
    const path = `/bulk-operations/${body.id}`;
    const stopAfter = workBulk(house.kernel, practice, body.id, COMMANDS, async (desk) => {
      const { rows } = await sql<{ done: number }>`select done from app.bulk_operation where id = ${body.id}`.execute(
        desk.tx,
      );
      if (rows[0]!.done === 500) throw new Error('this node was killed');
      return testPlace(practice).caller;
    });
    await expect(stopAfter).rejects.toThrow('killed');
    expect((await api('POST', `${path}/cancellation`)).body).toMatchObject({ state: 'cancelled', done: 500 });
    await work(body.id);
    expect((await titles(practice)).filter((title) => title === 'x')).toHaveLength(500);
    expect((await api('POST', `${path}/cancellation`)).body.code).toBe('not_running');
    expect((await api('GET', `${path}/rows?state=cancelled&count=exact`)).body.count.value).toBe(700);
  });

  test('PL-R2 IN-127 several workers, some of them killed in between, do every row once', async () => {
    const { practice, ids, api, work } = await aPractice(many(2600));
    const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids });
    let parts = 0;
    const flaky = () =>
      workBulk(house.kernel, practice, body.id, COMMANDS, async () => {
        parts += 1;
        if (parts % 3 === 0) throw new Error('killed');
        return testPlace(practice).caller;
      }).catch(() => {});
    await Promise.all([flaky(), flaky(), flaky()]);
    await Promise.all([work(body.id), work(body.id)]);
    expect((await api('GET', `/bulk-operations/${body.id}`)).body).toMatchObject({
      state: 'done',
      done: 2600,
      refused: 0,
    });
    const renamed = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'note.renamed');
    expect(renamed).toHaveLength(2600);
    expect((await readNotes(house.kernel, practice)).every(({ version }) => version === 2)).toBe(true);
  });

  test('PL-30 the rights of whoever began it are asked anew for each part', async () => {
    const { practice, ids, api } = await aPractice(many(1100));
    const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids });
    let role: 'Manager' | 'Viewer' = 'Manager';
    await workBulk(house.kernel, practice, body.id, COMMANDS, async () => {
      const { caller } = testPlace(practice, testWho(role));
      role = 'Viewer';
      return caller;
    });
    expect((await api('GET', `/bulk-operations/${body.id}`)).body).toMatchObject({ done: 500, refused: 600 });
  });

  test('PL-35 somebody else’s operation is absent, but for whoever reads the audit', async () => {
    const { ids, api, as } = await aPractice(many(1));
    const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids });
    for (const path of ['', '/rows', '/results.csv']) {
      expect((await as(testWho('Staff'))('GET', `/bulk-operations/${body.operation_id}${path}`)).status).toBe(404);
      expect((await as(testWho('Admin'))('GET', `/bulk-operations/${body.operation_id}${path}`)).status).toBe(200);
    }
    for (const act of ['cancellation', 'undo'])
      expect((await as(testWho('Staff'))('POST', `/bulk-operations/${body.operation_id}/${act}`)).status).toBe(404);
  });
});

describe('WF-153 taken back as one', () => {
  test('WF-153 PL-74 the whole is undone as a new operation; rows changed since are left alone and listed', async () => {
    const { practice, ids, api } = await aPractice(many(700, 'before'));
    const { body } = await api('POST', '/notes/bulk', { command: rename('after'), ids });
    await doTo(house.kernel, testPlace(practice), ids[3]!, { do: 'rename', title: 'by hand' });
    const undo = await api('POST', `/bulk-operations/${body.operation_id}/undo`);
    expect(undo.status).toBe(201);
    expect(undo.body).toMatchObject({
      undo_of: body.operation_id,
      done: 699,
      refused: 1,
      state: 'done',
      title: 'Undo: rename notes',
    });
    expect((await titles(practice)).toSorted()).toEqual([...Array(699).fill('before'), 'by hand']);
    const { items } = (await api('GET', `/bulk-operations/${undo.body.id}/rows?limit=1`)).body;
    expect(items).toMatchObject([{ id: ids[3], state: 'refused', code: 'moved_on' }]);
    expect((await api('GET', `/bulk-operations/${body.operation_id}`)).body.state).toBe('undone');
    expect((await api('POST', `/bulk-operations/${body.operation_id}/undo`)).body.code).toBe('already_undone');
    const names = (await readEvents(house.kernel, practice)).filter(({ undoes }) => undoes);
    expect(names).toHaveLength(699);
  });

  test('WF-151 undoing the undo does it again', async () => {
    const { practice, ids, api } = await aPractice(many(3, 'before'));
    const { body } = await api('POST', '/notes/bulk', { command: rename('after'), ids });
    const undo = await api('POST', `/bulk-operations/${body.operation_id}/undo`);
    const again = await api('POST', `/bulk-operations/${undo.body.id}/undo`);
    expect(again.body).toMatchObject({ done: 3, refused: 0 });
    expect(await titles(practice)).toEqual(['after', 'after', 'after']);
  });

  test('WF-153 PL-72 a large one is undone by the workers', async () => {
    const { practice, ids, api, work } = await aPractice(many(1300, 'before'));
    const { body } = await api('POST', '/notes/bulk', { command: rename('after'), ids });
    expect((await api('POST', `/bulk-operations/${body.id}/undo`)).body.code).toBe('still_running');
    await work(body.id);
    const undo = await api('POST', `/bulk-operations/${body.id}/undo`);
    expect(undo.body).toMatchObject({ state: 'running', total: 1300, done: 0 });
    await work(undo.body.id);
    expect((await api('GET', `/bulk-operations/${undo.body.id}`)).body).toMatchObject({ state: 'done', done: 1300 });
    expect((await api('GET', `/bulk-operations/${body.id}`)).body.state).toBe('undone');
    expect(new Set(await titles(practice))).toEqual(new Set(['before']));
  });

  test('PL-74 what changed nothing cannot be taken back', async () => {
    const { ids, api } = await aPractice([{ title: 'locked' }]);
    const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids });
    expect((await api('POST', `/bulk-operations/${body.operation_id}/undo`)).body.code).toBe('nothing_done');
    expect((await api('POST', `/bulk-operations/${newId()}/undo`)).status).toBe(404);
  });
});

test('PL-72 what was answered at once is kept row by row too', async () => {
  const { practice, ids, api } = await aPractice(many(900));
  const { body } = await api('POST', '/notes/bulk', { command: rename('x'), ids });
  const counts = await at(house.kernel, practice, async ({ tx }) => {
    const { rows } = await sql`
      select o.total, o.done, count(*)::int as rows, count(distinct r.no)::int as numbers
      from app.bulk_operation o join app.bulk_row r on r.operation_id = o.id where o.id = ${body.operation_id} group by o.total, o.done`.execute(
      tx,
    );
    return rows;
  });
  expect(counts).toEqual([{ total: 900, done: 900, rows: 900, numbers: 900 }]);
});
