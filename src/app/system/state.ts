import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { lowestId } from '#kernel/history/store.ts';

/** What the health page shows beside health itself: versions, workers, what waits, a few small figures (PL-150). */

export interface Versions {
  tickmark: string;
  node: string;
  database: string;
  schema: string;
}

const PACKAGE = fileURLToPath(new URL('../../../package.json', import.meta.url));
const own = existsSync(PACKAGE) ? (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version : '0';

export const versions = async ({ tx }: Desk): Promise<Versions> => {
  const { rows } = await sql<{ database: string; schema: string }>`
    select split_part(current_setting('server_version'), ' ', 1) as database, (select max(name) from meta.migration) as schema`.execute(
    tx,
  );
  return { tickmark: own, node: process.versions.node, ...rows[0]! };
};

export interface WorkerLine {
  id: Id;
  host: string;
  process: number;
  started_at: Instant;
  beat_at: Instant;
  /** No beat for a minute: it was killed, or it hangs. */
  silent: boolean;
}

export const workers = async ({ tx }: Desk): Promise<WorkerLine[]> => {
  const { rows } = await sql<WorkerLine>`
    select id, host, process, started_at, beat_at, beat_at < clock_timestamp() - interval '1 minute' as silent
    from meta.worker where ended_at is null order by started_at desc limit 50`.execute(tx);
  return rows;
};

export interface Waiting {
  /** Timers: due and not yet claimed; asleep until later; when the next one wakes. */
  due: number;
  asleep: number;
  next_at: Instant | null;
  /** Jobs: not begun, under way, failed for good. */
  queued: number;
  under_way: number;
  dead: number;
}

/** What waits in this practice. A sandbox's timers follow its own clock, so they are due by that. */
export const waiting = async ({ tx, practice, now }: Desk): Promise<Waiting> => {
  const { rows } = await sql<Waiting>`
    select t.*, j.* from
      (select count(*) filter (where due_at <= ${now})::int as due, count(*) filter (where due_at > ${now})::int as asleep,
        min(due_at) filter (where due_at > ${now}) as next_at
       from app.timer where practice_id = ${practice.id} and state = 'waiting') t,
      (select coalesce(sum(n) filter (where name <> 'dead' and state < 'active'), 0)::int as queued,
        coalesce(sum(n) filter (where name <> 'dead' and state = 'active'), 0)::int as under_way,
        count(*) filter (where name = 'dead')::int as dead
       from pgboss.job cross join lateral (select coalesce(jsonb_array_length(data->'each'), 1) as n) things where state <= 'active' and data->>'practice_id' = ${practice.id}) j`.execute(
    tx,
  );
  return rows[0]!;
};

/** One bar of a figure: from `at` on, an hour long. */
export interface Hour {
  at: Instant;
  n: number;
}
export interface Figures {
  by_people: Hour[];
  by_machine: Hour[];
  refused: Hour[];
  /** The next 24 hours. */
  due: Hour[];
}

const HOUR = 3_600_000;

/** 24 hours back from now, and ahead: by the real clock, which no practice can move, but for what a sandbox has due. */
export const figures = async (desk: Desk): Promise<Figures> => {
  const { rows } = await sql<{ here: Instant; own: Instant }>`
    select date_trunc('hour', clock_timestamp())::timestamptz(3) as here, date_trunc('hour', ${desk.now}::timestamptz)::timestamptz(3) as own`.execute(
    desk.tx,
  );
  const { here, own: ahead } = rows[0]!;
  const [events, due] = await Promise.all([eventsByHour(desk, here), dueByHour(desk, ahead)]);
  const past = (pick: (row: EventHour) => number) => spread(addMilliseconds(here, -23 * HOUR), events, pick);
  return {
    by_people: past((row) => row.people),
    by_machine: past((row) => row.machine),
    refused: past((row) => row.refused),
    due: spread(ahead, due, (row) => row.n),
  };
};

interface EventHour {
  at: Instant;
  people: number;
  machine: number;
  refused: number;
}

/** An id tells when it was made, so this reads the last day alone. */
const eventsByHour = async ({ tx, practice }: Desk, here: Instant): Promise<EventHour[]> => {
  const { rows } = await sql<EventHour>`
    with made as (
      select ('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 3600000 as hour, verb, actor from app.event
      where practice_id = ${practice.id} and id >= ${lowestId(addMilliseconds(here, -23 * HOUR))})
    select to_timestamp(hour * 3600)::timestamptz(3) as at,
      count(*) filter (where verb not like '%.refused' and actor not like 'system:%')::int as people,
      count(*) filter (where verb not like '%.refused' and actor like 'system:%')::int as machine,
      count(*) filter (where verb like '%.refused')::int as refused
    from made group by hour`.execute(tx);
  return rows;
};

const dueByHour = async ({ tx, practice }: Desk, from: Instant): Promise<Hour[]> => {
  const { rows } = await sql<Hour>`
    select date_trunc('hour', due_at)::timestamptz(3) as at, count(*)::int as n from app.timer
    where practice_id = ${practice.id} and state = 'waiting' and due_at >= ${from} and due_at < ${addMilliseconds(from, 24 * HOUR)}
    group by 1`.execute(tx);
  return rows;
};

/** 24 hours in order, those without a row with 0. */
const spread = <Row extends { at: Instant }>(
  from: Instant,
  rows: readonly Row[],
  pick: (row: Row) => number,
): Hour[] => {
  const found = new Map(rows.map((row) => [row.at, pick(row)]));
  return Array.from({ length: 24 }, (_, n) => addMilliseconds(from, n * HOUR)).map((at) => ({
    at,
    n: found.get(at) ?? 0,
  }));
};
