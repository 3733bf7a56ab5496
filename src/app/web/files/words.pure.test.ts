import { expect, test } from 'vitest';
import { sizeWords } from './words.ts';

test('PL-172 a size is said in the unit one would say it in', () => {
  expect([1, 340, 12_400, 1_440_000, 25_000_000, 0].map(sizeWords)).toEqual([
    '1 byte',
    '340 bytes',
    '12 kB',
    '1.4 MB',
    '25 MB',
    '0 bytes',
  ]);
});
