import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, dateAt, type PlainDate, startOfDay } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ALWAYS_USUAL, brakeLimit, UNUSUAL } from './brake.ts';

/** A day on which too much is about to leave. */
export interface Braked {
  day: PlainDate;
  /** What of it can still be held. */
  ids: Id[];
  because: string;
  /** It was not on before: somebody is to be told. */
  news: boolean;
}

/** What one day has of messages that the brake is about: automatic, to the outside, not let go before. */
const BRAKED_ABOUT = sql`automatic and not by_hand and class in ('chase', 'service') and state <> 'recalled'`;

/** The days on which these messages leave and on which the brake is or comes on (ME-49). */
export const brakedDays = async (desk: Desk, messages: readonly Id[]): Promise<Braked[]> => {
  const { tx, practice } = desk;
  const { rows } = await sql<{ leaves_at: string }>`
    select distinct leaves_at from app.message where practice_id = ${practice.id} and id = any(${messages}) and ${BRAKED_ABOUT}`.execute(
    tx,
  );
  const days = [...new Set(rows.map(({ leaves_at }) => dateAt(leaves_at, practice.time_zone)))];
  const found = await Promise.all(days.map((day) => brakedDay(desk, day)));
  return found.flatMap((day) => day ?? []);
};

const brakedDay = async (desk: Desk, day: PlainDate): Promise<Braked | null> => {
  const { tx, practice } = desk;
  const zone = practice.time_zone;
  const onDay = sql`
    practice_id = ${practice.id} and leaves_at >= ${startOfDay(day, zone)} and leaves_at < ${startOfDay(addDays(day, 1), zone)} and ${BRAKED_ABOUT}`;
  const { rows } = await sql<{ n: number; on: boolean }>`
    select count(*) filter (where braked_at is null)::int as n, coalesce(bool_or(state = 'held' and reason_code = ${UNUSUAL}), false) as on
    from app.message where ${onDay}`.execute(tx);
  const { n, on } = rows[0]!;
  if (!(on || n > ALWAYS_USUAL)) return null;
  const limit = brakeLimit(await busiest(desk));
  if (!on && n <= limit) return null;
  const { rows: stoppable } = await sql<{ id: Id }>`
    select id from app.message where ${onDay} and braked_at is null and state = 'planned'`.execute(tx);
  if (!stoppable.length) return null;
  const ids = stoppable.map(({ id }) => id);
  const because = `${on ? 'More' : n} messages were about to leave by themselves on one day, and ${limit} are usual at most.`;
  return { day, ids, because, news: !on };
};

/** How many left on the busiest of the last 30 days. */
const busiest = async ({ tx, practice, now, today }: Desk): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from app.message
    where practice_id = ${practice.id} and automatic and class in ('chase', 'service') and accepted_at < ${now}
      and accepted_at >= ${startOfDay(addDays(today, -30), practice.time_zone)}
    group by (accepted_at at time zone ${practice.time_zone})::date order by n desc limit 1`.execute(tx);
  return rows[0]?.n ?? 0;
};
