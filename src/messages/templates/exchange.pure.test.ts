import { expect, test } from 'vitest';
import { filesOf, importDifference, merged, type Stored } from './exchange.ts';
import { joined } from './text-file.ts';

const variant = (locale: string, subject: string) => ({ locale, subject, body: '<p>x</p>', text: null });
const stored: Stored = {
  channel: 'email',
  module: 'workflows',
  name: 'Welcome',
  purpose: null,
  content: {
    default_locale: 'en',
    signature: true,
    send_without_pdf: false,
    variants: [variant('en', 'Hi'), variant('de', 'Hallo')],
  },
};

test('ME-123 what was exported changes nothing when it is imported', () => {
  const [one] = joined(filesOf(stored));
  expect(importDifference(stored, one!)).toEqual([]);
});

test('ME-123 the difference of an import is seen before, and languages without a file stay', () => {
  const [english] = filesOf(stored);
  const [one] = joined([{ ...english!, variant: variant('en', 'Good day') }]);
  const changes = importDifference(stored, one!).filter(({ change }) => change !== 'same');
  expect(changes).toEqual([
    { change: 'removed', text: 'subject: Hi' },
    { change: 'added', text: 'subject: Good day' },
  ]);
  expect(merged(stored.content, one!).variants.map(({ locale }) => locale)).toEqual(['en', 'de']);
});

test('ME-123 a language that is imported alone does not become the default', () => {
  const [, german] = filesOf(stored);
  const [one] = joined([german!]);
  expect(importDifference(stored, one!)).toEqual([]);
  expect(merged(stored.content, one!).default_locale).toBe('en');
  expect(merged(null, one!).default_locale).toBe('de');
});
