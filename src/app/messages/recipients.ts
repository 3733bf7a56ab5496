import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Channel, Recipient } from '#messages/outbox/model.ts';
import { type Email, primaryEmail } from '#people/fields/emails.ts';
import { canBeTexted, type Phone } from '#people/fields/phones.ts';

/** Where the persons, contacts, employees and members of a practice are reached, by id. */

/** By channel; empty where nothing is known. */
export type Reach = Readonly<Record<Channel, Recipient[]>>;
export const NOWHERE: Reach = { email: [], sms: [] };

interface Reached {
  id: Id;
  name: string;
  emails: Email[];
  phones: Phone[];
}

/** Prospects and clients, and the zone each is in (ME-45). */
export const personReach = async (
  { tx, practice }: Desk,
  ids: readonly Id[],
): Promise<Map<Id, Reach & { zone: string | null }>> => {
  const { rows } = await sql<Reached & { zone: string | null }>`
    select id, display_name as name, emails, phones, time_zone as zone from app.person
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, { ...reachOf('person', row), zone: row.zone }]));
};

/** Their primary contacts, by person. */
export const contactReach = async ({ tx, practice }: Desk, persons: readonly Id[]): Promise<Map<Id, Reach>> => {
  const { rows } = await sql<Reached & { person_id: Id }>`
    select l.person_id, c.id, c.full_name as name, c.emails, c.phones from app.contact_link l
    join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id
    where l.practice_id = ${practice.id} and l.person_id = any(${persons}) and l."primary"
      and l.deleted_at is null and c.deleted_at is null and c.erased_at is null`.execute(tx);
  return new Map(rows.map((row) => [row.person_id, reachOf('contact', row)]));
};

export const employeeReach = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Reach>> => {
  const { rows } = await sql<{ id: Id; name: string; email: string | null; phone: string | null }>`
    select id, display_name as name, work_email as email, phone from app.employee
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  const to = (address: string | null, { id, name }: { id: Id; name: string }): Recipient[] =>
    address ? [{ address, name, record: { kind: 'employee', id } }] : [];
  return new Map(rows.map((row) => [row.id, { email: to(row.email, row), sms: to(row.phone, row) }]));
};

/** Members who can sign in, in the order of their names. */
export const memberRecipients = async ({ tx, practice }: Desk, members: readonly Id[]): Promise<Recipient[]> => {
  const { rows } = await sql<{ id: Id; name: string; email: string }>`
    select id, name, email from app.member
    where practice_id = ${practice.id} and id = any(${members}) and state = 'active' order by sort_name, id`.execute(
    tx,
  );
  return rows.map(({ id, name, email }) => ({ address: email, name, record: { kind: 'member', id } }));
};

const reachOf = (kind: 'person' | 'contact', { id, name, emails, phones }: Reached): Reach => {
  const to = (address: string | null): Recipient[] => (address ? [{ address, name, record: { kind, id } }] : []);
  return { email: to(primaryEmail(emails)), sms: to(numberOf(phones)) };
};

/** A mobile number first, then the primary one, if a text can reach it. */
const numberOf = (phones: readonly Phone[]): string | null => {
  const able = phones.filter(canBeTexted);
  return (able.find(({ label }) => /mobile|cell/i.test(label)) ?? able.find(({ primary }) => primary))?.number ?? null;
};
