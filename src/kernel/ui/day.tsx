import { dateAt, daysBetween, type Instant, type PlainDate, timeAt } from '#ground/time.ts';
import { type Clock, useClock } from './clock.tsx';
import { hint } from './hint.tsx';
import { words } from './words.ts';
import './small.css';

/** «Tue 24 Nov», with the year when it is not this one. Pure. */
export const dayWords = (date: PlainDate, today: PlainDate, locale = 'en-GB'): string => {
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  })
    .format(new Date(`${date}T12:00:00Z`))
    .replace(',', '');
};

/** «in 3 days», «yesterday», «12 days ago»; nothing beyond 60 days, where the date says more. Pure. */
export const distanceWords = (date: PlainDate, today: PlainDate): string => {
  const days = daysBetween(today, date);
  if (days === 0) return words.today;
  if (days === 1) return words.tomorrow;
  if (days === -1) return words.yesterday;
  if (Math.abs(days) > 60) return '';
  return days > 0 ? words.in_days(days) : words.days_ago(-days);
};

const fullWords = (date: PlainDate, clock: Clock): string =>
  `${new Intl.DateTimeFormat(clock.locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`))}, ${clock.zone}`;

interface DayProps {
  date: PlainDate | null | undefined;
  /** Default: the practice's today. */
  today?: PlainDate;
  /** A due date: red with its days once it has passed. */
  due?: boolean;
  /** Only the date, without the distance. */
  short?: boolean;
}

/** A date: «Tue 24 Nov, in 3 days»; full with the zone on hover or focus. @example <Day date={task.due} due /> */
export const Day = ({ date, today, due, short }: DayProps) => {
  const clock = useClock();
  if (!date) return <span className="none">–</span>;
  const now = today ?? clock.today;
  const late = due === true && date < now;
  const distance = late ? words.days_late(daysBetween(date, now)) : distanceWords(date, now);
  return (
    <time className="day" dateTime={date} data-late={late || undefined} {...hint(fullWords(date, clock))}>
      {dayWords(date, now, clock.locale)}
      {distance && (!short || late) && <span className="day-distance">, {distance}</span>}
    </time>
  );
};

interface MomentProps {
  instant: Instant | null | undefined;
  /** Only the hour: in a list under a day's heading. */
  hour?: boolean;
}

/** A point in time in the practice's zone: «Tue 24 Nov 14:32». @example <Moment instant={event.at} /> */
export const Moment = ({ instant, hour }: MomentProps) => {
  const { today, zone, locale } = useClock();
  if (!instant) return <span className="none">–</span>;
  const date = dateAt(instant, zone);
  const time = timeAt(instant, zone);
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone: zone }).format(
    new Date(instant),
  );
  return (
    <time className="day" dateTime={instant} {...hint(`${full}, ${zone}`)}>
      {hour ? time : `${dayWords(date, today, locale)} ${time}`}
    </time>
  );
};
