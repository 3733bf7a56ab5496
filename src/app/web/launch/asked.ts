import type { Id } from '#ground/id.ts';
import { addDays, addMonths, type PlainDate } from '#ground/time.ts';
import type { Settings } from '#workflows/definitions/content.ts';
import type { LaunchBody } from './data.ts';

/** What is asked for at the start (WF-73, WF-76). */
export interface AskedValues {
  run_date: PlainDate | null;
  period: { start: PlainDate | null; end: PlainDate | null };
  refers_to: Id | null;
  people: Record<string, Id | null>;
}

/** Defaults: the month before this one as the period, nobody yet. */
export const startValues = (settings: Settings, today: PlainDate, run_date: PlainDate | null): AskedValues => {
  const first = `${today.slice(0, 7)}-01`;
  return {
    run_date,
    period: { start: addMonths(first, -1), end: addDays(first, -1) },
    refers_to: null,
    people: Object.fromEntries(settings.people_asked.map(({ key }) => [key, null])),
  };
};

/** As it is sent: what is not asked, or left empty, is absent. */
export const askedBody = (settings: Settings, values: AskedValues): Partial<LaunchBody> => {
  const { start, end } = values.period;
  const people = Object.entries(values.people).filter((entry): entry is [string, Id] => entry[1] !== null);
  return {
    ...(settings.run_date && values.run_date ? { run_date: values.run_date } : {}),
    ...(settings.period === 'ask' && start && end ? { period: { start, end } } : {}),
    ...(settings.refers_to && values.refers_to ? { refers_to: [values.refers_to] } : {}),
    ...(people.length ? { people: Object.fromEntries(people) } : {}),
  };
};

/** Everything that is needed has a value, so that `Enter` may start it. */
export const isComplete = (settings: Settings, values: AskedValues): boolean =>
  (!settings.run_date?.required || values.run_date !== null) &&
  (settings.period === 'none' || (values.period.start !== null && values.period.end !== null)) &&
  (settings.refers_to === undefined || values.refers_to !== null) &&
  settings.people_asked.every(({ key, required }) => !required || !!values.people[key]);
