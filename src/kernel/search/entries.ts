import { type RawBuilder, sql } from 'kysely';
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

/** Words and whole numbers of an entry, which stand as rows of their own: that is what an index can serve (PL-120). */
const wordsOfEntry = ({ words, exact }: Pick<Entry, 'words' | 'exact'>): Set<string> =>
  new Set([...words.split(' ').filter(Boolean), ...exact]);

/** One statement per kind of change, whatever the number; of a changed entry only the words that differ. */
export const writeEntries = async (
  { tx, practice }: Desk,
  { changed, gone, there }: { changed: readonly Entry[]; gone: readonly Key[]; there: ReadonlyMap<string, Entry> },
): Promise<void> => {
  const before = (key: Key): Entry => there.get(keyOf(key)) ?? nothing(key);
  await dropWords({ tx, practice }, [
    ...changed.map((entry) => lacking(before(entry), entry)),
    ...gone.map((key) => lacking(before(key), nothing(key))),
  ]);
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
  const [known, fresh] = [
    changed.filter((entry) => there.has(keyOf(entry))),
    changed.filter((entry) => !there.has(keyOf(entry))),
  ];
  await addWords(
    { tx, practice },
    known.map((entry) => lacking(entry, before(entry))),
  );
  await newWords(
    { tx, practice },
    fresh.map((entry) => lacking(entry, nothing(entry))),
  );
};

/** Words of one thing, apart by whether they are found as a whole. */
interface Words extends Key {
  plain: string[];
  exact: string[];
}

/** The words of `entry` that `other` has not, or has in the other way. */
const lacking = (entry: Entry, other: Entry): Words => {
  const exact = new Set(entry.exact);
  const others = wordsOfEntry(other);
  const words = [...wordsOfEntry(entry)].filter(
    (word) => !others.has(word) || exact.has(word) !== other.exact.includes(word),
  );
  return {
    kind: entry.kind,
    thing_id: entry.thing_id,
    plain: words.filter((word) => !exact.has(word)),
    exact: words.filter((word) => exact.has(word)),
  };
};

const withWords = (all: readonly Words[]): string | null => {
  const some = all.filter(({ plain, exact }) => plain.length || exact.length);
  return some.length ? JSON.stringify(some) : null;
};

/** One JSON object per thing and not per word: there are many words. */
const wordRows = (json: string): RawBuilder<unknown> => sql`
  select a.kind, w.word, a.thing_id, w.exact from json_to_recordset(${json}::json) as a(kind text, thing_id uuid, plain text[], exact text[]),
  lateral (select word, false as exact from unnest(a.plain) word union all select word, true from unnest(a.exact) word) w`;

const dropWords = async ({ tx, practice }: Pick<Desk, 'tx' | 'practice'>, all: readonly Words[]): Promise<void> => {
  const json = withWords(all);
  if (!json) return;
  await sql`
    delete from app.search_word w using (${wordRows(json)}) l
    where w.practice_id = ${practice.id} and w.kind = l.kind and w.word = l.word collate "C" and w.thing_id = l.thing_id`.execute(
    tx,
  );
};

const wordsInOrder = ({ practice }: Pick<Desk, 'practice'>, json: string) => sql`
  select ${practice.id}, a.kind, a.word, a.thing_id, a.exact from (${wordRows(json)}) a
  order by a.kind collate "C", a.word collate "C", a.thing_id`;

/** Of things that had no entry: nothing of theirs can be there, and not looking for it takes a third of the time. */
const newWords = async (place: Pick<Desk, 'tx' | 'practice'>, all: readonly Words[]): Promise<void> => {
  const json = withWords(all);
  if (!json) return;
  await sql`insert into app.search_word (practice_id, kind, word, thing_id, exact) ${wordsInOrder(place, json)}`.execute(
    place.tx,
  );
};

/** In the order of the index, so that words which many of the things share are put in side by side. */
const addWords = async ({ tx, practice }: Pick<Desk, 'tx' | 'practice'>, all: readonly Words[]): Promise<number> => {
  const json = withWords(all);
  if (!json) return 0;
  const { numAffectedRows } = await sql`
    insert into app.search_word as w (practice_id, kind, word, thing_id, exact)
    ${wordsInOrder({ practice }, json)}
    on conflict (practice_id, kind, word, thing_id) do update set exact = excluded.exact where w.exact <> excluded.exact`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
};

/** Puts back words that are missing, and answers how many were. */
export const mendWords = (desk: Desk, entries: readonly Entry[]): Promise<number> =>
  addWords(
    desk,
    entries.map((entry) => lacking(entry, nothing(entry))),
  );

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
