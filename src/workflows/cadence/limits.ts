import { plural } from '#ground/text.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import { sayDay } from '#ground/words.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem, refused } from '#kernel/decision/rules.ts';
import { isBusinessDay } from '#workflows/dates/rules.ts';
import { EARLIEST, LATEST } from './line.ts';
import type { Cadence, Planning, PracticeDays, Scheduled } from './model.ts';
import { dateIn, monthOf } from './months.ts';
import { pointsOf, stretchesOf } from './stretches.ts';

/**
 * Why a cadence cannot be taken; null where it can. Refuses numbers and dates outside the limits (`out_of_range`), an aimed day
 * that is not the anchor's (`anchor_day_mismatch`), a rule that never meets a business day (`never_happens`), a typed due date
 * before the start (`due_before_start`), a period that ends before it starts (`period_reversed`), more past dates than 24
 * (`too_many_past`), and parts that do not go together (`invalid`).
 */
export const refuseCadence = (cadence: Cadence, planning: Planning): Refusal | null =>
  misfit(cadence) ??
  outOfRange(cadence) ??
  mismatchedDay(cadence) ??
  reversed(cadence) ??
  dueBeforeStart(cadence, planning.published_on) ??
  neverHappens(cadence, planning.practice) ??
  tooManyPast(cadence, planning);

/** What does not go together, whatever the numbers. */
const misfit = (cadence: Cadence): Refusal | null => {
  const { kind, due, period, shift, begin } = cadence;
  const no = (pointer: string, code: string, detail: string) => invalid(problem(pointer, code, detail));
  const byDays = kind === 'scheduled' && ['day', 'week'].includes(cadence.every.unit);
  if (byDays && cadence.day.kind !== 'same')
    return no('/day', 'day_needs_months', 'A day of the month goes with months, quarters and years only.');
  if (shift.start === 'skip' && !(kind === 'scheduled' && cadence.every.unit === 'day'))
    return no('/shift/start', 'skip_needs_days', 'Only what repeats every so many days can be left out on days off.');
  if (due.kind === 'before_next' && kind === 'one_off')
    return no('/due', 'due_needs_repeat', 'What happens once has no next date to be due before.');
  if (due.kind === 'after_period' && !period)
    return no('/due', 'due_needs_period', 'A due date after the period needs a period: choose one.');
  if (period?.kind === 'event_period' && kind !== 'event')
    return no(
      '/period',
      'period_needs_event',
      'The period that ends on the event goes with a year end or a tax period only.',
    );
  if ((period?.kind === 'interval' || period?.kind === 'previous_interval') && kind === 'one_off')
    return no('/period', 'period_needs_repeat', 'What happens once has no interval to be about.');
  if (period?.kind === 'moving' && kind === 'event')
    return no('/period', 'period_needs_rhythm', 'A period that moves along goes with a scheduled date only.');
  if (begin === 'all' && kind === 'event')
    return no(
      '/begin',
      'begin_needs_anchor',
      'Events begin with the current or the next one: they have no first date.',
    );
  return null;
};

const PER_UNIT = {
  day: [366, 'days'],
  business_day: [366, 'business days'],
  week: [104, 'weeks'],
  month: [120, 'months'],
  quarter: [40, 'quarters'],
  year: [10, 'years'],
} as const;

type Unit = keyof typeof PER_UNIT;

const outOfRange = (cadence: Cadence): Refusal | null => {
  const { due, lead, period } = cadence;
  return (
    (cadence.kind === 'scheduled' ? tooMany('It repeats every', cadence.every, 1) : null) ??
    (cadence.kind === 'event' ? tooMany('It starts', { ...cadence.offset, n: Math.abs(cadence.offset.n) }, 0) : null) ??
    (cadence.kind === 'event' && outside(cadence.every_event, 1, 10)
      ? beyond('It starts at every n-th event: n is 1 to 10.')
      : null) ??
    (due.kind === 'within' ? tooMany('It is due within', due, 0) : null) ??
    (due.kind === 'day_of_month' && outside(due.months, 0, 120) ? beyond('It is due 0 to 120 months later.') : null) ??
    (due.kind === 'after_period' && (outside(due.months, 0, 120) || outside(due.days, 0, 366))
      ? beyond('It is due 0 to 120 months and 0 to 366 days after the period.')
      : null) ??
    tooMany('It is made ahead by', lead, 0) ??
    (period?.kind === 'back' ? tooMany('The period goes back', period, 1) : null) ??
    (period?.kind === 'last_complete_months' && outside(period.n, 1, 120)
      ? beyond('The period is 1 to 120 months.')
      : null) ??
    (cadence.end.kind === 'after' && outside(cadence.end.n, 1, MOST_TIMES)
      ? beyond(`It ends after 1 to ${MOST_TIMES.toLocaleString('en')} times.`)
      : null) ??
    datesOutside(cadence)
  );
};

/** As many as there are days between the earliest and the latest date. */
const MOST_TIMES = 47_482;

const outside = (n: number, least: number, most: number): boolean => n < least || n > most;

const beyond = (because: string): Refusal => refused('out_of_range', because);

const tooMany = (what: string, { n, unit }: { n: number; unit: Unit }, least: number): Refusal | null => {
  const [most, units] = PER_UNIT[unit];
  return outside(n, least, most)
    ? beyond(`${what} ${least} to ${most} ${units}, not ${n.toLocaleString('en')}.`)
    : null;
};

const datesOutside = (cadence: Cadence): Refusal | null => {
  const wrong = typedDates(cadence).find((date) => date < EARLIEST || date > LATEST);
  return wrong
    ? beyond(`Dates lie between ${sayDay(EARLIEST)} and ${sayDay(LATEST)}: ${sayDay(wrong)} does not.`)
    : null;
};

const typedDates = (cadence: Cadence): PlainDate[] => [
  ...(cadence.kind === 'scheduled' ? [cadence.anchor] : []),
  ...(cadence.kind === 'one_off' && cadence.start ? [cadence.start] : []),
  ...(cadence.due.kind === 'date' ? [cadence.due.date] : []),
  ...(cadence.end.kind === 'on' ? [cadence.end.date] : []),
  ...spans(cadence),
];

const spans = ({ period }: Cadence): PlainDate[] =>
  period?.kind === 'fixed' || period?.kind === 'moving' ? [period.from, period.to] : [];

const mismatchedDay = (cadence: Cadence): Refusal | null => {
  if (cadence.kind !== 'scheduled' || !cadence.anchor_day) return null;
  return dateIn(monthOf(cadence.anchor), cadence.anchor_day) === cadence.anchor
    ? null
    : refused(
        'anchor_day_mismatch',
        `The ${cadence.anchor_day}. of the month does not fall on ${sayDay(cadence.anchor)}: change the date or the day.`,
      );
};

const reversed = (cadence: Cadence): Refusal | null => {
  const [from, to] = spans(cadence);
  return from && to && from > to
    ? refused('period_reversed', `The period starts on ${sayDay(from)}, after its end on ${sayDay(to)}.`)
    : null;
};

const dueBeforeStart = (cadence: Cadence, published_on: PlainDate): Refusal | null => {
  if (cadence.kind !== 'one_off' || cadence.due.kind !== 'date') return null;
  const start = cadence.start ?? published_on;
  return cadence.due.date < start
    ? refused('due_before_start', `It is due on ${sayDay(cadence.due.date)}, before it starts on ${sayDay(start)}.`)
    : null;
};

const neverHappens = (cadence: Cadence, { calendar }: PracticeDays): Refusal | null => {
  const { shift } = cadence;
  const asks =
    shift.start !== 'none' ||
    shift.due !== 'none' ||
    (cadence.kind === 'scheduled' && cadence.day.kind === 'business_day');
  if (!asks) return null;
  const days = cadence.kind === 'scheduled' && shift.start === 'skip' ? skipped(cadence) : yearFrom(cadence);
  return days.some((day) => isBusinessDay(day, calendar))
    ? null
    : refused(
        'never_happens',
        'No date of this rule falls on a business day: change the dates or the practice’s calendar.',
      );
};

/** Seven dates meet every weekday that the rule ever meets; holidays are looked at for a year. */
const skipped = ({ anchor, every }: Scheduled): PlainDate[] =>
  Array.from({ length: Math.max(7, Math.ceil(366 / every.n)) }, (_, i) => addDays(anchor, i * every.n));

const yearFrom = (cadence: Cadence): PlainDate[] => {
  const first = typedDates(cadence)[0] ?? EARLIEST;
  return Array.from({ length: 366 }, (_, i) => addDays(first, i));
};

/** CA-31. */
const MOST_PAST = 24;

const tooManyPast = (cadence: Cadence, planning: Planning): Refusal | null => {
  if (cadence.begin !== 'all' || cadence.kind !== 'scheduled') return null;
  const version = { number: 1, cadence, effective_from: null, after: null };
  const whole = { ...planning, versions: [version] };
  let past = 0;
  for (const { scheduled } of pointsOf(stretchesOf(whole)[0]!, whole)) {
    if (scheduled > planning.published_on) break;
    past += 1;
  }
  return past > MOST_PAST
    ? refused(
        'too_many_past',
        `${plural(past, 'date lies', 'dates lie')} before the day it begins: at most ${MOST_PAST} may. Choose a later date.`,
      )
    : null;
};
