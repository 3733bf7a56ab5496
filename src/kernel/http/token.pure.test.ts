import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { practiceIn, tokenHash, tokenOf } from './token.ts';

const KEY = 'thirty-two characters of a secret';

test('ME-111 a token names its practice and holds 144 bits that only the key of the installation makes', () => {
  const practice = newId();
  const token = tokenOf(KEY, practice, 'unsubscribe', 'one');
  expect(token).toMatch(/^[\w-]{46}$/);
  expect(practiceIn(token)).toBe(practice);
  expect(tokenOf(KEY, practice, 'unsubscribe', 'one')).toBe(token);
  const others = [
    tokenOf(KEY, practice, 'unsubscribe', 'two'),
    tokenOf(KEY, practice, 'form', 'one'),
    tokenOf(`${KEY}!`, practice, 'unsubscribe', 'one'),
  ];
  expect(new Set([token, ...others].map((one) => one.slice(22))).size).toBe(4);
  expect(tokenHash(token)).not.toContain(token.slice(22));
});

test('ME-111 what is no token names no practice', () => {
  expect(['', 'x', `${'a'.repeat(45)}%`, 'a'.repeat(47)].map(practiceIn)).toEqual([null, null, null, null]);
});
