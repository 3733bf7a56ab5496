import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Room, UndoCommand, Wanted } from '#kernel/loop/room.ts';
import { type Matched, matchKeys } from '#people/fields/matching.ts';
import { memberOf } from '#people/fields/rights.ts';
import {
  blankContact,
  type Contact,
  type ContactCommand,
  type ContactLink,
  type ContactState,
  fullName,
  PERSONAL,
} from './model.ts';
import type { ContactsPort } from './port.ts';
import { decide, evolve } from './rules.ts';
import { takeBack } from './undo.ts';

export type ContactsRoom = Room<ContactState, ContactCommand>;

export const contactsRoom = (port: ContactsPort<Desk>): ContactsRoom => {
  const general: ContactsRoom = {
    name: 'contact',
    kinds: {
      contact: {
        table: 'app.contact',
        find: (state) => state.contact,
        personal: PERSONAL,
        births: ['contact.added'],
        derive: (row) => derived(row as Contact),
      },
      contact_link: {
        table: 'app.contact_link',
        find: (state, id) => [...state.links, ...state.rivals].find((link) => link.id === id),
        births: ['contact_link.added'],
      },
    },
    load: (desk, wanted, who) => loadContacts(desk, port, wanted, who),
    decide,
    evolve,
    search: searchEntries,
  };
  return { ...general, undo: (state, command, context) => takeBack(general, state, command, context) };
};

export const matchedBy = (contact: Contact): Matched => ({
  name: fullName(contact),
  emails: contact.emails.map((email) => email.address),
  phones: contact.phones.map((phone) => phone.number),
});

export const derived = (contact: Contact) => ({
  full_name: fullName(contact),
  sort_name: sortName(fullName(contact)),
  match_keys: contact.deleted_at || contact.merged_into || contact.erased_at ? [] : matchKeys(matchedBy(contact)),
});

/** What the one search finds of a contact: name, addresses, and at whom it is reached (PL-120). */
export const searchEntries = ({ contact, links, persons }: Pick<ContactState, 'contact' | 'links' | 'persons'>) => {
  const key = { kind: 'contact', thing_id: contact.id };
  const at = links.filter((link) => !link.deleted_at).flatMap((link) => persons.get(link.person_id) ?? []);
  if (contact.deleted_at || contact.erased_at || contact.merged_into) return { keep: [], drop: [key] };
  const [first] = at;
  const added = memberOf(contact.created_by ?? '');
  const addresses = [
    ...contact.emails.map(({ address }) => address),
    ...contact.phones.flatMap(({ number, typed }) => [number, typed]),
  ];
  const keep = {
    ...key,
    title: fullName(contact),
    subtitle: at.map((person) => person.display_name).join(', '),
    url: first ? `/${first.kind}s/${first.id}?tab=contacts` : `/contacts/${contact.id}`,
    words: [...contact.also_known_as, ...addresses],
    exact: addresses,
    module: 'people',
    assigned: [...at.flatMap((person) => person.holders), ...(added ? [added] : [])],
    restricted: at.length > 0 && at.every((person) => person.restricted),
  };
  return { keep: [keep], drop: [] };
};

const COLUMNS = sql`c.id, c.version, c.given_name, c.family_name, c.job_title, c.emails, c.phones, c.locale, c.also_known_as,
  c.merged_into, c.deleted_at, c.erased_at, c.created_at, c.created_by`;
const LINK = sql`l.id, l.version, l.contact_id, l.person_id, l.label, l."primary", l.deleted_at`;

export const readContacts = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Contact[]> => {
  const { rows } =
    await sql<Contact>`select ${COLUMNS} from app.contact c where c.practice_id = ${practice.id} and c.id = any(${ids})`.execute(
      tx,
    );
  return rows;
};

const linksWhere = async ({ tx, practice }: Desk, condition: RawBuilder<boolean>): Promise<ContactLink[]> => {
  const { rows } = await sql<ContactLink>`
    select ${LINK} from app.contact_link l where l.practice_id = ${practice.id} and ${condition} order by l.id`.execute(
    tx,
  );
  return rows;
};

export const readLinks = (desk: Desk, contacts: readonly Id[]): Promise<ContactLink[]> =>
  linksWhere(desk, sql<boolean>`l.contact_id = any(${contacts})`);

export const linksOfPersons = (desk: Desk, persons: readonly Id[]): Promise<ContactLink[]> =>
  linksWhere(desk, sql<boolean>`l.person_id = any(${persons})`);

/** Contacts that are reached at these persons and at nobody else. */
export const contactsOnlyOf = async ({ tx, practice }: Desk, persons: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select l.contact_id as id from app.contact_link l join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id
    where l.practice_id = ${practice.id} and l.deleted_at is null and c.deleted_at is null and c.merged_into is null and c.erased_at is null
    group by l.contact_id having bool_or(l.person_id = any(${persons})) and bool_and(l.person_id = any(${persons}))`.execute(
    tx,
  );
  return rows.map((row) => row.id);
};

/** The states of these contacts: their links, the persons at them, and whom they may take the first place from. */
export const loadContacts = async (
  desk: Desk,
  port: ContactsPort<Desk>,
  wanted: readonly Wanted<ContactCommand | UndoCommand>[],
  who: Who,
): Promise<Map<Id, ContactState>> => {
  const ids = wanted.map(({ id }) => id);
  const contacts = new Map((await readContacts(desk, ids)).map((contact) => [contact.id, contact]));
  const links = await readLinks(desk, ids);
  const asked = wanted.flatMap(({ command }) => ('links' in command ? (command.links ?? []) : []));
  const personIds = [...new Set([...links.map((link) => link.person_id), ...asked.map(({ person }) => person)])];
  const persons = await port.persons(desk, personIds);
  const primaries = asked.filter((link) => link.primary).map((link) => link.person);
  const rivals = primaries.length
    ? await linksWhere(desk, sql<boolean>`l.person_id = any(${primaries}) and l."primary" and l.deleted_at is null`)
    : [];
  const own_email = await ownEmail(desk, who);
  const states = new Map<Id, ContactState>();
  for (const { id, command } of wanted) {
    const contact = contacts.get(id) ?? (command.do === 'add' ? blankContact(id) : null);
    if (!contact) continue;
    states.set(id, {
      contact,
      links: links.filter((link) => link.contact_id === id),
      rivals: rivals.filter((link) => link.contact_id !== id),
      persons,
      own_email,
    });
  }
  return states;
};

const ownEmail = async ({ tx, practice }: Desk, who: Who): Promise<string | null> => {
  if (!who.member_id) return null;
  const { rows } = await sql<{ email: string }>`
    select email from app.member where practice_id = ${practice.id} and id = ${who.member_id}`.execute(tx);
  return rows[0]?.email ?? null;
};
