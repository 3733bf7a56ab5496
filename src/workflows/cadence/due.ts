import { addDays, type PlainDate } from '#ground/time.ts';
import { rolled } from '#workflows/dates/rules.ts';
import { moved } from './event-line.ts';
import type { Cadence, DueRule, Period, Planning } from './model.ts';
import { dateIn, lastOf, monthOf, monthsOn } from './months.ts';

export interface DueFacts {
  scheduled: PlainDate;
  start: PlainDate;
  period: Period | null;
  /** The next scheduled date, the end of the cadence left aside. */
  next: PlainDate | null;
}

/**
 * The due date: the rule counted from the unshifted date, then shifted, never before the start (CA-17 … CA-21). `made_way`
 * is the date that was no business day.
 */
export const dueOf = (
  { due, shift }: Cadence,
  of: DueFacts,
  { practice, facts }: Pick<Planning, 'practice' | 'facts'>,
): { due: PlainDate; made_way: PlainDate | null } => {
  const before = byRule(due, of, { practice, facts });
  const shifted = rolled(before, shift.due, practice.calendar);
  return { due: shifted < of.start ? of.start : shifted, made_way: shifted === before ? null : before };
};

const byRule = (
  rule: DueRule,
  { scheduled, period, next }: DueFacts,
  { practice, facts }: Pick<Planning, 'practice' | 'facts'>,
): PlainDate => {
  switch (rule.kind) {
    case 'within':
      return moved(scheduled, rule, practice.calendar);
    case 'before_next':
      return next ? addDays(next, -1) : scheduled;
    case 'day_of_month': {
      const month = monthOf(scheduled) + rule.months;
      return rule.day === 'last' ? lastOf(month) : dateIn(month, rule.day);
    }
    case 'after_period':
      return period ? addDays(monthsOn(period.to, rule.months), rule.days) : scheduled;
    case 'date':
      return rule.date;
    case 'subject_end':
      return facts.ends_on ?? scheduled;
    default:
      return rule satisfies never;
  }
};

/** What the wizard proposes as due date of a one-off: 14 days after the period, else 30 days after the start (CA-20). */
export const proposedDue = (start: PlainDate, period: Period | null): PlainDate =>
  period ? addDays(period.to, 14) : addDays(start, 30);

/** Deadlines by name: the rule `after_period` with their numbers (CA-19). */
export const DEADLINES = [
  { id: 'uk_vat_return', name: 'UK VAT return', country: 'GB', months: 1, days: 7 },
  { id: 'uk_company_accounts', name: 'UK company accounts', country: 'GB', months: 9, days: 0 },
  { id: 'uk_corporation_tax', name: 'UK corporation tax', country: 'GB', months: 9, days: 1 },
] as const;

/** «The 30th, or the last day of the month?» is asked of a date that is both (CA-4). */
export const asksMonthEnd = (anchor: PlainDate): boolean =>
  anchor === lastOf(monthOf(anchor)) && !anchor.endsWith('-31');
