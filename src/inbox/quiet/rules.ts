import { z } from 'zod';
import { addDays, dateAt, type Instant, instantOf, latest, type PlainDate } from '#ground/time.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import { addBusinessDays, isBusinessDay } from '#workflows/dates/rules.ts';

/** What brings mail and has brought none for longer than it should (IN-181). Pure. */

export const quietDays = z.int().min(1, 'At least one working day.').max(60, 'At most 60 working days.').nullable();

/** An address or a mailbox, as far as its quiet alarm needs to know. */
export interface Watched {
  on: boolean;
  deleted_at: Instant | null;
  /** Working days without mail after which somebody is told; null: nobody ever is. */
  quiet_days: number | null;
  /** Since when that counts: a silence of before is nobody's fault. */
  quiet_from: Instant | null;
  /** Since when it is quiet; set as people are told, once. */
  quiet_since: Instant | null;
}

export const NOT_WATCHED = { quiet_days: null, quiet_from: null, quiet_since: null } as const;

const isWatched = ({ on, deleted_at, quiet_days }: Watched): boolean => on && !deleted_at && quiet_days !== null;

/** What a change of it means for its alarm: another number of days, or being switched on, counts from now. */
export const watchedAnew = (
  before: Watched,
  wanted: Watched,
  now: Instant,
): Partial<Pick<Watched, 'quiet_from' | 'quiet_since'>> => {
  if (!isWatched(wanted)) return { quiet_from: null, quiet_since: null };
  const isNew = !isWatched(before) || before.quiet_days !== wanted.quiet_days;
  return isNew ? { quiet_from: now, quiet_since: null } : {};
};

type Hours = Pick<PracticeFacts, 'time_zone' | 'send_hour' | 'working_days' | 'holidays'>;

/** After n whole working days without mail: at the hour of messages of the next working day, in practice time. */
const quietAt = ({ quiet_days, quiet_from }: Watched, last: Instant | null, practice: Hours): Instant =>
  morningAfter(latest(last, quiet_from)!, quiet_days! + 1, practice);

const morningAfter = (instant: Instant, days: number, practice: Hours): Instant =>
  instantOf(
    addBusinessDays(dateAt(instant, practice.time_zone), days, practice),
    practice.send_hour,
    practice.time_zone,
  );

export interface Woken {
  /** What it is from now on; null where that is what it was. */
  set: Pick<Watched, 'quiet_since'> | null;
  /** When to look again; null: never. */
  at: Instant | null;
}

/**
 * What its timer finds, `last` being when mail last came. It falls quiet once, and is looked after each working day until it is
 * heard again.
 */
export const woken = (watched: Watched, last: Instant | null, now: Instant, practice: Hours): Woken => {
  if (!isWatched(watched)) return { set: null, at: null };
  const at = quietAt(watched, last, practice);
  if (at > now) return { set: watched.quiet_since ? { quiet_since: null } : null, at };
  return { set: watched.quiet_since ? null : { quiet_since: now }, at: morningAfter(now, 1, practice) };
};

/** Whether it is quiet now, as a screen says it: mail may have come since people were told. */
export const isQuiet = ({ quiet_since }: Pick<Watched, 'quiet_since'>, last: Instant | null): boolean =>
  quiet_since !== null && (last === null || last < quiet_since);

/** Mail that came before that day says nothing of whether it is quiet. */
export const longAgo = (today: PlainDate, { quiet_days }: Watched, calendar: Calendar): PlainDate =>
  addDays(addBusinessDays(today, -((quiet_days ?? 0) + 2), calendar), -1);

/** Over how many days its past is looked at for a suggestion. */
export const PAST_DAYS = 90;
const ENOUGH = 5;

/** One working day more than its longest silence so far; null where mail came on too few days to tell. */
export const suggestedDays = (days: readonly PlainDate[], calendar: Calendar): number | null => {
  const sorted = [...new Set(days)].sort();
  if (sorted.length < ENOUGH) return null;
  const gaps = sorted.slice(1).map((day, i) => businessDaysBetween(sorted[i]!, day, calendar));
  return Math.min(Math.max(...gaps) + 1, 60);
};

/** Working days after the one and before the other. */
const businessDaysBetween = (from: PlainDate, to: PlainDate, calendar: Calendar): number => {
  let count = 0;
  for (let day = addDays(from, 1); day < to; day = addDays(day, 1)) count += Number(isBusinessDay(day, calendar));
  return count;
};
