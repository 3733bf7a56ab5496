import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { perform } from '#kernel/loop/perform.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { tagsApi } from './api.ts';
import { tags } from './store.ts';

const house = useTestHouse();
const apiOf = async (role: Parameters<typeof testWho>[0] = 'Manager') => {
  const practice = await testPractice(house.kernel);
  return { practice, api: testApi(house.kernel, practice, [tagsApi(house.kernel)], testWho(role)) };
};

describe('tags', () => {
  test('PE-61 a tag is made on the spot by people W, with 1 to 40 characters, and its name is unique ignoring case', async () => {
    const { api } = await apiOf();
    const made = await api('POST', '/tags', { name: '  Key account ' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Key account', version: 1, colour: 'grey' });
    expect(made.headers.get('etag')).toBe('"1"');
    const twice = await api('POST', '/tags', { name: 'KEY ACCOUNT' });
    expect(twice.status).toBe(422);
    expect(twice.body.errors).toEqual([
      { pointer: '/name', code: 'taken', detail: 'There is a tag «KEY ACCOUNT» already.' },
    ]);
    expect((await api('POST', '/tags', { name: 'x'.repeat(41) })).status).toBe(422);
    expect((await api('POST', '/tags', { name: '   ' })).status).toBe(422);
  });

  test('PE-61 somebody who may only read people makes no tag', async () => {
    const { api } = await apiOf('Viewer');
    expect((await api('GET', '/tags')).status).toBe(200);
    const refused = await api('POST', '/tags', { name: 'Mine' });
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('People');
  });

  test('PE-63 renaming a tag changes the one row, by version', async () => {
    const { api } = await apiOf();
    const { body: made } = await api('POST', '/tags', { name: 'Late' });
    expect((await api('PATCH', `/tags/${made.id}`, { name: 'Late payer' })).status).toBe(428);
    const renamed = await api('PATCH', `/tags/${made.id}`, { name: 'Late payer' }, { 'if-match': '"1"' });
    expect(renamed.body).toMatchObject({ name: 'Late payer', version: 2 });
    const stale = await api('PATCH', `/tags/${made.id}`, { name: 'Slow' }, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    expect(stale.body.facts.current_version).toBe(2);
  });

  test('PL-69 pages neither skip nor repeat, and a cursor of another order is refused', async () => {
    const { api } = await apiOf();
    for (const n of [10, 9, 2, 33, 1]) await api('POST', '/tags', { name: `Unit ${n}` });
    const first = await api('GET', '/tags?limit=3');
    expect(first.body.items.map((tag: { name: string }) => tag.name)).toEqual(['Unit 1', 'Unit 2', 'Unit 9']);
    const second = await api('GET', `/tags?limit=3&cursor=${first.body.next}`);
    expect(second.body.items.map((tag: { name: string }) => tag.name)).toEqual(['Unit 10', 'Unit 33']);
    expect(second.body.next).toBeNull();
    expect((await api('GET', `/tags?sort=-name&cursor=${first.body.next}`)).body.code).toBe('cursor_mismatch');
    expect((await api('GET', '/tags?sort=colour')).status).toBe(422);
    expect((await api('GET', '/tags?limit=201')).status).toBe(422);
  });

  test('PL-71 the same POST with the same key makes one tag, another body under the key is refused', async () => {
    const { api } = await apiOf();
    const headers = { 'idempotency-key': 'k1' };
    const first = await api('POST', '/tags', { name: 'Once' }, headers);
    const again = await api('POST', '/tags', { name: 'Once' }, headers);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await api('POST', '/tags', { name: 'Twice' }, headers)).body.code).toBe('key_reused');
    expect((await api('GET', '/tags')).body.items).toHaveLength(1);
  });

  test('PL-55 PL-S3 a tag of another practice answers 404, and the refusal is an event', async () => {
    const there = await apiOf();
    const { body: foreign } = await there.api('POST', '/tags', { name: 'Theirs' });
    const { api, practice } = await apiOf();
    expect((await api('PATCH', `/tags/${foreign.id}`, { name: 'Mine' }, { 'if-match': '"1"' })).status).toBe(404);
    const { rows } = await eventsOf(practice);
    expect(rows.map((row) => row.verb)).toEqual(['tag.refused']);
  });

  test('PE-61 a hundred people making one tag at once make it once', async () => {
    const practice = await testPractice(house.kernel);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        perform(house.kernel, testPlace(practice), tags, {
          id: newId(),
          command: { do: 'add', name: 'Same', colour: 'grey', applies_to: ['client'] },
        }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.yes)).toHaveLength(1);
  });
});

const eventsOf = (practice: string) =>
  house.kernel.db.transaction().execute(async (tx) => {
    const { sql } = await import('kysely');
    await sql`select set_config('tickmark.practice', ${practice}, true)`.execute(tx);
    return sql<{ verb: string }>`select verb from app.event order by id`.execute(tx);
  });
