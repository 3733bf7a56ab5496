import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { dateAt, type Instant, instantFromEpoch, type PlainDate, type TimeZone } from '#ground/time.ts';

/** The practice's time and manner: a sandbox's clock can be moved, so no screen asks the machine for the day. */
export interface Clock {
  now: Instant;
  today: PlainDate;
  zone: TimeZone;
  locale: string;
  currency: string;
}

const browserClock = (): Clock => {
  const now = instantFromEpoch(Date.now());
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return { now, today: dateAt(now, timeZone), zone: timeZone, locale, currency: 'AUD' };
};

const ClockContext = createContext<Clock | undefined>(undefined);

/** `today` where it is not that of `zone`: the practice's day on the screen of a member elsewhere. */
type Given = Omit<Clock, 'today'> & { today?: PlainDate };

/** @example <ClockProvider clock={{ now, zone: practice.time_zone, locale: practice.locale, currency: practice.currency }}> */
export const ClockProvider = ({ clock, children }: { clock: Given; children: ReactNode }) => {
  const { zone, locale, currency } = clock;
  // To the minute: else every drawing of the frame would be a new clock for every date on the page.
  const now = `${clock.now.slice(0, 16)}:00.000Z`;
  const today = clock.today ?? dateAt(now, zone);
  const value = useMemo(() => ({ now, zone, locale, currency, today }), [now, zone, locale, currency, today]);
  return <ClockContext value={value}>{children}</ClockContext>;
};

/** The practice's clock; before a practice is known (sign-in, set-up) the browser's. */
export const useClock = (): Clock => {
  const clock = useContext(ClockContext);
  return useMemo(() => clock ?? browserClock(), [clock]);
};
