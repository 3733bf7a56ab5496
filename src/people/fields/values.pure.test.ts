import { expect, test } from 'vitest';
import { addresses, addressLine } from './addresses.ts';
import { emails, isEmail, primaryEmail, tidyEmail } from './emails.ts';
import type { FieldShape } from './model.ts';
import { canBeTexted, keptPhones, phoneNote, phones, readPhone } from './phones.ts';
import { country, language, nameLine } from './text.ts';
import { checkValues } from './values.ts';

const field = (type: FieldShape['type'], more: Partial<FieldShape> = {}): FieldShape => ({
  key: 'k',
  label: 'Sector',
  type,
  choices: [],
  ...more,
});
const facts = (...fields: FieldShape[]) => ({
  fields,
  members: [
    { id: 'anna', active: true },
    { id: 'carl', active: false },
  ],
});
const fails = (type: FieldShape['type'], value: never, more: Partial<FieldShape> = {}) =>
  checkValues({}, { k: value }, facts(field(type, more))).problems.length === 1;

test('PE-12 e-mail addresses are trimmed, the domain lower-cased, and checked for form only', () => {
  expect(tidyEmail('  Anna.Berg@BAY.Example ')).toBe('Anna.Berg@bay.example');
  expect(['a@b.example', 'a+b@c.d.example', "o'brien@bay.example"].every(isEmail)).toBe(true);
  expect(['a', 'a@b', '@b.example', 'a b@c.example', 'a@b@c.example', 'a@b.example,c@d.example'].some(isEmail)).toBe(
    false,
  );
  expect(isEmail(`${'a'.repeat(250)}@b.example`)).toBe(false);
});

test('PE-12 one address is the primary one: the first when nobody says, and never two', () => {
  const two = emails.parse([{ address: 'a@b.example' }, { address: 'c@d.example' }]);
  expect(two.map((email) => email.primary)).toEqual([true, false]);
  expect(primaryEmail(two)).toBe('a@b.example');
  expect(primaryEmail([])).toBeNull();
  const both = [
    { address: 'a@b.example', primary: true },
    { address: 'c@d.example', primary: true },
  ];
  expect(emails.safeParse(both).success).toBe(false);
  expect(emails.safeParse([{ address: 'a@b.example' }, { address: 'A@B.example' }]).success).toBe(false);
});

test('PE-12 PL-173 phones become E.164 with the person’s country; what cannot is kept as typed and cannot be texted', () => {
  expect(readPhone('020 7946 0018', 'GB')).toEqual({ number: '+442079460018', typed: '020 7946 0018', note: null });
  expect(readPhone('+61 2 9374 4000', 'GB').number).toBe('+61293744000');
  const asked = readPhone('ask for Jo', 'GB');
  expect(asked).toEqual({ number: 'ask for Jo', typed: 'ask for Jo', note: 'cannot_be_texted' });
  expect(canBeTexted(asked)).toBe(false);
  expect(canBeTexted({ number: '+442079460018' })).toBe(true);
  expect(readPhone('020 7946 0018', null).note).toBe('cannot_be_texted');
  expect(readPhone('020 7946 0018 ext 4', 'GB').note).toBe('cannot_be_texted');
});

test('PL-173 a number that is possible but unusual is accepted with a warning', () => {
  expect(readPhone('+1 555 123 4567', 'US')).toEqual({
    number: '+15551234567',
    typed: '+1 555 123 4567',
    note: 'unusual',
  });
  expect(phoneNote({ note: 'unusual' })).toContain('unusual');
  expect(phoneNote({ note: 'cannot_be_texted' })).toBe('cannot be texted');
  expect(phoneNote({ note: null })).toBeNull();
});

test('PL-173 what was typed first stays beside the number', () => {
  const first = keptPhones(phones.parse([{ number: '020 7946 0018' }]), 'GB');
  expect(first[0]).toMatchObject({ number: '+442079460018', typed: '020 7946 0018', primary: true });
  const again = keptPhones(phones.parse([{ ...first[0]!, label: 'work' }]), 'GB');
  expect(again[0]).toMatchObject({ typed: '020 7946 0018', label: 'work' });
  const other = keptPhones(phones.parse([{ ...first[0]!, number: '020 7946 0019' }]), 'GB');
  expect(other[0]).toMatchObject({ number: '+442079460019', typed: '020 7946 0019' });
});

test('PE-11 limits: names 120 characters, 20 e-mails, phones and addresses each, named in the refusal', () => {
  const many = <T>(one: (i: number) => T) => Array.from({ length: 21 }, (_, i) => one(i));
  for (const parsed of [
    nameLine.safeParse('x'.repeat(121)),
    emails.safeParse(many((i) => ({ address: `a${i}@b.example` }))),
    phones.safeParse(many((i) => ({ number: `${i}` }))),
    addresses.safeParse(many(() => ({ lines: ['1 Quay'] }))),
  ]) {
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.message).toMatch(/120|20/);
  }
  expect(nameLine.parse(` ${'x'.repeat(120)} `)).toHaveLength(120);
});

test('PE-10 blank after trimming counts as empty', () => {
  expect(nameLine.parse('   ')).toBeNull();
  expect(
    addressLine(addresses.parse([{ lines: ['1 Quay', ''], locality: ' ', postcode: 'AB1', country: 'gb' }])[0]!),
  ).toBe('1 Quay, AB1, GB');
});

test('PE-10 a country and a language are real ones', () => {
  expect(country.parse(' gb ')).toBe('GB');
  expect([country.safeParse('XQ').success, country.safeParse('ZZ').success, country.safeParse('GBR').success]).toEqual([
    false,
    false,
    false,
  ]);
  expect(language.safeParse('en-AU').success).toBe(true);
  expect(language.safeParse('english language').success).toBe(false);
});

test('PE-64 PE-11 a custom value fits its field’s type', () => {
  expect(fails('text', 'x'.repeat(4001) as never)).toBe(true);
  expect(fails('text', 'x'.repeat(4000) as never)).toBe(false);
  expect(fails('number', '5' as never)).toBe(true);
  expect(fails('number', 5 as never)).toBe(false);
  expect(fails('money', { amount: '12.50', currency: 'GBP' } as never)).toBe(false);
  expect(fails('money', { amount: '12,50', currency: 'GBP' } as never)).toBe(true);
  expect(fails('date', '2026-02-30' as never)).toBe(true);
  expect(fails('date', '2026-02-28' as never)).toBe(false);
  expect(fails('yes_no', 'yes' as never)).toBe(true);
  expect(fails('choice', 'Retail' as never, { choices: ['Retail'] })).toBe(false);
  expect(fails('choice', 'retail' as never, { choices: ['Retail'] })).toBe(true);
  expect(fails('member', 'anna' as never)).toBe(false);
  expect(fails('member', 'carl' as never)).toBe(true);
});

test('PE-64 a merge patch changes what it names; unknown keys are refused, and what stays is not asked again', () => {
  const { values, problems } = checkValues(
    { k: 'gone', other: 1 },
    { k: 'gone', other: null, x: 1 },
    facts(field('choice'), field('number', { key: 'other' })),
  );
  expect(values).toEqual({ k: 'gone' });
  expect(problems).toEqual([{ pointer: '/custom/x', code: 'unknown_field', detail: 'There is no such field.' }]);
});
