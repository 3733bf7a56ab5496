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
  /** Also by the words of a person's contacts. */
  by_contacts?: boolean;
}

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

const own = ({ practice }: Desk, { kind }: Asked, word: string) => sql<{ id: Id }>`
  select w.thing_id as id from app.search_word w
  where w.practice_id = ${practice.id} and w.kind = ${kind} and ${range(word)}`;

const ofContacts = ({ practice }: Desk, word: string) => sql<{ id: Id }>`
  select l.person_id as id from app.search_word w
  join app.contact_link l on l.practice_id = w.practice_id and l.contact_id = w.thing_id and l.deleted_at is null
  where w.practice_id = ${practice.id} and w.kind = 'contact' and ${range(word)}`;

const idsOf = (desk: Desk, asked: Asked, word: string) =>
  asked.by_contacts
    ? sql<{ id: Id }>`${own(desk, asked, word)} union ${ofContacts(desk, word)}`
    : own(desk, asked, word);

const countsOf = async (desk: Desk, asked: Asked, words: readonly string[]): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  for (const word of words) {
    const { rows } = await sql<{ n: number }>`
      select (select count(*)::int from (${own(desk, asked, word)} limit ${MANY + 1}) a)
        + ${asked.by_contacts ? sql`(select count(*)::int from (${ofContacts(desk, word)} limit ${MANY + 1}) b)` : sql`0`} as n`.execute(
      desk.tx,
    );
    counts.set(word, rows[0]!.n);
  }
  return counts;
};

/**
 * Looked up for one row: the words of its entry stand in one text, each led by a space. The names of the inner tables are
 * of no list's row, whose own would otherwise be hidden from `id`.
 */
const holds = ({ practice }: Desk, { kind, id, by_contacts }: Asked, word: string): RawBuilder<boolean> => {
  const text = ` ${word}`;
  const mine = sql<boolean>`exists (select 1 from app.search_entry entry where entry.practice_id = ${practice.id}
    and entry.kind = ${kind} and entry.thing_id = ${id} and strpos(entry.words, ${text}) > 0)`;
  if (!by_contacts) return mine;
  return sql<boolean>`(${mine} or exists (select 1 from app.contact_link link
    join app.search_entry entry on entry.practice_id = link.practice_id and entry.kind = 'contact' and entry.thing_id = link.contact_id
    where link.practice_id = ${practice.id} and link.person_id = ${id} and link.deleted_at is null
      and strpos(entry.words, ${text}) > 0))`;
};
