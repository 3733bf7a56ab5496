import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { FoundKind } from './port.ts';
import { askedWords, exactOf, forgiven } from './words.ts';

export interface Found {
  thing_id: Id;
  title: string;
  subtitle: string;
  url: string;
  /** A number or e-mail that was typed in full. */
  exact: boolean;
}

export interface FoundGroup {
  kind: string;
  label: string;
  items: Found[];
}

/** At most this many of each kind (PL-120). */
const MOST = 8;

interface Hit extends Found {
  kind: string;
}

/**
 * Finds things by what somebody typed (PL-120): whole numbers and e-mails first, then the beginning of each word; where that
 * finds nothing, one wrong letter in one word is forgiven. Only kinds and things this member may read.
 */
export const find = async (
  desk: Desk,
  who: Who,
  query: string,
  kinds: readonly FoundKind[],
): Promise<{ groups: FoundGroup[]; forgiven: boolean }> => {
  const words = askedWords(query);
  const readable = kinds.filter(({ reads }) => can(who, reads) === null);
  if (!words.length || !readable.length) return { groups: [], forgiven: false };
  const names = readable.map(({ kind }) => kind);
  const seen = mayRead(desk, who, readable);
  const exact = await exactHits(desk, seen, exactOf(query), names);
  const begun = await prefixHits(desk, seen, words, names);
  if (exact.length || begun.length) return { groups: grouped(readable, [...exact, ...begun]), forgiven: false };
  const near = await nearHits(desk, seen, words, names);
  return { groups: grouped(readable, near), forgiven: near.length > 0 };
};

/** Kinds in the order of the house, but those with an exact hit lead. */
const grouped = (kinds: readonly FoundKind[], hits: readonly Hit[]): FoundGroup[] => {
  const groups = kinds.map(({ kind, label }) => {
    const mine = new Map<Id, Found>();
    for (const { kind: other, ...hit } of hits)
      if (other === kind && !mine.has(hit.thing_id)) mine.set(hit.thing_id, hit);
    return { kind, label, items: [...mine.values()].slice(0, MOST) };
  });
  const leads = (group: FoundGroup): number => (group.items[0]?.exact ? 0 : 1);
  return groups.filter((group) => group.items.length).sort((a, b) => leads(a) - leads(b));
};

const COLUMNS = sql`e.kind, e.thing_id, e.title, e.subtitle, e.url`;

/** Restricted clients' things, and for some roles all but their own clients' (PL-31, PE-103). */
const mayRead = (desk: Desk, who: Who, kinds: readonly FoundKind[]): RawBuilder<boolean> => {
  const own = sql<boolean>`${who.member_id ?? null}::uuid = any(e.assigned)`;
  const open = who.abilities.includes('restricted.read')
    ? sql<boolean>`true`
    : sql<boolean>`(not e.restricted or ${own})`;
  const narrow = kinds.filter(({ all }) => all && !who.abilities.includes(all));
  const names = narrow.map(({ kind }) => kind);
  const more = narrow.map(({ kind, also }) => sql`(e.kind = ${kind} and ${also?.(desk, who) ?? sql`false`})`);
  const wide = narrow.length
    ? sql<boolean>`${open} and (e.kind <> all(${names}::text[]) or ${own} or ${sql.join(more, sql` or `)})`
    : open;
  return who.own_clients_only ? sql<boolean>`${wide} and (not e.about_client or ${own})` : wide;
};

type Seen = RawBuilder<boolean>;

const exactHits = async (desk: Desk, seen: Seen, whole: string, kinds: readonly string[]): Promise<Hit[]> => {
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, true as exact
    from unnest(${kinds}::text[]) as k(kind)
    join app.search_word w on w.practice_id = ${desk.practice.id} and w.kind = k.kind and w.word = ${whole} and w.exact
    join app.search_entry e on e.practice_id = w.practice_id and e.kind = w.kind and e.thing_id = w.thing_id
    where ${seen} order by e.title, e.thing_id limit ${MOST * kinds.length}`.execute(desk.tx);
  return rows;
};

const prefixHits = async (
  desk: Desk,
  seen: Seen,
  words: readonly string[],
  kinds: readonly string[],
): Promise<Hit[]> => {
  const starts = words.length > 1 ? await rarest(desk, words, kinds) : [{ kind: null, word: words[0]! }];
  const others = (word: string) => words.filter((other) => other !== word);
  return hits(
    desk,
    seen,
    starts.map((start) => ({ ...start, others: others(start.word) })),
    kinds,
  );
};

/** Counting further than this tells no more about which word is rare. */
const COUNTED = 200;

/** For each kind the word that fewest things have: from there the others are looked up. */
const rarest = async (
  { tx, practice }: Desk,
  words: readonly string[],
  kinds: readonly string[],
): Promise<{ kind: string; word: string }[]> => {
  const { rows } = await sql<{ kind: string; word: string }>`
    select distinct on (k.kind) k.kind, a.word
    from unnest(${kinds}::text[]) as k(kind), unnest(${words}::text[]) as a(word),
    lateral (select count(*) as n from (
      select 1 from app.search_word w
      where w.practice_id = ${practice.id} and w.kind = k.kind and w.word >= a.word and w.word < a.word || ${LAST}
      limit ${COUNTED}) few) c
    order by k.kind, c.n, length(a.word) desc`.execute(tx);
  return rows;
};

/** Sorts after every character: the end of the range of words that begin alike. */
const LAST = '\u{10FFFF}';

interface Start {
  /** Null for every kind. */
  kind: string | null;
  word: string;
  others: readonly string[];
}

/**
 * Per start and kind a walk along the index of words, which ends at the eighth hit. `offset 0` keeps the look at the entry
 * inside that walk, whatever the planner thinks of the numbers. A thing counts at the first of its words that begins so.
 */
const hits = async (
  { tx, practice }: Desk,
  seen: Seen,
  starts: readonly Start[],
  kinds: readonly string[],
): Promise<Hit[]> => {
  const { rows } = await sql<Hit>`
    select f.kind, f.thing_id, f.title, f.subtitle, f.url, false as exact
    from json_to_recordset(${JSON.stringify(starts)}::json) as s(kind text, word text, others json)
    join unnest(${kinds}::text[]) as k(kind) on k.kind = coalesce(s.kind, k.kind)
    cross join lateral (
      select e.*, w.word as found from app.search_word w
      cross join lateral (
        select ${COLUMNS} from app.search_entry e
        where e.practice_id = ${practice.id} and e.kind = w.kind and e.thing_id = w.thing_id
          and strpos(e.words, ' ' || s.word) = nullif(strpos(e.words, ' ' || w.word || ' '), 0)
          and not exists (select from json_array_elements_text(s.others) as o(word) where strpos(e.words, ' ' || o.word) = 0)
          and ${seen}
        offset 0) e
      where w.practice_id = ${practice.id} and w.kind = k.kind and w.word >= s.word and w.word < s.word || ${LAST}
      order by w.word, w.thing_id limit ${MOST}) f
    order by f.found, f.thing_id`.execute(tx);
  return rows;
};

/** One wrong letter in one of the words; the others must begin as typed. */
const nearHits = async (desk: Desk, seen: Seen, words: readonly string[], kinds: readonly string[]): Promise<Hit[]> => {
  const starts = words.flatMap((wrong) => {
    const others = words.filter((other) => other !== wrong);
    return forgiven(wrong).map((word) => ({ kind: null, word, others }));
  });
  return starts.length ? hits(desk, seen, starts, kinds) : [];
};
