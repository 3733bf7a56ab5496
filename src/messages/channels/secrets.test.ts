import { expect, test } from 'vitest';
import { sealing } from './secrets.ts';

test('ME-78 a sealed secret opens under the same key alone, and not when it was altered', () => {
  const seal = sealing('thirty-two characters of a secret');
  const sealed = seal.seal('right password');
  expect(sealed).not.toContain('right');
  expect(seal.open(sealed)).toBe('right password');
  expect(seal.seal('right password')).not.toBe(sealed);
  expect(() => sealing('another secret of the installation').open(sealed)).toThrow();
  const altered = Buffer.from(sealed, 'base64');
  altered[altered.length - 1]! ^= 1;
  expect(() => seal.open(altered.toString('base64'))).toThrow();
});
