import type { Json } from '#kernel/decision/model.ts';
import type { Address } from '#people/fields/addresses.ts';
import type { TaxPeriod, YearEnd } from '#people/persons/content.ts';
import type { PersonKind } from '#people/persons/model.ts';
import type { PersonDetail } from '../facts.ts';

/** The form of a prospect or client: what is typed, and the way from a record to it and back. Pure. */

export interface EmailLine {
  address: string;
  label: string;
  primary: boolean;
}
export interface PhoneLine {
  number: string;
  label: string;
  primary: boolean;
}
export interface AddressLines extends Omit<Address, 'lines' | 'locality' | 'region' | 'postcode'> {
  lines: string;
  locality: string;
  region: string;
  postcode: string;
}

export interface PersonValues {
  form: 'organisation' | 'individual';
  organisation_name: string;
  given_name: string;
  family_name: string;
  emails: EmailLine[];
  phones: PhoneLine[];
  addresses: AddressLines[];
  number: string;
  country: string | null;
  locale: string | null;
  time_zone: string | null;
  tax_number: string;
  business_number: string;
  year_end: { month: string | null; day: string | null };
  known_year_ends: string[];
  tax_period: { frequency: TaxPeriod['frequency'] | null; start_month: string | null };
  source: string;
  service_wanted: string;
  tags: string[];
  custom: Record<string, Json>;
  restricted: boolean;
}

export const blankValues: PersonValues = {
  form: 'organisation',
  organisation_name: '',
  given_name: '',
  family_name: '',
  emails: [{ address: '', label: '', primary: true }],
  phones: [{ number: '', label: '', primary: true }],
  addresses: [],
  number: '',
  country: null,
  locale: null,
  time_zone: null,
  tax_number: '',
  business_number: '',
  year_end: { month: null, day: null },
  known_year_ends: [],
  tax_period: { frequency: null, start_month: null },
  source: '',
  service_wanted: '',
  tags: [],
  custom: {},
  restricted: false,
};

const numberKey = (kind: PersonKind) => `${kind}_number` as const;

export const valuesOf = (one: PersonDetail): PersonValues => ({
  form: one.form,
  organisation_name: one.organisation_name ?? '',
  given_name: one.given_name ?? '',
  family_name: one.family_name ?? '',
  emails: one.emails.length
    ? one.emails.map(({ address, label, primary }) => ({ address, label, primary }))
    : blankValues.emails,
  phones: one.phones.length
    ? one.phones.map(({ number, typed, label, primary }) => ({ number: typed || number, label, primary }))
    : blankValues.phones,
  addresses: one.addresses.map((address) => ({
    ...address,
    lines: address.lines.join('\n'),
    locality: address.locality ?? '',
    region: address.region ?? '',
    postcode: address.postcode ?? '',
  })),
  number: one[numberKey(one.kind)] ?? '',
  country: one.country,
  locale: one.locale,
  time_zone: one.time_zone,
  tax_number: one.tax_number ?? '',
  business_number: one.business_number ?? '',
  year_end: { month: text(one.year_end?.month), day: text(one.year_end?.day) },
  known_year_ends: one.known_year_ends,
  tax_period: { frequency: one.tax_period?.frequency ?? null, start_month: text(one.tax_period?.start_month) },
  source: one.source ?? '',
  service_wanted: one.service_wanted ?? '',
  tags: one.tags,
  custom: one.custom,
  restricted: one.restricted,
});

const text = (n: number | undefined): string | null => (n === undefined ? null : String(n));

/** The fields of the API that a form stands for. */
export type PersonBody = Record<string, unknown>;

/** What is typed, as the API takes it: blank lines are left out, blank texts are nothing. */
export const bodyOf = (values: PersonValues, kind: PersonKind): PersonBody => ({
  form: values.form,
  organisation_name: orNothing(values.organisation_name),
  given_name: orNothing(values.given_name),
  family_name: orNothing(values.family_name),
  emails: values.emails.filter(({ address }) => address.trim()),
  phones: values.phones.filter(({ number }) => number.trim()),
  addresses: values.addresses.map(addressOf).filter(isFilled),
  ...(values.number.trim() ? { [numberKey(kind)]: values.number.trim() } : {}),
  country: values.country,
  locale: values.locale,
  time_zone: values.time_zone,
  tax_number: orNothing(values.tax_number),
  business_number: orNothing(values.business_number),
  year_end: yearEndOf(values.year_end),
  known_year_ends: values.known_year_ends,
  tax_period: taxPeriodOf(values.tax_period),
  source: orNothing(values.source),
  service_wanted: orNothing(values.service_wanted),
  tags: values.tags,
  custom: values.custom,
  restricted: values.restricted,
});

const orNothing = (typed: string): string | null => typed.trim() || null;

const yearEndOf = ({ month, day }: PersonValues['year_end']): YearEnd | null =>
  month && day ? { month: Number(month), day: Number(day) } : null;

const taxPeriodOf = ({ frequency, start_month }: PersonValues['tax_period']): TaxPeriod | null =>
  frequency && start_month ? { frequency, start_month: Number(start_month) } : null;

const addressOf = ({ lines, ...address }: AddressLines): Address => ({
  ...address,
  lines: lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
  locality: orNothing(address.locality),
  region: orNothing(address.region),
  postcode: orNothing(address.postcode),
});

const isFilled = (address: Address): boolean =>
  address.lines.length > 0 || !!(address.locality || address.region || address.postcode);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A new record: only what was filled in, so that the rest is what the server makes of it. */
export const newBody = (values: PersonValues, kind: PersonKind): PersonBody => {
  const blank = bodyOf(blankValues, kind);
  return Object.fromEntries(
    Object.entries(bodyOf(values, kind)).filter(([field, value]) => field === 'form' || !same(value, blank[field])),
  );
};

/** A merge patch with what was changed, and nothing else (PL-68). */
export const changesOf = (before: PersonValues, after: PersonValues, kind: PersonKind): PersonBody => {
  const [was, is] = [bodyOf(before, kind), bodyOf(after, kind)];
  const changes = Object.fromEntries(Object.entries(is).filter(([field, value]) => !same(value, was[field])));
  return 'custom' in changes ? { ...changes, custom: customChanges(before.custom, after.custom) } : changes;
};

const customChanges = (before: Record<string, Json>, after: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => !same(before[key], after[key]))
      .map((key) => [key, after[key] ?? null]),
  );

/** The fields in which two states of a form differ (PE-104). */
export const touched = <Values extends object>(before: Values, after: Values): (keyof Values & string)[] =>
  (Object.keys(before) as (keyof Values & string)[]).filter((field) => !same(before[field], after[field]));
