import { addDays, type PlainDate } from '#ground/time.ts';
import { sayDay } from '#ground/words.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import type { Cadence, CadenceVersion, Key, Occurrence, Override, Planning } from './model.ts';
import { dayOf } from './months.ts';
import { occurrenceOf, occurrences, occurrencesAfter } from './occurrences.ts';

/** Changes of a cadence in force: each answers the planning after it, and what it does to the dates (CA-51 … CA-54). */

type Changed = { yes: true; planning: Planning };

/**
 * *This one*: sets start, due, period or skip of one occurrence; null takes the hand's setting back. Refuses a key the cadence
 * does not give, a due date before the start and a period that ends before it starts (CA-21, CA-52).
 */
export const changeOne = (planning: Planning, key: Key, set: Override | null): Changed | Refusal => {
  const { [key]: _was, ...others } = planning.overrides ?? {};
  const after: Planning = { ...planning, overrides: set ? { ...others, [key]: set } : others };
  const made = occurrenceOf(after, key);
  if (!made) return notFound('This date is not one of the series any more.');
  if (set?.due && set.due < made.start)
    return refused('due_before_start', `It is due on ${sayDay(set.due)}, before it starts on ${sayDay(made.start)}.`);
  if (set?.period && set.period.from > set.period.to)
    return refused(
      'period_reversed',
      `The period starts on ${sayDay(set.period.from)}, after its end on ${sayDay(set.period.to)}.`,
    );
  return { yes: true, planning: after };
};

/**
 * *This and later*: a new version from the occurrence with this key on; earlier ones keep theirs. Where the rhythm is new and
 * the date is not, that occurrence's date is the anchor and the old day the day aimed at (CA-53). Refuses an unknown key.
 */
export const changeLater = (planning: Planning, from_key: Key, cadence: Cadence): Changed | Refusal => {
  const from = occurrenceOf(planning, from_key);
  if (!from) return notFound('This date is not one of the series any more.');
  const kept = planning.versions.filter(({ after }) => !after || after < from.scheduled);
  const version: CadenceVersion = {
    number: Math.max(...planning.versions.map(({ number }) => number)) + 1,
    cadence: anchored(cadence, versionOf(planning, from).cadence, from),
    effective_from: from_key,
    after: dateBefore(planning, from),
  };
  const before = version.after ? kept : [];
  return { yes: true, planning: { ...planning, versions: [...before, version] } };
};

/** A run that was made and not begun, with the key it takes and its new dates (CA-54). */
export interface Rematch {
  from_key: Key;
  to: Occurrence;
}

/**
 * *All not started*: the new version holds from the first run that was made and not begun, or the first planned occurrence.
 * Those runs take the new dates in order; `begun` are the keys of runs that were started, submitted or completed: they are
 * never touched, nor is their date given twice (CA-54).
 */
export const changeAll = (
  planning: Planning,
  cadence: Cadence,
  runs: { not_begun: readonly Key[]; begun: readonly Key[]; next: Key | null },
): (Changed & { rematched: Rematch[] }) | Refusal => {
  const first = runs.not_begun[0] ?? runs.next;
  if (!first)
    return refused(
      'nothing_planned',
      'Nothing is planned any more, and every run has begun: there is nothing to change.',
    );
  const changed = changeLater(planning, first, cadence);
  if (!changed.yes) return changed;
  const number = changed.planning.versions.at(-1)!.number;
  return { ...changed, rematched: rematch(changed.planning, number, runs) };
};

/** The new dates that runs which were made and not begun take, in order; those of begun ones are never given twice (CA-54). */
export const rematch = (
  planning: Planning,
  number: number,
  runs: { not_begun: readonly Key[]; begun: readonly Key[] },
): Rematch[] => {
  const rematched: Rematch[] = [];
  for (const to of occurrencesAfter(planning)) {
    if (rematched.length === runs.not_begun.length) break;
    if (to.cadence_version !== number || runs.begun.includes(to.key)) continue;
    rematched.push({ from_key: runs.not_begun[rematched.length]!, to });
  }
  return rematched;
};

/** How many dates a list of before and after shows for each client (CA-51). */
export const DATES_COMPARED = 12;

export interface Comparison {
  before: Occurrence[];
  after: Occurrence[];
}

/** The next dates from one on, as they are and as they would be (CA-51). */
export const compare = (before: Planning, after: Planning, from: PlainDate): Comparison => ({
  before: occurrences(before, { from, count: DATES_COMPARED }),
  after: occurrences(after, { from, count: DATES_COMPARED }),
});

/** Planned occurrences that facts changed on a day take away and bring: nothing scheduled on or before that day (CA-16, CA-26). */
export const replan = (
  before: Planning,
  after: Planning,
  { changed_on, planned }: { changed_on: PlainDate; planned: readonly Key[] },
): { kept: Key[]; gone: Key[]; made: Occurrence[] } => {
  const next = occurrences(
    { ...after, published_on: later(after.published_on, changed_on) },
    { from: addDays(changed_on, 1), count: Math.max(1, planned.length) },
  );
  const keys = new Set(next.map(({ key }) => key));
  return {
    kept: planned.filter((key) => keys.has(key) || (occurrenceOf(before, key)?.scheduled ?? '') <= changed_on),
    gone: planned.filter((key) => !keys.has(key) && (occurrenceOf(before, key)?.scheduled ?? '') > changed_on),
    made: next.filter(({ key }) => !planned.includes(key)),
  };
};

const later = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);

const versionOf = ({ versions }: Planning, { cadence_version }: Occurrence): CadenceVersion =>
  versions.find(({ number }) => number === cadence_version)!;

const dateBefore = (planning: Planning, { key }: Occurrence): PlainDate | null => {
  let last: PlainDate | null = null;
  for (const one of occurrencesAfter(planning)) {
    if (one.key === key) break;
    last = one.scheduled;
  }
  return last;
};

/** The anchor a new rhythm gets where no new date was given; a period that moves along goes on from the occurrence's own. */
const anchored = (cadence: Cadence, was: Cadence, from: Occurrence): Cadence => {
  if (cadence.kind !== 'scheduled' || was.kind !== 'scheduled') return cadence;
  const same = cadence.every.n === was.every.n && cadence.every.unit === was.every.unit;
  if (same || cadence.anchor !== was.anchor) return cadence;
  const byDays = cadence.every.unit === 'day' || cadence.every.unit === 'week';
  const { anchor_day: _day, ...rest } = cadence;
  return {
    ...rest,
    anchor: from.scheduled,
    ...(!byDays && keepsDay(was) && { anchor_day: was.anchor_day ?? dayOf(was.anchor) }),
    ...(cadence.period?.kind === 'moving' && from.period && { period: { kind: 'moving' as const, ...from.period } }),
  };
};

const keepsDay = (was: Cadence): boolean =>
  was.kind === 'scheduled' && was.day.kind === 'same' && !['day', 'week'].includes(was.every.unit);
