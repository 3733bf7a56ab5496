import { expect, test } from 'vitest';
import { dkim, dmarc, findingsOf, sender, spf } from './findings.ts';

const D = 'bay.example';

test('ME-78 SPF is one record that does not let everybody send', () => {
  expect(spf(D, [])).toMatchObject({ is: 'bad', to_do: expect.stringContaining('Add a TXT record') });
  expect(spf(D, ['v=spf1 include:mail.example -all'])).toMatchObject({ is: 'good', to_do: null });
  expect(spf(D, ['v=spf1 +all'])).toMatchObject({ is: 'bad', to_do: 'End it with «-all» or «~all».' });
  expect(spf(D, ['v=spf1 a -all', 'v=spf1 mx -all'])).toMatchObject({
    is: 'bad',
    found: expect.stringContaining('2 SPF'),
  });
  expect(spf(D, ['v=spf10 x', 'google-site-verification=1'])).toMatchObject({ is: 'bad' });
  expect(spf(D, null)).toMatchObject({ is: 'unsure' });
});

test('ME-78 DKIM is found under the usual names, and not called missing where it may have another', () => {
  expect(dkim(D, [[], ['v=DKIM1; k=rsa; p=MIIB']])).toMatchObject({ is: 'good', found: 'A key stands under «dkim».' });
  expect(dkim(D, [[], ['v=DKIM1; p=']])).toMatchObject({
    is: 'unsure',
    to_do: expect.stringContaining('DKIM-Signature'),
  });
});

test('ME-78 DMARC that only watches is good, with what comes next', () => {
  expect(dmarc(D, ['v=DMARC1; p=none'])).toMatchObject({ is: 'good', to_do: expect.stringContaining('quarantine') });
  expect(dmarc(D, ['v=DMARC1; p=reject'])).toMatchObject({ is: 'good', to_do: null });
  expect(dmarc(D, [])).toMatchObject({ is: 'bad' });
});

test('ME-78 a domain without mail servers loses answers; names that nobody can ask are said to be so', async () => {
  expect(sender(D, [])).toMatchObject({ is: 'bad' });
  const nobody = { texts: async () => null, mailServers: async () => null };
  const found = await findingsOf(`office@${D}`, nobody);
  expect(found.map(({ is }) => is)).toEqual(['unsure', 'unsure', 'unsure', 'unsure']);
});
