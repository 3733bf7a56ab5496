import { expect, test } from 'vitest';
import { owesCode, ownAddress, wayIn } from './begun.ts';

test('PL-S20 after signing in one lands on an address of ours and never on another site', () => {
  expect(ownAddress('/clients?tag=a,b')).toBe('/clients?tag=a,b');
  for (const foreign of [
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'clients',
    '',
    undefined,
  ])
    expect(ownAddress(foreign)).toBe('/');
});

test('PL-S20 a return address does not lead back to sign-in', () => {
  expect(ownAddress('/sign-in?to=/clients')).toBe('/');
});

test('PL-41 whoever must set up a second factor first gets nowhere else; a code that is owed is asked for', () => {
  expect(wayIn({ at: 'enrol' }, '/clients')).toBe('/second-factor');
  expect(wayIn({ at: 'grace' }, '/clients')).toBe('/clients');
  expect((['code', 'confirm', 'open', 'grace', 'enrol'] as const).filter((at) => owesCode({ at }))).toEqual([
    'code',
    'confirm',
  ]);
});
