import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { useTestDatabase } from './testing.ts';

const database = useTestDatabase();

test('PL-165 the row types in the code are those of the migrated database', () => {
  const { status } = spawnSync(process.execPath, ['bin/row-types.mjs', database.urls.ownerUrl, '--verify']);
  expect(status, 'write rows.gen.ts anew with bin/row-types.mjs').toBe(0);
}, 30_000);
