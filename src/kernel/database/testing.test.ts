import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase, useTestDatabase } from './testing.ts';

const database = useTestDatabase();

const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

test('PL-11 a test file has a migrated database of its own, which each role of the product can enter', async () => {
  const other = await testDatabase();
  expect(await ask(other.urls.ownerUrl, 'select current_database()')).not.toBe(
    await ask(database.urls.ownerUrl, 'select current_database()'),
  );
  expect(Number(await ask(database.urls.ownerUrl, 'select count(*) from meta.migration'))).toBeGreaterThan(0);
  const { ownerUrl, appUrl, engineUrl, authUrl } = other.urls;
  const users = await Promise.all([ownerUrl, appUrl, engineUrl, authUrl].map((url) => ask(url, 'select current_user')));
  expect(users).toEqual(['tickmark_owner', 'tickmark_app', 'tickmark_engine', 'tickmark_auth']);
  await other.drop();
  await expect(ask(ownerUrl, 'select 1')).rejects.toThrow(/does not exist/);
});
