import type { Id } from '#ground/id.ts';
import type { Context, Effect, Event } from '#kernel/decision/model.ts';
import { changed, changedAmong, creation, difference, kindOf, ref } from '#kernel/decision/rules.ts';
import type { Key, Occurrence } from '#workflows/cadence/model.ts';
import type { ClientOfSeries, SeriesClient, StoredOccurrence, Verb } from './model.ts';

/** What one decision about a client of a series does, step by step. */
export interface Story {
  state: ClientOfSeries;
  events: Event[];
  effects: Effect[];
  context: Context;
}

export const story = (state: ClientOfSeries, context: Context): Story => ({ state, context, events: [], effects: [] });

export const evolve = (state: ClientOfSeries, event: Event): ClientOfSeries =>
  kindOf(event.thing) === 'occurrence'
    ? { ...state, occurrences: changedAmong(state.occurrences, event) }
    : { ...state, row: changed(state.row, event) };

const tell = (told: Story, event: Event): void => {
  told.events.push(event);
  told.state = evolve(told.state, event);
};

/** Tells of the client's own row; nothing where nothing differs. */
export const tellClient = (told: Story, verb: Verb, set: Partial<SeriesClient>): void => {
  const { row } = told.state;
  const facts = difference(row, set as never);
  if (Object.keys(facts).length)
    tell(told, { verb, thing: ref('series_client', row.id), facts, client_id: row.client_id });
};

/** Tells of an occurrence that is stored; nothing where nothing differs. */
export const tellOccurrence = (
  told: Story,
  verb: Verb,
  { row, set }: { row: StoredOccurrence; set: Partial<StoredOccurrence> },
): void => {
  const facts = difference(row, set as never);
  if (Object.keys(facts).length) tell(told, about(told, verb, row, facts));
};

/** Tells of an occurrence that is stored from now on. */
export const tellNew = (told: Story, verb: Verb, of: Omit<StoredOccurrence, 'id' | 'version'>): StoredOccurrence => {
  const id: Id = told.context.newId();
  tell(told, about(told, verb, { ...of, id, version: 0 }, creation(of)));
  return told.state.occurrences.find((row) => row.id === id)!;
};

/** Plans and moves are no news on the client's timeline: what became of them is. */
const QUIET: readonly Verb[] = ['occurrence.planned', 'occurrence.moved', 'occurrence.queued'];

const about = (told: Story, verb: Verb, row: StoredOccurrence, facts: Event['facts']): Event => {
  const run = facts.run_id?.[1];
  return {
    verb,
    thing: ref('occurrence', row.id),
    facts: { ...facts, ...(verb !== 'occurrence.planned' && facts.key === undefined && { key: [row.key, row.key] }) },
    ...(!QUIET.includes(verb) && { client_id: told.state.row.client_id }),
    ...(typeof run === 'string' && verb === 'occurrence.created' && { run_id: run }),
  };
};

export const stored = (state: ClientOfSeries, key: Key): StoredOccurrence | undefined =>
  state.occurrences.find((row) => row.key === key);

/** The row of a date as the cadence gives it now. */
export const rowOf = (
  { row }: ClientOfSeries,
  one: Occurrence,
  rest: Pick<StoredOccurrence, 'state'> & Partial<StoredOccurrence>,
): Omit<StoredOccurrence, 'id' | 'version'> => ({
  series_client_id: row.id,
  series_id: row.series_id,
  client_id: row.client_id,
  ...datesOf(one),
  reason: null,
  because: null,
  override: null,
  late_at: null,
  attempt: 0,
  retry_at: null,
  run_id: null,
  ...rest,
});

export const datesOf = (one: Occurrence) => ({
  key: one.key,
  index: one.index,
  scheduled: one.scheduled,
  start: one.start,
  due: one.due,
  period_start: one.period?.from ?? null,
  period_end: one.period?.to ?? null,
  deploy_on: one.deploy_on,
  wakes_at: one.wakes_at,
  shifted_by: one.shifted_by,
  cadence_version: one.cadence_version,
});
