import type { Id } from '#ground/id.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { type Comparison, changeLater, compare, type Rematch, rematch } from '#workflows/cadence/changes.ts';
import { dateOfKey } from '#workflows/cadence/keys.ts';
import { refuseCadence } from '#workflows/cadence/limits.ts';
import { type Lost, lostBy, withKept } from '#workflows/cadence/lost.ts';
import type { Cadence, CadenceVersion, Key, Override, Planning } from '#workflows/cadence/model.ts';
import { occurrenceOf } from '#workflows/cadence/occurrences.ts';
import type { ClientOfSeries, Series } from './model.ts';
import type { SeenClient } from './reading.ts';
import { ownTurns, planningFor } from './state.ts';

/** A change of a cadence in force, worked out and not yet saved (CA-51 … CA-54). */

export type Scope = 'this' | 'later' | 'all';

export interface AskedChange {
  series: Id;
  scope: Scope;
  from_key: Key;
  cadence: Cadence;
  /** Of what was set by hand on dates that go away: what is dropped. The rest is kept on the nearest date (CA-52). */
  let_go?: readonly { client: Id; key: Key }[] | undefined;
}

export interface ClientChange extends SeenClient, Comparison {
  lost: (Lost & { kept: boolean })[];
  /** Runs that were made and not begun take new dates. */
  runs: Rematch[];
  /** What «this one» sets by hand. */
  set: Override | null;
}

export interface WorkedOut {
  yes: true;
  series: Series;
  versions: CadenceVersion[];
  clients: ClientChange[];
  /** Clients the caller may not see (CA-56). */
  hidden: number;
}

/** A client that takes part, as far as a change asks. */
export interface Part {
  client: SeenClient;
  state: ClientOfSeries;
  runs: { not_begun: Key[]; begun: Key[] };
}

/**
 * What a change does to every client's dates. Refuses `nothing_planned` where no date is left to change, an unknown key, and what
 * the cadence's limits refuse.
 */
export const decided = (
  asked: AskedChange,
  { series, parts, hidden, today }: { series: Series; parts: readonly Part[]; hidden: number; today: string },
): WorkedOut | Refusal => {
  const from_key = asked.scope === 'all' ? firstNotBegun(parts) : asked.from_key;
  if (!from_key)
    return refused(
      'nothing_planned',
      'Nothing is planned any more, and every run has begun: there is nothing to change.',
    );
  const changed = newVersions(parts, from_key, asked.cadence);
  if ('because' in changed) return changed;
  const clients = parts.flatMap(({ client, state, runs }): ClientChange[] => {
    const before = planningFor(state);
    const after = ownTurns({ ...before, versions: changed.versions });
    if (asked.scope === 'this') {
      const set = overrideBy(after, asked.from_key);
      if (!set || !occurrenceOf(before, asked.from_key)) return [];
      const one = { ...before, overrides: { ...before.overrides, [asked.from_key]: set } };
      return [{ ...client, ...compare(before, one, today), lost: [], runs: [], set }];
    }
    const number = changed.versions.at(-1)!.number;
    const rematched = asked.scope === 'all' ? rematch(after, number, runs) : [];
    const lost = lostHere({ client, state, runs }, { before, after, taken: rematched.map(({ to }) => to.key) }, asked);
    const kept = withKept(
      after,
      lost.filter((one) => one.kept),
    );
    return [{ ...client, ...compare(before, kept, today), lost, runs: rematched, set: null }];
  });
  return clients.length
    ? { yes: true, series, versions: asked.scope === 'this' ? [] : changed.versions, clients, hidden }
    : notFound('This date is not one of the series any more.');
};

/** Where its run exists nothing is lost, and nothing can be set. */
const lostHere = (
  { client, state: { occurrences } }: Part,
  { before, after, taken }: { before: Planning; after: Planning; taken: readonly Key[] },
  { let_go = [] }: AskedChange,
): ClientChange['lost'] => {
  const stored = new Map(occurrences.map(({ key, state }) => [key, state]));
  const free = (key: Key) => (stored.get(key) ?? 'planned') === 'planned' && !taken.includes(key);
  return lostBy(before, after, free)
    .filter(({ key }) => stored.get(key) === 'planned')
    .map((one) => ({
      ...one,
      kept: one.nearest !== null && !let_go.some(({ client: of, key }) => of === client.client && key === one.key),
    }));
};

/** Of the clients that have this date, the one whose earlier dates reach farthest back says what came before it. */
const newVersions = (
  parts: readonly Part[],
  from_key: Key,
  cadence: Cadence,
): { versions: CadenceVersion[] } | Refusal => {
  let best: Planning | null = null;
  for (const { state } of parts) {
    const planning = { ...planningFor(state), published_on: state.series.published_on };
    const changed = changeLater(planning, from_key, cadence);
    if (!changed.yes) continue;
    if (!best || changed.planning.versions.length > best.versions.length) best = changed.planning;
  }
  if (!best) return notFound('This date is not one of the series any more.');
  const no = refuseCadence(best.versions.at(-1)!.cadence, best);
  return no ?? { versions: [...best.versions] };
};

const overrideBy = (after: Planning, key: Key): Override | null => {
  const one = occurrenceOf(after, key);
  return one && { start: one.start, due: one.due, period: one.period };
};

const firstNotBegun = (parts: readonly Part[]): Key | null => {
  const keys = parts.flatMap(({ state, runs }) => [
    ...runs.not_begun,
    ...state.occurrences.filter((row) => row.state === 'planned' && row.index !== null).map(({ key }) => key),
  ]);
  return keys.sort((a, b) => ((dateOfKey(a) ?? '') < (dateOfKey(b) ?? '') ? -1 : 1))[0] ?? null;
};

/** Its runs that nobody began, which may take other dates, and those that were begun (CA-54). */
export const runsOf = ({ occurrences }: ClientOfSeries, begun: ReadonlySet<Id>) => {
  const made = occurrences.filter(({ state, index, run_id }) => state === 'deployed' && index !== null && run_id);
  const [not_begun, others] = [
    made.filter((row) => !begun.has(row.run_id!)),
    made.filter((row) => begun.has(row.run_id!)),
  ];
  return { not_begun: not_begun.map(({ key }) => key), begun: others.map(({ key }) => key) };
};
