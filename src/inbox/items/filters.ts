import { z } from 'zod';
import { addDays, dayOfWeek, isDate, type PlainDate } from '#ground/time.ts';
import { MARKS, ORIGINS, PRIORITIES, STATUSES, VERDICTS } from './model.ts';

/** What the inbox is narrowed by beside what an item itself has (IN-160). */

export const DUES = ['overdue', 'today', 'week', 'later', 'none'] as const;
export const WHOSE = ['me', 'unassigned', 'inactive', 'away'] as const;
/** Days that have passed, as they are seen from today: a link or a view with them stays right tomorrow (IN-161). */
export const PASTS = ['today', 'yesterday', 'week', 'last_week', 'days_30', 'older'] as const;

/** `2026-11-01..2026-11-30`, either end left out where it is open. */
export const dayRange = z
  .string()
  .max(22)
  .refine((text) => daysOf(text) !== null, 'Days are written YYYY-MM-DD..YYYY-MM-DD; one end may be left out.');

/** Days from and to, both included; null at an open end. */
export interface Days {
  from: PlainDate | null;
  to: PlainDate | null;
}

const daysOf = (text: string): Days | null => {
  const [from = '', to = '', ...more] = text.split('..');
  const fits = (day: string) => day === '' || (isDate(day) && day > '1900' && day < '9999');
  if (!text.includes('..') || more.length || !fits(from) || !fits(to) || !(from || to)) return null;
  return { from: from || null, to: to || null };
};

/** The days that a filter of passed days means on a day; a week begins on Monday. */
export const pastDays = (past: string, today: PlainDate): Days => {
  const monday = addDays(today, 1 - dayOfWeek(today));
  switch (past) {
    case 'today':
      return { from: today, to: null };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'week':
      return { from: monday, to: null };
    case 'last_week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'days_30':
      return { from: addDays(today, -29), to: null };
    case 'older':
      return { from: null, to: addDays(today, -30) };
    default:
      return daysOf(past) ?? { from: null, to: null };
  }
};

/** The days on which something is due, where the filter names days. */
export const dueDays = daysOf;

/** The status of a list, as its tab has it; `deleted` is no status but where deleted items wait (IN-131). */
export const TABS = [...STATUSES, 'deleted'] as const;
export const itemFilters = {
  /** `open`: Outstanding and In progress together. */
  status: z.enum([...TABS, 'open']).default('outstanding'),
  origin: z.enum(ORIGINS).optional(),
  /** A member's id, or one of: me, unassigned, inactive (members), away (members with a deputy today). */
  assignee: z.union([z.enum(WHOSE), z.uuid()]).optional(),
  client: z.uuid().optional(),
  category: z.uuid().optional(),
  priority: z.enum(PRIORITIES).optional(),
  /** Also `2026-11-01..2026-11-30`, either end left out where it is open. */
  due: z.union([z.enum(DUES), dayRange]).optional(),
  received: z.union([z.enum(PASTS), dayRange]).optional(),
  decided: z.union([z.enum(PASTS), dayRange]).optional(),
  tag: z.uuid().optional(),
  mark: z.enum(MARKS).optional(),
  verdict: z.enum(VERDICTS).optional(),
  /** Of the document whose approval is asked for. */
  profile: z.uuid().optional(),
  held: z.enum(['true', 'false']).optional(),
  /** The member who decided. */
  decided_by: z.uuid().optional(),
  q: z.string().max(100).optional(),
};

/** In which orders a list stands; the first is the default. */
export const ITEM_SORTS = ['-created_at', 'due_on', 'status_at', 'number'] as const;
