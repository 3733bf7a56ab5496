import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { fold } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** Sorts after every character: the end of the range of words that begin alike. */
const LAST = '\u{10FFFF}';
/** A word that begins more messages than this is no good place to start from: then they are looked at in their order. */
const MANY = 10_000;
const MOST_WORDS = 8;
const LONGEST = 80;

/** What parts words, as `app.parted` has it. */
const BETWEEN =
  '\\u0001-\\u002F\\u003A-\\u0040\\u005B-\\u0060\\u007B-\\u00A9\\u00AB-\\u00B4\\u00B6-\\u00B9\\u00BB-\\u00BF\\u00D7\\u00F7\\u2000-\\u206F\\u3000-\\u303F';

/** What somebody typed as words: as typed, and with accents folded where that is another word. */
const askedWords = (q: string): string[][] =>
  q
    .toLowerCase()
    .split(new RegExp(`[${BETWEEN}]+`, 'u'))
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => [...new Set([word, fold(word)].map((one) => one.slice(0, LONGEST)))]);

/**
 * Messages `r` that hold every word somebody typed, each from its beginning: in the subject, the recipient's name or address,
 * or in the words of the client or prospect it is about. The rarest word gives the messages to begin with, by the index of
 * words; the others are looked for in those. So neither a rare word nor one that nobody wrote reads all messages.
 */
export const withWords = async (desk: Desk, q: string | undefined): Promise<RawBuilder<boolean>> => {
  const words = askedWords(q ?? '');
  if (!words.length) return sql<boolean>`true`;
  const counts = await countsOf(desk, words);
  const least = Math.min(...counts);
  const start = least <= MANY ? counts.indexOf(least) : null;
  const each = words.map((ways, at) =>
    at === start ? sql<boolean>`r.id = any(array(${idsOf(desk, ways)}))` : holds(desk, ways),
  );
  return sql<boolean>`${sql.join(each, sql` and `)}`;
};

const begins = (word: RawBuilder<unknown>, ways: readonly string[]) =>
  sql<boolean>`(${sql.join(
    ways.map((way) => sql`${word} >= ${way} and ${word} < ${way + LAST}`),
    sql` or `,
  )})`;

const persons = ({ practice }: Desk, ways: readonly string[]) => sql<{ id: Id }>`
  select s.thing_id as id from app.search_word s
  where s.practice_id = ${practice.id} and s.kind in ('client', 'prospect') and ${begins(sql`s.word`, ways)}`;

/** By their own words, and by those of whom they are about. */
const idsOf = (desk: Desk, ways: readonly string[]) => {
  const practice = desk.practice.id;
  return sql<{ id: Id }>`
    (select k.message_id as id from app.message_word k where k.practice_id = ${practice} and ${begins(sql`k.word`, ways)} limit ${MANY + 1})
    union all (select m.id from (${persons(desk, ways)}) person
      join app.message m on m.practice_id = ${practice} and m.client_id = person.id limit ${MANY + 1})
    union all (select m.id from (${persons(desk, ways)}) person
      join app.message m on m.practice_id = ${practice} and m.client_id is null and m.subject_id = person.id limit ${MANY + 1})`;
};

/** How many messages each word gives, as far as that says which is rare. */
const countsOf = async (desk: Desk, words: readonly (readonly string[])[]): Promise<number[]> => {
  const each = words.map((ways) => sql`(select count(*)::int from (${idsOf(desk, ways)} limit ${MANY + 1}) few)`);
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(each)}] as counts`.execute(desk.tx);
  return rows[0]!.counts;
};

/** Looked up for one message. */
const holds = (desk: Desk, ways: readonly string[]): RawBuilder<boolean> => {
  const own = ways.map((way) => sql`(r.words like ${`%${way}%`} and r.words ~ ${`(^|[${BETWEEN}])${way}`})`);
  return sql<boolean>`(${sql.join(own, sql` or `)} or coalesce(r.client_id, r.subject_id) = any(array(${persons(desk, ways)})))`;
};
