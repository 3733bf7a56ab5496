import { expect, test } from 'vitest';
import { type ShortRecord, sides } from './facts.ts';

const record = (kind: string, id: string): ShortRecord => ({ id, kind, display_name: id, numbers: [] });

test('PE-73 of a prospect and a client the client survives, whichever was named first', () => {
  const [prospect, client] = [record('prospect', 'p'), record('client', 'c')];
  for (const [first, second] of [
    [prospect, client],
    [client, prospect],
  ] as const) {
    const { survivor, absorbed, fixed } = sides(first, second);
    expect([survivor.id, absorbed.id, fixed]).toEqual(['c', 'p', true]);
  }
});

test('PE-73 of two of one kind the first survives, and they may be swapped', () => {
  const { survivor, fixed } = sides(record('client', 'a'), record('client', 'b'));
  expect([survivor.id, fixed]).toEqual(['a', false]);
});
