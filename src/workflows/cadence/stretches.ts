import { dayOfWeek, type PlainDate } from '#ground/time.ts';
import { isBusinessDay } from '#workflows/dates/rules.ts';
import { type Base, eventLine } from './event-line.ts';
import { eventsOf } from './events.ts';
import { dateOfKey } from './keys.ts';
import { EARLIEST, LATEST, type Line, NO_LINE, onceLine, type Point } from './line.ts';
import type { Cadence, CadenceVersion, Planning, PracticeDays } from './model.ts';
import { rhythmLine } from './rhythm.ts';

/** The part of a series' dates that one version of its cadence gives. */
export interface Stretch {
  version: CadenceVersion;
  line: Line;
  /** The position of its first date. */
  first: number;
  /** How many dates the versions before it gave, dropped ones included (CA-32). */
  earlier: number;
  /** The last scheduled date that may still be its own; null where no version follows. */
  until: PlainDate | null;
}

/** The stretches of all versions, in order (CA-53). A client whose fact is missing has dates in none. */
export const stretchesOf = (planning: Planning): Stretch[] => {
  let earlier = 0;
  return planning.versions.map((version, i) => {
    const next = planning.versions[i + 1];
    const line = lineOf(version, planning);
    const first = firstPosition(version, line, planning);
    const until = next ? (next.after ?? EARLIEST) : null;
    const stretch = { version, line, first, earlier, until };
    if (until) earlier += Math.max(0, line.after(until) - first);
    return stretch;
  });
};

/** The dates of a stretch after `after`, dropped ones left out, until its end (CA-32). */
export function* pointsOf(stretch: Stretch, planning: Planning, after?: PlainDate): Generator<Point> {
  const { line, first } = stretch;
  const { cadence } = stretch.version;
  let last = '';
  for (let position = Math.max(first, after ? line.after(after) : first); ; position += 1) {
    const point = line.at(position);
    if (!point || isOver(point, stretch, planning)) return;
    if (isDropped(cadence, point.scheduled, planning.practice) || point.scheduled <= last) continue;
    last = point.scheduled;
    yield point;
  }
}

/**
 * Answers the first scheduled date after any other, each computed directly; null when nothing more can come. Made once, asked
 * often (CA-9).
 */
export const datesAfter = (planning: Planning): ((after: PlainDate) => PlainDate | null) => {
  const stretches = stretchesOf(planning);
  return (after) => {
    for (const stretch of stretches) {
      const point = pointsOf(stretch, planning, after).next().value;
      if (point) return point.scheduled;
    }
    return null;
  };
};

/** The first date of a line after another, dropped ones left out; the end of the cadence does not count (CA-18). */
export const dateAfter = (date: PlainDate, line: Line, by: { cadence: Cadence; practice: PracticeDays }) =>
  seek(line, line.after(date), { ...by, step: 1 });

/** The last date of a line before a position; before index 0 the one that an interval would lie before it. */
export const dateBefore = (position: number, line: Line, by: { cadence: Cadence; practice: PracticeDays }) =>
  seek(line, position - 1, { ...by, step: -1 });

/** Shift `skip` drops what falls on no business day (CA-23). */
export const isDropped = (cadence: Cadence, date: PlainDate, { calendar }: PracticeDays): boolean =>
  cadence.kind === 'scheduled' && cadence.shift.start === 'skip' && !isBusinessDay(date, calendar);

/** What stands in the way of a date: a holiday by its name, else the weekday. */
export const closedBecause = (date: PlainDate, { holiday_names = {}, calendar }: PracticeDays): string => {
  const weekday = DAYS[dayOfWeek(date) - 1]!;
  return calendar.holidays.includes(date) ? (holiday_names[date] ?? 'holiday') : weekday;
};

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const isOver = ({ scheduled, position }: Point, stretch: Stretch, { facts }: Planning): boolean => {
  const { end } = stretch.version.cadence;
  if (scheduled > LATEST || (stretch.until && scheduled > stretch.until)) return true;
  if (end.kind === 'on') return scheduled > end.date;
  if (end.kind === 'after') return stretch.earlier + position - stretch.first >= end.n;
  return end.kind === 'subject_end' && facts.ends_on !== null && scheduled > facts.ends_on;
};

/** No rule that falls on a business day at all does so more seldom. */
const MOST_DROPPED = 366;

const seek = (
  line: Line,
  from: number,
  by: { cadence: Cadence; practice: PracticeDays; step: 1 | -1 },
): PlainDate | null => {
  for (let tried = 0, position = from; tried < MOST_DROPPED; tried += 1, position += by.step) {
    const point = line.at(position);
    if (!point) return null;
    if (!isDropped(by.cadence, point.scheduled, by.practice)) return point.scheduled;
  }
  return null;
};

const lineOf = (version: CadenceVersion, planning: Planning): Line => {
  const { cadence } = version;
  const { practice, facts, published_on } = planning;
  switch (cadence.kind) {
    case 'one_off':
      return onceLine(cadence.start ?? published_on);
    case 'scheduled':
      return rhythmLine(cadence, practice.calendar);
    case 'event': {
      const events = eventsOf(cadence.of, facts);
      if (!events) return NO_LINE;
      const of = { events, calendar: practice.calendar };
      return eventLine(cadence, of, baseOf(version, planning));
    }
    default:
      return cadence satisfies never;
  }
};

/**
 * A later version begins with the event it was made from; a client whose facts changed goes on counting from the last event
 * that was made; else it is the first whose date is after the publishing day (CA-14, CA-16, CA-31).
 */
const baseOf = ({ cadence, effective_from }: CadenceVersion, planning: Planning): Base => {
  const events = cadence.kind === 'event' ? eventsOf(cadence.of, planning.facts)! : null;
  const from = effective_from && dateOfKey(effective_from);
  if (events && from) return () => events.after(from) - (events.at(events.after(from) - 1) === from ? 1 : 0);
  const { last_event, published_on } = planning;
  if (events && last_event && cadence.kind === 'event') return () => events.after(last_event) - 1 + cadence.every_event;
  return (firstAfter) => firstAfter(published_on) - (cadence.begin === 'current' ? 1 : 0);
};

/** CA-30, CA-31. */
const firstPosition = ({ cadence, after, effective_from }: CadenceVersion, line: Line, planning: Planning): number => {
  if (cadence.kind === 'one_off') return 0;
  if (cadence.kind === 'event')
    return planning.last_event && !effective_from ? Math.max(0, line.after(planning.published_on)) : 0;
  if (after) return Math.max(0, line.after(after));
  if (cadence.begin === 'all') return 0;
  const next = Math.max(0, line.after(planning.published_on));
  return cadence.begin === 'current'
    ? (latestMade(line, next, { cadence, practice: planning.practice }) ?? next)
    : next;
};

const latestMade = (line: Line, next: number, by: { cadence: Cadence; practice: PracticeDays }): number | null => {
  for (let position = next - 1; position >= 0; position -= 1)
    if (!isDropped(by.cadence, line.at(position)!.scheduled, by.practice)) return position;
  return null;
};
