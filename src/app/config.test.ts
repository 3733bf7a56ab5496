import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { StartRefusal } from '#ground/result.ts';
import { loadConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'tickmark-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('PL-15 the environment wins over the file .env, which wins over the defaults', () => {
  writeFileSync(join(folder, '.env'), '# ours\nPORT=5000\nLOG_LEVEL="warn"\n');
  expect(loadConfig({ PORT: '6000' }, folder)).toMatchObject({ PORT: 6000, LOG_LEVEL: 'warn', HOST: '127.0.0.1' });
});

test('PL-15 a mistake in the file stops the start like one in the environment', () => {
  writeFileSync(join(folder, '.env'), 'PORT=none\nTICKMARK_DATUM=x\n');
  expect(() => loadConfig({}, folder)).toThrow(StartRefusal);
  expect(() => loadConfig({}, folder)).toThrow(/TICKMARK_DATA.*\n.*PORT is «none»/);
});

test('PL-15 a folder without the file is fine, one where it cannot be read is refused', () => {
  rmSync(join(folder, '.env'));
  expect(loadConfig({}, folder).PORT).toBe(4300);
  mkdirSync(join(folder, '.env'));
  expect(() => loadConfig({}, folder)).toThrow(StartRefusal);
});
