import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasPostgresql15, notOn15 } from './postgresql-15.mjs';

test('PL-11 PostgreSQL 15 is there where both its programs are, and its absence is told in one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tickmark-15-'));
  try {
    expect(hasPostgresql15(folder)).toBe(false);
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'initdb'), '');
    expect(hasPostgresql15(folder)).toBe(false);
    writeFileSync(join(folder, 'bin', 'postgres'), '');
    expect(hasPostgresql15(folder)).toBe(true);
    expect(notOn15(12, folder)).toBe(
      `SKIPPED: PostgreSQL 15 is not installed (${folder}/bin): its 12 test files were not run a second time.`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
