import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { numberKey } from './number-key.ts';

/** The series a practice numbers its records in, and how a number looks: P-0007, CLI-0031, EMP-0004. */
export const SERIES = { prospect: 'P', client: 'CLI', employee: 'EMP' } as const;
export type Series = keyof typeof SERIES;

const written = (series: Series, n: number): string => `${SERIES[series]}-${String(n).padStart(4, '0')}`;

/**
 * The next numbers of a series, in order; those that somebody typed by hand are passed over. Taken from the series in this
 * transaction: two at once never get the same, and gaps are allowed (PE-13).
 */
export const takeNumbers = async (desk: Desk, series: Series, count: number): Promise<string[]> => {
  const taken: string[] = [];
  while (taken.length < count) {
    const missing = count - taken.length;
    const { rows } = await sql<{ last: number }>`
      insert into app.number_series as s (practice_id, series, last) values (${desk.practice.id}, ${series}, ${missing})
      on conflict (practice_id, series) do update set last = s.last + excluded.last returning last`.execute(desk.tx);
    const last = rows[0]!.last;
    const candidates = Array.from({ length: missing }, (_, i) => written(series, last - missing + 1 + i));
    const held = await holders(desk, series === 'employee' ? 'employee' : 'person', candidates);
    taken.push(...candidates.filter((candidate) => !held.has(candidate.toLowerCase())));
  }
  return taken;
};

/** Who has these numbers, by the number in lower case; deleted and absorbed records keep theirs. */
export const holders = async (
  desk: Desk,
  kind: 'person' | 'employee',
  numbers: readonly string[],
): Promise<Map<string, Id>> => {
  if (!numbers.length) return new Map();
  const { rows } = await sql<{ key: string; thing_id: Id }>`
    select key, thing_id from app.match_key
    where practice_id = ${desk.practice.id} and kind = ${kind} and key = any(${numbers.map(numberKey)})`.execute(
    desk.tx,
  );
  return new Map(rows.map((row) => [row.key.slice(2), row.thing_id]));
};
