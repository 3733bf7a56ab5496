import { fold } from '#ground/text.ts';

/** A number, an e-mail or a word is cut after this many characters; nobody types more to find something. */
const LONGEST = 80;

/**
 * The words a text is found by: folded, apostrophes left out («O'Brien» → obrien), and of what holds a sign inside
 * («inv-1042», «ann@harbour.example») the parts too. Sorted, each once.
 */
export const wordsOf = (texts: readonly string[]): string[] => {
  const whole = texts.flatMap((text) =>
    fold(text)
      .replace(/['’ʼ`]/g, '')
      .split(/[^\p{L}\p{N}@.+_-]+/u)
      .map(trimmed),
  );
  const parts = whole.filter((word) => !word.includes('@')).flatMap((word) => word.split(/[.+_-]+/));
  return sorted([...whole, ...parts, ...whole.filter((word) => word.includes('@')).flatMap((word) => word.split('@'))]);
};

/** A number or an e-mail as it is found as a whole: folded, without its spaces at the ends. */
export const exactOf = (text: string): string => fold(text).trim().replace(/\s+/g, ' ').slice(0, LONGEST);

/** What somebody typed, as words to look for: at most eight. Signs inside stay, since «inv-10» is the beginning of one word. */
export const askedWords = (query: string): string[] =>
  [
    ...new Set(
      fold(query)
        .replace(/['’ʼ`]/g, '')
        .split(/[^\p{L}\p{N}@.+_-]+/u)
        .map(trimmed)
        .filter(Boolean),
    ),
  ].slice(0, 8);

const trimmed = (word: string): string => word.replace(/^[@.+_-]+|[@.+_-]+$/g, '').slice(0, LONGEST);

const sorted = (words: readonly string[]): string[] => [...new Set(words.filter(Boolean))].sort(byCodePoint);

/** The order of `collate "C"`: by code point, which JavaScript's own order of UTF-16 units is not. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Words with fewer letters are not forgiven a wrong one: too much would match. */
const FORGIVEN_FROM = 4;

/**
 * Every beginning that differs from `word` by one wrong, missing, superfluous or swapped letter; none for short words or
 * words with digits and signs, which are no names.
 */
export const forgiven = (word: string): string[] => {
  const letters = [...word];
  if (letters.length < FORGIVEN_FROM || letters.length > 20 || !/^\p{L}+$/u.test(word)) return [];
  const alphabet = alphabetOf(letters);
  const near = new Set<string>();
  for (let i = 0; i <= letters.length; i += 1) {
    const [before, after] = [letters.slice(0, i).join(''), letters.slice(i)];
    for (const letter of alphabet) {
      near.add(before + letter + after.join(''));
      if (after.length) near.add(before + letter + after.slice(1).join(''));
    }
    if (after.length) near.add(before + after.slice(1).join(''));
    if (after.length > 1) near.add(before + after[1] + after[0] + after.slice(2).join(''));
  }
  near.delete(word);
  return [...near].filter((one) => !one.startsWith(word));
};

/** a–z, and the neighbourhood of letters of another script. */
const alphabetOf = (letters: readonly string[]): string[] => {
  const blocks = new Set(
    letters
      .map((letter) => letter.codePointAt(0)!)
      .filter((code) => code > 127)
      .map((code) => code >> 5),
  );
  const latin = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const others = [...blocks].flatMap((block) =>
    Array.from({ length: 32 }, (_, i) => String.fromCodePoint(block * 32 + i)),
  );
  return [...latin, ...others.filter((letter) => /\p{Ll}|\p{Lo}/u.test(letter))];
};
