import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';

const house = useTestHouse();
/** 20:00 on Wednesday, 25 November 2026, in Sydney. */
const NOW = '2026-11-25T09:00:00.000Z';
const seen = (version: number) => ({ 'if-match': `"${version}"` });

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: NOW, time_zone: 'Australia/Sydney' });
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const ok = async (...asked: Parameters<typeof api>) => {
    const done = await api(...asked);
    expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
    return done.body;
  };
  const add = async (subject: string, more: object = {}): Promise<{ id: Id; number: number }> =>
    ok('POST', '/items', { subject, ...more });
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const found = async (filter: string, status = 'outstanding'): Promise<string[]> =>
    (await ok('GET', `/items?sort=number&status=${status}&${filter}`)).items.map(
      ({ subject }: { subject: string }) => subject,
    );
  return { practice, who, api, ok, add, at, found };
};

test('IN-160 IN-125 items are tagged one by one and many at once, listed by tag, and leave with the tags’ names', async () => {
  const { ok, api, add, found } = await begin();
  const urgent = (await ok('POST', '/tags', { name: 'Urgent', applies_to: ['item'] })) as { id: Id };
  const clients = (await ok('POST', '/tags', { name: 'VIP', applies_to: ['client'] })) as { id: Id };
  const one = await add('One', { tags: [urgent.id] });
  const [two, three] = [await add('Two'), await add('Three')];
  expect((await api('POST', '/items', { subject: 'x', tags: [clients.id] })).status).toBe(422);
  expect(await found(`tag=${urgent.id}`)).toEqual(['One']);
  const bulk = (command: object, ids: Id[]) => ok('POST', '/items/bulk', { command, ids });
  const put = { do: 'add_tag', tag: urgent.id };
  expect(await bulk(put, [one.id, two.id, three.id])).toMatchObject({ done: 2, unchanged: 1, refused: 0 });
  expect(await found(`tag=${urgent.id}`)).toEqual(['One', 'Two', 'Three']);
  await bulk({ do: 'remove_tag', tag: urgent.id }, [two.id]);
  expect(await found(`tag=${urgent.id}`)).toEqual(['One', 'Three']);
  await ok('DELETE', `/items/${three.id}`, undefined, seen(2));
  expect(await found(`tag=${urgent.id}`)).toEqual(['One']);
  expect(await found(`tag=${urgent.id}`, 'deleted')).toEqual(['Three']);
  const words = await ok('GET', `/search?q=${urgent.id.slice(0, 8)}`);
  expect(words.groups, 'a tag is no word that somebody types').toEqual([]);
  const { items } = await ok('GET', `/events?thing=item:${two.id}`);
  expect(items.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
    expect.stringContaining('took the tag «Urgent» off it'),
    expect.stringContaining('put the tag «Urgent» on it'),
    expect.stringContaining('added the item'),
  ]);
});

test('IN-160 IN-161 received, decided and due are asked for by days of the practice’s clock, also as seen from today', async () => {
  const { add, ok, at, found } = await begin();
  const days = [
    '2026-11-24T12:59:59Z',
    '2026-11-24T13:00:00Z',
    '2026-11-22T13:00:00Z',
    '2026-11-22T12:59:59Z',
    '2026-10-01T00:00:00Z',
  ];
  for (const [i, day] of days.entries()) {
    const { id } = await add(`${i}`, { due_on: `2026-11-2${i}` });
    await at(({ tx }) => sql`update app.item set created_at = ${day}, status_at = ${day} where id = ${id}`.execute(tx));
  }
  expect(await found('received=today')).toEqual(['1']);
  expect(await found('received=yesterday')).toEqual(['0']);
  expect(await found('received=week')).toEqual(['0', '1', '2']);
  expect(await found('received=last_week')).toEqual(['3']);
  expect(await found('received=older')).toEqual(['4']);
  expect(await found('received=2026-11-23..2026-11-24')).toEqual(['0', '2']);
  expect(await found('received=..2026-11-22')).toEqual(['3', '4']);
  expect(await found('due=2026-11-21..2026-11-22')).toEqual(['1', '2']);
  expect(await found('due=2026-11-23..')).toEqual(['3', '4']);
  const { items } = await ok('GET', '/items?sort=number&limit=2');
  for (const { id } of items) await ok('POST', `/items/${id}/decision`, { value: 'approved' }, seen(1));
  expect(await found('decided=today', 'approved')).toEqual(['0', '1']);
  expect(await found('decided=..2026-11-24', 'approved')).toEqual([]);
  expect(await found('decided=today', 'outstanding')).toEqual([]);
});

test('IN-160 what is given to members who are away today, carries a mark, came from a verified sender or waits is asked for', async () => {
  const { practice, who, add, at, found, ok } = await begin();
  const away = testWho('Staff');
  await member(house.kernel, practice, away, 'Ann Away');
  await add('Mine', { assignee_id: who.member_id });
  await add('Hers', { assignee_id: away.member_id });
  await add('Nobody’s');
  expect(await found('assignee=away')).toEqual([]);
  await at(({ tx }) =>
    sql`insert into app.delegation (practice_id, id, version, member_id, deputy_id, from_on, to_on, covers, created_at, created_by)
      values (${practice}, ${newId()}, 1, ${away.member_id}, ${who.member_id}, '2026-11-25', '2026-11-27', 'all', now(), 'member:x')`.execute(
      tx,
    ),
  );
  expect(await found('assignee=away')).toEqual(['Hers']);
  await at(async ({ tx }) => {
    await sql`update app.item set source = '{"verdict": "failed"}', marks = '{reply_received}' where subject = 'Mine'`.execute(
      tx,
    );
    await sql`update app.item set hold_why = 'the client' where subject = 'Hers'`.execute(tx);
  });
  expect(await found('verdict=failed')).toEqual(['Mine']);
  expect(await found('verdict=verified')).toEqual([]);
  expect(await found('mark=reply_received')).toEqual(['Mine']);
  expect(await found('mark=new_sender')).toEqual([]);
  expect(await found('held=true')).toEqual(['Hers']);
  const profile = await ok('POST', '/profiles', { name: 'Returns', file_only: true });
  expect(await found(`profile=${profile.id}`)).toEqual([]);
  const document = newId();
  await at(async ({ tx }) => {
    await sql`insert into app.document (practice_id, id, version, file_id, profile_id, title, state, prepared_by, created_at, created_by)
      values (${practice}, ${document}, 1, ${newId()}, ${profile.id}, 'Return', 'awaiting_approval', 'member:x', now(), 'member:x')`.execute(
      tx,
    );
    await sql`update app.item set document_id = ${document} where subject = 'Hers'`.execute(tx);
  });
  expect(await found(`profile=${profile.id}`)).toEqual(['Hers']);
});
