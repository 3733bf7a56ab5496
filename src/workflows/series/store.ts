import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import { clientFactsOf, practiceDays } from '#workflows/cadence/store.ts';
import { decide as decideClient } from './client-rules.ts';
import type {
  ClientCommand,
  ClientOfSeries,
  Series,
  SeriesClient,
  SeriesCommand,
  SeriesRoot,
  StoredOccurrence,
  WorkflowFacts,
} from './model.ts';
import { decide, derived, evolve } from './rules.ts';
import { evolve as evolveClient } from './story.ts';

/** Series: what repeats. Its clients are roots of their own, so that thousands of them are decided and written together. */
export const series: Room<SeriesRoot, SeriesCommand> = {
  name: 'series',
  kinds: {
    series: {
      table: 'app.series',
      find: (state) => state.series,
      derive: (row) => ({ sort_name: sortName((row as Series).name), ...derived(row as Series) }),
    },
  },
  load: async (desk, wanted) => {
    const found = await seriesRows(
      desk,
      wanted.map(({ id }) => id),
    );
    for (const { id, command } of wanted)
      if (command.do === 'publish' && !found.has(id)) found.set(id, blankSeries(id, command.workflow_id));
    const workflows = await workflowsOf(
      desk,
      [...found.values()].map(({ workflow_id }) => workflow_id),
    );
    const practice = await practiceDays(desk);
    return new Map(
      [...found.values()].map((row) => [
        row.id,
        { series: row, workflow: workflows.get(row.workflow_id) ?? null, practice },
      ]),
    );
  },
  decide,
  evolve,
  search: ({ series: { id, name } }) => ({
    keep: [
      {
        kind: 'series',
        thing_id: id,
        title: name,
        url: `/cadences/${id}`,
        words: [name],
        module: 'workflows',
        about_client: false,
      },
    ],
    drop: [],
  }),
};

export const seriesClients: Room<ClientOfSeries, ClientCommand> = {
  name: 'series_client',
  kinds: {
    series_client: { table: 'app.series_client', find: (state) => state.row },
    occurrence: { table: 'app.occurrence', find: (state, id) => state.occurrences.find((row) => row.id === id) },
  },
  load: (desk, wanted) => loadClients(desk, wanted),
  decide: decideClient,
  evolve: evolveClient,
};

const blankSeries = (id: Id, workflow_id: Id): Series => ({
  id,
  version: 0,
  workflow_id,
  name: '',
  owner_id: null,
  published_on: '',
  versions: [],
  clients: [],
  tags: [],
  pauses: [],
  ended_at: null,
  ended_because: null,
});

export const seriesRows = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Series>> => {
  const { rows } = await sql<Series>`
    select id, version, workflow_id, name, owner_id, published_on, versions, clients, tags, pauses, ended_at, ended_because
    from app.series where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

const workflowsOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, WorkflowFacts>> => {
  const { rows } = await sql<WorkflowFacts & { id: Id }>`
    select id, name, "on", archived_at is not null as archived, current_version from app.workflow
    where practice_id = ${practice.id} and id = any(${ids}) and deleted_at is null`.execute(tx);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
};

export const loadClients = async (
  desk: Desk,
  wanted: readonly Wanted<ClientCommand>[],
): Promise<Map<Id, ClientOfSeries>> => {
  const rows = await clientRows(desk, wanted);
  const all = await seriesRows(desk, [...new Set([...rows.values()].map(({ series_id }) => series_id))]);
  const workflows = await workflowsOf(
    desk,
    [...all.values()].map(({ workflow_id }) => workflow_id),
  );
  const ids = [...rows.values()].map(({ client_id }) => client_id);
  const facts = await clientFactsOf(desk, ids, sql<boolean>`true`);
  const about = await standingOf(desk, [...rows.values()]);
  const occurrences = await occurrencesOf(desk, wanted);
  const practice = await practiceDays(desk);
  return new Map(
    [...rows.values()].flatMap((row): [Id, ClientOfSeries][] => {
      const one = all.get(row.series_id);
      const known = facts.get(row.client_id);
      const stands = about.get(row.client_id);
      if (!one) return [];
      const state: ClientOfSeries = {
        row,
        series: one,
        workflow: workflows.get(one.workflow_id) ?? null,
        client: known && stands ? { name: known.name, facts: known.facts, ...stands } : null,
        named: stands?.records.some((id) => one.clients.includes(id)) ?? false,
        occurrences: occurrences.get(row.id) ?? [],
        running: stands?.running.includes(row.id) ?? false,
        practice,
      };
      return [[row.id, state]];
    }),
  );
};

/** With a row for everyone who is about to join. */
const clientRows = async (
  { tx, practice }: Desk,
  wanted: readonly Wanted<ClientCommand>[],
): Promise<Map<Id, SeriesClient>> => {
  const { rows } = await sql<SeriesClient>`
    select id, version, series_id, client_id, joined_at, published_on, facts, last_event, from_day, blocked, out_because, over
    from app.series_client where practice_id = ${practice.id} and id = any(${wanted.map(({ id }) => id)})`.execute(tx);
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const { id, command } of wanted)
    if (command.do === 'join' && !found.has(id)) found.set(id, blankClient(id, command));
  return found;
};

const blankClient = (id: Id, { series: series_id, client }: Extract<ClientCommand, { do: 'join' }>): SeriesClient => ({
  id,
  version: 0,
  series_id,
  client_id: client,
  joined_at: '',
  published_on: '',
  facts: null,
  last_event: null,
  from_day: null,
  blocked: null,
  out_because: null,
  over: false,
});

interface Standing {
  active: boolean;
  tags: Id[];
  /** The client and all it absorbed. */
  records: Id[];
  /** Rows of series whose last run on it is open. */
  running: Id[];
}

const standingOf = async ({ tx, practice }: Desk, rows: readonly SeriesClient[]): Promise<Map<Id, Standing>> => {
  const { rows: found } = await sql<Standing & { id: Id }>`
    with running as materialized (
      select o.client_id, array_agg(distinct o.series_client_id) as rows from app.occurrence o
      join app.run r on r.practice_id = o.practice_id and r.id = o.run_id and r.ended_at is null
      where o.practice_id = ${practice.id} and o.state = 'deployed' and o.series_client_id = any(${rows.map(({ id }) => id)})
      group by o.client_id)
    select p.id, p.inactive_since is null as active,
      array(select t.id from app.tag t where t.practice_id = p.practice_id and t.id = any(p.tags) and t.deleted_at is null) as tags,
      array(select app.records_of(p.practice_id, p.id)) as records,
      coalesce(running.rows, '{}') as running
    from app.person p left join running on running.client_id = p.id where p.practice_id = ${practice.id} and p.id = any(${rows.map(({ client_id }) => client_id)})`.execute(
    tx,
  );
  return new Map(found.map(({ id, ...row }) => [id, row]));
};

/** How many settled ones are looked at: enough to go on from the last, however long ago it was; and all after what is planned. */
const LATEST = 24;

const occurrencesOf = async (
  { tx, practice, now }: Desk,
  wanted: readonly Wanted<ClientCommand>[],
): Promise<Map<Id, StoredOccurrence[]>> => {
  const keys = wanted.flatMap(({ command }) => ('key' in command ? [command.key] : []));
  const { rows } = await sql<StoredOccurrence>`
    select id, version, series_client_id, series_id, client_id, key, index, scheduled, start, due, period_start, period_end, deploy_on,
      wakes_at, shifted_by, cadence_version, state, reason, because, override, late_at, attempt, retry_at, run_id
    from (select o.*, row_number() over (partition by o.series_client_id order by o.scheduled desc) as nth,
        min(o.scheduled) filter (where o.state = 'planned') over (partition by o.series_client_id) as first_planned
      from app.occurrence o
      where o.practice_id = ${practice.id} and o.series_client_id = any(${wanted.map(({ id }) => id)})) o
    where nth <= ${LATEST} or state not in ('deployed', 'skipped', 'cancelled') or override is not null or key = any(${keys})
      or scheduled >= first_planned or wakes_at > ${now}
    order by scheduled, id`.execute(tx);
  return Map.groupBy(rows, ({ series_client_id }) => series_client_id);
};
