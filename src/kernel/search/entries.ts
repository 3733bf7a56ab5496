import { sql } from 'kysely';
import { fold } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { SearchEntry } from '#kernel/loop/room.ts';

/** Words folded and each led by a space: « harb» then finds every word that begins with harb (PL-120). */
export const foldedWords = (words: readonly string[]): string =>
  ` ${[
    ...new Set(
      words.flatMap((word) =>
        fold(word)
          .split(/[^\p{L}\p{N}@.+-]+/u)
          .filter(Boolean),
      ),
    ),
  ].join(' ')}`;

/** Keeps and drops entries in the transaction of the things they show (PL-121). */
export const keepEntries = async (
  desk: Desk,
  keep: readonly SearchEntry[],
  drop: readonly { kind: string; thing_id: string }[],
): Promise<void> => {
  if (drop.length) {
    await sql`
      delete from app.search_entry e using json_to_recordset(${JSON.stringify(drop)}::json) as d(kind text, thing_id uuid)
      where e.practice_id = ${desk.practice.id} and e.kind = d.kind and e.thing_id = d.thing_id`.execute(desk.tx);
  }
  if (!keep.length) return;
  const rows = keep.map((entry) => ({
    practice_id: desk.practice.id,
    kind: entry.kind,
    thing_id: entry.thing_id,
    title: entry.title,
    subtitle: entry.subtitle ?? '',
    url: entry.url,
    words: foldedWords([...entry.words, ...(entry.exact ?? [])]),
    exact: (entry.exact ?? []).map(fold),
    module: entry.module,
    assigned: entry.assigned ?? [],
    restricted: entry.restricted ?? false,
  }));
  await sql`
    insert into app.search_entry select * from json_populate_recordset(null::app.search_entry, ${JSON.stringify(rows)}::json)
    on conflict (practice_id, kind, thing_id) do update set title = excluded.title, subtitle = excluded.subtitle, url = excluded.url,
      words = excluded.words, exact = excluded.exact, module = excluded.module, assigned = excluded.assigned, restricted = excluded.restricted`.execute(
    desk.tx,
  );
};
