import { expect, test } from 'vitest';
import { COUNTRIES, countryFacts } from '#kernel/access/practice/countries.ts';
import { countryOptions, currencyOptions, guessCountry, zoneOptions } from './countries.ts';

const known = COUNTRIES.map((country) => ({ country, ...countryFacts(country)! }));

test('PL-7 every country with proposals can be chosen, by its name, and what it proposes can be chosen too', () => {
  const countries = new Map(countryOptions(COUNTRIES).map(({ value, label }) => [value, label]));
  const zones = new Set(zoneOptions(known.map((one) => one.time_zone)).map(({ value }) => value));
  const currencies = new Set(currencyOptions().map(({ value }) => value));
  expect(countries.get('NZ')).toBe('New Zealand');
  expect(known.filter(({ country }) => !countries.has(country))).toEqual([]);
  expect(known.filter(({ currency }) => !currencies.has(currency))).toEqual([]);
  expect(known.filter(({ time_zone }) => !zones.has(time_zone)).map(({ time_zone }) => time_zone)).toEqual([]);
});

test('PL-7 the browser’s own time zone proposes its country; an unknown one proposes only itself', () => {
  expect(guessCountry(known, 'Pacific/Auckland')).toMatchObject({ country: 'NZ', currency: 'NZD' });
  expect(guessCountry(known, 'Asia/Calcutta')).toMatchObject({ country: 'IN', time_zone: 'Asia/Kolkata' });
  expect(guessCountry(known, 'Atlantic/Stanley')).toEqual({ country: '', time_zone: 'Atlantic/Stanley', currency: '' });
});
