import { addMilliseconds } from '#ground/time.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  changedAmong,
  creation,
  difference,
  idOf,
  invalid,
  kindOf,
  notFound,
  problem,
  ref,
  refused,
  undoable,
} from '#kernel/decision/rules.ts';
import { sameEmail } from '#people/fields/emails.ts';
import { patched } from '#people/fields/patch.ts';
import { keptPhones } from '#people/fields/phones.ts';
import { linking } from './linking.ts';
import { blankLink, type Contact, type ContactCommand, type ContactState, fullName, type NewContact } from './model.ts';
import { mayAdd, maySee, mayWrite } from './rights.ts';

const RESTORED_DAYS = 30;
export const ERASED = '[erased]';

/** Contacts are added, changed, linked and removed by whoever may change one of their persons, or collections (PL-32). */
export const decide = (state: ContactState, command: ContactCommand, context: Context): Decision => {
  if (command.do === 'add') return mayAdd(context) ?? write(state, command, context, 'contact.added');
  const no = maySee(state, context.who) ?? gone(state, command) ?? right(state, command, context);
  if (no) return no;
  switch (command.do) {
    case 'change':
      return write(state, command, context, 'contact.changed');
    case 'delete':
      return accept([told(state, 'contact.deleted', { deleted_at: [null, context.now] }, context)]);
    case 'restore':
      return restore(state, context);
    case 'erase':
      return erase(state, context);
  }
};

export const evolve = (state: ContactState, event: Event): ContactState => {
  if (kindOf(event.thing) === 'contact') return { ...state, contact: changed(state.contact, event) };
  const id = idOf(event.thing);
  if (state.rivals.some((link) => link.id === id)) return { ...state, rivals: changedAmong(state.rivals, event) };
  const links = state.links.some((link) => link.id === id) ? state.links : [...state.links, blankLink(id)];
  return { ...state, links: changedAmong(links, event) };
};

const right = (state: ContactState, command: ContactCommand, context: Context): Refusal | null =>
  command.do === 'erase' ? can(context.who, writes('people', 'person.erase')) : mayWrite(state, context);

const gone = ({ contact }: ContactState, command: ContactCommand): Refusal | null => {
  if (contact.version === 0 || contact.merged_into) return notFound();
  if (contact.erased_at)
    return refused('erased', 'Everything personal of this contact was erased, so it cannot be changed any more.');
  if (command.do === 'restore')
    return contact.deleted_at ? null : refused('not_deleted', `${fullName(contact)} is not deleted.`);
  return contact.deleted_at ? notFound() : null;
};

const write = (
  state: ContactState,
  { do: verb, links, confirm_own_email, phones, ...fields }: ContactCommand & { do: 'add' | 'change' },
  context: Context,
  told_as: string,
): Decision => {
  const after = patched(state.contact, fields);
  if (phones) after.phones = keptPhones(phones, countryOf(state, links ?? []) ?? context.practice.country);
  const linked = linking(state, links, context);
  const no = nameless(after) ?? ownEmail(state, after, { confirm_own_email }) ?? linked.no;
  if (no) return no;
  const facts = verb === 'add' ? creation(after) : difference<Contact>(state.contact, after);
  return accept([...(Object.keys(facts).length ? [told(state, told_as, facts, context)] : []), ...linked.events]);
};

/** At least one of the two names. */
const nameless = (contact: Contact): Refusal | null =>
  fullName(contact) ? null : invalid(problem('/family_name', 'required', 'Give a given or a family name.'));

const ownEmail = (
  { contact, own_email }: ContactState,
  after: Contact,
  { confirm_own_email }: Pick<NewContact, 'confirm_own_email'>,
): Refusal | null => {
  if (!own_email || confirm_own_email) return null;
  const has = ({ emails }: Contact) => emails.some(({ address }) => sameEmail(address, own_email));
  return has(after) && !has(contact)
    ? refused(
        'own_email',
        `${own_email} is your own address. Save it on this contact only if mail to the client shall reach you.`,
        {
          address: own_email,
          confirm: 'confirm_own_email',
        },
      )
    : null;
};

/** Numbers are read with the country of the first person that has one. */
const countryOf = ({ links, persons }: ContactState, given: readonly { person: string }[]): string | null =>
  [...given.map(({ person }) => person), ...links.map((link) => link.person_id)]
    .map((id) => persons.get(id)?.country ?? null)
    .find((country) => country !== null) ?? null;

const restore = (state: ContactState, context: Context): Decision =>
  addMilliseconds(state.contact.deleted_at!, RESTORED_DAYS * 86_400_000) < context.now
    ? refused('too_late', `${fullName(state.contact)} was deleted more than ${RESTORED_DAYS} days ago.`)
    : accept([told(state, 'contact.restored', { deleted_at: [state.contact.deleted_at, null] }, context)]);

/** Markers in place of every personal value; the event holds none of them, and cannot be undone (PE-29). */
const erase = (state: ContactState, context: Context): Decision => {
  const facts: Facts = {
    given_name: [ERASED, null],
    family_name: [ERASED, ERASED],
    job_title: [ERASED, null],
    emails: [ERASED, []],
    phones: [ERASED, []],
    also_known_as: [ERASED, []],
    erased_at: [null, context.now],
  };
  const { undoable_until: _, ...event } = told(state, 'contact.erased', facts, context);
  return accept([event]);
};

const told = (state: ContactState, verb: string, facts: Facts, context: Context): Event => ({
  verb,
  thing: ref('contact', state.contact.id),
  facts,
  ...clientOf(state),
  ...undoable(context),
});

/** A contact of one person stands in that person's timeline too. */
const clientOf = ({ links }: ContactState): { client_id?: string } => {
  const open = links.filter((link) => !link.deleted_at);
  return open.length === 1 ? { client_id: open[0]!.person_id } : {};
};
