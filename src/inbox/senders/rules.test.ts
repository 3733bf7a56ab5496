import { expect, test } from 'vitest';
import { newSenderRule } from './model.ts';
import { listed } from './rules.ts';

const block = (pattern: string) => ({ pattern, list: 'block' as const });
const allow = (pattern: string) => ({ pattern, list: 'allow' as const });

test('IN-70 an address blocks itself alone, a domain all below it, and nobody who only ends like it', () => {
  expect(listed(['a@bay.example'], [block('a@bay.example')])).toMatchObject({ list: 'block' });
  expect(listed(['b@bay.example'], [block('a@bay.example')])).toBeNull();
  expect(listed(['x@mail.bay.example'], [block('bay.example')])).toMatchObject({ pattern: 'bay.example' });
  expect(listed(['x@notbay.example'], [block('bay.example')])).toBeNull();
  expect(listed(['X@BAY.example'], [block('x@bay.example')])).toMatchObject({ list: 'block' });
});

test('IN-70 the rule that names a sender most nearly decides, and either of its addresses can be blocked', () => {
  const rules = [block('bay.example'), allow('anna@bay.example'), allow('mail.bay.example')];
  expect(listed(['anna@bay.example'], rules)).toMatchObject({ list: 'allow' });
  expect(listed(['ben@bay.example'], rules)).toMatchObject({ list: 'block' });
  expect(listed(['x@mail.bay.example'], rules)).toMatchObject({ list: 'allow' });
  expect(listed(['anna@bay.example', 'bounces@sender.example'], [...rules, block('sender.example')])).toMatchObject({
    list: 'block',
    pattern: 'sender.example',
  });
  expect(listed(['', 'nobody'], rules)).toBeNull();
});

test('IN-70 only an address or a domain can be listed', () => {
  for (const pattern of ['a@bay.example', 'bay.example', ' Mail.Bay.Example '])
    expect(newSenderRule.safeParse({ pattern }).success, pattern).toBe(true);
  for (const pattern of ['', 'bay', '@bay.example', 'a@', 'a b@bay.example', 'com', '*.example', 'a@b@c.example'])
    expect(newSenderRule.safeParse({ pattern }).success, pattern).toBe(false);
});
