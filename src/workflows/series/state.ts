import { type Instant, latest, type PlainDate } from '#ground/time.ts';
import { CLIENT_INACTIVE } from '#workflows/cadence/blocked.ts';
import { dateOfKey } from '#workflows/cadence/keys.ts';
import type { CadenceVersion, Key, Override, Planning } from '#workflows/cadence/model.ts';
import { occurrencesAfter } from '#workflows/cadence/occurrences.ts';
import type { ClientOfSeries, OutCode, Series, SeriesState, StoredOccurrence } from './model.ts';

/** Questions about a series and its clients, each answered from what is stored. */

export const stateOf = ({ ended_at, pauses }: Pick<Series, 'ended_at' | 'pauses'>): SeriesState =>
  ended_at ? 'ended' : pauses.some(({ to }) => to === null) ? 'paused' : 'active';

export const currentVersion = <V>({ versions }: { versions: readonly V[] }): V => versions.at(-1)!;

/** All that this client's dates depend on (CA-38). */
export const planningFor = ({ row, series, client, occurrences, practice }: ClientOfSeries): Planning =>
  ownTurns({
    versions: series.versions,
    published_on: row.published_on,
    facts: client!.facts,
    practice,
    overrides: overridesOf(occurrences),
    ...(row.last_event && { last_event: row.last_event }),
  });

/** A version that begins with an event begins, for each client, with its own event on that day or the next one after (CA-53). */
export const ownTurns = (planning: Planning): Planning => {
  if (planning.versions.length === 1 || currentVersion(planning).cadence.kind !== 'event') return planning;
  const versions: CadenceVersion[] = [];
  for (const version of planning.versions) {
    const from = versions.length ? version.effective_from && dateOfKey(version.effective_from) : null;
    const after = from ? lastBefore({ ...planning, versions: [...versions] }, from) : version.after;
    if (from && !after) versions.length = 0;
    versions.push({ ...version, after });
  }
  return { ...planning, versions };
};

const lastBefore = (planning: Planning, event: PlainDate): PlainDate | null => {
  let last: PlainDate | null = null;
  for (const { key, scheduled } of occurrencesAfter(planning)) {
    if ((dateOfKey(key) ?? '') >= event) break;
    last = scheduled;
  }
  return last;
};

const overridesOf = (occurrences: readonly StoredOccurrence[]): Record<Key, Override> =>
  Object.fromEntries(occurrences.flatMap(({ key, override }) => (override ? [[key, override]] : [])));

/** Why nothing is made for this client, whatever its dates are; null where it takes part (CA-39, CA-40). */
export const outBecause = ({ series, client, named, workflow }: ClientOfSeries): OutCode | null => {
  if (series.ended_at) return 'series_ended';
  if (!client) return 'client_gone';
  if (!named && !client.tags.some((tag) => series.tags.includes(tag))) return 'no_longer_tagged';
  if (!client.active) return 'client_inactive';
  return workflow?.on && !workflow.archived ? null : 'workflow_off';
};

export const OUT: Readonly<Record<OutCode, string>> = {
  series_ended: 'The series ended.',
  client_gone: 'The client is no longer there.',
  no_longer_tagged: 'No longer tagged.',
  client_inactive: CLIENT_INACTIVE,
  workflow_off: 'The workflow is switched off.',
};

/** Neither made nor let go. */
export const isLive = ({ state }: Pick<StoredOccurrence, 'state'>): boolean =>
  ['planned', 'ready', 'queued', 'deferred', 'failed'].includes(state);

/** What was taken away from outside comes back with its cause; what somebody skipped stays skipped. */
export const isRestorable = ({ state, run_id }: Pick<StoredOccurrence, 'state' | 'run_id'>): boolean =>
  state === 'cancelled' && !run_id;

/**
 * The scheduled date up to which everything is dealt with: dates after it may still have to be made. What is planned counts as
 * not dealt with, and so does what somebody created or skipped ahead of its time, as dates before it may still come.
 */
export const dealtWith = ({ row, occurrences }: ClientOfSeries, now: Instant): PlainDate | undefined => {
  const planned = occurrences.filter(({ state, index }) => state === 'planned' && index !== null);
  const done = occurrences.filter(
    ({ state, index, wakes_at }) => index !== null && !['planned', 'cancelled'].includes(state) && wakes_at <= now,
  );
  const first = planned.map(({ scheduled }) => scheduled).sort()[0];
  const before = done.map(({ scheduled }) => scheduled).filter((date) => !first || date < first);
  return latest(row.from_day, ...before) ?? undefined;
};
