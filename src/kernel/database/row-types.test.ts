import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { useTestDatabase } from './testing.ts';

const database = useTestDatabase();

test('PL-165 the row types in the code are those of the migrated database', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/row-types.mjs', database.urls.ownerUrl, '--verify'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 30_000);
