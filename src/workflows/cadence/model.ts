import { z } from 'zod';
import type { Instant, PlainDate, TimeZone } from '#ground/time.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import { day as date, taxPeriod, yearEnd } from '#people/persons/content.ts';
import type { Calendar } from '#workflows/dates/model.ts';

/**
 * A cadence: when work comes round, when it is due and which period it is about (CA section 2). All dates are `YYYY-MM-DD` in
 * practice time. Numbers have their limits in `limits.ts`, as refusals with sentences (CA-8).
 */

export const every = z.strictObject({ n: z.int(), unit: z.enum(['day', 'week', 'month', 'quarter', 'year']) });
export type Every = z.infer<typeof every>;

const weekday = z.int().min(1).max(7);
const businessDay = z
  .int()
  .min(-15)
  .max(15)
  .refine((nth) => nth !== 0, 'Count business days from 1, or from −1 at the month’s end.');

export const dayRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same') }),
  z.strictObject({ kind: z.literal('last') }),
  z.strictObject({ kind: z.literal('weekday'), nth: z.literal([1, 2, 3, 4, -1]), weekday }),
  z.strictObject({ kind: z.literal('business_day'), nth: businessDay }),
]);
export type DayRule = z.infer<typeof dayRule>;

const UNITS = ['day', 'business_day', 'week', 'month'] as const;

export const offset = z.strictObject({ n: z.int(), unit: z.enum(UNITS) });
export type Offset = z.infer<typeof offset>;

export const dueRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('within'), n: z.int().min(0), unit: z.enum(UNITS) }),
  z.strictObject({ kind: z.literal('before_next') }),
  z.strictObject({
    kind: z.literal('day_of_month'),
    day: z.union([z.int().min(1).max(31), z.literal('last')]),
    months: z.int().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('after_period'),
    months: z.int().min(0).default(0),
    days: z.int().min(0).default(0),
  }),
  z.strictObject({ kind: z.literal('date'), date }),
  z.strictObject({ kind: z.literal('subject_end') }),
]);
export type DueRule = z.infer<typeof dueRule>;

/** Periods that need nothing but a name, in the order in which they are offered (CA-27). */
export const NAMED_PERIODS = [
  'last_complete_month',
  'last_complete_quarter',
  'last_complete_week',
  'last_complete_financial_year',
  'last_complete_tax_period',
  'week_to_date',
  'month_to_date',
  'quarter_to_date',
  'financial_year_to_date',
  'tax_period_to_date',
  'interval',
  'previous_interval',
  'event_period',
] as const;

export const periodRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(NAMED_PERIODS) }),
  z.strictObject({ kind: z.literal('last_complete_months'), n: z.int().min(1) }),
  z.strictObject({ kind: z.literal('back'), n: z.int().min(1), unit: z.enum(['day', 'week', 'month']) }),
  z.strictObject({ kind: z.literal('fixed'), from: date, to: date }),
  z.strictObject({ kind: z.literal('moving'), from: date, to: date }),
]);
export type PeriodRule = z.infer<typeof periodRule>;

export const endRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  z.strictObject({ kind: z.literal('on'), date }),
  z.strictObject({ kind: z.literal('after'), n: z.int().min(1) }),
  z.strictObject({ kind: z.literal('subject_end') }),
]);

const shift = z.strictObject({
  start: z.enum(['none', 'previous', 'next', 'skip']).default('none'),
  due: z.enum(['none', 'previous', 'next']).default('none'),
});

/** CA-46: so many of the missed ones are made up for. */
export const MOST_CAUGHT_UP = 12;

const common = {
  due: dueRule.default({ kind: 'within', n: 2, unit: 'week' }),
  shift: shift.default({ start: 'none', due: 'none' }),
  lead: z.strictObject({ n: z.int().min(0), unit: z.enum(['day', 'business_day']) }).default({ n: 0, unit: 'day' }),
  end: endRule.default({ kind: 'never' }),
  begin: z.enum(['next', 'current', 'all']).default('next'),
  catch_up: z.int().min(0).max(MOST_CAUGHT_UP, 'At most 12 missed ones are made up for.').default(2),
  mode: z.enum(['automatic', 'manual']).default('automatic'),
  wait_for_previous: z.boolean().default(false),
};

const period = periodRule.nullable();

export const cadence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('one_off'), start: date.optional(), period: period.default(null), ...common }),
  z.strictObject({
    kind: z.literal('scheduled'),
    anchor: date,
    anchor_day: z.int().min(1).max(31).optional(),
    every: every.default({ n: 1, unit: 'month' }),
    day: dayRule.default({ kind: 'same' }),
    period: period.default(null),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('event'),
    of: z.enum(['year_end', 'tax_period']),
    offset: offset.default({ n: 0, unit: 'day' }),
    every_event: z.int().default(1),
    period: period.default({ kind: 'event_period' }),
    ...common,
  }),
]);
/** What is typed: everything that has a default may be absent. */
export type CadenceTyped = z.input<typeof cadence>;
export type Cadence = z.infer<typeof cadence>;
export type Scheduled = Extract<Cadence, { kind: 'scheduled' }>;
export type EventCadence = Extract<Cadence, { kind: 'event' }>;

/** What a cadence may ask of the client it is for. */
export const clientFacts = z.strictObject({
  year_end: yearEnd.nullable().default(null),
  known_year_ends: z.array(date).max(60).default([]),
  tax_period: taxPeriod.nullable().default(null),
  /** When the client's engagement ends (CA-32). */
  ends_on: date.nullable().default(null),
});
export type ClientFacts = z.infer<typeof clientFacts>;
export type EventKind = EventCadence['of'];

/** The practice as far as dates ask: its clock, its working days, and what its holidays are called. */
export interface PracticeDays {
  time_zone: TimeZone;
  /** 0 to 23: when an occurrence wakes on its day (CA-34). */
  start_hour: number;
  calendar: Calendar;
  holiday_names?: Readonly<Record<PlainDate, string>>;
}

/** Those of a practice; its holidays without names. */
export const daysOf = ({ time_zone, start_hour, working_days, holidays }: PracticeFacts): PracticeDays => ({
  time_zone,
  start_hour,
  calendar: { working_days, holidays },
});

/** The date of the unshifted S, `ye:` or `tax:` with the event's date, `once`, or `now:` with a date (CA-33). */
export type Key = string;

export interface Period {
  from: PlainDate;
  to: PlainDate;
}

/** A cadence in force from one occurrence on (CA-53). */
export interface CadenceVersion {
  number: number;
  cadence: Cadence;
  /** The occurrence it begins with, and the scheduled date of the one before it; null for what begins with the series. */
  effective_from: Key | null;
  after: PlainDate | null;
}

/** What somebody set for one occurrence by hand (CA-52). */
export interface Override {
  start?: PlainDate;
  due?: PlainDate;
  period?: Period | null;
  skip?: boolean;
}

/** One date of a cadence for one subject, as it is shown and as it is made (CA-38). */
export interface Occurrence {
  key: Key;
  /** Counted from the rule's first date or the subject's first event; null for one that was made out of turn (CA-30). */
  index: number | null;
  scheduled: PlainDate;
  start: PlainDate;
  due: PlainDate;
  period: Period | null;
  deploy_on: PlainDate;
  wakes_at: Instant;
  /** The holiday or the weekday that start or due made way for (CA-60). */
  shifted_by: { start?: string; due?: string } | null;
  cadence_version: number;
  /** Start, due or period were set by hand. */
  overridden: boolean;
  skipped: boolean;
}

/** All that the dates of one subject depend on. */
export interface Planning {
  /** At least one, the oldest first. */
  versions: readonly CadenceVersion[];
  /** The day the series was published, or this subject joined it (CA-15, CA-39). */
  published_on: PlainDate;
  facts: ClientFacts;
  practice: PracticeDays;
  overrides?: Readonly<Record<Key, Override>>;
  /** The date of the last event a run was made for: where facts change, every n-th event is counted from it (CA-16). */
  last_event?: PlainDate;
}

/** A planning of one cadence that has never been changed. */
export const planningOf = (written: Cadence, rest: Omit<Planning, 'versions'> & { version?: number }): Planning => {
  const { version = 1, ...more } = rest;
  return { ...more, versions: [{ number: version, cadence: written, effective_from: null, after: null }] };
};
