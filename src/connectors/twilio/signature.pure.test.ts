import { expect, test } from 'vitest';
import { isSignedBy } from './signature.ts';

/** The example of the provider's documentation. */
const DOCUMENTED = {
  url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
  fields: {
    Digits: '1234',
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    From: '+14158675309',
    To: '+18005551212',
  },
  signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
};

test('ME-74 the documented example is signed by its token, in whatever order the fields came', () => {
  expect(isSignedBy('12345', DOCUMENTED)).toBe(true);
});

test('ME-74 another token, address, field, a field more, or no signature at all is not signed', () => {
  const { url, fields } = DOCUMENTED;
  const wrong = [
    isSignedBy('12346', DOCUMENTED),
    isSignedBy('12345', { ...DOCUMENTED, url: `${url}&more=1` }),
    isSignedBy('12345', { ...DOCUMENTED, url: url.replace('https', 'http') }),
    isSignedBy('12345', { ...DOCUMENTED, fields: { ...fields, Digits: '1235' } }),
    isSignedBy('12345', { ...DOCUMENTED, fields: { ...fields, Extra: '' } }),
    isSignedBy('12345', { ...DOCUMENTED, signature: null }),
    isSignedBy('12345', { ...DOCUMENTED, signature: '' }),
    isSignedBy('12345', { ...DOCUMENTED, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8' }),
  ];
  expect(wrong).toEqual(wrong.map(() => false));
});
