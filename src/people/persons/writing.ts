import type { Context, Decision, Problem, Refusal } from '#kernel/decision/model.ts';
import { accept, creation, difference, invalid, problem, refused } from '#kernel/decision/rules.ts';
import { sameEmail } from '#people/fields/emails.ts';
import { patched } from '#people/fields/patch.ts';
import { keptPhones } from '#people/fields/phones.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { checkValues } from '#people/fields/values.ts';
import type { NewPerson } from './content.ts';
import type { AddPerson, ChangePerson, Person, PersonKind, PersonState } from './model.ts';
import { displayName } from './status.ts';
import { told } from './telling.ts';

/** A prospect or client is added with whatever is known; a number is given where none was chosen (PE-10, PE-13, PE-71). */
export const add = (state: PersonState, command: AddPerson, context: Context): Decision => {
  const { do: _, kind, added_beside = [], ...given } = command;
  const { confirm_own_email: _confirmed, ...fields } = given;
  const before = { ...state.person, kind };
  const own = kind === 'client' ? 'client_number' : 'prospect_number';
  const after = laid(before, { [own]: state.around.next[kind], form: formOf(fields), ...fields }, context, state);
  const row = { ...after.person, added_beside: [...added_beside] };
  return (
    faults(state, before, after, kind) ??
    ownEmail(state, before, after.person, given, context) ??
    accept(told(state, `${kind}.added`, creation(row), context))
  );
};

/** Whatever differs after the patch is one event, with before and after (PE-105). */
export const change = (state: PersonState, command: ChangePerson, context: Context): Decision => {
  const { do: _, ...given } = command;
  const { confirm_own_email: _confirmed, ...fields } = given;
  const before = state.person;
  const after = laid(before, fields, context, state);
  return (
    faults(state, before, after, before.kind) ??
    ownEmail(state, before, after.person, given, context) ??
    accept(told(state, 'person.changed', difference<Person>(before, after.person), context))
  );
};

interface Laid {
  person: Person;
  problems: Problem[];
}

/** The row as it would stand; phones are read with the country it would have then. */
const laid = (
  before: Person,
  { phones, custom, ...fields }: NewPerson,
  context: Context,
  { around }: PersonState,
): Laid => {
  const person = patched(before, fields);
  const country = person.country ?? context.practice.country;
  if (phones) person.phones = keptPhones(phones, country);
  if (!custom) return { person, problems: [] };
  const checked = checkValues(before.custom, custom, {
    fields: fieldsOf(around.fields, before.kind),
    members: around.members,
  });
  person.custom = checked.values;
  return { person, problems: checked.problems };
};

const formOf = ({ form, organisation_name, given_name, family_name }: NewPerson): Person['form'] =>
  form ?? (!organisation_name && (given_name || family_name) ? 'individual' : 'organisation');

const faults = (state: PersonState, before: Person, { person, problems }: Laid, kind: PersonKind): Refusal | null => {
  const all = [
    ...nameless(person),
    ...problems,
    ...numberTaken(state, before, person, 'prospect_number'),
    ...numberTaken(state, before, person, 'client_number'),
    ...numberOfKind(before, person, kind),
    ...unknownTags(state, before, person, kind),
  ];
  return all.length ? invalid(...all) : null;
};

const nameless = (person: Person): Problem[] =>
  displayName(person)
    ? []
    : [
        problem(
          person.form === 'organisation' ? '/organisation_name' : '/family_name',
          'required',
          'Give the organisation’s name, or a given or family name.',
        ),
      ];

/** A taken number is `invalid` and names the record that has it (PE-13). */
const numberTaken = (
  { around, person: { id } }: PersonState,
  before: Person,
  after: Person,
  field: 'prospect_number' | 'client_number',
): Problem[] => {
  const number = after[field];
  if (!number || number === before[field]) return [];
  const holder = around.numbers[number.toLowerCase()];
  return holder && holder.id !== id
    ? [problem(`/${field}`, 'taken', `${holder.display_name} has the number ${number} already.`)]
    : [];
};

/** The client number is given at conversion (PE-14). */
const numberOfKind = (before: Person, after: Person, kind: PersonKind): Problem[] =>
  kind === 'prospect' && after.client_number !== before.client_number
    ? [problem('/client_number', 'not_a_client', 'The client number is given when the prospect becomes a client.')]
    : [];

const unknownTags = ({ around }: PersonState, before: Person, after: Person, kind: PersonKind): Problem[] =>
  after.tags.flatMap((id, i) => {
    if (before.tags.includes(id)) return [];
    const tag = around.tags.find((one) => one.id === id);
    if (!tag) return [problem(`/tags/${i}`, 'not_found', 'There is no such tag.')];
    return tag.applies_to.includes(kind)
      ? []
      : [problem(`/tags/${i}`, 'wrong_kind', `The tag «${tag.name}» is not for ${kind}s.`)];
  });

/** A client's address that is the member's own is asked about once: an approver's address must not replace the client's (PL-36). */
const ownEmail = (
  { around }: PersonState,
  before: Person,
  after: Person,
  { confirm_own_email }: NewPerson,
  { who }: Context,
): Refusal | null => {
  const own = around.members.find((member) => member.id === who.member_id)?.email;
  if (!own || confirm_own_email) return null;
  const has = (person: Person) => person.emails.some(({ address }) => sameEmail(address, own));
  return has(after) && !has(before)
    ? refused(
        'own_email',
        `${own} is your own address. Save it on this record only if mail to the client shall reach you.`,
        {
          address: own,
          confirm: 'confirm_own_email',
        },
      )
    : null;
};
