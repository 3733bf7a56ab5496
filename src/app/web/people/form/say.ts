import type { Json } from '#kernel/decision/model.ts';
import { addressLine } from '#people/fields/addresses.ts';
import type { TagRow } from '../facts.ts';
import { monthName, words as people } from '../words.ts';
import type { PersonValues } from './values.ts';
import { words } from './words.ts';

type Field = keyof PersonValues;

const NAMES: Readonly<Record<Field, string>> = {
  form: words.kind,
  organisation_name: words.organisation_name,
  given_name: words.given_name,
  family_name: words.family_name,
  emails: words.emails,
  phones: words.phones,
  addresses: words.addresses,
  number: words.number,
  country: words.country,
  locale: words.language,
  time_zone: words.time_zone,
  tax_number: words.tax_number,
  business_number: words.business_number,
  year_end: words.year_end,
  known_year_ends: words.known_year_ends,
  tax_period: words.tax_period,
  source: words.source,
  service_wanted: words.service_wanted,
  tags: words.tags,
  custom: words.own,
  restricted: words.restricted,
};

export const fieldName = (field: Field): string => NAMES[field];

interface Lexicon {
  tags: readonly TagRow[];
  nameOf: (id: string) => string | null;
  locale: string;
}

/** One field of a form in words, for comparing two of them. Pure. */
export const sayField = (field: Field, values: PersonValues, { tags, nameOf, locale }: Lexicon): string => {
  switch (field) {
    case 'form':
      return words.forms[values.form];
    case 'emails':
      return values.emails.map(({ address }) => address).join(', ');
    case 'phones':
      return values.phones.map(({ number }) => number).join(', ');
    case 'addresses':
      return values.addresses.map((one) => addressLine({ ...one, lines: one.lines.split('\n') })).join('; ');
    case 'year_end':
      return values.year_end.day && values.year_end.month
        ? `${values.year_end.day} ${monthName(Number(values.year_end.month), locale)}`
        : '';
    case 'tax_period':
      return values.tax_period.frequency ? people.frequencies[values.tax_period.frequency] : '';
    case 'known_year_ends':
      return values.known_year_ends.join(', ');
    case 'tags':
      return tags
        .filter(({ id }) => values.tags.includes(id))
        .map(({ name }) => name)
        .join(', ');
    case 'custom':
      return Object.values(values.custom)
        .map((value) => sayValue(value, nameOf))
        .filter(Boolean)
        .join(', ');
    case 'restricted':
      return values.restricted ? words.yes : words.no;
    default:
      return values[field] ?? '';
  }
};

/** A value of one of the practice's own fields. Pure. */
export const sayValue = (value: Json | undefined, nameOf: (id: string) => string | null): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return nameOf(value) ?? value;
  if (typeof value === 'object' && !Array.isArray(value) && 'amount' in value)
    return `${String(value.amount)} ${String(value.currency)}`;
  return String(value);
};
