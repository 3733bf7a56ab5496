import type { Id } from '#ground/id.ts';
import {
  compare,
  editsAllowed,
  foldedName,
  type Matched,
  pieceProbes,
  pieces,
  strongKeys,
  type Verdict,
  within,
} from './matching.ts';

export interface Candidate extends Matched {
  id: Id;
}

export interface Pair extends Verdict {
  a: Id;
  b: Id;
}

/** Beyond this many records with one key, each is paired with the first alone: a shared box is no news a thousand times. */
const CROWD = 20;

/**
 * Every pair of records that may be one, each once, the smaller id first, likely ones before possible ones (PE-70, PE-72).
 * Linear in the number of records but for those that truly look alike. `breathe` is awaited now and then, so that a
 * server can do other work in between.
 */
export const pairsAmong = async (records: readonly Candidate[], breathe?: () => Promise<void>): Promise<Pair[]> => {
  const found = new Map<string, Pair>();
  const look = (a: Candidate, b: Candidate): void => {
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    const key = `${first.id} ${second.id}`;
    if (found.has(key)) return;
    const verdict = compare(first, second);
    if (verdict) found.set(key, { a: first.id, b: second.id, ...verdict });
  };
  sameKeys(records, look);
  await breathe?.();
  await nearNames(records, look, breathe);
  return [...found.values()].sort(
    (x, y) =>
      Number(y.strength === 'likely') - Number(x.strength === 'likely') || y.why.length - x.why.length || cmp(x, y),
  );
};

const cmp = (x: Pair, y: Pair): number => (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1);

const sameKeys = (records: readonly Candidate[], look: (a: Candidate, b: Candidate) => void): void => {
  const groups = new Map<string, Candidate[]>();
  for (const record of records) {
    const name = foldedName(record.name);
    for (const key of [...strongKeys(record), ...(name ? [`f:${name}`] : [])]) {
      const group = groups.get(key);
      if (group) group.push(record);
      else groups.set(key, [record]);
    }
  }
  for (const group of groups.values()) {
    const heads = group.length > CROWD ? group.slice(0, 1) : group;
    for (const [i, head] of heads.entries()) for (const other of group.slice(i + 1)) look(head, other);
  }
};

const BREATH = 2_000;

/**
 * Names from short to long: each looks for its near ones among those before it, then leaves its own pieces. A common word
 * brings many that are not near; most of them are turned away by their letters alone, before any edit is counted.
 */
const nearNames = async (
  records: readonly Candidate[],
  look: (a: Candidate, b: Candidate) => void,
  breathe?: () => Promise<void>,
): Promise<void> => {
  const named = onePerName(records);
  const counts = letterCounts(named.map(({ name }) => name));
  const asked = new Int32Array(named.length).fill(-1);
  const left = new Map<string, number[]>();
  for (const [i, { record, name }] of named.entries()) {
    if (i % BREATH === BREATH - 1) await breathe?.();
    for (const probe of pieceProbes(name, true)) {
      for (const j of left.get(probe) ?? []) {
        if (asked[j] === i) continue;
        asked[j] = i;
        if (alike(counts, i, j) && near(named[j]!.name, name)) look(named[j]!.record, record);
      }
    }
    for (const piece of pieces(name)) {
      const group = left.get(piece);
      if (group) group.push(i);
      else left.set(piece, [i]);
    }
  }
};

/** `a` is the shorter one, or as long. */
const near = (a: string, b: string): boolean => within(a, b, editsAllowed(a.length));

/** Records of one folded name were paired already: the first of them looks for near ones. Shortest names first. */
const onePerName = (records: readonly Candidate[]): { record: Candidate; name: string }[] => {
  const first = new Map<string, Candidate>();
  for (const record of records) {
    const name = foldedName(record.name);
    if (name.length >= 8 && !first.has(name)) first.set(name, record);
  }
  return [...first].map(([name, record]) => ({ record, name })).sort((a, b) => a.name.length - b.name.length);
};

const LETTERS = 32;

/** How often each letter stands in each name; letters that share a place only make the test milder. */
const letterCounts = (names: readonly string[]): Uint8Array => {
  const counts = new Uint8Array(names.length * LETTERS);
  for (const [i, name] of names.entries())
    for (let at = 0; at < name.length; at += 1) counts[i * LETTERS + (name.charCodeAt(at) & 31)]! += 1;
  return counts;
};

/** An edit changes the counts by two at most, so two edits by four. */
const alike = (counts: Uint8Array, i: number, j: number): boolean => {
  let apart = 0;
  for (let k = 0; k < LETTERS && apart <= 4; k += 1)
    apart += Math.abs(counts[i * LETTERS + k]! - counts[j * LETTERS + k]!);
  return apart <= 4;
};
