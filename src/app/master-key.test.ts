import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { masterKey } from './master-key.ts';

const data = mkdtempSync(join(tmpdir(), 'tickmark-key-'));
afterAll(() => rmSync(data, { recursive: true }));

const unset = { TICKMARK_DATA: data, TICKMARK_MASTER_KEY: undefined };

test('PL-15 the master key is made once, kept for its owner alone, and the one of the environment wins', () => {
  const key = masterKey(unset);
  expect(key).toHaveLength(32);
  expect(masterKey(unset)).toEqual(key);
  expect(statSync(join(data, 'keys', 'master.key')).mode & 0o777).toBe(0o600);
  expect(statSync(join(data, 'keys')).mode & 0o777).toBe(0o700);
  const given = Buffer.alloc(32, 7).toString('base64');
  expect(masterKey({ TICKMARK_DATA: data, TICKMARK_MASTER_KEY: given })).toEqual(Buffer.alloc(32, 7));
});
