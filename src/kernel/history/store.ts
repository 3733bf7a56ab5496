import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds, epochMilliseconds, type Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Facts, Ref } from '#kernel/decision/model.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';

export interface EventFilter {
  thing?: Ref | undefined;
  /** Any of these; a list of its own, as one thing is found in the order of its index. */
  things?: readonly Ref[] | undefined;
  client?: Id | undefined;
  run?: Id | undefined;
  actor?: Actor | undefined;
  /** `task.started`, or `task.*` for all that happened to tasks. */
  verb?: string | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
  refusals?: 'true' | 'false' | undefined;
}

export interface EventRow {
  id: Id;
  at: Instant;
  actor: Actor;
  for_member: Id | null;
  verb: string;
  thing: Ref;
  root: Ref;
  act_id: Id;
  client_id: Id | null;
  run_id: Id | null;
  facts: Facts;
  private: Facts | null;
  request_id: string;
  address: string | null;
  device: string | null;
  undoable_until: Instant | null;
  undoes: Id | null;
  undone: boolean;
}

export const EVENT_SORTS = ['-at'] as const;
const sorts: Record<'at', SortColumn> = { at: { by: sql`e.id`, type: 'uuid' } };

/** Events under a filter, newest first; those about `hidden` clients are left out (PL-31). */
export const listEvents = async (
  desk: Desk,
  query: ListQuery & EventFilter,
  hidden: readonly Id[],
): Promise<{ items: EventRow[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`e.id`);
  const { rows } = await sql<EventRow & { page_key: string }>`
    select e.id, e.at, e.actor, e.for_member, e.verb, e.thing, e.root, e.act_id, e.client_id, e.run_id, e.facts, e.private,
      e.request_id, e.address, e.device, e.undoable_until, e.undoes, ${pages.key} as page_key,
      exists (select 1 from app.event u where u.practice_id = e.practice_id and u.undoes = e.id) as undone
    from app.event e
    where e.practice_id = ${desk.practice.id} and ${sql.join(conditions(desk, query), sql` and `)} and ${pages.after}
      and ${aboutNoneOf(hidden)}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  return pages.page(rows);
};

/** That `app.event e` is about none of these clients. */
export const aboutNoneOf = (hidden: readonly Id[]): RawBuilder<boolean> =>
  sql<boolean>`(${hidden.length === 0} or e.client_id is null or e.client_id <> all(${hidden}::uuid[]))`;

/** What the filter asks of `app.event e`. */
export const conditions = (desk: Desk, query: EventFilter): RawBuilder<boolean>[] => {
  const { thing, things, client, run, actor, verb, from, to } = query;
  const family = verb?.endsWith('.*') ? verb.slice(0, -1) : null;
  return [
    sql<boolean>`true`,
    thing ? sql<boolean>`(e.thing = ${thing} or (e.root = ${thing} and e.root <> e.thing))` : null,
    things
      ? sql<boolean>`(e.thing = any(${things}::text[]) or (e.root = any(${things}::text[]) and e.root <> e.thing))`
      : null,
    client ? sql<boolean>`e.client_id = ${client}` : null,
    run ? sql<boolean>`e.run_id = ${run}` : null,
    actor ? sql<boolean>`e.actor = ${actor}` : null,
    family ? sql<boolean>`starts_with(e.verb, ${family})` : verb ? sql<boolean>`e.verb = ${verb}` : null,
    from ? sql<boolean>`e.at >= ${from} and ${madeSince(desk, from)}` : null,
    to ? sql<boolean>`e.at < ${to} and ${madeBefore(desk, to)}` : null,
    query.refusals === 'false' ? sql<boolean>`e.verb not like '%.refused'` : null,
  ].filter((condition) => condition !== null);
};

/**
 * An id tells when it was made, so a span of time is a span of the index; an hour of leave covers clocks that differ. In a
 * sandbox the time is another than the ids', so there only `at` counts.
 */
const LEAVE_MS = 3_600_000;
const madeSince = (desk: Desk, from: Instant): RawBuilder<boolean> =>
  desk.practice.kind === 'sandbox' ? sql`true` : sql<boolean>`e.id >= ${lowestId(addMilliseconds(from, -LEAVE_MS))}`;
const madeBefore = (desk: Desk, to: Instant): RawBuilder<boolean> =>
  desk.practice.kind === 'sandbox' ? sql`true` : sql<boolean>`e.id < ${lowestId(addMilliseconds(to, LEAVE_MS))}`;

/** Not above any UUIDv7 that was made at or after the instant. */
export const lowestId = (instant: Instant): Id => {
  const milliseconds = Math.min(Math.max(epochMilliseconds(instant), 0), 2 ** 48 - 1);
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
};

export interface SealRow {
  no: number;
  previous: string;
  hash: string;
  events: number;
  sealed_at: Instant;
}

export const SEAL_SORTS = ['-no'] as const;
const NUMBER: SortColumn = { by: sql`s.no`, type: 'int' };

export const listSeals = async (desk: Desk, query: ListQuery): Promise<{ items: SealRow[]; next: string | null }> => {
  const pages = paging(query, { no: NUMBER }, NUMBER);
  const { rows } = await sql<SealRow & { id: number; page_key: string }>`
    select s.no, s.no as id, s.previous, s.hash, cardinality(s.event_ids) as events, s.sealed_at, ${pages.key} as page_key
    from app.seal s where s.practice_id = ${desk.practice.id} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  return { items: items.map(({ id: _, ...seal }) => seal), next };
};

/** The root of the act an event belongs to. */
export const rootOf = async ({ tx, practice }: Desk, event: Id): Promise<Ref | null> => {
  const { rows } = await sql<{
    root: Ref;
  }>`select root from app.event where practice_id = ${practice.id} and id = ${event}`.execute(tx);
  return rows[0]?.root ?? null;
};
