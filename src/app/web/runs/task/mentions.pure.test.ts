import { expect, test } from 'vitest';
import { membersLike, mentionedIn, typedName, withName } from './mentions.ts';

const MEMBERS = [
  { id: 'a', name: 'Sample Owner' },
  { id: 'b', name: 'Sample Own' },
  { id: 'c', name: 'Élise Manager' },
];

test('WF-121 a name is looked for behind an «@» that begins a word, and nowhere else', () => {
  expect(typedName('Ask @sam', 8)).toEqual({ from: 4, name: 'sam' });
  expect(typedName('@', 1)).toEqual({ from: 0, name: '' });
  expect(typedName('mail a@b.example', 16)).toBeUndefined();
  expect(typedName('Ask @sam', 3)).toBeUndefined();
  expect(membersLike(MEMBERS, 'eli').map(({ id }) => id)).toEqual(['c']);
  expect(membersLike(MEMBERS, 'mana').map(({ id }) => id)).toEqual(['c']);
  expect(membersLike(MEMBERS, 'x')).toEqual([]);
});

test('WF-121 a chosen name stands in the text with the caret behind it; what follows stays', () => {
  expect(withName('Ask @sam about it', { from: 4, caret: 8, name: 'Sample Owner' })).toEqual({
    text: 'Ask @Sample Owner about it',
    caret: 18,
  });
});

test('WF-121 whom a comment mentions is what its text says when it is sent; the longer of two names counts', () => {
  expect(mentionedIn('@Sample Owner, please', MEMBERS)).toEqual(['a']);
  expect(mentionedIn('@Sample Own and @Élise Manager', MEMBERS).toSorted()).toEqual(['b', 'c']);
  expect(mentionedIn('Sample Owner', MEMBERS)).toEqual([]);
});
