import { expect, test } from 'vitest';
import { titled } from './store.ts';

const line = (title: string, count = 1) =>
  titled({ line: count === 1 ? 'task:1' : 'bulk:1', thing: 'task:1', title, count }).title;

test('PL-125 in what members are told, marks within marks are single ones, in the app and in mails', () => {
  expect(line('«Review «Post the books»» was given to you')).toBe('«Review ‹Post the books›» was given to you');
  expect(line('«Review «Post the books»» was given to you', 3)).toBe(
    '«Review ‹Post the books›» was given to you, and 2 more',
  );
});
