import {
  addDays,
  dateAt,
  dayOfWeek,
  type Instant,
  instantOf,
  type PlainDate,
  type TimeZone,
  timeAt,
} from '#ground/time.ts';
import type { Json, PracticeFacts } from '#kernel/decision/model.ts';

/** When automatic messages of a practice may leave (ME-44); hours are `HH:MM` of the practice's time zone. */
export interface SendWindow {
  zone: TimeZone;
  /** The hour of a slot: what waits for another day leaves then. */
  send_time: string;
  from: string;
  /** No longer inside. */
  to: string;
  /** 1 = Monday … 7 = Sunday. */
  days: readonly number[];
  holidays: readonly PlainDate[];
}

/** What is about to leave. */
export interface Sending {
  channel: 'email' | 'sms';
  class: 'chase' | 'service' | 'internal' | 'security';
  /** A member pressed the button. */
  manual: boolean;
  /** When it would leave if nothing stood in the way. */
  wanted: Instant;
  /** Where the recipient is: zone of the contact, else of the client, else of the practice (ME-45). */
  zone: TimeZone;
}

export interface Leaving {
  at: Instant;
  /** Why it is later than wanted, as a sentence; null when it is not. */
  because: string | null;
}

/** The hours of a day in which a text may reach somebody (ME-45): 08:00 is allowed, 21:00 is not. */
const QUIET_UNTIL = '08:00';
const QUIET_FROM = '21:00';

/** The practice's window: its send hour, its working days unless `send_days` says otherwise, 08:00–18:00 unless `send_window` does. */
export const sendWindow = ({ time_zone, send_hour, working_days, holidays, settings }: PracticeFacts): SendWindow => {
  const { from, to } = { from: '08:00', to: '18:00', ...hours(settings.send_window) };
  const days = settings.send_days;
  return {
    zone: time_zone,
    send_time: send_hour >= from && send_hour < to ? send_hour : from,
    from,
    to,
    days: Array.isArray(days) && days.length ? (days as number[]) : working_days,
    holidays,
  };
};

const hours = (setting: Json | undefined): { from?: string; to?: string } =>
  (typeof setting === 'object' && setting !== null && !Array.isArray(setting) ? setting : {}) as object;

export const isSendDay = (date: PlainDate, { days, holidays }: SendWindow): boolean =>
  days.includes(dayOfWeek(date)) && !holidays.includes(date);

export const isInWindow = (at: Instant, window: SendWindow): boolean =>
  isSendDay(dateAt(at, window.zone), window) && within(at, dayspan(dateAt(at, window.zone), window));

export const inRecipientHours = (at: Instant, zone: TimeZone): boolean => within(at, waking(dateAt(at, zone), zone));

/** The first sending time at or after an instant. */
export const nextSlot = (after: Instant, window: SendWindow): Instant =>
  firstOf(sendDays(dateAt(after, window.zone), window), (date) => {
    const slot = instantOf(date, window.send_time, window.zone);
    return slot >= after ? slot : null;
  });

/**
 * When a message leaves (ME-44 to ME-47): the earliest allowed instant at or after the wanted one. Asked again with its own
 * answer, or with a moment soon after it, it says the same, so a worker that is late may ask once more.
 */
export const leavesAt = (sending: Sending, window: SendWindow): Leaving => {
  const { wanted, channel, manual } = sending;
  if (sending.class === 'security') return leaving(wanted, wanted, null);
  const free = manual || sending.class === 'internal';
  if (channel === 'email')
    return free || isInWindow(wanted, window)
      ? leaving(wanted, wanted, null)
      : leaving(wanted, nextSlot(wanted, window), OUTSIDE(window));
  const at = free ? textByHand(sending, window) : textByItself(sending, window);
  const start = free || isInWindow(wanted, window) ? wanted : nextSlot(wanted, window);
  return leaving(wanted, at, inRecipientHours(start, sending.zone) ? OUTSIDE(window) : asleep(start, sending.zone));
};

const leaving = (wanted: Instant, at: Instant, because: string | null): Leaving => ({
  at,
  because: at === wanted ? null : because,
});

const OUTSIDE = ({ from, to }: SendWindow): string =>
  `Messages leave by themselves between ${from} and ${to} on the days the practice sends.`;
const asleep = (at: Instant, zone: TimeZone): string =>
  `It is ${timeAt(at, zone)} at the recipient’s place then, and texts arrive there between ${QUIET_UNTIL} and ${QUIET_FROM}.`;

/** Before 08:00 there: at 08:00; from 21:00 on: 08:00 of the next send day (ME-45). */
const textByHand = ({ wanted, zone }: Sending, window: SendWindow): Instant => {
  const today = dateAt(wanted, zone);
  const span = waking(today, zone);
  if (wanted < span.to) return later(wanted, span.from);
  return firstOf(sendDays(addDays(today, 1), window), (date) => waking(date, zone).from);
};

/**
 * The first send day that has an hour for both the window and the recipient, from its sending time on where it is still to
 * come. A day without a common hour is the recipient's: from 08:00 there (ME-46).
 */
const textByItself = ({ wanted, zone }: Sending, window: SendWindow): Instant =>
  firstOf(sendDays(addDays(dateAt(wanted, window.zone), -1), window), (date) => {
    const day = dayspan(date, window);
    const common = [-1, 0, 1].flatMap((days) => shared(day, waking(addDays(date, days), zone)));
    if (!common.length) return earliestIn([waking(date, zone)], wanted);
    const slot = instantOf(date, window.send_time, window.zone);
    return earliestIn(common, wanted < day.from ? slot : wanted) ?? earliestIn(common, wanted);
  });

interface Span {
  from: Instant;
  /** No longer inside. */
  to: Instant;
}

const dayspan = (date: PlainDate, { from, to, zone }: SendWindow): Span => ({
  from: instantOf(date, from, zone),
  to: instantOf(date, to, zone),
});
const waking = (date: PlainDate, zone: TimeZone): Span => ({
  from: instantOf(date, QUIET_UNTIL, zone),
  to: instantOf(date, QUIET_FROM, zone),
});
const within = (at: Instant, { from, to }: Span): boolean => at >= from && at < to;
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const shared = (a: Span, b: Span): Span[] => {
  const both = { from: later(a.from, b.from), to: a.to < b.to ? a.to : b.to };
  return both.from < both.to ? [both] : [];
};
const earliestIn = (spans: readonly Span[], at: Instant): Instant | null => {
  const open = spans.find((span) => span.to > at);
  return open ? later(at, open.from) : null;
};

/** More days than a year has: a practice without any send day in it has no calendar. */
const FAR = 400;

function* sendDays(from: PlainDate, window: SendWindow): Generator<PlainDate> {
  for (let days = 0; days < FAR; days += 1) {
    const date = addDays(from, days);
    if (isSendDay(date, window)) yield date;
  }
}

const firstOf = (dates: Iterable<PlainDate>, instant: (date: PlainDate) => Instant | null): Instant => {
  for (const date of dates) {
    const found = instant(date);
    if (found) return found;
  }
  throw new Error('The practice has no day within a year on which messages may leave.');
};
