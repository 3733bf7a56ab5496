import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { useTestHouse } from '../../../app/testing.ts';
import { operatorWho } from '../roles/system.ts';
import { foundPractice } from './store.ts';

const house = useTestHouse();

const found = (name: string): Promise<{ id: string; slug: string }> => {
  const facts = { country: 'GB', time_zone: 'Europe/London', locale: 'en-GB', currency: 'GBP', kind: 'live' as const };
  const caller = { who: operatorWho(), request_id: newId() };
  return foundPractice(house.kernel, { name, ...facts }, caller, async ({ tx, practice }) => {
    const { rows } = await sql<{ slug: string }>`
      select slug from app.practice where practice_id = ${practice.id}`.execute(tx);
    return { id: practice.id, slug: rows[0]!.slug };
  });
};

test('IN-41 a slug that a practice once had stays its own: one founded under the same name gets the next', async () => {
  const first = await found('Lighthouse');
  await inPractice(house.kernel.db, first.id, ({ tx }) =>
    sql`update app.practice set slug = 'beacon' where practice_id = ${first.id}`.execute(tx),
  );
  const second = await found('Lighthouse');
  expect([first.slug, second.slug]).toEqual(['lighthouse', 'lighthouse-2']);
  const { rows } = await sql<{ slug: string }>`
    select slug from meta.intake_slug where practice_id = ${first.id} order by slug`.execute(house.house.engine);
  expect(rows.map(({ slug }) => slug)).toEqual(['beacon', 'lighthouse']);
});
