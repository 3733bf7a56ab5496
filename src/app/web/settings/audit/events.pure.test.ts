import { expect, test } from 'vitest';
import { fieldWords, kindOptions, spanOptions, valueWords } from './events.ts';

test('PL-101 values of an event are read as words: nothing, lists, and ids by their ends', () => {
  expect(valueWords(null)).toBe('nothing');
  expect(valueWords(['a', 'b'])).toBe('a, b');
  expect(valueWords([])).toBe('nothing');
  expect(valueWords('01930000-0000-7000-8000-0000000000c1')).toBe('0193…00c1');
  expect(valueWords(false)).toBe('false');
  expect(fieldWords('assignee_id')).toBe('assignee');
  expect(fieldWords('refers_to_ids')).toBe('refers to');
});

test('PL-100 spans of the audit begin with a day of the practice', () => {
  const spans = spanOptions('2026-07-08', 'Australia/Sydney');
  expect(spans.slice(0, 2).map(({ value }) => value)).toEqual(['2026-07-07T14:00:00.000Z', '2026-06-30T14:00:00.000Z']);
  expect(kindOptions.every(({ value }) => /^[a-z_]+\.\*$/.test(value))).toBe(true);
});
