import { fold } from '#ground/text.ts';

/** What two records of one kind are compared by (PE-70). */
export interface Matched {
  name: string;
  emails: readonly string[];
  /** E.164; others are not compared. */
  phones: readonly string[];
  tax_number?: string | null;
  business_number?: string | null;
}

const SUFFIXES = new Set(['ltd', 'limited', 'plc', 'llp', 'lp', 'inc', 'corp', 'co', 'company', 'pty']);

/** Lower case, accents folded, without punctuation, spaces and company suffixes: «O'Brien Ltd.» → «obrien» (PE-70). */
export const foldedName = (name: string): string => {
  const words = fold(name)
    .replace(/[.'’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  while (words.length > 1 && SUFFIXES.has(words.at(-1)!)) words.pop();
  return words.join('');
};

const plain = (number: string): string => fold(number).replace(/[^\p{L}\p{N}]/gu, '');

/** What makes two records *likely* duplicates when they share it: numbers, normalised e-mails and phones. */
export const strongKeys = ({ emails, phones, tax_number, business_number }: Matched): string[] => [
  ...[tax_number].flatMap((number) => (number && plain(number) ? [`t:${plain(number)}`] : [])),
  ...[business_number].flatMap((number) => (number && plain(number) ? [`b:${plain(number)}`] : [])),
  ...emails.map((address) => `e:${address.toLowerCase()}`),
  ...phones.filter((number) => /^\+\d+$/.test(number)).map((number) => `p:${number}`),
];

/** What a record is found by: its strong keys, its folded name, and pieces of the name (see `pieces`). Kept with the row. */
export const matchKeys = (record: Matched): string[] => {
  const name = foldedName(record.name);
  return [...new Set([...strongKeys(record), ...(name ? [`f:${name}`] : []), ...pieces(name)])];
};

/** What to look for among the kept keys to find every record that may match this one. */
export const probes = (record: Matched): string[] => {
  const name = foldedName(record.name);
  return [...new Set([...strongKeys(record), ...(name ? [`f:${name}`] : []), ...pieceProbes(name)])];
};

export interface Verdict {
  strength: 'likely' | 'possible';
  /** In words: «same e-mail anna@bay.example». */
  why: string[];
}

/** Whether two records may be one: likely, possible, or not at all (PE-70). */
export const compare = (a: Matched, b: Matched): Verdict | null => {
  const others = new Set(strongKeys(b));
  const shared = strongKeys(a).filter((key) => others.has(key));
  const names = namesMatch(a.name, b.name);
  if (shared.length) return { strength: 'likely', why: [...shared.map(saySharedKey), ...(names ? [names] : [])] };
  return names ? { strength: 'possible', why: [names] } : null;
};

const KEY_WORDS: Record<string, string> = { t: 'tax number', b: 'business number', e: 'e-mail', p: 'phone' };
const saySharedKey = (key: string): string => `same ${KEY_WORDS[key[0]!]} ${key.slice(2)}`;

const namesMatch = (a: string, b: string): string | null => {
  if (digits(a) !== digits(b)) return null;
  const [x, y] = [foldedName(a), foldedName(b)];
  if (!x || !y) return null;
  if (x === y) return 'same name';
  return within(x, y, editsAllowed(Math.min(x.length, y.length))) ? 'similar name' : null;
};

/** «Unit 5» and «Unit 6» are two (PE-70). */
const digits = (name: string): string => (name.match(/\d+/g) ?? []).join(' ');

/** One edit for 8–11 letters of the shorter name, two from 12 on, none below (PE-70). */
export const editsAllowed = (letters: number): 0 | 1 | 2 => (letters >= 12 ? 2 : letters >= 8 ? 1 : 0);

/** Whether `a` becomes `b` by at most `most` insertions, deletions and replacements; only the band that matters is computed. */
export const within = (a: string, b: string, most: number): boolean => {
  if (Math.abs(a.length - b.length) > most) return false;
  if (a === b || most === 0) return a === b;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = new Array<number>(b.length + 1).fill(most + 1);
    next[0] = i;
    let best = next[0];
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j += 1) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
      if (next[j]! < best) best = next[j]!;
    }
    if (best > most) return false;
    row = next;
  }
  return row[b.length]! <= most;
};

/**
 * A name cut into n + 1 pieces: after at most n edits one piece is still there, shifted by at most n places. So every near
 * name is found by equal pieces, without comparing all with all. Names of 12 letters stand in both tables.
 */
export const pieces = (name: string): string[] => [
  ...(name.length >= 12
    ? cutAt(name.length, 3).map(([from, to], i) => key(2, name.length, i, name.slice(from, to)))
    : []),
  ...(name.length >= 8 && name.length <= 12
    ? cutAt(name.length, 2).map(([from, to], i) => key(1, name.length, i, name.slice(from, to)))
    : []),
];

/** Where a near name of another length would have its pieces, `shorterOnly` for looking through names sorted by length. */
export const pieceProbes = (name: string, shorterOnly = false): string[] => {
  const found: string[] = [];
  for (const edits of [1, 2] as const) {
    const [least, most] = edits === 1 ? [8, 12] : [12, Number.POSITIVE_INFINITY];
    if (name.length < least || name.length > most) continue;
    const last = Math.min(most, name.length + (shorterOnly ? 0 : edits));
    for (let length = Math.max(least, name.length - edits); length <= last; length += 1) {
      cutAt(length, edits + 1).forEach(([from, to], i) => {
        for (let at = Math.max(0, from - edits); at <= from + edits && at + to - from <= name.length; at += 1)
          found.push(key(edits, length, i, name.slice(at, at + to - from)));
      });
    }
  }
  return found;
};

const key = (edits: number, length: number, i: number, piece: string): string => `${edits}:${length}:${i}:${piece}`;

const cutAt = (length: number, parts: number): [from: number, to: number][] =>
  Array.from({ length: parts }, (_, i) => [Math.floor((length * i) / parts), Math.floor((length * (i + 1)) / parts)]);
