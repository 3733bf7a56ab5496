import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Fields, Values } from '#messages/fields/model.ts';
import type { Previewed } from '#messages/templates/port.ts';
import type { Address } from '#people/fields/addresses.ts';
import { type Email, primaryEmail } from '#people/fields/emails.ts';
import type { Phone } from '#people/fields/phones.ts';

/** The merge fields of real prospects, clients and employees (ME-20), for previews and for messages that leave. */

interface PersonRow {
  id: Id;
  kind: 'prospect' | 'client';
  display_name: string;
  given_name: string | null;
  family_name: string | null;
  organisation_name: string | null;
  client_number: string | null;
  tax_number: string | null;
  emails: Email[];
  phones: Phone[];
  addresses: Address[];
  locale: string | null;
}

interface ContactRow {
  person_id: Id;
  full_name: string;
  given_name: string | null;
  label: string;
  primary: boolean;
  emails: Email[];
  phones: Phone[];
  locale: string | null;
}

interface Colleague {
  person_id: Id;
  name: string;
  email: string;
}

/** Persons by id, each with everything a message about it may say. `sender` is the member who acts, if one does. */
export const personRecords = (desk: Desk, ids: readonly Id[], sender: Id | null): Promise<ReadonlyMap<Id, Previewed>> =>
  readPersons(desk, { ids, sender });

/** The same of clients and of prospects as the clients they may become. */
export const clientRecords = (desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, Previewed>> =>
  readPersons(desk, { ids, sender: null, as: 'client' });

const readPersons = async (
  desk: Desk,
  { ids, sender, as }: { ids: readonly Id[]; sender: Id | null; as?: 'client' },
): Promise<ReadonlyMap<Id, Previewed>> => {
  const { tx, practice, today } = desk;
  const { rows } = await sql<PersonRow>`
    select id, kind, display_name, given_name, family_name, organisation_name, client_number, tax_number, emails, phones,
      addresses, locale
    from app.person where practice_id = ${practice.id} and id = any(${ids}) and deleted_at is null and erased_at is null`.execute(
    tx,
  );
  const { rows: contacts } = await sql<ContactRow>`
    select l.person_id, c.full_name, c.given_name, l.label, l."primary", c.emails, c.phones, c.locale
    from app.contact_link l join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id
    where l.practice_id = ${practice.id} and l.person_id = any(${ids}) and l.deleted_at is null and c.deleted_at is null
      and c.erased_at is null order by l."primary" desc, c.sort_name, c.id`.execute(tx);
  const { rows: specialists } = await sql<Colleague>`
    select h.person_id, m.name, m.email from app.role_holding h
    join app.member m on m.practice_id = h.practice_id and m.id = h.member_id
    where h.practice_id = ${practice.id} and h.person_id = any(${ids}) and h.role = 'specialist' and h.deleted_at is null
      and h.since <= ${today} and (h.until is null or h.until > ${today})`.execute(tx);
  const shared = await sharedGroups(desk, sender);
  return new Map(
    rows.map((found) => {
      const row = as ? { ...found, kind: as } : found;
      const mine = contacts.filter(({ person_id }) => person_id === row.id);
      const specialist = specialists.find(({ person_id }) => person_id === row.id);
      return [row.id, personRecord(row, mine, { ...shared, specialist: colleague(specialist) }, practice.locale)];
    }),
  );
};

const personRecord = (
  row: PersonRow,
  contacts: readonly ContactRow[],
  shared: Values['groups'],
  locale: string,
): Previewed => {
  const main = contacts.find(({ primary }) => primary);
  const billing = contacts.filter(({ label }) => /billing/i.test(label));
  const person = personFields(row);
  const values: Values = {
    groups: {
      ...shared,
      [row.kind]: row.kind === 'client' ? { ...person, ...clientFields(row) } : person,
      ...(row.kind === 'client' && {
        contact: contactFields(main, row),
        billing_contact: Object.fromEntries(
          billing.slice(0, 9).map(({ full_name }, at) => [`${at + 1}.full_name`, full_name]),
        ),
      }),
    },
  };
  return { title: row.display_name, values, locales: [main?.locale ?? null, row.locale, locale] };
};

const personFields = (row: PersonRow): Fields => ({
  name: row.display_name,
  first_name: row.given_name,
  last_name: row.family_name,
  email: primaryEmail(row.emails),
  phone: phoneOf(row.phones),
});

const clientFields = (row: PersonRow): Fields => ({
  company: row.organisation_name,
  id_number: row.tax_number,
  client_number: row.client_number,
  mobile: mobileOf(row.phones),
  billing_address: addressOf(row.addresses),
});

/** The addressee is the client itself where nobody stands in front (ME-20). */
const contactFields = (contact: ContactRow | undefined, row: PersonRow): Fields =>
  contact
    ? {
        full_name: contact.full_name,
        first_name: contact.given_name,
        label: contact.label,
        email: primaryEmail(contact.emails),
        mobile: mobileOf(contact.phones),
      }
    : {
        full_name: row.display_name,
        first_name: row.given_name,
        email: primaryEmail(row.emails),
        mobile: mobileOf(row.phones),
      };

const phoneOf = (phones: readonly Phone[]): string | null => phones.find(({ primary }) => primary)?.number ?? null;
const mobileOf = (phones: readonly Phone[]): string | null =>
  phones.find(({ label }) => /mobile|cell/i.test(label))?.number ?? null;

const addressOf = (addresses: readonly Address[]): string | null => {
  const one = addresses.find(({ kind }) => kind === 'billing') ?? addresses[0];
  if (!one) return null;
  const town = [one.locality, one.region, one.postcode].filter(Boolean).join(' ');
  return [...one.lines, town].filter(Boolean).join('\n') || null;
};

interface EmployeeRow {
  id: Id;
  display_name: string;
  given_name: string | null;
  family_name: string | null;
  work_email: string | null;
  phone: string | null;
  member_name: string | null;
  member_email: string | null;
}

/** The same of employees. */
export const employeeRecords = async (
  desk: Desk,
  ids: readonly Id[],
  sender: Id | null,
): Promise<ReadonlyMap<Id, Previewed>> => {
  const { rows } = await sql<EmployeeRow>`
    select e.id, e.display_name, e.given_name, e.family_name, e.work_email, e.phone, m.name as member_name, m.email as member_email
    from app.employee e left join app.member m on m.practice_id = e.practice_id and m.id = e.member_id
    where e.practice_id = ${desk.practice.id} and e.id = any(${ids}) and e.deleted_at is null and e.erased_at is null`.execute(
    desk.tx,
  );
  const shared = await sharedGroups(desk, sender);
  return new Map(rows.map((row) => [row.id, employeeRecord(row, shared, desk.practice.locale)]));
};

const employeeRecord = (row: EmployeeRow, shared: Values['groups'], locale: string): Previewed => {
  const names = { first_name: row.given_name, last_name: row.family_name, phone: row.phone };
  const groups = {
    ...shared,
    employee: { ...names, name: row.display_name, email: row.work_email },
    ...(row.member_name && { member: { ...names, name: row.member_name, email: row.member_email } }),
  };
  return { title: row.display_name, values: { groups }, locales: [locale] };
};

const sharedGroups = async (desk: Desk, sender: Id | null): Promise<Values['groups']> => ({
  practice: { name: desk.practice.name },
  sender: (sender && (await senderFields(desk, [sender])).get(sender)) || {},
});

/** The merge fields of the members who act, by member. */
export const senderFields = async (
  { tx, practice }: Desk,
  members: readonly Id[],
): Promise<ReadonlyMap<Id, Fields>> => {
  const { rows } = await sql<{ id: Id; name: string; email: string }>`
    select id, name, email from app.member where practice_id = ${practice.id} and id = any(${members})`.execute(tx);
  return new Map(rows.map((row) => [row.id, colleague(row)]));
};

const colleague = (member: Pick<Colleague, 'name' | 'email'> | undefined): Fields =>
  member ? { name: member.name, email: member.email } : {};
