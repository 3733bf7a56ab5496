import { addDays, addMonths, dayOfWeek, daysBetween, type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import type { Anchors, Calendar, HeldSpan, Offset, Roll } from './model.ts';

/** Dates of steps: offsets, business days and rolling (WF-36 … WF-39). All dates are `YYYY-MM-DD` in practice time. */

export const isBusinessDay = (date: PlainDate, calendar: Calendar): boolean =>
  calendar.working_days.includes(dayOfWeek(date)) && !calendar.holidays.includes(date);

/** A practice that is closed all year has no business day; a search for one ends here. */
const LONGEST_CLOSED = 366;

/**
 * CA-22: one day at a time, only business days count; 0 is the day itself. From a Saturday +1 is Monday, −1 is Friday. Where
 * no business day comes for a year, the rest of the days count as they are.
 */
export const addBusinessDays = (date: PlainDate, n: number, calendar: Calendar): PlainDate => {
  const step = Math.sign(n);
  let day = date;
  for (let left = Math.abs(n); left > 0; left -= 1) day = nearestBusinessDay(addDays(day, step), step, calendar);
  return day;
};

/** Moves a date that is no business day to the nearest earlier or later one (WF-38, CA-23). */
export const rolled = (date: PlainDate, roll: Roll, calendar: Calendar): PlainDate =>
  roll === 'none' ? date : nearestBusinessDay(date, roll === 'next' ? 1 : -1, calendar);

/** What dates are counted by: the known anchors, and the held spans by which dates from inside the run move (WF-113). */
export interface Counted {
  anchors: Anchors;
  held?: readonly HeldSpan[];
}

/**
 * The offset from its anchor's date, held days added, rolled only as it says itself: the start of a step. Null while the
 * anchor is not known (WF-37, WF-38, WF-40).
 */
export const dateOfOffset = (offset: Offset, by: Counted, calendar: Calendar): PlainDate | null => {
  const raw = heldDate(offset, by, calendar);
  return raw && rolled(raw, offset.roll ?? 'none', calendar);
};

/**
 * The due date of a task: rolled to `previous` unless the offset says otherwise, but never across the day the task becomes
 * ready: then it is `next` (WF-38).
 */
export const dueDate = (offset: Offset, by: Counted & { ready: PlainDate }, calendar: Calendar): PlainDate | null => {
  const raw = heldDate(offset, { ...by, anchors: { ...by.anchors, ready: by.ready } }, calendar);
  if (!raw) return null;
  const due = rolled(raw, offset.roll ?? 'previous', calendar);
  return due < by.ready && raw >= by.ready ? rolled(raw, 'next', calendar) : due;
};

/** When an action of this day happens: at its own hour, else at the practice's send hour (WF-39, PL-148). */
export const actionInstant = (
  date: PlainDate,
  at: string | undefined,
  practice: Pick<PracticeFacts, 'send_hour' | 'time_zone'>,
): Instant => instantOf(date, at ?? practice.send_hour, practice.time_zone);

/** The run itself moves with its holds; what comes from outside stays (WF-113). */
export const isInside = (anchor: string): boolean =>
  anchor === 'run' || anchor === 'ready' || anchor.startsWith('step:');

const heldDate = (offset: Offset, { anchors, held = [] }: Counted, calendar: Calendar): PlainDate | null => {
  const raw = counted(offset, anchors, calendar);
  const anchor = anchors[offset.anchor];
  return raw && anchor && isInside(offset.anchor) ? addDays(raw, heldDays(anchor, held)) : raw;
};

/** Calendar days the run was held since `anchor`. */
const heldDays = (anchor: PlainDate, held: readonly HeldSpan[]): number =>
  held.reduce((days, { from, to }) => days + Math.max(0, daysBetween(from > anchor ? from : anchor, to)), 0);

const counted = ({ anchor, n, unit }: Offset, anchors: Anchors, calendar: Calendar): PlainDate | null => {
  const date = Object.hasOwn(anchors, anchor) ? anchors[anchor] : null;
  if (!date) return null;
  switch (unit) {
    case 'day':
      return addDays(date, n);
    case 'week':
      return addDays(date, 7 * n);
    case 'month':
      return addMonths(date, n);
    case 'business_day':
      return addBusinessDays(date, n, calendar);
    default:
      return unit satisfies never;
  }
};

const nearestBusinessDay = (date: PlainDate, step: number, calendar: Calendar): PlainDate => {
  let day = date;
  for (let tried = 0; tried < LONGEST_CLOSED; tried += 1) {
    if (isBusinessDay(day, calendar)) return day;
    day = addDays(day, step);
  }
  return date;
};
