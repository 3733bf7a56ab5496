import type { Json } from '#kernel/decision/model.ts';
import type { Contact } from '#people/contacts/model.ts';
import { derived as ofContact } from '#people/contacts/store.ts';
import { derived as ofEmployee } from '#people/employees/finding.ts';
import type { Employee } from '#people/employees/model.ts';
import type { FieldType } from '#people/fields/model.ts';
import type { Person } from '#people/persons/model.ts';
import { derived as ofPerson } from '#people/persons/store.ts';

export type Row = Record<string, Json>;

/** Makes of a row one that tells of nobody; `n` from 1 on, `types` the own fields by their keys. */
export type Disguise = (row: Row, n: number, types: ReadonlyMap<string, FieldType>) => Row;

const FIRST = ['Amber', 'Birch', 'Cobalt', 'Dune', 'Elm', 'Fern', 'Granite', 'Heron', 'Indigo', 'Juniper'];
const TRADES = [
  'Bakery',
  'Builders',
  'Ceramics',
  'Dental',
  'Florists',
  'Gardens',
  'Joinery',
  'Motors',
  'Print',
  'Studio',
];

/** «Amber Bakery 1», «Birch Bakery 2», …: no two alike, and plainly nobody’s. */
const companyName = (n: number): string =>
  `${FIRST[(n - 1) % FIRST.length]} ${TRADES[Math.floor((n - 1) / FIRST.length) % TRADES.length]} ${n}`;

const address = (who: string, n: number) => `${who}${n}@sandbox.example`;

/** As many as there were, with their labels, at a domain that reaches nobody. */
const emails = (given: Json, who: string, n: number): Json =>
  (given as unknown as Person['emails']).map(({ label, primary }, i) => ({
    address: address(i ? `${who}${i}-` : who, n),
    label,
    primary,
  }));

/** What people wrote in words of their own may name anybody. */
const withoutText = (given: Json, types: ReadonlyMap<string, FieldType>): Json =>
  Object.fromEntries(
    Object.entries(given as Row).filter(([key]) => {
      const type = types.get(key);
      return type !== undefined && type !== 'text';
    }),
  );

const REASON = 'Left out of the sandbox';
const reason = (given: Json): Json => (given === null ? null : REASON);

/** Name, addresses and numbers of others go; kind, status, dates, roles and the numbers of this practice stay. */
export const disguisePerson: Disguise = (row, n, types) => {
  const isOrganisation = row.form === 'organisation';
  const made = {
    ...row,
    organisation_name: isOrganisation ? companyName(n) : null,
    given_name: isOrganisation ? null : 'Sample',
    family_name: isOrganisation ? null : `Client ${n}`,
    emails: emails(row.emails!, 'office', n),
    phones: [],
    addresses: [],
    tax_number: null,
    business_number: null,
    source: null,
    custom: withoutText(row.custom!, types),
    conversion_reason: reason(row.conversion_reason!),
    inactive_reason: reason(row.inactive_reason!),
    do_not_contact_reason: reason(row.do_not_contact_reason!),
    added_beside: [],
    also_known_as: [],
  };
  return { ...made, ...ofPerson(made as unknown as Person) };
};

export const disguiseEmployee: Disguise = (row, n, types) => {
  const made = {
    ...row,
    given_name: 'Employee',
    family_name: `${n}`,
    work_email: row.work_email === null ? null : address('employee', n),
    phone: null,
    leaves: [],
    end_reason: reason(row.end_reason!),
    custom: withoutText(row.custom!, types),
    added_beside: [],
    also_known_as: [],
  };
  return { ...made, ...ofEmployee(made as unknown as Employee) };
};

export const disguiseContact: Disguise = (row, n) => {
  const made = {
    ...row,
    given_name: 'Contact',
    family_name: `${n}`,
    job_title: null,
    emails: emails(row.emails!, 'contact', n),
    phones: [],
    also_known_as: [],
  };
  return { ...made, ...ofContact(made as unknown as Contact) };
};
