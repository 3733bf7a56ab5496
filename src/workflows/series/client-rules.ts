import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision, Effect, Refusal } from '#kernel/decision/model.ts';
import { accept, notFound, ref, refused } from '#kernel/decision/rules.ts';
import { blockedBy } from '#workflows/cadence/blocked.ts';
import { changeOne } from '#workflows/cadence/changes.ts';
import { keyOfNow } from '#workflows/cadence/keys.ts';
import type { Key, Override } from '#workflows/cadence/model.ts';
import { occurrenceNow, occurrenceOf } from '#workflows/cadence/occurrences.ts';
import type { ClientCommand, ClientOfSeries, StoredOccurrence, Verb } from './model.ts';
import { settle } from './settle.ts';
import { currentVersion, OUT, outBecause, planningFor, stateOf } from './state.ts';
import { datesOf, rowOf, type Story, stored, story, tellClient, tellNew, tellOccurrence } from './story.ts';

/** How long after each failure it is tried again; then it waits for a person (CA-42). */
const RETRIES_MINUTES = [1, 5, 15, 60];

/**
 * Everything that happens to one client of a series. Refuses `not_found` for a date the cadence does not give, `already_made` for
 * one whose run exists, `not_taking_part` for a client that has left or is blocked, and what `changeOne` refuses.
 */
export const decide = (state: ClientOfSeries, command: ClientCommand, context: Context): Decision => {
  const told = story(state, context);
  switch (command.do) {
    case 'join':
      return join(told, command);
    case 'settle':
      return settle(state, context);
    case 'created':
      return become(told, command.key, 'occurrence.created', { state: 'deployed', run_id: command.run, ...CLEAR });
    case 'refused':
      return become(told, command.key, 'occurrence.skipped', {
        state: 'skipped',
        reason: command.code,
        because: command.because,
        run_id: command.run,
      });
    case 'defer':
      return become(told, command.key, 'occurrence.deferred', { state: 'deferred' });
    case 'failed':
      return fail(told, command);
    case 'rematch':
      return rematch(told, command);
    case 'create':
    case 'create_now':
    case 'skip':
    case 'restore':
    case 'override':
      return byHand(told, command);
    default:
      return command satisfies never;
  }
};

const CLEAR = { reason: null, because: null, retry_at: null } as const;

const done = ({ events, effects }: Story): Decision => accept(events, effects);

const join = (told: Story, { series, client, first, also_now }: Extract<ClientCommand, { do: 'join' }>): Decision => {
  if (told.state.row.version) return accept([]);
  const { published_on, versions } = told.state.series;
  tellClient(told, 'series_client.joined', {
    series_id: series,
    client_id: client,
    joined_at: first ? versions[0]!.made_at : told.context.now,
    published_on: first ? published_on : told.context.today,
  });
  if (also_now && !takesPart(told.state)) extra(told);
  return followed(told);
};

/** The answer to a launch: only what is still queued takes it. */
const become = (told: Story, key: Key, verb: Verb, set: Partial<StoredOccurrence>): Decision => {
  const row = stored(told.state, key);
  if (row?.state === 'queued') tellOccurrence(told, verb, { row, set });
  return done(told);
};

const fail = (told: Story, { key, because }: Extract<ClientCommand, { do: 'failed' }>): Decision => {
  const row = stored(told.state, key);
  if (row?.state !== 'queued') return accept([]);
  const minutes = RETRIES_MINUTES[row.attempt];
  const retry_at = minutes === undefined ? null : addMilliseconds(told.context.now, minutes * 60_000);
  tellOccurrence(told, 'occurrence.failed', {
    row,
    set: { state: 'failed', reason: 'failed', because, attempt: row.attempt + 1, retry_at },
  });
  if (!retry_at) told.effects.push(...needsAttention(told));
  return done(told);
};

const needsAttention = ({ state: { series, client } }: Story): Effect[] =>
  series.owner_id
    ? [
        {
          do: 'notify',
          member: series.owner_id,
          verb: 'series.failed',
          thing: ref('series', series.id),
          title: `«${series.name}» could not be created for ${client?.name ?? 'a client'}`,
          url: `/cadences/${series.id}`,
        },
      ]
    : [];

type ByHand = Extract<ClientCommand, { do: 'create' | 'create_now' | 'skip' | 'restore' | 'override' }>;

const byHand = (told: Story, command: ByHand): Decision => {
  const no = takesPart(told.state) ?? (command.do.startsWith('create') ? isGoing(told.state) : null);
  if (no) return no;
  switch (command.do) {
    case 'create_now':
      return createNow(told);
    case 'override':
      return override(told, command);
    default: {
      const row = standing(told, command.key);
      if ('yes' in row) return row;
      if (row.state === 'deployed') return ALREADY_MADE;
      tellOccurrence(told, VERBS[command.do], { row, set: SETS[command.do](command, isPast(told, row)) });
      return followed(told);
    }
  }
};

const ALREADY_MADE = refused('already_made', 'Its run exists. Open the run to change it there.');
const VERBS = { create: 'occurrence.queued', skip: 'occurrence.skipped', restore: 'occurrence.restored' } as const;
const SETS = {
  create: (): Partial<StoredOccurrence> => ({ state: 'queued', ...CLEAR }),
  skip: (command: ByHand): Partial<StoredOccurrence> => ({
    state: 'skipped',
    reason: 'by_hand',
    because: ('reason' in command && command.reason) || 'Skipped by hand.',
    retry_at: null,
  }),
  /** At once where its time has passed. */
  restore: (_: ByHand, past: boolean): Partial<StoredOccurrence> => ({ state: past ? 'queued' : 'planned', ...CLEAR }),
};

const isPast = ({ context, state }: Story, { wakes_at }: StoredOccurrence): boolean =>
  wakes_at <= context.now && stateOf(state.series) === 'active';

const isGoing = ({ series }: ClientOfSeries): Refusal | null =>
  stateOf(series) === 'paused' ? refused('paused', 'The series is paused. Resume it first.') : null;

const takesPart = (state: ClientOfSeries): Refusal | null => {
  const out = outBecause(state);
  if (out) return refused('not_taking_part', OUT[out]);
  return blockedBy(currentVersion(state.series).cadence, state.client!.facts)
    ? refused('not_taking_part', 'Something is not known about this client that the dates need: fill it in first.')
    : null;
};

/** The row of a date, stored from now on where it was only computed (CA-37). */
const standing = (told: Story, key: Key): StoredOccurrence | Refusal => {
  const row = stored(told.state, key);
  if (row) return row;
  const one = occurrenceOf(planningFor(told.state), key);
  if (!one) return notFound('This date is not one of the series any more.');
  return tellNew(told, 'occurrence.planned', rowOf(told.state, one, { state: 'planned' }));
};

const createNow = (told: Story): Decision => {
  if (stored(told.state, keyOfNow(told.context.today))) return ALREADY_MADE;
  extra(told);
  return done(told);
};

/** Out of turn, with today as its date. */
const extra = (told: Story): void => {
  const one = occurrenceNow(planningFor(told.state), told.context.today);
  tellNew(told, 'occurrence.queued', rowOf(told.state, one, { state: 'queued' }));
};

const override = (told: Story, { key, set }: { key: Key; set: Override | null }): Decision => {
  const row = standing(told, key);
  if ('yes' in row) return row;
  if (row.state === 'deployed') return ALREADY_MADE;
  const changed = changeOne(planningFor(told.state), key, set);
  if (!changed.yes) return changed;
  const one = occurrenceOf(changed.planning, key)!;
  tellOccurrence(told, 'occurrence.changed', { row, set: { ...datesOf(one), override: set } });
  return followed(told);
};

/** A date that was only planned where a run goes now takes the place the run had, and is let go. */
const rematch = (told: Story, { runs }: Extract<ClientCommand, { do: 'rematch' }>): Decision => {
  const rows = runs.map(({ from_key, to }) => ({ row: stored(told.state, from_key)!, to }));
  const taken = rows
    .map(({ to }) => stored(told.state, to.key))
    .filter((row) => row && !runs.some(({ from_key }) => from_key === row.key)) as StoredOccurrence[];
  const free = runs.map(({ from_key }) => from_key).filter((key) => !runs.some(({ to }) => to.key === key));
  for (const { row, to } of rows) tellOccurrence(told, 'occurrence.changed', { row, set: datesOf(to) });
  for (const [i, row] of taken.entries())
    tellOccurrence(told, 'occurrence.cancelled', {
      row,
      set: { key: free[i]!, state: 'cancelled', reason: 'replanned', because: 'Another date took its place.' },
    });
  return done(told);
};

/** What follows at once: a restored one whose time has passed is made, the next one is planned. */
const followed = (told: Story): Decision => {
  const settled = settle(told.state, told.context);
  return accept([...told.events, ...settled.events], [...told.effects, ...settled.effects]);
};
