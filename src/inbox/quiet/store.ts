import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { type Instant, startOfDay } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { longAgo, PAST_DAYS, suggestedDays, type Watched } from './rules.ts';

interface Wish {
  id: Id;
  command: { do: string };
}

/** When mail last came by those whose alarm looks now; `by` is the way as a condition over `app.arrival r` (IN-181). */
export const heardBy = async <W extends Watched & { id: Id }>(
  desk: Desk,
  { all, wanted }: { all: readonly W[]; wanted: readonly Wish[] },
  by: (one: W) => RawBuilder<unknown>,
): Promise<Map<Id, Instant | null>> => {
  const heard = new Map<Id, Instant | null>();
  // a timer wakes one of them
  for (const one of all)
    if (wanted.some(({ id, command }) => id === one.id && command.do === 'wake'))
      heard.set(one.id, await lastHeard(desk, one, by(one)));
  return heard;
};

/** What came too long ago to matter is not looked for. */
const lastHeard = async (
  { tx, practice, today }: Desk,
  watched: Watched,
  by: RawBuilder<unknown>,
): Promise<Instant | null> => {
  if (!watched.quiet_days) return null;
  const since = startOfDay(longAgo(today, watched, practice), practice.time_zone);
  const { rows } = await sql<{ at: Instant }>`
    select r.received_at as at from app.arrival r
    where r.practice_id = ${practice.id} and r.received_at >= ${since} and ${by}
    order by r.received_at desc limit 1`.execute(tx);
  return rows[0]?.at ?? null;
};

const WAYS = {
  to_address: { column: sql`r.to_address`, type: sql`text[]` },
  mailbox_id: { column: sql`r.mailbox_id`, type: sql`uuid[]` },
};

/** What its past suggests for each of these addresses or mailboxes. */
export const suggestions = async <K extends string>(
  { tx, practice, now }: Desk,
  way: keyof typeof WAYS,
  values: readonly K[],
): Promise<Map<K, number>> => {
  const { column, type } = WAYS[way];
  const { rows } = await sql<{ way: K; days: string[] }>`
    select w.way::text, array(
      select distinct (r.received_at at time zone ${practice.time_zone})::date::text from app.arrival r
      where r.practice_id = ${practice.id} and ${column} = w.way
        and r.received_at > ${now}::timestamptz - make_interval(days => ${PAST_DAYS})) as days
    from unnest(${values}::${type}) as w (way)`.execute(tx);
  return new Map(
    rows.flatMap(({ way, days }) => {
      const found = suggestedDays(days, practice);
      return found === null ? [] : [[way, found] as const];
    }),
  );
};
