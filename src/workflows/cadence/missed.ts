import type { Instant, PlainDate } from '#ground/time.ts';
import type { Key, Occurrence } from './model.ts';

/** An occurrence without a run, with the scheduled date that comes after it; null where none does. */
export interface Waiting extends Pick<Occurrence, 'key' | 'scheduled' | 'wakes_at'> {
  next: PlainDate | null;
}

export interface Choice {
  create: Key[];
  skip: Key[];
}

/**
 * What is made of the occurrences of one series and subject whose wake has passed: the latest, every one whose interval is not
 * over, and of the others the newest `catch_up`; the rest is skipped as missed. Oldest first, dates as they were (CA-36, CA-45
 * … CA-48).
 */
export const chooseMissed = (
  waiting: readonly Waiting[],
  { now, today, catch_up }: { now: Instant; today: PlainDate; catch_up: number },
): Choice => {
  const passed = passedBy(waiting, now);
  const latest = passed.at(-1);
  const current = passed.filter((one) => one === latest || !one.next || one.next > today);
  const others = passed.filter((one) => !current.includes(one));
  const made_up = others.slice(Math.max(0, others.length - catch_up));
  return chosen(passed, [...current, ...made_up]);
};

/**
 * What is made of those whose wake passed while the series was paused: nothing, or the latest where `create_current` is ticked
 * (CA-50).
 */
export const chooseAfterPause = (
  waiting: readonly Waiting[],
  { now, create_current }: { now: Instant; create_current: boolean },
): Choice => {
  const passed = passedBy(waiting, now);
  return chosen(passed, create_current ? passed.slice(-1) : []);
};

const passedBy = (waiting: readonly Waiting[], now: Instant): Waiting[] =>
  waiting
    .filter(({ wakes_at }) => wakes_at <= now)
    .sort((a, b) => (a.scheduled < b.scheduled ? -1 : a.scheduled > b.scheduled ? 1 : 0));

const chosen = (passed: readonly Waiting[], create: readonly Waiting[]): Choice => ({
  create: passed.filter((one) => create.includes(one)).map(({ key }) => key),
  skip: passed.filter((one) => !create.includes(one)).map(({ key }) => key),
});
