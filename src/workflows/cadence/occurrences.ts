import { addDays, type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import { addBusinessDays, rolled } from '#workflows/dates/rules.ts';
import { dueOf } from './due.ts';
import { dateOfKey, keyOf, keyOfNow } from './keys.ts';
import type { Point } from './line.ts';
import type { Cadence, Key, Occurrence, Override, Planning, PracticeDays } from './model.ts';
import { periodOf } from './periods.ts';
import { closedBecause, dateAfter, dateBefore, pointsOf, type Stretch, stretchesOf } from './stretches.ts';

/** Every occurrence after a scheduled date, or from the first one on, one by one; it ends where the cadence does. */
export function* occurrencesAfter(planning: Planning, after?: PlainDate): Generator<Occurrence> {
  for (const stretch of stretchesOf(planning))
    for (const point of pointsOf(stretch, planning, after)) yield occurrenceAt(point, stretch, planning);
}

/** At most `count` occurrences; `from` is the earliest scheduled date wanted. */
export const occurrences = (planning: Planning, { from, count }: { from?: PlainDate; count: number }): Occurrence[] => {
  const all = occurrencesAfter(planning, from && addDays(from, -1));
  const found: Occurrence[] = [];
  for (let one = all.next(); !one.done && found.length < count; one = all.next()) found.push(one.value);
  return found;
};

/** The first one scheduled after a date; null when nothing more can come: the series has ended (CA-9, CA-32). */
export const nextAfter = (planning: Planning, after?: PlainDate): Occurrence | null =>
  occurrencesAfter(planning, after).next().value ?? null;

/** The occurrence that has this key, if the cadence still gives one (CA-33, CA-52). */
export const occurrenceOf = (planning: Planning, key: Key): Occurrence | null => {
  const near = dateOfKey(key);
  const isScheduled = near === key;
  for (const one of occurrencesAfter(planning, isScheduled ? addDays(near, -1) : undefined)) {
    if (one.key === key) return one;
    if (near && one.scheduled > (isScheduled ? near : addDays(near, FARTHEST_FROM_EVENT))) return null;
  }
  return null;
};

/** The extra one that is made today, outside the index (CA-30): its period is the one today's date would have. */
export const occurrenceNow = (planning: Planning, today: PlainDate): Occurrence => {
  const stretch = stretchesOf(planning).findLast(({ version }) => !version.after || version.after < today)!;
  const latest = stretch.line.at(stretch.line.after(today) - 1) ?? { position: 0 };
  const made = occurrenceAt({ ...latest, scheduled: today }, stretch, planning);
  return { ...made, key: keyOfNow(today), index: null };
};

/** When an occurrence wakes: the practice's start hour on that day (CA-34): an hour that is left out moves on by the gap. */
export const wakeOf = (deploy_on: PlainDate, { start_hour, time_zone }: PracticeDays): Instant =>
  instantOf(deploy_on, `${String(start_hour).padStart(2, '0')}:00`, time_zone);

/** An offset reaches 120 months at most, and no farther (CA-8). */
const FARTHEST_FROM_EVENT = 3700;

const occurrenceAt = (point: Point, { version, line }: Stretch, planning: Planning): Occurrence => {
  const { cadence } = version;
  const { practice } = planning;
  const key = keyOf(cadence, point);
  const set = planning.overrides?.[key] ?? {};
  const { scheduled } = point;
  const by = { cadence, practice };
  const next = dateAfter(scheduled, line, by);
  const previous = dateBefore(point.position, line, by);
  const period =
    set.period !== undefined ? set.period : periodOf(cadence, { point, facts: planning.facts, next, previous });
  const start = set.start ?? startOf(scheduled, cadence, practice);
  const ruled = dueOf(cadence, { scheduled, start, period, next }, planning);
  const deploy_on = madeOn(start, cadence, practice);
  return {
    key,
    index: point.position,
    scheduled,
    start,
    due: set.due ?? ruled.due,
    period,
    deploy_on,
    wakes_at: wakeOf(deploy_on, practice),
    shifted_by: shiftedBy({ scheduled, start, ruled, set }, practice),
    cadence_version: version.number,
    overridden: set.start !== undefined || set.due !== undefined || set.period !== undefined,
    skipped: set.skip ?? false,
  };
};

/** CA-23: to the nearest business day on its side, over weekends and holidays. */
const startOf = (scheduled: PlainDate, { shift }: Cadence, { calendar }: PracticeDays): PlainDate =>
  shift.start === 'skip' ? scheduled : rolled(scheduled, shift.start, calendar);

/** CA-25: so long before the start, and not shifted itself. */
const madeOn = (start: PlainDate, { lead }: Cadence, { calendar }: PracticeDays): PlainDate =>
  lead.unit === 'day' ? addDays(start, -lead.n) : addBusinessDays(start, -lead.n, calendar);

interface Shifted {
  scheduled: PlainDate;
  start: PlainDate;
  ruled: { made_way: PlainDate | null };
  set: Override;
}

const shiftedBy = ({ scheduled, start, ruled, set }: Shifted, practice: PracticeDays): Occurrence['shifted_by'] => {
  const by = {
    ...(!set.start && start !== scheduled && { start: closedBecause(scheduled, practice) }),
    ...(!set.due && ruled.made_way && { due: closedBecause(ruled.made_way, practice) }),
  };
  return by.start || by.due ? by : null;
};
