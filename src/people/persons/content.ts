import { z } from 'zod';
import { isDate, isTimeZone, lastDayOfMonth } from '#ground/time.ts';
import { addresses } from '#people/fields/addresses.ts';
import { emails } from '#people/fields/emails.ts';
import { phones } from '#people/fields/phones.ts';
import { country, language, line, nameLine } from '#people/fields/text.ts';
import { customValues } from '#people/fields/values.ts';

export const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');

/** A month and a day; 28 and 29 February both mean the last day of February, an impossible day is `invalid` (PE-15). */
export const yearEnd = z
  .strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) })
  .refine(({ month, day }) => day <= lastDayOfMonth(2028, month), 'This month has no such day.')
  .transform(({ month, day }) => ({ month, day: month === 2 && day >= 28 ? 29 : day }));
export type YearEnd = z.infer<typeof yearEnd>;

/** The date a year end falls on in a year. */
export const yearEndIn = (year: number, { month, day }: YearEnd): string =>
  [
    String(year).padStart(4, '0'),
    ...[month, Math.min(day, lastDayOfMonth(year, month))].map((n) => String(n).padStart(2, '0')),
  ].join('-');

export const taxPeriod = z.strictObject({
  frequency: z.enum(['monthly', 'two_monthly', 'quarterly', 'half_yearly', 'annual']),
  start_month: z.int().min(1).max(12),
});
export type TaxPeriod = z.infer<typeof taxPeriod>;

export const number = z
  .string()
  .trim()
  .min(1, 'A number has 1 to 30 characters.')
  .max(30, 'A number has 1 to 30 characters.')
  .regex(/^[^\s].*$/, 'A number begins with a letter or a figure.');

export const tags = z
  .array(z.uuid())
  .max(50, 'At most 50 tags.')
  .transform((all) => [...new Set(all)]);

const fields = {
  form: z.enum(['individual', 'organisation']),
  given_name: nameLine,
  family_name: nameLine,
  organisation_name: nameLine,
  emails,
  phones,
  addresses,
  country: country.nullable(),
  locale: language.nullable(),
  time_zone: z.string().refine(isTimeZone, 'This is not a time zone, for example «Europe/London».').nullable(),
  tax_number: line(60),
  business_number: line(60),
  year_end: yearEnd.nullable(),
  known_year_ends: z
    .array(day)
    .max(60, 'At most 60 known year ends.')
    .transform((dates) => [...new Set(dates)].sort()),
  tax_period: taxPeriod.nullable(),
  source: line(200),
  service_wanted: line(200),
  tags,
  custom: customValues,
  restricted: z.boolean(),
  prospect_number: number,
  client_number: number,
  /** A client's e-mail that is the member's own is asked about once before it is saved (PL-36). */
  confirm_own_email: z.boolean(),
};

/** What a new prospect or client may bring; everything but a name may be empty (PE-10). Unknown fields are refused (PL-65). */
export const newPerson = z.strictObject(fields).partial();
export type NewPerson = z.infer<typeof newPerson>;

/** A merge patch (PL-68): `null` empties a field, what is absent stays. */
export const personChanges = z.strictObject(fields).partial();
export type PersonChanges = z.infer<typeof personChanges>;
