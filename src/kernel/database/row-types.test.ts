import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { useTestDatabase } from './testing.ts';

const database = useTestDatabase();

test('PL-165 the row types in the code are those of the migrated database', () => {
  const { status } = spawnSync(process.execPath, ['bin/row-types.mjs', '--verify', database.urls.ownerUrl]);
  expect(status, 'write the types anew with «node bin/row-types.mjs»').toBe(0);
}, 30_000);
