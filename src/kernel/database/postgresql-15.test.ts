import { expect, test } from 'vitest';
import { connect } from './embedded-server.ts';
import { migrations } from './migrate.ts';
import { useTestDatabase } from './testing.ts';

const database = useTestDatabase();

const ask = async (sql: string): Promise<unknown> => {
  const client = await connect(database.urls.ownerUrl, 'test');
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

test('PL-11 PL-165 the second run meets PostgreSQL 15, where every migration has run', async () => {
  expect(await ask(`select current_setting('server_version_num')::int / 10000`)).toBe(15);
  expect(await ask('select count(*)::int from meta.migration')).toBe((await migrations()).length);
});

test('PL-11 the second run meets another order of words than that of the embedded database', async () => {
  expect(await ask(`select lower('ÉÀŻ')`)).toBe('éàż');
  expect(await ask(`select string_agg(x, ' ' order by x) from unnest(array['ae', 'Äb', 'Zz']) x`)).toBe('Äb ae Zz');
});
