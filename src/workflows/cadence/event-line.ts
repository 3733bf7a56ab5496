import type { PlainDate } from '#ground/time.ts';
import { addDays, addMonths } from '#ground/time.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import { addBusinessDays } from '#workflows/dates/rules.ts';
import type { Events } from './events.ts';
import type { Line } from './line.ts';
import type { EventCadence, Offset } from './model.ts';

/** A date moved by so many days, business days, weeks or months; months are cut to the month's length (CA-13, CA-22). */
export const moved = (date: PlainDate, { n, unit }: Offset, calendar: Calendar): PlainDate => {
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

/** Where the counting of every n-th event begins: an ordinal among the client's events, from the offset's dates (CA-14). */
export type Base = (firstAfter: (date: PlainDate) => number) => number;

/** Every n-th event of a client from a base on, moved by the offset (CA-13, CA-14). */
export const eventLine = (
  { offset, every_event }: Pick<EventCadence, 'offset' | 'every_event'>,
  { events, calendar }: { events: Events; calendar: Calendar },
  base: Base,
): Line => {
  const scheduled = (ordinal: number) => moved(events.at(ordinal), offset, calendar);
  const firstAfter = (date: PlainDate): number => {
    let ordinal = events.after(moved(date, { ...offset, n: -offset.n }, calendar));
    while (scheduled(ordinal - 1) > date) ordinal -= 1;
    while (scheduled(ordinal) <= date) ordinal += 1;
    return ordinal;
  };
  const from = base(firstAfter);
  return {
    at: (position) => {
      const ordinal = from + position * every_event;
      return { position, scheduled: scheduled(ordinal), event: events.at(ordinal) };
    },
    after: (date) => Math.ceil((firstAfter(date) - from) / every_event),
  };
};
