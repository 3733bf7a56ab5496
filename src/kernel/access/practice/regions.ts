import Holidays from 'date-holidays';
import type { PlainDate } from '#ground/time.ts';
import { type NamedDay, YEARS_LISTED } from './calendar.ts';

/** Public holidays of countries and their parts, from the package `date-holidays` (CC BY-SA 3.0, see docs/operations.md). */

export interface Region {
  code: string;
  name: string;
}

/** Every country, or a country's parts after the country itself; empty where nothing is known of it. */
export const regionsOf = (country?: string): Region[] => {
  const known = new Holidays();
  if (!country) return listed(known.getCountries('en'), '');
  const name = known.getCountries('en')[country];
  if (!name) return [];
  return [
    { code: country, name: `${name}, the whole country` },
    ...listed(known.getStates(country, 'en'), `${country}-`),
  ];
};

export const isRegion = (region: string): boolean => regionsOf(region.slice(0, 2)).some(({ code }) => code === region);

/** The public holidays of a region in the years that are listed, from the year of `today` on; a day stands once. */
export const holidaysOf = (region: string, today: PlainDate): NamedDay[] => {
  const [country = '', state = '', part = ''] = region.split('-');
  const list = new Holidays(country, state, part);
  const first = Number(today.slice(0, 4));
  const days = new Map<PlainDate, string>();
  for (let year = first; year < first + YEARS_LISTED; year += 1)
    for (const { date, name, type } of list.getHolidays(year, 'en'))
      if (type === 'public' && !days.has(date.slice(0, 10))) days.set(date.slice(0, 10), name);
  return [...days].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
};

const listed = (names: Record<string, string> | undefined, before: string): Region[] =>
  Object.entries(names ?? {})
    .map(([code, name]) => ({ code: `${before}${code}`, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
