import type { PlainDate } from '#ground/time.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, creation, difference, ref } from '#kernel/decision/rules.ts';
import { can, writes } from '../roles/rules.ts';
import { type CalendarChanges, type CalendarCommand, type Holiday, otherDays } from './calendar.ts';
import type { Practice } from './model.ts';

export interface CalendarState {
  practice: Practice;
  holidays: readonly Holiday[];
}

/**
 * The practice calendar: settings W, or the machine where the next year is listed. A region's list is added once for each
 * year, and what people renamed, struck out or added on a day stays; of a region that is left the days to come go (CA-26).
 */
export const decideCalendar = (state: CalendarState, command: CalendarCommand, context: Context): Decision => {
  const { practice, holidays } = state;
  if (command.do === 'list_holidays') return accept(holidayEvents(holidays, listed(state, command, context)));
  const no = can(context.who, writes('settings'));
  if (no) return no;
  const days = listed(state, command, context);
  const after = command.holidays ? written(days, command.holidays, context) : days;
  const facts = difference(practice, {
    working_days: otherDays(command.weekend),
    start_hour: command.start_hour,
    holiday_region: command.region,
  });
  const changed = Object.keys(facts).length > 0;
  return accept([
    ...(changed ? [{ verb: 'practice.changed', thing: ref('practice', practice.id), facts }] : []),
    ...holidayEvents(holidays, after),
  ]);
};

type Days = ReadonlyMap<PlainDate, Holiday>;

/** The days with the region's list; its years that are there already stay as people left them. */
const listed = ({ practice, holidays }: CalendarState, command: CalendarCommand, context: Context): Days => {
  const region = command.do === 'set_calendar' ? command.region : practice.holiday_region;
  const isNew = region !== practice.holiday_region;
  const days = new Map(holidays.map((one) => [one.on_date, isNew ? without(one, context.today) : one]));
  if (!region) return days;
  const years = new Set(
    holidays.filter((one) => !isNew && one.region === region).map((one) => one.on_date.slice(0, 4)),
  );
  for (const { date, name } of command.listed) {
    const was = days.get(date) ?? fresh(date, context);
    const isFree = was.struck_out ? was.region === null : was.name === '';
    if (isFree && !years.has(date.slice(0, 4))) days.set(date, { ...was, name, region, struck_out: false });
  }
  return days;
};

/** A day to come of the region that is left is none any more. */
const without = (one: Holiday, today: PlainDate): Holiday =>
  one.region && one.on_date >= today ? { ...one, region: null, struck_out: true } : one;

/** The days as somebody wrote them down: whatever is not among them is taken out. */
const written = (days: Days, wanted: NonNullable<CalendarChanges['holidays']>, context: Context): Days => {
  const after = new Map([...days.values()].map((one) => [one.on_date, { ...one, struck_out: true }]));
  for (const { date, name, struck_out } of wanted)
    after.set(date, { ...(after.get(date) ?? fresh(date, context)), name, struck_out });
  return after;
};

const fresh = (on_date: PlainDate, context: Context): Holiday => ({
  id: context.newId(),
  version: 0,
  on_date,
  name: '',
  region: null,
  struck_out: false,
});

const holidayEvents = (before: readonly Holiday[], after: Days): Event[] => {
  const known = new Map(before.map((one) => [one.id, one]));
  return [...after.values()].flatMap((day) => {
    const was = known.get(day.id);
    const thing = ref('holiday', day.id);
    if (!was) return [{ verb: 'holiday.added', thing, facts: { ...creation(day), region: [null, day.region] } }];
    const facts = difference(was, day);
    return Object.keys(facts).length
      ? [{ verb: verbOf(was, day), thing, facts: { ...facts, ...named(was, day) } }]
      : [];
  });
};

const verbOf = (was: Holiday, is: Holiday): string => {
  if (was.struck_out !== is.struck_out) return is.struck_out ? 'holiday.struck_out' : 'holiday.restored';
  return 'holiday.renamed';
};

/** The day is named and dated even where these stay, so that the audit can say which it was. */
const named = (was: Holiday, is: Holiday): Event['facts'] => ({
  name: [was.name, is.name],
  on_date: [was.on_date, is.on_date],
});
