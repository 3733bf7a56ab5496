import { expect, test } from 'vitest';
import { innerMarks } from './text.ts';

test('PL-172 marks within marks are single ones, and what does not close stays as it is', () => {
  expect(innerMarks('Skip «Review «Post the books»»')).toBe('Skip «Review ‹Post the books›»');
  expect(innerMarks('After «Letter» and «Identity»')).toBe('After «Letter» and «Identity»');
  expect(innerMarks('«Ask «them')).toBe('«Ask «them');
});
