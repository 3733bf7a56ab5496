import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksum, sha256 } from './checksum.ts';
import type { WrittenContent } from './content.ts';
import { contentDifference, isSame, stepsThatDiffer } from './difference.ts';
import { joined } from './join.ts';
import { contentOf, task } from './testing.ts';

const of = (...steps: WrittenContent['steps']) => contentOf({ steps });
const changes = (before: ReturnType<typeof of> | null, after: ReturnType<typeof of>) =>
  contentDifference(before, after).steps.map(({ key, change }) => `${key} ${change}`);

test('WF-11 WF-30 steps are matched by key: kept, changed, added, removed (worked example 8)', () => {
  const one = of(task('a'), task('b'), task('c'), task('d'));
  const two = of(task('a'), task('x'), task('b', { title: 'New title' }), task('d'), task('e'));
  expect(changes(one, two)).toEqual(['a kept', 'x added', 'b changed', 'd kept', 'e added', 'c removed']);
  expect(contentDifference(one, two).steps[2]).toEqual({
    key: 'b',
    title: 'New title',
    change: 'changed',
    fields: [{ field: 'title', before: 'B', after: 'New title' }],
  });
});

test('WF-11 a step of another kind is gone and added', () => {
  expect(changes(of(task('a')), of({ key: 'a', kind: 'action', title: 'A', do: 'convert' }))).toEqual([
    'a added',
    'a removed',
  ]);
});

test('WF-11 only what changed its place counts as moved', () => {
  expect(
    changes(of(task('a'), task('b'), task('c'), task('d')), of(task('d'), task('a'), task('b'), task('c'))),
  ).toEqual(['d moved', 'a kept', 'b kept', 'c kept']);
});

test('WF-11 settings, name and kinds differ field by field, and the first version is all new', () => {
  const before = contentOf();
  const after = contentOf({ name: 'Wages', settings: { period: 'ask' } });
  expect(contentDifference(before, after).fields).toEqual([
    { field: 'name', before: 'Payroll', after: 'Wages' },
    { field: 'settings.period', before: 'none', after: 'ask' },
  ]);
  expect(changes(null, before)).toEqual(['call added']);
  expect(stepsThatDiffer(before, after)).toEqual([]);
});

test('WF-10 what only one of two changed is joined, step by step', () => {
  const base = of(task('a'), task('b'), task('c'));
  const mine = of(task('a', { title: 'Mine' }), task('b'), task('c'), task('m'));
  const theirs = contentOf({ name: 'Wages', steps: [task('t'), task('a'), task('c', { title: 'Theirs' })] });
  const { content, clashes } = joined({ base, mine: mine, theirs: theirs });
  expect(clashes).toEqual([]);
  expect(content).toEqual(
    contentOf({
      name: 'Wages',
      steps: [task('t'), task('a', { title: 'Mine' }), task('c', { title: 'Theirs' }), task('m')],
    }),
  );
});

test('WF-10 what both changed differently is a clash, and each side can be chosen', () => {
  const base = of(task('a'), task('b'));
  const mine = of(task('a', { title: 'Mine' }));
  const theirs = of(task('a', { title: 'Theirs' }), task('b', { title: 'Kept' }));
  const first = joined({ base, mine: mine, theirs: theirs });
  expect(first.clashes.map(({ part, title }) => [part, title])).toEqual([
    ['step:a', 'Mine'],
    ['step:b', 'Kept'],
  ]);
  expect(first.content).toEqual(mine);
  expect(joined({ base, mine: mine, theirs: theirs }, { 'step:a': 'theirs', 'step:b': 'theirs' }).content).toEqual(
    theirs,
  );
});

test('WF-10 the order of whoever moved steps stands', () => {
  const base = of(task('a'), task('b'), task('c'));
  const turned = of(task('c'), task('a'), task('b'));
  const longer = of(task('a'), task('x'), task('b'), task('c'));
  const keys = (content: typeof base) => content.steps.map(({ key }) => key).join('');
  expect(keys(joined({ base, mine: longer, theirs: turned }).content)).toBe('caxb');
  expect(keys(joined({ base, mine: turned, theirs: longer }).content)).toBe('caxb');
});

const design = fc
  .uniqueArray(
    fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), title: fc.constantFrom('One', 'Two', 'Three') }),
    { selector: ({ key }) => key },
  )
  .map((steps) => of(...steps.map(({ key, title }) => task(key, { title }))));

test('WF-10 a text that one side left alone becomes the other side’s text, and joining alike changes nothing', () => {
  fc.assert(
    fc.property(design, design, (base, changed) => {
      expect(joined({ base, mine: changed, theirs: base })).toEqual({ content: changed, clashes: [] });
      expect(joined({ base, mine: base, theirs: changed })).toEqual({ content: changed, clashes: [] });
      expect(joined({ base, mine: changed, theirs: changed })).toEqual({ content: changed, clashes: [] });
    }),
    { numRuns: 100 },
  );
});

test('WF-11 nothing differs exactly when two designs are the same', () => {
  fc.assert(
    fc.property(design, design, (one, other) => {
      expect(stepsThatDiffer(one, one)).toEqual([]);
      expect(stepsThatDiffer(one, other).length === 0).toBe(isSame(one, other));
      expect(checksum(one) === checksum(other)).toBe(isSame(one, other));
    }),
    { numRuns: 50 },
  );
});

test('WF-11 the checksum is SHA-256 of one canonical form, whatever the order of the fields', () => {
  const { name, ...rest } = contentOf();
  expect(checksum({ ...rest, name })).toBe(checksum(contentOf()));
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
  expect(sha256('a'.repeat(1000))).toBe('41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3');
});

test('WF-22 the instructions of a task are part of a version', () => {
  const told = of(task('a', { instructions: 'Ring before ten.' }));
  expect(contentDifference(of(task('a')), told).steps[0]?.fields).toEqual([
    { field: 'instructions', before: null, after: 'Ring before ten.' },
  ]);
});
