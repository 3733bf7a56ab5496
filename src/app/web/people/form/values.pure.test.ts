import { expect, test } from 'vitest';
import { blankValues, bodyOf, changesOf, newBody, type PersonValues, touched } from './values.ts';

const typed = (changes: Partial<PersonValues>): PersonValues => ({ ...blankValues, ...changes });

test('PE-10 a new record brings only what was filled in; blank lines and blanks are nothing', () => {
  const values = typed({
    organisation_name: 'Harbour Café',
    given_name: '  ',
    emails: [
      { address: 'hello@harbour-cafe.example', label: '', primary: true },
      { address: ' ', label: 'old', primary: false },
    ],
  });
  expect(newBody(values, 'prospect')).toEqual({
    form: 'organisation',
    organisation_name: 'Harbour Café',
    emails: [{ address: 'hello@harbour-cafe.example', label: '', primary: true }],
  });
});

test('PL-68 a change sends the fields that differ, and empties one by null', () => {
  const before = typed({ organisation_name: 'Harbour Café', source: 'website' });
  expect(changesOf(before, { ...before, source: '', year_end: { month: '6', day: '30' } }, 'client')).toEqual({
    source: null,
    year_end: { month: 6, day: 30 },
  });
  expect(changesOf(before, before, 'client')).toEqual({});
});

test('PE-64 of the own fields only those that differ are sent; one that was emptied is null', () => {
  const before = typed({ custom: { fee: 12, day: 'Friday' } });
  expect(changesOf(before, typed({ custom: { fee: 14 } }), 'client')).toEqual({ custom: { fee: 14, day: null } });
});

test('PE-13 the number stands under the kind it belongs to', () => {
  expect(bodyOf(typed({ number: 'CLI-9' }), 'client')).toMatchObject({ client_number: 'CLI-9' });
  expect(bodyOf(typed({ number: 'P-9' }), 'prospect')).toMatchObject({ prospect_number: 'P-9' });
});

test('PE-104 what was touched is known field by field', () => {
  expect(touched(typed({ source: 'a' }), typed({ source: 'b', tags: ['x'] }))).toEqual(['source', 'tags']);
});
