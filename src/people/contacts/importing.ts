import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { foundByKeys } from '#people/fields/found-by-keys.ts';
import { mayImport } from '#people/fields/import-rights.ts';
import {
  type Asked,
  type Draft,
  type Importable,
  type Judged,
  shownValue,
  type Target,
} from '#people/fields/importing.ts';
import { emailTarget, phoneTarget, textTarget } from '#people/fields/targets.ts';
import { blankContact, type ContactCommand, type ContactState, fullName, type GivenLink, newContact } from './model.ts';
import type { ContactsPort } from './port.ts';
import { decide } from './rules.ts';
import { type ContactsRoom, loadContacts } from './store.ts';

/** Contacts, as a file may bring them: found by e-mail, else by the person they belong to and their name (PE-84, CO-118). */
export const contactImport = (room: ContactsRoom, port: ContactsPort<Desk>): Importable => ({
  kind: 'contact',
  label: 'contacts',
  room,
  mayImport: mayImport.contact,
  targets: async () => TARGETS,
  finders: [
    {
      key: 'email',
      label: 'e-mail',
      keys: (draft) =>
        emailsOf(draft)
          .slice(0, 1)
          .map((address) => `e:${address.toLowerCase()}`),
    },
    {
      key: 'person',
      label: 'client number and name',
      keys: (draft) => linksOf(draft).map(({ person }) => nameKey(person, draft)),
    },
  ],
  find: async (desk, keys) => {
    const byEmail = await foundByKeys('contact')(
      desk,
      keys.filter((key) => key.startsWith('e:')),
    );
    return new Map([
      ...byEmail,
      ...(await byName(
        desk,
        keys.filter((key) => key.startsWith('c:')),
      )),
    ]);
  },
  load: (desk, ids, { who, persons }) =>
    loadContacts(
      desk,
      withPersons(port, persons),
      ids.map((id) => ({ id, command: { do: 'change' as const } })),
      who,
    ),
  blank: async (desk, { who, persons }) => {
    const known = await port.persons(desk, persons);
    const own = (await loadContacts(desk, port, [{ id: desk.practice.id, command: { do: 'add' } }], who)).get(
      desk.practice.id,
    )!.own_email;
    return (id): ContactState => ({ contact: blankContact(id), links: [], rivals: [], persons: known, own_email: own });
  },
  draft: ({ contact, links }: ContactState): Draft => ({
    ...contact,
    links: links
      .filter((link) => !link.deleted_at)
      .map(({ person_id, label, primary }) => ({ person: person_id, label, primary })),
  }),
  deleted: () => false,
  judge,
  url: (id) => `/contacts/${id}`,
});

/** Persons named in the file are known to the rules too, not only those that are linked already. */
const withPersons = (port: ContactsPort<Desk>, more: readonly Id[]): ContactsPort<Desk> => ({
  persons: (desk, ids) => port.persons(desk, [...new Set([...ids, ...more])]),
});

const emailsOf = (draft: Draft): string[] =>
  ((draft.emails as { address: string }[] | undefined) ?? []).map(({ address }) => address);
const linksOf = (draft: Draft): GivenLink[] => (draft.links as GivenLink[] | undefined) ?? [];
const nameOf = (draft: Draft): string => fullName(draft as Parameters<typeof fullName>[0]).toLowerCase();
const nameKey = (person: Id, draft: Draft): string => `c:${person}:${nameOf(draft)}`;

const byName = async ({ tx, practice }: Desk, keys: readonly string[]): Promise<Map<string, Id[]>> => {
  if (!keys.length) return new Map();
  const asked = JSON.stringify(keys.map((key) => ({ key, person: key.slice(2, 38), name: key.slice(39) })));
  const { rows } = await sql<{ key: string; ids: Id[] }>`
    select k.key, array_agg(distinct c.id) as ids from json_to_recordset(${asked}::json) as k(key text, person uuid, name text)
    join app.contact_link l on l.practice_id = ${practice.id} and l.person_id = k.person and l.deleted_at is null
    join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id and lower(c.full_name) = k.name
      and c.deleted_at is null and c.merged_into is null and c.erased_at is null
    group by k.key`.execute(tx);
  return new Map(rows.map((row) => [row.key, row.ids]));
};

const TARGETS: Target[] = [
  {
    key: 'client_number',
    label: 'Client or prospect number',
    headings: [
      'clientnumber',
      'clientcode',
      'client',
      'customernumber',
      'customeridnumber',
      'customerid',
      'accountnumber',
      'number',
      'code',
    ],
    persons: true,
    put: (draft, cell, reading) => {
      const person = cell === null ? null : reading.persons.get(cell.toLowerCase());
      if (!person)
        return cell === null
          ? 'A contact belongs to somebody: this cannot be cleared here.'
          : `There is no client or prospect ${cell}.`;
      if (!linksOf(draft).some((link) => link.person === person))
        draft.links = [...linksOf(draft), { person, label: '', primary: false }];
      return null;
    },
  },
  textTarget({ key: 'given_name', label: 'Given name', headings: ['firstname', 'forename', 'givenname'] }),
  textTarget({
    key: 'family_name',
    label: 'Family name',
    headings: ['lastname', 'surname', 'familyname', 'name', 'fullname', 'contactname'],
  }),
  textTarget({ key: 'job_title', label: 'Job title', headings: ['jobtitle', 'title', 'position', 'role'] }),
  emailTarget({ key: 'email', label: 'E-mail', headings: ['email', 'emailaddress'] }),
  phoneTarget({ key: 'phone', label: 'Phone', headings: ['phone', 'phonenumber', 'telephone'] }),
  phoneTarget({
    key: 'mobile',
    label: 'Mobile',
    headings: ['mobile', 'mobilenumber', 'cell', 'cellphone'],
    label_of: 'mobile',
  }),
];

function judge(found: ContactState, draft: Draft, { creating, touched, context }: Asked): Judged {
  const read = newContact.safeParse(Object.fromEntries(touched.map((field) => [field, draft[field]])));
  if (!read.success)
    return {
      refusal: invalid(...read.error.issues.map((one) => problem(`/${one.path.join('/')}`, 'invalid', one.message))),
      changes: {},
      commands: [],
    };
  const command: ContactCommand = { do: creating ? 'add' : 'change', ...read.data, confirm_own_email: true };
  const decision = decide(found, command, context);
  if (!decision.yes) return { refusal: decision, changes: {}, commands: [] };
  const facts = decision.events.flatMap((event) =>
    event.verb.startsWith('contact_link.')
      ? [['links', ['', found.persons.get(event.client_id ?? '')?.display_name ?? '']] as const]
      : Object.entries(event.facts)
          .filter(([field]) => !creating || touched.includes(field))
          .map(([field, [before, after]]) => [field, [shownValue(before), shownValue(after)]] as const),
  );
  return {
    refusal: null,
    changes: Object.fromEntries(facts) as Judged['changes'],
    commands: decision.events.length ? [command] : [],
  };
}
