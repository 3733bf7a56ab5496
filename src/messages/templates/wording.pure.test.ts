import { describe, expect, test } from 'vitest';
import { check } from '#messages/fields/check.ts';
import { MERGE_GROUPS } from '../../app/merge-groups.ts';
import { cleaned } from './cleaning.ts';
import { lineDifference } from './difference.ts';
import { LIBRARY } from './library.ts';
import { worded } from './wording.ts';

describe('the library of messages', () => {
  test.each(LIBRARY.map((template) => [template.key, template] as const))(
    'ME-3 the ready-made template «%s» has no fault and loses nothing when it is cleaned',
    (_, { subject, body, channel }) => {
      expect(check({ subject, body }, channel, MERGE_GROUPS)).toEqual([]);
      if (channel === 'email') expect(cleaned(body)).toEqual({ body, removed: [] });
    },
  );
});

test('§5 the difference of two versions reads in order: what was taken out before what was put in', () => {
  expect(
    lineDifference(['a', 'b', 'c'], ['a', 'x', 'c', 'd']).map(({ change, text }) => `${change[0]}${text}`),
  ).toEqual(['sa', 'rb', 'ax', 'sc', 'ad']);
  expect(lineDifference([], ['a'])).toEqual([{ change: 'added', text: 'a' }]);
});

test('ME-9 every e-mail is signed unless its template says none; a text never is', () => {
  const variants = [{ locale: 'en', subject: 'Hello', body: '<p>Hello</p>', text: null }];
  const of = (signature: boolean, channel: 'email' | 'sms') =>
    worded(
      { default_locale: 'en', variants, signature, send_without_pdf: false },
      { values: { groups: { practice: { name: 'Sample Practice' } } }, locales: ['en'] },
      { channel, today: '2026-08-01', groups: MERGE_GROUPS },
    )!.text;
  expect(of(true, 'email')).toContain('Sample Practice');
  expect(of(false, 'email')).not.toContain('Sample Practice');
  expect(of(true, 'sms')).not.toContain('Sample Practice');
});

test('ME-88 every field of the house has a label, a format and, but for the lists and what only one in nine has, a sample', () => {
  for (const { name, label, fields } of MERGE_GROUPS) {
    expect([name, label.length > 0, fields.length > 0]).toEqual([name, true, true]);
    for (const field of fields)
      if (name !== 'billing_contact')
        expect([name, field.name, field.sample !== null]).toEqual([name, field.name, true]);
  }
  expect(MERGE_GROUPS.map(({ name }) => name)).toEqual(expect.arrayContaining(['client', 'run', 'task']));
});
