import { dayOfWeek, type PlainDate } from '#ground/time.ts';
import {
  type CadenceTyped,
  type ClientFacts,
  cadence,
  clientFacts,
  type Occurrence,
  type Planning,
  type PracticeDays,
  planningOf,
} from './model.ts';
import { occurrences } from './occurrences.ts';

/** The holidays of the worked examples (CA section 6). */
const UK_HOLIDAYS: Readonly<Record<PlainDate, string>> = {
  '2026-12-25': 'Christmas Day',
  '2026-12-28': 'Boxing Day (substitute day)',
  '2027-01-01': 'New Year’s Day',
  '2027-03-26': 'Good Friday',
  '2027-03-29': 'Easter Monday',
  '2027-05-03': 'Early May bank holiday',
  '2027-05-31': 'Spring bank holiday',
  '2027-08-30': 'Summer bank holiday',
  '2027-12-27': 'Christmas Day (substitute day)',
  '2027-12-28': 'Boxing Day (substitute day)',
  '2028-01-03': 'New Year’s Day (substitute day)',
};

/** Open Monday to Friday, without holidays. */
export const PLAIN: PracticeDays = {
  time_zone: 'Europe/London',
  start_hour: 6,
  calendar: { working_days: [1, 2, 3, 4, 5], holidays: [] },
};
export const UK: PracticeDays = {
  ...PLAIN,
  calendar: { ...PLAIN.calendar, holidays: Object.keys(UK_HOLIDAYS) },
  holiday_names: UK_HOLIDAYS,
};

type Typed = CadenceTyped extends infer T ? (T extends { kind: 'scheduled' } ? Partial<T> : never) : never;

/** «2027-01-31 · 1 month · same» and what else the cadence says. */
export const rule = (anchor: PlainDate, n: number, unit: string, more: Typed = {}): CadenceTyped =>
  ({ kind: 'scheduled', anchor, every: { n, unit }, ...more }) as CadenceTyped;

export const facts = (typed: Record<string, unknown> = {}): ClientFacts => clientFacts.parse(typed);

export interface Given {
  on?: PlainDate;
  practice?: PracticeDays;
  facts?: ClientFacts;
}

/** A planning of a cadence; without a day it is published before any date of the examples. */
export const given = (
  typed: CadenceTyped,
  { on = '2026-01-01', practice = PLAIN, facts: of = facts() }: Given = {},
): Planning => planningOf(cadence.parse(typed), { published_on: on, facts: of, practice });

export const first = (planning: Planning, count: number): Occurrence[] => occurrences(planning, { count });

export const scheduled = (planning: Planning, count: number): PlainDate[] =>
  first(planning, count).map((one) => one.scheduled);

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** «2026-11-02 (Mon)». */
export const withDay = (date: PlainDate): string => `${date} (${DAYS[dayOfWeek(date) - 1]})`;

/** «2026-10-01 – 2026-10-31». */
export const span = ({ period }: Occurrence): string => (period ? `${period.from} – ${period.to}` : '–');
