import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { askedWords } from '#kernel/search/words.ts';

/** Sorts after every character: the end of the range of words that begin alike. */
const LAST = '\u{10FFFF}';
/** A word that begins more words than this is no good place to start from: then rows are looked at in their order. */
const MANY = 5_000;

interface Asked {
  kind: string;
  q: string | undefined;
  /** The SQL of the row's id. */
  id: RawBuilder<unknown>;
  /** Also by the words of what belongs to the row. */
  beside?: readonly Beside[];
}

/** Things with entries of their own by whose words a row is found too: the table that says which row each belongs to. */
export interface Beside {
  kind: string;
  table: string;
  /** The columns of the thing and of the row it belongs to. */
  thing: string;
  row: string;
  /** It has rows that count no more: `deleted_at`. */
  deletes?: boolean;
}

/** Records are found by the words of their contacts (PE-100). */
export const CONTACTS: Beside = {
  kind: 'contact',
  table: 'app.contact_link',
  thing: 'contact_id',
  row: 'person_id',
  deletes: true,
};

/**
 * Rows that hold every word somebody typed, each from its beginning (PE-100). The rarest word gives the rows to begin with,
 * by the index of words; the others are looked up in the entries of those rows. So neither a rare nor a common word makes
 * a list of 50,000 slow (PE-106).
 */
export const withWords = async (desk: Desk, asked: Asked): Promise<RawBuilder<boolean>[]> => {
  const words = askedWords(asked.q ?? '');
  if (!words.length) return [];
  const counts = await countsOf(desk, asked, words);
  const rarest = words.reduce((best, word) => (counts.get(word)! < counts.get(best)! ? word : best));
  const start = counts.get(rarest)! <= MANY ? rarest : null;
  return words.map((word) =>
    word === start ? sql<boolean>`${asked.id} in (${idsOf(desk, asked, word)})` : holds(desk, asked, word),
  );
};

const range = (word: string) => sql`w.word >= ${word} and w.word < ${word + LAST}`;

const own = ({ practice }: Desk, kind: string, word: string) => sql<{ id: Id }>`
  select w.thing_id as id from app.search_word w
  where w.practice_id = ${practice.id} and w.kind = ${kind} and ${range(word)}`;

const live = ({ deletes }: Beside) => (deletes ? sql`link.deleted_at is null` : sql`true`);

const beside = ({ practice }: Desk, one: Beside, word: string) => sql<{ id: Id }>`
  select link.${sql.ref(one.row)} as id from app.search_word w
  join ${sql.table(one.table)} link on link.practice_id = w.practice_id and link.${sql.ref(one.thing)} = w.thing_id and ${live(one)}
  where w.practice_id = ${practice.id} and w.kind = ${one.kind} and ${range(word)}`;

const idsOf = (desk: Desk, asked: Asked, word: string) =>
  sql.join([own(desk, asked.kind, word), ...(asked.beside ?? []).map((one) => beside(desk, one, word))], sql` union `);

const countsOf = async (desk: Desk, asked: Asked, words: readonly string[]): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  for (const word of words) {
    const kinds = [asked.kind, ...(asked.beside ?? []).map(({ kind }) => kind)];
    const few = kinds.map((kind) => sql`(select count(*)::int from (${own(desk, kind, word)} limit ${MANY + 1}) few)`);
    const { rows } = await sql<{ n: number }>`select ${sql.join(few, sql` + `)} as n`.execute(desk.tx);
    counts.set(word, rows[0]!.n);
  }
  return counts;
};

/**
 * Looked up for one row: the words of its entry stand in one text, each led by a space. The names of the inner tables are
 * of no list's row, whose own would otherwise be hidden from `id`.
 */
const holds = ({ practice }: Desk, { kind, id, beside: others = [] }: Asked, word: string): RawBuilder<boolean> => {
  const text = ` ${word}`;
  const ways = [
    sql`exists (select 1 from app.search_entry entry where entry.practice_id = ${practice.id}
      and entry.kind = ${kind} and entry.thing_id = ${id} and strpos(entry.words, ${text}) > 0)`,
    ...others.map(
      (one) => sql`exists (select 1 from ${sql.table(one.table)} link
        join app.search_entry entry on entry.practice_id = link.practice_id and entry.kind = ${one.kind}
          and entry.thing_id = link.${sql.ref(one.thing)}
        where link.practice_id = ${practice.id} and link.${sql.ref(one.row)} = ${id} and ${live(one)}
          and strpos(entry.words, ${text}) > 0)`,
    ),
  ];
  return sql<boolean>`(${sql.join(ways, sql` or `)})`;
};
