import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { SearchEntry } from '#kernel/loop/room.ts';
import { exactOf, wordsOf } from './words.ts';

/** A thing as the search keeps it; `words` is one text of sorted words, each between spaces. */
export interface Entry {
  kind: string;
  thing_id: Id;
  title: string;
  subtitle: string;
  url: string;
  words: string;
  exact: string[];
  module: string;
  assigned: Id[];
  restricted: boolean;
  about_client: boolean;
}

export const entryOf = (entry: SearchEntry): Entry => {
  const exact = [...new Set((entry.exact ?? []).map(exactOf).filter(Boolean))].sort();
  return {
    kind: entry.kind,
    thing_id: entry.thing_id,
    title: entry.title,
    subtitle: entry.subtitle ?? '',
    url: entry.url,
    words: ` ${wordsOf([entry.title, ...entry.words, ...exact]).join(' ')} `,
    exact,
    module: entry.module,
    assigned: [...new Set(entry.assigned ?? [])].sort(),
    restricted: entry.restricted ?? false,
    about_client: entry.about_client ?? true,
  };
};

type Key = Pick<Entry, 'kind' | 'thing_id'>;

/** Keeps and drops entries in the transaction of the things they show (PL-121); what stays the same is not written again. */
export const keepEntries = async (desk: Desk, keep: readonly SearchEntry[], drop: readonly Key[]): Promise<void> => {
  if (!keep.length && !drop.length) return;
  const wanted = new Map(keep.map((entry) => [keyOf(entry), entryOf(entry)]));
  const there = new Map((await readEntries(desk, [...keep, ...drop])).map((entry) => [keyOf(entry), entry]));
  const gone = drop.filter((key) => !wanted.has(keyOf(key)) && there.has(keyOf(key)));
  const changed = [...wanted].filter(([key, entry]) => !sameEntry(entry, there.get(key))).map(([, entry]) => entry);
  await writeEntries(desk, { changed, gone, there });
};

export const keyOf = ({ kind, thing_id }: Key): string => `${kind}:${thing_id}`;

export const sameEntry = (one: Entry, other: Entry | undefined): boolean =>
  !!other && (Object.keys(one) as (keyof Entry)[]).every((field) => `${one[field]}` === `${other[field]}`);

export const readEntries = async ({ tx, practice }: Desk, keys: readonly Key[]): Promise<Entry[]> => {
  const { rows } = await sql<Entry>`
    select e.kind, e.thing_id, e.title, e.subtitle, e.url, e.words, e.exact, e.module, e.assigned, e.restricted, e.about_client
    from json_to_recordset(${keysText(keys)}::json) as k(kind text, thing_id uuid)
    join app.search_entry e on e.practice_id = ${practice.id} and e.kind = k.kind and e.thing_id = k.thing_id`.execute(
    tx,
  );
  return rows;
};

const keysText = (keys: readonly Key[]): string =>
  JSON.stringify(keys.map(({ kind, thing_id }) => ({ kind, thing_id })));

interface Word extends Key {
  word: string;
  exact: boolean;
}

/** Words and whole numbers of an entry as rows of their own, which is what an index can serve (PL-120). */
const wordRows = ({ kind, thing_id, words, exact }: Entry): Word[] =>
  [...new Set([...words.split(' ').filter(Boolean), ...exact])].map((word) => ({
    kind,
    thing_id,
    word,
    exact: exact.includes(word),
  }));

/** One statement per kind of change, whatever the number; of a changed entry only the words that differ. */
export const writeEntries = async (
  { tx, practice }: Desk,
  { changed, gone, there }: { changed: readonly Entry[]; gone: readonly Key[]; there: ReadonlyMap<string, Entry> },
): Promise<void> => {
  const before = [...changed, ...gone].flatMap((key) => wordRows(there.get(keyOf(key)) ?? nothing(key)));
  const after = changed.flatMap(wordRows);
  const [old, fresh] = [new Set(before.map(textOf)), new Set(after.map(textOf))];
  const lost = before.filter((word) => !fresh.has(textOf(word)));
  const added = after.filter((word) => !old.has(textOf(word)));
  if (lost.length)
    await sql`
      delete from app.search_word w using json_to_recordset(${JSON.stringify(lost)}::json) as l(kind text, word text, thing_id uuid)
      where w.practice_id = ${practice.id} and w.kind = l.kind and w.word = l.word and w.thing_id = l.thing_id`.execute(
      tx,
    );
  if (gone.length)
    await sql`
      delete from app.search_entry e using json_to_recordset(${keysText(gone)}::json) as g(kind text, thing_id uuid)
      where e.practice_id = ${practice.id} and e.kind = g.kind and e.thing_id = g.thing_id`.execute(tx);
  if (changed.length)
    await sql`
      insert into app.search_entry select * from json_populate_recordset(null::app.search_entry,
        ${JSON.stringify(changed.map((entry) => ({ ...entry, practice_id: practice.id })))}::json)
      on conflict (practice_id, kind, thing_id) do update set title = excluded.title, subtitle = excluded.subtitle, url = excluded.url,
        words = excluded.words, exact = excluded.exact, module = excluded.module, assigned = excluded.assigned,
        restricted = excluded.restricted, about_client = excluded.about_client`.execute(tx);
  await addWords({ tx, practice }, added);
};

const addWords = async ({ tx, practice }: Pick<Desk, 'tx' | 'practice'>, words: readonly Word[]): Promise<number> => {
  if (!words.length) return 0;
  const { numAffectedRows } = await sql`
    insert into app.search_word as w (practice_id, kind, word, thing_id, exact)
    select ${practice.id}, a.kind, a.word, a.thing_id, a.exact
    from json_to_recordset(${JSON.stringify(words)}::json) as a(kind text, word text, thing_id uuid, exact boolean)
    on conflict (practice_id, kind, word, thing_id) do update set exact = excluded.exact where w.exact <> excluded.exact`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
};

/** Puts back words that are missing, and answers how many were. */
export const mendWords = (desk: Desk, entries: readonly Entry[]): Promise<number> =>
  addWords(desk, entries.flatMap(wordRows));

const textOf = ({ kind, thing_id, word, exact }: Word): string => JSON.stringify([kind, thing_id, word, exact]);

const nothing = (key: Key): Entry => ({
  ...key,
  title: '',
  subtitle: '',
  url: '',
  words: '',
  exact: [],
  module: '',
  assigned: [],
  restricted: false,
  about_client: true,
});
