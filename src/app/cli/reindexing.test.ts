import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inPractice } from '#kernel/database/practice.ts';
import { v1 } from '../contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';
import { reindexAll, reindexLine } from './reindexing.ts';

const house = useTestHouse();

test('PL-121 IN-160 the search of every practice is made anew: what had no words is found again, and the terminal says how many', async () => {
  const places = [await testPractice(house.kernel), await testPractice(house.kernel)];
  const apis = places.map((practice) => testApi(house.kernel, practice, [v1(house.house)], testWho('Owner')));
  for (const api of apis) expect((await api('POST', '/items', { subject: 'Lease of the shop' })).status).toBe(201);
  const found = async (at: number) =>
    ((await apis[at]!('GET', '/items?q=lease')).body.items as { subject: string }[]).map(({ subject }) => subject);
  await inPractice(house.kernel.db, places[0]!, async ({ tx }) => {
    await sql`delete from app.search_word`.execute(tx);
    await sql`delete from app.search_entry`.execute(tx);
  });
  expect([await found(0), await found(1)]).toEqual([[], ['Lease of the shop']]);
  const lines = (await reindexAll(house.house)).map(reindexLine);
  expect(lines.filter((line) => line.includes('was put right'))).toEqual([
    expect.stringMatching(/^\S+: the search of \d+ things? was put right: \d+ missing/),
  ]);
  expect(lines.filter((line) => line.endsWith('is as it should be'))).toHaveLength(1);
  expect([await found(0), await found(1)]).toEqual([['Lease of the shop'], ['Lease of the shop']]);
  expect((await reindexAll(house.house)).map(reindexLine).join()).not.toContain('put right');
});
