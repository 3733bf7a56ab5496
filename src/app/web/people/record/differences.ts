import { dateAt, isDate, isInstant } from '#ground/time.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import { dayWords } from '#kernel/ui/day.tsx';
import { type Address, addressLine } from '#people/fields/addresses.ts';
import type { TagRow } from '../facts.ts';
import { sayValue } from '../form/say.ts';
import { words as people } from '../words.ts';

export interface Difference {
  label: string;
  before: string;
  after: string;
}

interface Lexicon {
  nameOf: (id: string) => string | null;
  tags: readonly TagRow[];
  locale: string;
  zone: string;
}

/** What an event changed, field by field in words: before and after (PE-105). Pure. */
export const differences = (facts: Facts, lexicon: Lexicon): Difference[] =>
  Object.entries(facts)
    .filter(([field]) => !field.endsWith('_id') && !field.endsWith('_by'))
    .map(([field, [before, after]]) => ({
      label: labelOf(field),
      before: sayField(field, before, lexicon),
      after: sayField(field, after, lexicon),
    }));

const labelOf = (field: string): string => {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** One value of a record in words, by the name its field has in the API. Pure. */
export const sayField = (field: string, value: Json, { nameOf, tags, locale, zone }: Lexicon): string => {
  if (value === null || value === '') return '';
  if (field === 'tags')
    return tags
      .filter(({ id }) => (value as string[]).includes(id))
      .map(({ name }) => name)
      .join(', ');
  if (Array.isArray(value)) return value.map(sayEntry).filter(Boolean).join('; ');
  if (field === 'year_end') return sayYearEnd(value as { month: number; day: number }, locale);
  if (field === 'tax_period') {
    const { frequency } = value as unknown as { frequency: keyof typeof people.frequencies };
    return people.frequencies[frequency];
  }
  if (typeof value === 'string' && isInstant(value)) return dayWords(dateAt(value, zone), '', locale);
  if (typeof value === 'string' && isDate(value)) return dayWords(value, '', locale);
  if (typeof value === 'object' && !('amount' in value))
    return Object.values(value)
      .map((one) => sayValue(one, nameOf))
      .filter(Boolean)
      .join(', ');
  return sayValue(value, nameOf);
};

const sayYearEnd = ({ month, day }: { month: number; day: number }, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2028, month - 1, day)),
  );

/** An e-mail, a phone, an address, a leave or a plain text among a list. */
const sayEntry = (entry: Json): string => {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return String(entry ?? '');
  const { address, typed, number, from, to } = entry as Record<string, string | null>;
  if ('lines' in entry) return addressLine(entry as unknown as Address);
  if (from) return to ? `${from} – ${to}` : `${from} –`;
  return address ?? typed ?? number ?? '';
};
