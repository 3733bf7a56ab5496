import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { BLOCKED, type BlockedCode } from '#workflows/cadence/blocked.ts';
import type { Occurrence } from '#workflows/cadence/model.ts';
import { occurrencesAfter } from '#workflows/cadence/occurrences.ts';
import { sentenceOf } from '#workflows/cadence/sentence.ts';
import { listSeries } from './lists.ts';
import type { ClientOfSeries, Series, StoredOccurrence } from './model.ts';
import { currentVersion, outBecause, planningFor } from './state.ts';
import { loadClients, seriesRows } from './store.ts';

/** A series as its page shows it. Refuses not_found. */
export const readSeries = async (desk: Desk, id: Id, seen: RawBuilder<boolean>) => {
  const one = (await seriesRows(desk, [id])).get(id);
  const { items } = await listSeries(desk, { limit: 1, sort: 'name' }, id);
  if (!one || !items[0]) throw new HttpRefusal(notFound());
  return {
    ...items[0],
    cadence: currentVersion(one).cadence as unknown as Record<string, unknown>,
    published_on: one.published_on,
    ended_because: one.ended_because,
    versions: one.versions.map(({ number, cadence, effective_from, made_by, made_at }) => ({
      number,
      sentence: sentenceOf(cadence),
      effective_from,
      made_by,
      made_at,
    })),
    tags: await tagsOf(desk, one),
    named: await namesOf(desk, one.clients, seen),
    blocked_clients: await blockedOf(desk, id, seen),
  };
};

const tagsOf = async ({ tx, practice }: Desk, { tags }: Series) =>
  (
    await sql<{ id: Id; name: string }>`
      select id, name from app.tag where practice_id = ${practice.id} and id = any(${tags}) order by sort_name, id`.execute(
      tx,
    )
  ).rows;

const namesOf = async ({ tx, practice }: Desk, ids: readonly Id[], seen: RawBuilder<boolean>) =>
  (
    await sql<{ id: Id; name: string }>`
      select p.id, p.display_name as name from app.person p where p.practice_id = ${practice.id} and p.id = any(${ids}) and ${seen}
      order by p.sort_name, p.id`.execute(tx)
  ).rows;

const blockedOf = async ({ tx, practice }: Desk, id: Id, seen: RawBuilder<boolean>) => {
  const { rows } = await sql<{ client: Id; name: string; code: BlockedCode }>`
    select p.id as client, p.display_name as name, c.blocked as code from app.series_client c
    join app.person p on p.practice_id = c.practice_id and p.id = c.client_id
    where c.practice_id = ${practice.id} and c.series_id = ${id} and c.blocked is not null and c.out_because is null and ${seen}
    order by p.sort_name limit 200`.execute(tx);
  return rows.map((row) => ({ ...row, because: BLOCKED[row.code] }));
};

/** A client of a series the caller may see. */
export interface SeenClient {
  id: Id;
  client: Id;
  name: string;
}

/** Those of a series, by name; all, or one. */
export const clientsOf = async (
  { tx, practice }: Desk,
  { series, client, q, most }: { series: Id; client?: Id | undefined; q?: string | undefined; most: number },
  seen: RawBuilder<boolean>,
): Promise<SeenClient[]> => {
  const { rows } = await sql<SeenClient>`
    select c.id, p.id as client, p.display_name as name from app.series_client c
    join app.person p on p.practice_id = c.practice_id and p.id = c.client_id
    where c.practice_id = ${practice.id} and c.series_id = ${series} and ${seen}
      and ${client ? sql`p.id = ${client}` : sql`true`}
      and ${q ? sql`strpos(p.sort_name, ${sortName(q)}) > 0` : sql`true`}
    order by p.sort_name, p.id limit ${most}`.execute(tx);
  return rows;
};

export interface DatesWanted {
  series: Id;
  client?: Id | undefined;
  q?: string | undefined;
  state?: StoredOccurrence['state'] | undefined;
  /** How many dates to come are computed for each client. */
  next: number;
}

/** How many clients' dates one answer holds. */
const CLIENTS_SHOWN = 50;

/** Dates of a series: what happened and is stored, and those to come, computed (CA-37). */
export const datesOfSeries = async (desk: Desk, wanted: DatesWanted, seen: RawBuilder<boolean>) => {
  const clients = await clientsOf(desk, { ...wanted, most: CLIENTS_SHOWN + 1 }, seen);
  const shown = clients.slice(0, CLIENTS_SHOWN);
  const states = await loadClients(
    desk,
    shown.map(({ id }) => ({ id, command: { do: 'settle' } })),
  );
  const items = shown.flatMap(({ id, name }) => rowsOf(states.get(id)!, name, wanted.next));
  return {
    items: wanted.state ? items.filter(({ state }) => state === wanted.state) : items,
    more: clients.length > CLIENTS_SHOWN,
  };
};

const rowsOf = (state: ClientOfSeries, name: string, next: number) => {
  const of = { series_name: state.series.name, name };
  const known = state.occurrences.map((row) => occurrenceRowOf({ ...row, ...of }));
  const first = firstPlanned(state);
  const stand = state.occurrences.filter(({ index, scheduled }) => index !== null && first && scheduled >= first);
  const ahead = [...datesAhead(state).take(Math.max(0, next - stand.length))];
  return [...known, ...ahead.map((one) => computed(state, one, of))].sort((a, b) =>
    a.scheduled < b.scheduled ? -1 : 1,
  );
};

/** The dates of one client after the next one, computed and stored nowhere yet, one by one (CA-37). */
export function* datesAhead(state: ClientOfSeries): Generator<Occurrence> {
  if (outBecause(state) || !state.client) return;
  const from = firstPlanned(state);
  if (!from) return;
  const keys = new Set(state.occurrences.map(({ key }) => key));
  for (const one of occurrencesAfter(planningFor(state), addDays(from, -1)))
    if (!one.skipped && !keys.has(one.key)) yield one;
}

const firstPlanned = ({ occurrences }: ClientOfSeries): PlainDate | undefined =>
  occurrences
    .filter((row) => row.state === 'planned')
    .map(({ scheduled }) => scheduled)
    .sort()[0];

const computed = ({ row }: ClientOfSeries, one: Occurrence, of: { series_name: string; name: string }) => ({
  series: row.series_id,
  client: row.client_id,
  ...of,
  key: one.key,
  scheduled: one.scheduled,
  start: one.start,
  due: one.due,
  deploy_on: one.deploy_on,
  period: one.period,
  shifted_by: one.shifted_by,
  id: null,
  state: 'planned' as const,
  because: null,
  overridden: one.overridden,
  late_at: null,
  retry_at: null,
  run: null,
});

/** A stored one as the API shows it. */
export const occurrenceRowOf = (row: StoredOccurrence & { series_name: string; name: string }) => ({
  series: row.series_id,
  series_name: row.series_name,
  client: row.client_id,
  name: row.name,
  key: row.key,
  scheduled: row.scheduled,
  start: row.start,
  due: row.due,
  deploy_on: row.deploy_on,
  period: row.period_start && row.period_end ? { from: row.period_start, to: row.period_end } : null,
  shifted_by: row.shifted_by,
  id: row.id,
  state: row.state,
  because: row.because,
  overridden: row.override !== null,
  late_at: row.late_at,
  retry_at: row.retry_at,
  run: row.run_id,
});
