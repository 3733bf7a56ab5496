import { expect, test } from 'vitest';
import { tooOld } from './server-version.ts';

test('PL-10 a database older than PostgreSQL 15 is refused at the start, by its number', () => {
  expect(tooOld(150_000)).toBeNull();
  expect(tooOld(180_001)).toBeNull();
  expect(tooOld(149_999)).toBe(
    'The database of DATABASE_URL is PostgreSQL 14, and 15 is the oldest that serves. Upgrade it, or leave DATABASE_URL empty for the embedded one.',
  );
});
