import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorTime } from '#ground/testing.ts';
import { compare, editsAllowed, foldedName, type Matched, matchKeys, probes, within } from './matching.ts';
import { type Candidate, pairsAmong } from './pairs.ts';

const record = (name: string, more: Partial<Matched> = {}): Matched => ({ name, emails: [], phones: [], ...more });
const strength = (a: Matched, b: Matched) => compare(a, b)?.strength ?? null;
const of = (a: string, b: string) => strength(record(a), record(b));

describe('duplicates', () => {
  test('PE-70 names are folded: case, accents, punctuation, spaces, company suffixes', () => {
    expect(of('O’Brien Ltd', 'OBRIEN Limited')).toBe('possible');
    expect(of('Café  Noir', 'cafe noir')).toBe('possible');
    for (const suffix of ['Ltd', 'Limited', 'plc', 'LLP', 'LP', 'Inc.', 'Corp', 'Co', 'Company', 'Pty', 'Pty. Ltd.'])
      expect(foldedName(`Harbour ${suffix}`)).toBe('harbour');
    expect(foldedName('Co')).toBe('co');
    expect(foldedName('Company Store')).toBe('companystore');
  });

  test('PE-70 worked example 7: one edit from 8 letters, two from 12, none below', () => {
    expect(of('Riverside Bakery', 'Riversyde Bakery')).toBe('possible');
    expect(of('Bay Inn', 'Bay Ina')).toBeNull();
    expect(of('abcdefgh', 'abcdefgx')).toBe('possible');
    expect(of('abcdefgh', 'abcdefxy')).toBeNull();
    expect(of('abcdefghijkl', 'abcdefghijxy')).toBe('possible');
    expect(of('abcdefghijkl', 'abcdefghiwxy')).toBeNull();
    expect([7, 8, 11, 12].map(editsAllowed)).toEqual([0, 1, 1, 2]);
  });

  test('PE-70 different digits in the names exclude the possible class, not the likely one', () => {
    expect(of('Unit 5 Holdings', 'Unit 6 Holdings')).toBeNull();
    const phones = ['+442079460018'];
    expect(strength(record('Unit 5 Holdings', { phones }), record('Unit 6 Holdings', { phones }))).toBe('likely');
  });

  test('PE-70 a shared tax or business number, e-mail or phone makes a pair likely and is named', () => {
    expect(strength(record('A', { tax_number: 'GB 123-4' }), record('B', { tax_number: 'gb1234' }))).toBe('likely');
    expect(strength(record('A', { business_number: '99' }), record('B', { business_number: '99' }))).toBe('likely');
    expect(strength(record('A', { tax_number: '99' }), record('B', { business_number: '99' }))).toBeNull();
    expect(compare(record('A', { emails: ['Jo@a.example'] }), record('B', { emails: ['jo@a.example'] }))?.why).toEqual([
      'same e-mail jo@a.example',
    ]);
    expect(strength(record('A', { phones: ['ask for Jo'] }), record('B', { phones: ['ask for Jo'] }))).toBeNull();
  });

  test('PE-70 counting edits agrees with the whole table on random words', () => {
    const slow = (a: string, b: string): number => {
      const d = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array(b.length).fill(0)]);
      for (let j = 0; j <= b.length; j += 1) d[0]![j] = j;
      for (let i = 1; i <= a.length; i += 1)
        for (let j = 1; j <= b.length; j += 1)
          d[i]![j] = Math.min(
            d[i - 1]![j]! + 1,
            d[i]![j - 1]! + 1,
            d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
          );
      return d[a.length]![b.length]!;
    };
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 14 });
    fc.assert(
      fc.property(
        word,
        word,
        fc.integer({ min: 0, max: 2 }),
        (a, b, most) => within(a, b, most) === slow(a, b) <= most,
      ),
    );
  });

  test('PE-70 what comparing all with all would find, the pieces find too', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 6, maxLength: 20 });
    const edit = fc.tuple(fc.nat(19), fc.constantFrom('add', 'drop', 'put'), fc.constantFrom('a', 'x'));
    fc.assert(
      fc.property(word, fc.array(edit, { maxLength: 2 }), (name, edits) => {
        const other = edits.reduce((text, [at, how, letter]) => {
          const i = at % (text.length || 1);
          return text.slice(0, i) + (how === 'drop' ? '' : letter) + text.slice(how === 'add' ? i : i + 1);
        }, name);
        if (!compare(record(name), record(other))) return;
        const kept = new Set(matchKeys(record(name)));
        expect(probes(record(other)).some((probe) => kept.has(probe))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('PE-72 pairs are listed once, the likely ones first', async () => {
    const candidate = (id: string, name: string, more: Partial<Matched> = {}): Candidate => ({
      id,
      ...record(name, more),
    });
    const pairs = await pairsAmong([
      candidate('4', 'Riversyde Bakery'),
      candidate('1', 'Riverside Bakery'),
      candidate('3', 'Harbour Café', { emails: ['a@b.example'], phones: ['+442079460018'] }),
      candidate('2', 'Harbour Cafe Ltd', { emails: ['a@b.example'], phones: ['+442079460018'] }),
      candidate('5', 'Nobody Else'),
    ]);
    expect(pairs).toEqual([
      { a: '2', b: '3', strength: 'likely', why: ['same e-mail a@b.example', 'same phone +442079460018', 'same name'] },
      { a: '1', b: '4', strength: 'possible', why: ['similar name'] },
    ]);
  });

  test('PE-70 the work grows with the number of records, not with its square, a crowd with one address included', async () => {
    const kinds = ['Services', 'Holdings', 'Trading', 'Consulting', 'Bakery', 'Properties', 'Builders', 'Design'];
    let seed = 7;
    const next = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * n);
    };
    const word = () => Array.from({ length: 5 + next(5) }, () => String.fromCharCode(97 + next(26))).join('');
    const records = Array.from({ length: 16_000 }, (_, i): Candidate => {
      const emails = i % 4 === 0 ? ['info@shared.example'] : [`p${i}@mail.example`];
      return { id: String(i).padStart(6, '0'), ...record(`${word()} ${kinds[next(8)]} Ltd`, { emails }) };
    });
    const time = async (some: Candidate[]) => {
      const began = processorTime();
      const pairs = await pairsAmong(some);
      return { ms: processorTime() - began, likely: pairs.filter((pair) => pair.strength === 'likely').length };
    };
    await time(records.slice(0, 1_000));
    const few = await time(records.slice(0, 2_000));
    const many = await time(records);
    expect(many.likely).toBeGreaterThanOrEqual(3_999);
    expect(many.ms).toBeLessThan(Math.max(few.ms, 50) * 30);
  }, 60_000);
});
