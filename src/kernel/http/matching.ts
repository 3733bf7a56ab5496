import { type RawBuilder, sql } from 'kysely';
import { sortName } from '#ground/text.ts';

/** Digits of a sort name are padded; a typed «1» or «ab1» is looked for whatever stands in the padding's place. */
const PADDING = /(?<!\d)0+(?=\d)/g;

/**
 * Every word of `q` stands somewhere in `text`, whatever the order and the case: «orbit 1» finds «Client 1 of Orbit Biscuit».
 * `text` holds sort names (`sortName`), where accents are folded, or lower-case words, where they are typed as they are
 * written. An empty `q` finds everything.
 */
export const holdsWords = (text: RawBuilder<unknown>, q: string | undefined): RawBuilder<unknown> => {
  const folded = q ? patterns(sortName(q)).map((word) => word.replace(PADDING, '%')) : [];
  if (!q || !folded.length) return sql`true`;
  const typed = patterns(q.toLowerCase());
  const ways = folded.join() === typed.join() ? [folded] : [folded, typed];
  return sql`(${sql.join(
    // Each word by itself, so that an index of the text's parts can be asked for it.
    ways.map(
      (words) =>
        sql`(${sql.join(
          words.map((word) => sql`${text} like ${word}`),
          sql` and `,
        )})`,
    ),
    sql` or `,
  )})`;
};

const patterns = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => `%${word}%`);
