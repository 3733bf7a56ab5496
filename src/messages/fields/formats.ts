import type { PlainDate } from '#ground/time.ts';
import type { FieldValue, Format, Money, Table } from './model.ts';

export const DATE_STYLES = ['short', 'long', 'weekday', 'iso'] as const;
export type DateStyle = (typeof DATE_STYLES)[number];
export const MONEY_STYLES = ['plain'] as const;

/** A date in the locale's own way: en-AU short is 15/8/26, long 15 August 2026, weekday Saturday, 15 August 2026 (ME-17). */
export const sayDate = (date: PlainDate, locale: string, style: DateStyle = 'long'): string =>
  style === 'iso' ? date : dateFormat(locale, style).format(new Date(`${date}T00:00:00Z`));

/** An amount with its currency, or without one («plain»); several are joined with « + » (ME-17, ME-20). */
export const sayMoney = (value: Money | readonly Money[], locale: string, plain = false): string =>
  [value]
    .flat()
    .map((one) => moneyFormat(locale, one.currency, plain).format(one.amount as `${number}`))
    .join(' + ');

export const sayNumber = (value: number | string, locale: string): string =>
  numberFormat(locale).format(value as `${number}`);

/** How many entries of a list an SMS names before «and n more» (ME-20). */
const NAMED_IN_SMS = 5;

/** A value as it reads without a filter; null when it is missing: null, or empty after trimming. Zero is a value. */
export const sayValue = (
  value: FieldValue | undefined,
  format: Format,
  { locale, sms }: { locale: string; sms: boolean },
): string | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return sayNumber(value, locale);
  if (typeof value === 'string') return value.trim() ? sayText(value, format, locale) : null;
  if (isTable(value)) return value.rows.length ? sayRows(value, locale) : null;
  if (isTexts(value)) return value.length ? sayList(value, sms) : null;
  return [value].flat().length ? sayMoney(value, locale) : null;
};

export const isTable = (value: FieldValue | undefined): value is Table =>
  typeof value === 'object' && value !== null && 'rows' in value;
const isTexts = (value: readonly Money[] | readonly string[] | Money): value is readonly string[] =>
  Array.isArray(value) && typeof value[0] !== 'object';

const sayText = (value: string, format: Format, locale: string): string =>
  format === 'date' ? sayDate(value, locale) : format === 'number' ? sayNumber(value, locale) : value.trim();

const sayList = (texts: readonly string[], sms: boolean): string => {
  const named = sms ? texts.slice(0, NAMED_IN_SMS) : texts;
  const rest = texts.length - named.length;
  return `${named.join(', ')}${rest ? ` and ${rest} more` : ''}`;
};

/** A cell of a table: a day looks like one, whatever column it stands in. */
export const sayCell = (value: FieldValue, locale: string): string =>
  sayValue(value, typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'text', {
    locale,
    sms: false,
  }) ?? '';

const sayRows = ({ head, rows }: Table, locale: string): string =>
  [head.join('  '), ...rows.map((row) => row.map((cell) => sayCell(cell, locale)).join('  '))].join('\n');

const kept = <T>(make: () => T, cache: Map<string, T>, key: string): T => {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
};
const STYLE = { short: 'short', long: 'long', weekday: 'full' } as const;
const dates = new Map<string, Intl.DateTimeFormat>();
const dateFormat = (locale: string, style: Exclude<DateStyle, 'iso'>) =>
  kept(
    () => new Intl.DateTimeFormat(locale, { dateStyle: STYLE[style], timeZone: 'UTC' }),
    dates,
    `${locale} ${style}`,
  );
const numbers = new Map<string, Intl.NumberFormat>();
const numberFormat = (locale: string) =>
  kept(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }), numbers, locale);
const moneyFormat = (locale: string, currency: string, plain: boolean) =>
  kept(
    () => {
      const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
      const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
      return plain
        ? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
        : money;
    },
    numbers,
    `${locale} ${currency} ${plain}`,
  );
