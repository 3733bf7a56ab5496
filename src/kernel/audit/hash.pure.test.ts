import { expect, test } from 'vitest';
import { canonical } from '#ground/json.ts';
import { eventHash, FIRST_PREVIOUS, type Hashed, privateHash, sealHash } from './hash.ts';

const PRACTICE = '01930000-0000-7000-8000-000000000001';
const first: Hashed = {
  id: '01930000-0000-7000-8000-00000000000a',
  practice_id: PRACTICE,
  at: '2026-07-01T00:00:00.000Z',
  actor: 'member:01930000-0000-7000-8000-0000000000b1',
  verb: 'item.approved',
  thing: 'item:01930000-0000-7000-8000-0000000000c1',
  facts: { status: ['Outstanding', 'Approved'] },
  private_hash: null,
};
const second: Hashed = {
  ...first,
  id: '01930000-0000-7000-8000-00000000000b',
  at: '2026-07-01T00:00:01.000Z',
  verb: 'item.completed',
  facts: { status: ['Approved', 'Completed'] },
};

test('PL-103 worked example 7: the hashes of two events and of the seal over them', () => {
  expect(eventHash(first)).toBe('e316914c9980fde8e2d82cf41a446eda80dcc5238f7a41b92d2bead8da6300d8');
  expect(eventHash(second)).toBe('473a38b017adbc48bbd405da46adca3ee23e1ab74f8f9b46e8a343d684cfeb01');
  expect(FIRST_PREVIOUS).toBe('0'.repeat(64));
  expect(sealHash(FIRST_PREVIOUS, [eventHash(first), eventHash(second)])).toBe(
    '23723b5cd741e0f366153f1ecf799f51efa71fcff0449c59224edded80dbbf18',
  );
});

test('PL-103 every field of the chain changes the hash; for_member and undoes only when set', () => {
  const changes: Partial<Hashed>[] = [
    { actor: 'operator' },
    { at: '2026-07-01T00:00:00.001Z' },
    { facts: { status: ['Outstanding', 'approved'] } },
    { id: second.id },
    { practice_id: second.id },
    { private_hash: 'f'.repeat(64) },
    { thing: 'item:01930000-0000-7000-8000-0000000000c2' },
    { verb: 'item.approve' },
    { for_member: PRACTICE },
    { undoes: PRACTICE },
  ];
  const hashes = changes.map((change) => eventHash({ ...first, ...change }));
  expect(new Set([eventHash(first), ...hashes]).size).toBe(changes.length + 1);
  expect(eventHash({ ...first, for_member: null, undoes: null })).toBe(eventHash(first));
});

test('PL-103 canonical JSON: sorted keys at every depth, no spaces, absent keys left out', () => {
  expect(canonical({ b: [1, { d: null, c: 'ü\n"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"ü\\n\\"","d":null}]}');
});

test('PL-102 the hash of personal values cannot be told from the values without its salt', () => {
  expect(privateHash('a', { name: 'x' })).not.toBe(privateHash('b', { name: 'x' }));
  expect(privateHash('a', { name: 'x' })).toBe(privateHash('a', { name: 'x' }));
});
