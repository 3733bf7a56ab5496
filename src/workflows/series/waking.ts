import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** When series wake, and whose news wakes them before. */

/** The earliest date or try of an active series; null while nothing is planned. */
export const nextWake = async ({ tx, practice }: Desk, id: Id): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Instant | null }>`
    select min(coalesce(o.retry_at, o.wakes_at)) as at from app.occurrence o
    join app.series s on s.practice_id = o.practice_id and s.id = o.series_id and s.state = 'active'
    where o.practice_id = ${practice.id} and o.series_id = ${id}
      and (o.state = 'planned' or (o.state = 'failed' and o.retry_at is not null))`.execute(tx);
  return rows[0]?.at ?? null;
};

/**
 * Every client had its last date, and nobody can come any more: those by tag may as long as the rule gives dates, which is as
 * long as one of those who are here would get one (CA-32).
 */
export const isRunOut = async ({ tx, practice }: Desk, id: Id): Promise<boolean> => {
  const { rows } = await sql<{ over: boolean }>`
    select s.state = 'active' and count(c.id) > 0 and coalesce(bool_and(c.over and c.blocked is null and c.out_because is null), false)
      and not exists (select 1 from app.occurrence o where o.practice_id = s.practice_id and o.series_id = s.id
        and o.state in ('planned', 'ready', 'queued', 'deferred', 'failed')) as over
    from app.series s left join app.series_client c on c.practice_id = s.practice_id and c.series_id = s.id
    where s.practice_id = ${practice.id} and s.id = ${id} group by s.practice_id, s.id, s.state`.execute(tx);
  return rows[0]?.over ?? false;
};

/** Series that are about these clients now, or were, or by one of their tags could be (CA-16, CA-39, CA-40). */
export const seriesAbout = async ({ tx, practice }: Desk, clients: readonly Id[]): Promise<Id[]> => {
  if (!clients.length) return [];
  const { rows } = await sql<{ id: Id }>`
    select s.id from app.series s where s.practice_id = ${practice.id} and s.ended_at is null and (
      s.clients && ${clients}::uuid[]
      or exists (select 1 from app.series_client c where c.practice_id = s.practice_id and c.series_id = s.id and c.client_id = any(${clients}))
      or exists (select 1 from app.person p where p.practice_id = s.practice_id and p.id = any(${clients}) and p.tags && s.tags))
    order by s.id`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Series whose deferred work waits for one of these runs (CA-44). */
export const seriesWaiting = async ({ tx, practice }: Desk, runs: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select distinct o.series_id as id from app.occurrence o where o.practice_id = ${practice.id} and o.run_id = any(${runs})
      and exists (select 1 from app.occurrence w where w.practice_id = o.practice_id and w.series_client_id = o.series_client_id
        and w.state = 'deferred')`.execute(tx);
  return rows.map(({ id }) => id);
};

export const seriesOfWorkflows = async ({ tx, practice }: Desk, workflows: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.series where practice_id = ${practice.id} and ended_at is null and workflow_id = any(${workflows})`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

export const openSeries = async ({ tx, practice }: Desk): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.series where practice_id = ${practice.id} and ended_at is null`.execute(tx);
  return rows.map(({ id }) => id);
};

export const seriesOwnedBy = async ({ tx, practice }: Desk, member: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.series where practice_id = ${practice.id} and ended_at is null and owner_id = ${member}`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};
