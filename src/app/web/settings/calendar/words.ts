import { plural } from '#ground/text.ts';

/** The practice calendar (CA-26). */
export const words = {
  working_days: 'Working days',
  working_days_hint:
    'Other days are skipped when a date counts business days, and when work is moved to a business day.',
  days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  start_hour: 'Work starts at',
  start_hour_hint: (zone: string) =>
    `The hour at which work that comes round is made on its day, by the clock of ${zone.replaceAll('_', ' ')}.`,
  country: 'Holidays of',
  country_hint: 'The public holidays of this and the next two years are listed; change them below as you like.',
  no_country: 'No list: only what is added here',
  part: 'Part of the country',
  holidays: 'Holidays',
  year: 'Year',
  none: (year: string) => `No holidays in ${year} yet.`,
  name_of: (day: string) => `Name of the holiday on ${day}`,
  own: 'Added here',
  day: 'Day',
  name: 'Name',
  source: 'From',
  acts: 'Acts',
  struck_out: 'Struck out',
  strike_out: (name: string) => `Strike out «${name}»`,
  put_back: (name: string) => `Put «${name}» back`,
  take_out: (name: string) => `Take out «${name}»`,
  add: 'Add a holiday',
  add_verb: 'Add',
  new_day: 'Day of the new holiday',
  new_name: 'Name of the new holiday',
  month_before: 'Month before',
  month_after: 'Month after',
  taken: 'This day is in the list already.',
  needs_day: 'Choose the day.',
  needs_name: 'Give the holiday’s name.',
  needs_working_day: 'Choose at least one working day.',
  moves: ({ dates, runs }: { dates: number; runs: number }) =>
    dates
      ? `This moves ${plural(dates, 'planned date', 'planned dates')} of ${plural(runs, 'run', 'runs')}.`
      : 'This moves no planned date.',
  counting: 'Counting which dates this moves …',
  save: 'Save the calendar',
  saved: 'Saved the calendar',
} as const;
