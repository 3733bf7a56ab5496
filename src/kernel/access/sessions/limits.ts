import { sql } from 'kysely';
import { httpRefusal } from '#kernel/http/problem.ts';
import { type Access, clock } from './access.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How many of what in how long, and how many of them at once (PL-46). */
export const LIMITS = {
  session: { count: 1_200, per: MINUTE, burst: 1_200 },
  key: { count: 600, per: MINUTE, burst: 100 },
  mcp: { count: 120, per: MINUTE, burst: 120 },
  practice: { count: 6_000, per: MINUTE, burst: 6_000 },
  public_page: { count: 60, per: MINUTE, burst: 60 },
  form_answer: { count: 10, per: HOUR, burst: 10 },
  public_form: { count: 300, per: HOUR, burst: 300 },
  calendar_feed: { count: 60, per: HOUR, burst: 60 },
  whole_export: { count: 4, per: HOUR, burst: 4 },
  mail_network: { count: 120, per: MINUTE, burst: 120 },
  mail_sender: { count: 60, per: HOUR, burst: 60 },
  mail_practice: { count: 600, per: HOUR, burst: 600 },
  reset: { count: 5, per: HOUR, burst: 5 },
} as const;
export type Limit = keyof typeof LIMITS;

/** What is taken from: a limit and whose it is. */
export type Bucket = readonly [limit: Limit, whose: string];

/**
 * Takes one from each bucket in order, all nodes together; a bucket that is empty stops there and leaves the next ones as
 * they are, so what one session or key does beyond its limit costs its practice nothing (PL-46, PL-S21).
 * @returns null, or how many seconds to wait
 */
export const spend = async (access: Access, buckets: readonly Bucket[]): Promise<number | null> => {
  for (const [limit, whose] of buckets) {
    const wait = await take(access, limit, whose);
    if (wait !== null) return wait;
  }
  return null;
};

/** As `spend`, thrown as 429 with Retry-After. */
export const spendOrThrow = async (access: Access, buckets: readonly Bucket[]): Promise<void> => {
  const wait = await spend(access, buckets);
  if (wait !== null) throw tooMany(wait);
};

export const tooMany = (
  seconds: number,
  because = `Too many requests at once. Nothing is lost; try again in ${inWords(seconds)}.`,
) => httpRefusal(429, 'too_many_requests', because, { 'retry-after': String(seconds) });

export const inWords = (seconds: number): string =>
  seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`;

/**
 * A leaky bucket as one row: `full_at` is when it is full again, and each taking moves it on by one share of the time. A
 * taking that would move it further than the burst allows changes nothing.
 */
const take = async (access: Access, limit: Limit, whose: string): Promise<number | null> => {
  const { count, per, burst } = LIMITS[limit];
  const share = per / count;
  const name = `${limit}:${whose}`;
  const now = clock(access);
  const { rows } = await sql<{ taken: boolean; wait: number }>`
    with t as (select ${now} as now),
    taken as (
      insert into auth.bucket as b (name, full_at) select ${name}, t.now + make_interval(secs => ${share / 1000}) from t
      on conflict (name) do update
        set full_at = greatest(b.full_at, (select now from t)) + make_interval(secs => ${share / 1000})
        where greatest(b.full_at, (select now from t)) + make_interval(secs => ${share / 1000})
          <= (select now from t) + make_interval(secs => ${(share * burst + 1) / 1000})
      returning 1)
    select exists (select 1 from taken) as taken,
      coalesce((select extract(epoch from b.full_at - t.now)::float8 from auth.bucket b, t where b.name = ${name}), 0) as wait`.execute(
    access.db,
  );
  const { taken, wait } = rows[0]!;
  return taken ? null : Math.max(1, Math.ceil(wait - (share * (burst - 1)) / 1000));
};
