import { plural } from '#ground/text.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Cadence, DueRule, Every, Offset, PeriodRule, Scheduled } from './model.ts';
import { dayOf } from './months.ts';
import { DAYS } from './stretches.ts';

/**
 * A cadence in plain words, the same everywhere: «Every month on the last day, due 2 weeks later, about the last complete month.
 * First: 30 November 2026.» `first` is its first scheduled date, where one is known: two cadences with different dates never
 * have the same sentence (CA-59).
 */
export const sentenceOf = (cadence: Cadence, first: PlainDate | null = null): string => {
  const parts = [
    rhythmInWords(cadence),
    ...shiftInWords(cadence),
    ...leadInWords(cadence),
    dueInWords(cadence),
    ...periodInWords(cadence.period),
    ...endInWords(cadence),
    ...(first ? [] : beginInWords(cadence)),
  ];
  return `${parts.join(', ')}.${first && cadence.kind !== 'one_off' ? ` First: ${longDay(first)}.` : ''}`;
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** «30 November 2026». */
export const longDay = (date: PlainDate): string =>
  `${dayOf(date)} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

const rhythmInWords = (cadence: Cadence): string => {
  switch (cadence.kind) {
    case 'one_off':
      return cadence.start ? `Once on ${longDay(cadence.start)}` : 'Once, on the day it is published';
    case 'scheduled':
      return `${everyInWords(cadence.every)}${dayInWords(cadence)}`;
    case 'event':
      return eventInWords(cadence);
    default:
      return cadence satisfies never;
  }
};

const everyInWords = ({ n, unit }: Every): string => (n === 1 ? `Every ${unit}` : `Every ${n} ${unit}s`);

const dayInWords = ({ anchor, anchor_day, day, every }: Scheduled): string => {
  if (every.unit === 'day') return '';
  if (every.unit === 'week') return ` on ${DAYS[(new Date(`${anchor}T00:00:00Z`).getUTCDay() + 6) % 7]}`;
  const month = every.unit === 'year' ? ` of ${MONTHS[Number(anchor.slice(5, 7)) - 1]}` : '';
  switch (day.kind) {
    case 'same': {
      const aimed = anchor_day ?? dayOf(anchor);
      return ` on the ${nth(aimed)}${aimed > 28 ? ' (or the month’s last day)' : ''}${month}`;
    }
    case 'last':
      return ` on the last day${month}`;
    case 'weekday':
      return ` on the ${day.nth === -1 ? 'last' : nth(day.nth)} ${DAYS[day.weekday - 1]}${month}`;
    case 'business_day':
      return ` on the ${day.nth < 0 ? fromLast(-day.nth) : nth(day.nth)} business day${month}`;
    default:
      return day satisfies never;
  }
};

const fromLast = (n: number): string => (n === 1 ? 'last' : `${nth(n)} last`);

const nth = (n: number): string => {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(teen ? '' : ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
};

const OF = { year_end: 'year end', tax_period: 'end of a tax period' } as const;

const eventInWords = ({ of, offset, every_event }: Extract<Cadence, { kind: 'event' }>): string => {
  const event = `${every_event === 1 ? 'every' : `every ${nth(every_event)}`} ${OF[of]}`;
  if (!offset.n) return `On ${event}`;
  return `${capital(span(offset, Math.abs(offset.n)))} ${offset.n < 0 ? 'before' : 'after'} ${event}`;
};

const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

const UNITS = { day: 'day', business_day: 'business day', week: 'week', month: 'month' } as const;

const span = ({ unit }: Pick<Offset, 'unit'>, n: number): string => plural(n, UNITS[unit], `${UNITS[unit]}s`);

const shiftInWords = ({ shift }: Cadence): string[] => {
  if (shift.start === 'none') return [];
  return [shift.start === 'skip' ? 'left out on days off' : `moved to the ${shift.start} business day`];
};

const leadInWords = ({ lead }: Cadence): string[] => (lead.n ? [`made ${span(lead, lead.n)} ahead`] : []);

const dueInWords = ({ due, shift }: Cadence): string =>
  `due ${ruleInWords(due)}${shift.due === 'none' ? '' : ` or the ${shift.due} business day`}`;

const ruleInWords = (rule: DueRule): string => {
  switch (rule.kind) {
    case 'within':
      return rule.n ? `${span(rule, rule.n)} later` : 'the same day';
    case 'before_next':
      return 'the day before the next one';
    case 'day_of_month':
      return `on ${rule.day === 'last' ? 'the last day' : `the ${nth(rule.day)}`} of ${monthsLater(rule.months)}`;
    case 'after_period':
      return afterPeriod(rule.months, rule.days);
    case 'date':
      return `on ${longDay(rule.date)}`;
    case 'subject_end':
      return 'when the engagement ends';
    default:
      return rule satisfies never;
  }
};

const monthsLater = (months: number): string =>
  months === 0 ? 'the same month' : months === 1 ? 'the next month' : `the ${nth(months)} month after`;

const afterPeriod = (months: number, days: number): string => {
  const parts = [months ? plural(months, 'month', 'months') : '', days ? plural(days, 'day', 'days') : ''];
  const said = parts.filter(Boolean).join(' and ');
  return said ? `${said} after the period` : 'on the last day of the period';
};

const periodInWords = (rule: PeriodRule | null): string[] => (rule ? [`about ${aboutWords(rule)}`] : []);

const NAMED: Readonly<
  Record<Exclude<PeriodRule['kind'], 'last_complete_months' | 'back' | 'fixed' | 'moving'>, string>
> = {
  last_complete_week: 'the last complete week',
  last_complete_month: 'the last complete month',
  last_complete_quarter: 'the last complete quarter',
  last_complete_financial_year: 'the last complete financial year',
  last_complete_tax_period: 'the last complete tax period',
  week_to_date: 'the week to date',
  month_to_date: 'the month to date',
  quarter_to_date: 'the quarter to date',
  financial_year_to_date: 'the financial year to date',
  tax_period_to_date: 'the tax period to date',
  interval: 'the time until the next one',
  previous_interval: 'the time since the one before',
  event_period: 'the period that ends then',
};

const aboutWords = (rule: PeriodRule): string => {
  switch (rule.kind) {
    case 'last_complete_months':
      return `the last ${plural(rule.n, 'complete month', 'complete months')}`;
    case 'back':
      return `the ${span(rule, rule.n)} before`;
    case 'fixed':
      return `${longDay(rule.from)} to ${longDay(rule.to)}`;
    case 'moving':
      return `a period that moves along, at first ${longDay(rule.from)} to ${longDay(rule.to)}`;
    default:
      return NAMED[rule.kind];
  }
};

const endInWords = ({ end }: Cadence): string[] => {
  switch (end.kind) {
    case 'never':
      return [];
    case 'on':
      return [`until ${longDay(end.date)}`];
    case 'after':
      return [plural(end.n, 'time', 'times')];
    case 'subject_end':
      return ['until the engagement ends'];
    default:
      return end satisfies never;
  }
};

const beginInWords = (cadence: Cadence): string[] => {
  if (cadence.kind === 'one_off') return [];
  const from = cadence.kind === 'scheduled' ? [`counted from ${longDay(cadence.anchor)}`] : [];
  const begin = {
    next: [],
    current: ['beginning with the current one'],
    all: ['beginning with the first one'],
  } as const;
  return [...from, ...begin[cadence.begin]];
};
