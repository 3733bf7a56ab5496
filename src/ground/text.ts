/** Case and accents folded away: «Harbour Café» → «harbour cafe». The same on every machine, in the server and the browser. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd');

/** The key a list sorts by (PL-173): folded, numbers padded so that «Unit 9» comes before «Unit 10». */
export const sortName = (text: string): string =>
  fold(text)
    .replace(/\d+/g, (digits) => digits.padStart(12, '0'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** `one` or `many` by count, with the count in front: plural(3, 'run', 'runs') → «3 runs». */
export const plural = (count: number, one: string, many: string): string =>
  `${NUMBERS.format(count)} ${count === 1 ? one : many}`;
const NUMBERS = new Intl.NumberFormat('en');

/** Marks within marks are single ones: «Skip «Review «Books»»» → «Skip ‹Review ‹Books››»; marks that do not close stay. */
export const innerMarks = (text: string): string => {
  let depth = 0;
  const said = text.replace(/[«»]/g, (mark) => {
    const inner = mark === '«' ? depth++ > 0 : --depth > 0;
    return inner ? (mark === '«' ? '‹' : '›') : mark;
  });
  return depth === 0 ? said : text;
};

/** A text cut to `limit` characters, with … where something is missing. */
export const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;

/** Money without its currency as it is kept: decimal text with at most 13 digits before the point and 4 after it (PL-65). */
export const isAmount = (text: string): boolean => /^-?\d{1,13}(\.\d{1,4})?$/.test(text);

/** The text that these bytes are in UTF-8; null when they are none, and nothing is put in the place of what cannot be read. */
export const utf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

export const NOT_UTF8 = 'This is not text in UTF-8. Save the file in that encoding, and try again.';
