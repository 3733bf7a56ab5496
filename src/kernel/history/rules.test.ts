import { expect, test } from 'vitest';
import { byVerb, type Happened } from './model.ts';
import { sentenceOf } from './rules.ts';

const ID = '01930000-0000-7000-8000-0000000000c1';
const event = (verb: string, facts: Happened['facts'] = {}): Happened => ({ verb, thing: `invoice_line:${ID}`, facts });

test('PL-101 a room’s own words come first, and the first room that has some is heard', () => {
  const quiet = byVerb({ 'task.started': () => 'started it' });
  const loud = byVerb({ 'invoice_line.added': (facts) => `added ${facts.name?.[1]}` });
  const later = () => 'something else';
  expect(sentenceOf([quiet, loud, later], event('invoice_line.added', { name: [null, 'Stamps'] }))).toBe(
    'added Stamps',
  );
  expect(sentenceOf([byVerb({}), later], event('toString'))).toBe('something else');
});

test('PL-101 without words the fields are named, never a value or an id', () => {
  const facts = { owner_id: [null, ID], amount: ['1.00', '2.00'] } as const;
  expect(sentenceOf([], event('invoice_line.changed', facts))).toBe('changed an invoice line: owner, amount');
  expect(sentenceOf([], event('invoice_line.viewed'))).toBe('did something with an invoice line: viewed');
  const many = Object.fromEntries('abcdefgh'.split('').map((field) => [field, [0, 1] as const]));
  expect(sentenceOf([], event('invoice_line.changed', many))).toBe(
    'changed an invoice line: a, b, c, d, e, f and more',
  );
  expect(sentenceOf([], event('invoice_line.undone', facts))).toBe('took back a change of an invoice line');
});

test('PL-101 PL-35 a refused attempt is told as one', () => {
  const facts = { command: [null, 'set_status'], code: [null, 'not_assigned'] } as const;
  expect(sentenceOf([], event('invoice_line.refused', facts))).toBe(
    'tried to set status, which was refused (not assigned)',
  );
});
