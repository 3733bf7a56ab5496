import { expect, test } from 'vitest';
import { typedFrom } from './factors.ts';

test('PL-41 what is typed by hand into an authenticator app is what its address holds', () => {
  const uri =
    'otpauth://totp/Tickmark:ana%40practice.example?secret=JBSWY3DPEHPK3PXP&issuer=Tickmark&digits=6&period=30';
  const { account, issuer, key } = typedFrom(uri);
  expect({ account, issuer }).toEqual({ account: 'ana@practice.example', issuer: 'Tickmark' });
  expect(key).toBe('JBSW Y3DP EHPK 3PXP');
});
