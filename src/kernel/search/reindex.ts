import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { again } from '#kernel/loop/perform.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { type Entry, entryOf, keyOf, mendWords, readEntries, sameEntry, writeEntries } from './entries.ts';

/** How the search differed from the things themselves before it was put right. */
export interface Reindexed {
  entries: number;
  missing: number;
  different: number;
  /** Entries of things that are not there, or that nobody shall find. */
  stray: number;
  /** Words by which a right entry could not be found. */
  words: number;
}

const AT_ONCE = 500;

/** Makes the search of a practice anew from the things themselves, room by room, and reports what differed (PL-121). */
export const reindex = async (kernel: Kernel, practice: Id): Promise<Reindexed> => {
  const report: Reindexed = { entries: 0, missing: 0, different: 0, stray: 0, words: 0 };
  const right = new Set<string>();
  for (const room of kernel.rooms.values())
    if (room.search) await reindexRoom(kernel, practice, room, { report, right });
  await dropStrays(kernel, practice, { report, right });
  return report;
};

interface Progress {
  report: Reindexed;
  /** The keys of all entries that shall stand. */
  right: Set<string>;
}

const reindexRoom = async (kernel: Kernel, practice: Id, room: AnyRoom, { report, right }: Progress): Promise<void> => {
  let after: Id | null = null;
  for (;;) {
    const part: Part | null = await again(() =>
      inPractice(kernel.db, practice, (desk) => reindexPart(desk, room, after)),
    );
    if (!part) return;
    after = part.last;
    for (const key of part.keys) right.add(key);
    report.entries += part.keys.length;
    report.missing += part.missing;
    report.different += part.different;
    report.words += part.words;
  }
};

interface Part extends Pick<Reindexed, 'missing' | 'different' | 'words'> {
  last: Id;
  keys: string[];
}

const reindexPart = async (desk: Desk, room: AnyRoom, after: Id | null): Promise<Part | null> => {
  const ids = await nextIds(desk, room, after);
  if (!ids.length) return null;
  const wanted = ids.map((id) => ({ id, command: { do: 'reindex' } }));
  const states = await room.load(desk, wanted, systemWho('search'));
  const shall = [...states.values()].flatMap((state) => room.search!(state).keep.map(entryOf));
  const there = new Map((await readEntries(desk, shall)).map((entry) => [keyOf(entry), entry]));
  const changed = shall.filter((entry) => !sameEntry(entry, there.get(keyOf(entry))));
  await writeEntries(desk, { changed, gone: [], there });
  const words = await mendWords(desk, shall);
  const missing = changed.filter((entry) => !there.has(keyOf(entry))).length;
  return { last: ids.at(-1)!, keys: shall.map(keyOf), missing, different: changed.length - missing, words };
};

/** Locked, so that nobody changes a thing between its reading and the writing of its entry. */
const nextIds = async ({ tx, practice }: Desk, room: AnyRoom, after: Id | null): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from ${sql.table(room.kinds[room.name]!.table)}
    where practice_id = ${practice.id} and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${AT_ONCE} for update`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

const dropStrays = async (kernel: Kernel, practice: Id, { report, right }: Progress): Promise<void> => {
  const began = newId();
  let after: Pick<Entry, 'kind' | 'thing_id'> | null = null;
  for (;;) {
    const part: Entry[] = await inPractice(kernel.db, practice, async (desk) => {
      const entries = await nextEntries(desk, after);
      // What was made since this began has its entry from its own transaction.
      const gone = entries.filter((entry) => !right.has(keyOf(entry)) && entry.thing_id < began);
      await writeEntries(desk, { changed: [], gone, there: new Map(entries.map((entry) => [keyOf(entry), entry])) });
      report.stray += gone.length;
      return entries;
    });
    if (!part.length) return;
    after = part.at(-1)!;
  }
};

const nextEntries = async (
  { tx, practice }: Desk,
  after: Pick<Entry, 'kind' | 'thing_id'> | null,
): Promise<Entry[]> => {
  const { rows } = await sql<Entry>`
    select kind, thing_id, title, subtitle, url, words, exact, module, assigned, restricted, about_client from app.search_entry
    where practice_id = ${practice.id}
      and (${after?.kind ?? null}::text is null or (kind, thing_id) > (${after?.kind ?? null}, ${after?.thing_id ?? null}::uuid))
    order by kind, thing_id limit ${AT_ONCE}`.execute(tx);
  return rows;
};
