import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from './pool.ts';
import { useTestDatabase } from './testing.ts';

const database = useTestDatabase();
const open = () => openDatabase({ url: database.urls.appUrl, name: 'tickmark-test', max: 8, statementTimeout: 5_000 });
const one = (db: ReturnType<typeof open>) => sql<{ n: number }>`select 1 as n`.execute(db);

test('PL-153 a database is let go of while connections are on their way: who asked before is answered, who asks after is refused', async () => {
  for (const waits of [0, 1, 2, 5, 10]) {
    const db = open();
    await one(db);
    const asked = Array.from({ length: 8 }, () => one(db));
    await new Promise((resolve) => setTimeout(resolve, waits));
    const closed = db.destroy();
    const late = one(db);
    await expect(late).rejects.toThrow('being closed');
    expect((await Promise.all(asked)).map(({ rows }) => rows[0])).toEqual(Array(8).fill({ n: 1 }));
    await closed;
  }
});

test('PL-153 a database nobody asked anything is let go of at once, and twice', async () => {
  const db = open();
  await db.destroy();
  await db.destroy();
});
