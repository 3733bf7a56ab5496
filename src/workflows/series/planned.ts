import { addMilliseconds, type Instant } from '#ground/time.ts';
import { ref } from '#kernel/decision/rules.ts';
import { chooseAfterPause, chooseMissed, type Waiting } from '#workflows/cadence/missed.ts';
import type { Key, Occurrence } from '#workflows/cadence/model.ts';
import { nextAfter, occurrenceOf, occurrencesAfter } from '#workflows/cadence/occurrences.ts';
import type { ClientOfSeries, StoredOccurrence } from './model.ts';
import { currentVersion, dealtWith, isRestorable, planningFor, stateOf } from './state.ts';
import { datesOf, rowOf, type Story, stored, tellClient, tellNew, tellOccurrence } from './story.ts';

/** Later than this it was no delay of the machine's but an outage (CA-47). */
const LATE_MS = 3_600_000;

/** Queues what is due, made ready where a person creates it, and skips what was missed or passed while paused (CA-45 … CA-50). */
export const makeDue = (told: Story): void => {
  const { due } = datesToCome(told);
  if (!due.length) return;
  const fates = fatesOf(told, due);
  for (const one of due) {
    const fate = fates.get(one.key)!;
    const row = stored(told.state, one.key);
    const set = setOf(told, one, fate);
    const verb = fate.made ? (set.state === 'ready' ? 'occurrence.ready' : 'occurrence.queued') : 'occurrence.skipped';
    if (row) tellOccurrence(told, verb, { row, set: { ...datesOf(one), ...set } });
    else tellNew(told, verb, rowOf(told.state, one, set));
  }
  tellOwner(told, due, fates);
};

/** The next date that is not due yet is the one that is stored; the planned ones the cadence no longer gives go (CA-37). */
export const planNext = (told: Story): void => {
  const { ahead, due } = datesToCome(told);
  const paused = stateOf(told.state.series) === 'paused';
  const next = paused && due.length ? due.slice(0, 1) : ahead;
  const kept = new Set([...due, ...ahead].map(({ key }) => key));
  for (const row of told.state.occurrences.filter(({ state, key }) => state === 'planned' && !kept.has(key)))
    if (row.index !== null) planAnew(told, row);
  for (const one of next) plan(told, one);
  tellClient(told, 'series_client.changed', { over: !next.length && !due.length });
};

/** One that stands farther ahead, as somebody touched it: it goes along, or goes where the cadence no longer gives it. */
const planAnew = (told: Story, row: StoredOccurrence): void => {
  const one = occurrenceOf(planningFor(told.state), row.key);
  if (one) tellOccurrence(told, 'occurrence.moved', { row, set: datesOf(one) });
  else tellOccurrence(told, 'occurrence.cancelled', { row, set: { state: 'cancelled', ...REPLANNED } });
};

const REPLANNED = { reason: 'replanned', because: 'The dates were planned anew.' };

const plan = (told: Story, one: Occurrence): void => {
  const row = stored(told.state, one.key);
  if (!row) tellNew(told, 'occurrence.planned', rowOf(told.state, one, { state: 'planned' }));
  else if (row.state === 'planned') tellOccurrence(told, 'occurrence.moved', { row, set: datesOf(one) });
  else if (isRestorable(row))
    tellOccurrence(told, 'occurrence.restored', {
      row,
      set: { ...datesOf(one), state: 'planned', reason: null, because: null },
    });
};

interface ToCome {
  /** Their wake has passed and nothing was made of them yet. */
  due: Occurrence[];
  /** The next one, and those that were set by hand for a later day than those after them. */
  ahead: Occurrence[];
}

/** From the first date that is not dealt with to the first that is not due yet (CA-36). */
const datesToCome = ({ state, context }: Story): ToCome => {
  const found: ToCome = { due: [], ahead: [] };
  for (const one of occurrencesAfter(planningFor(state), dealtWith(state, context.now))) {
    const row = stored(state, one.key);
    if (one.skipped || (row && row.state !== 'planned' && !isRestorable(row))) continue;
    if (one.wakes_at <= context.now) found.due.push(one);
    else {
      found.ahead.push(one);
      if (!one.overridden) break;
    }
  }
  return found;
};

interface Fate {
  made: boolean;
  late: boolean;
  reason: 'missed' | 'paused' | null;
}

const fatesOf = ({ state, context }: Story, due: readonly Occurrence[]): ReadonlyMap<Key, Fate> => {
  const { now, today } = context;
  const { series, row } = state;
  const planning = planningFor(state);
  const waiting = due.map((one): Waiting => ({ ...one, next: nextAfter(planning, one.scheduled)?.scheduled ?? null }));
  const fates = new Map<Key, Fate>();
  const rest = waiting.filter(({ key, wakes_at }) => {
    // past at publishing: at once (CA-36)
    const atOnce = wakes_at <= row.joined_at;
    if (atOnce) fates.set(key, { made: true, late: false, reason: null });
    return !atOnce;
  });
  const closed = series.pauses.flatMap(({ from, to, create_current }) => (to ? [{ from, to, create_current }] : []));
  const pauseOf = (one: Waiting) => closed.find(({ from, to }) => one.wakes_at > from && one.wakes_at <= to);
  for (const pause of closed) {
    const passed = rest.filter((one) => pauseOf(one) === pause);
    const { create, skip } = chooseAfterPause(passed, { now, create_current: pause.create_current });
    for (const key of create) fates.set(key, { made: true, late: false, reason: null });
    for (const key of skip) fates.set(key, { made: false, late: false, reason: 'paused' });
  }
  const { catch_up } = currentVersion(series).cadence;
  const missed = rest.filter((one) => !pauseOf(one));
  const { create, skip } = chooseMissed(missed, { now, today, catch_up });
  for (const key of create) fates.set(key, { made: true, late: isLate(key, missed, now), reason: null });
  for (const key of skip) fates.set(key, { made: false, late: true, reason: 'missed' });
  return fates;
};

const isLate = (key: Key, waiting: readonly Waiting[], now: Instant): boolean =>
  addMilliseconds(waiting.find((one) => one.key === key)!.wakes_at, LATE_MS) < now;

const BECAUSE = { missed: 'Missed while the system was down.', paused: 'Its day passed while the series was paused.' };

const setOf = (told: Story, one: Occurrence, { made, late, reason }: Fate) => {
  const late_at = late ? told.context.now : null;
  if (!made) return { state: 'skipped' as const, reason, because: reason && BECAUSE[reason], late_at };
  const version = told.state.series.versions.find(({ number }) => number === one.cadence_version);
  const state = version?.cadence.mode === 'manual' ? ('ready' as const) : ('queued' as const);
  return { state, reason: null, because: null, late_at };
};

/** One line for an outage, whatever it held up (CA-47); one for a series whose work waits to be created by hand. */
const tellOwner = (told: Story, due: readonly Occurrence[], fates: ReadonlyMap<Key, Fate>): void => {
  const { series } = told.state;
  const member = series.owner_id;
  if (!member) return;
  if (due.some(({ key }) => fates.get(key)!.late))
    told.effects.push({
      do: 'notify',
      member,
      verb: 'series.missed',
      thing: ref('practice', told.context.practice.id),
      title: 'Work that repeats was held up: see what was created late and what was skipped',
      url: '/cadences/missed',
    });
  if (due.some(({ key }) => stored(told.state, key)?.state === 'ready'))
    told.effects.push({
      do: 'notify',
      member,
      verb: 'series.ready',
      thing: ref('series', series.id),
      title: `«${series.name}» is ready to be created`,
      url: `/cadences/${series.id}`,
    });
};

/** CA-44: once the previous run is closed the newest is made, the older ones are not. */
export const replaceDeferred = (told: Story): void => {
  if (told.state.running) return;
  const deferred = byDate(told.state, 'deferred');
  for (const [i, row] of deferred.entries())
    if (i === deferred.length - 1) tellOccurrence(told, 'occurrence.queued', { row, set: { state: 'queued' } });
    else
      tellOccurrence(told, 'occurrence.skipped', {
        row,
        set: { state: 'skipped', reason: 'replaced', because: 'Replaced by a newer one.' },
      });
};

/** What failed and whose next try has come (CA-42), and what was made out of turn and taken back by a pause. */
export const tryAgain = (told: Story): void => {
  for (const row of byDate(told.state, 'planned'))
    if (row.index === null) tellOccurrence(told, 'occurrence.queued', { row, set: { state: 'queued' } });
  for (const row of byDate(told.state, 'failed'))
    if (row.retry_at && row.retry_at <= told.context.now)
      tellOccurrence(told, 'occurrence.queued', { row, set: { state: 'queued', retry_at: null } });
};

const byDate = ({ occurrences }: ClientOfSeries, state: StoredOccurrence['state']): StoredOccurrence[] =>
  occurrences.filter((row) => row.state === state).sort((a, b) => (a.scheduled < b.scheduled ? -1 : 1));
