import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Channel, Recipient } from '#messages/outbox/model.ts';
import { peopleOf } from '#workflows/definitions/actions.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { contactReach, employeeReach, memberRecipients, personReach, type Reach } from './recipients.ts';

/** To whom the messages of steps go; a query per kind of record, whatever the number of steps. */

export interface Addressed {
  state: RunState;
  channel: Channel;
  /** The subject, its primary contact, or rules that name members. */
  to: string | readonly string[];
}

export interface Reached {
  person: ReadonlyMap<Id, Reach & { zone: string | null }>;
  contact: ReadonlyMap<Id, Reach>;
  employee: ReadonlyMap<Id, Reach>;
  /** All that are named, in the order of their names. */
  members: readonly Recipient[];
}

export const reachedBy = async (desk: Desk, all: readonly Addressed[]): Promise<Reached> => {
  const persons = distinct(all.map(({ state }) => personOf(state)));
  const contacts = all.filter(({ to }) => to === 'primary_contact').map(({ state }) => personOf(state));
  const staff = all.flatMap(({ state: { run } }) => (run.subject_kind === 'employee' ? [run.subject_id] : []));
  const members = distinct(all.flatMap(named));
  return {
    person: await personReach(desk, persons),
    contact: contacts.length ? await contactReach(desk, distinct(contacts)) : new Map(),
    employee: staff.length ? await employeeReach(desk, distinct(staff)) : new Map(),
    members: members.length ? await memberRecipients(desk, members) : [],
  };
};

/** To the subject, to its primary contact or else itself, or to members; none where nobody has an address. */
export const recipientsOf = (one: Addressed, reached: Reached): Recipient[] => {
  const { state, channel, to } = one;
  if (to === 'subject') return subjectRecipient(state, channel, reached);
  if (to === 'primary_contact') {
    const contact = reached.contact.get(personOf(state))?.[channel] ?? [];
    return contact.length ? contact : subjectRecipient(state, channel, reached);
  }
  const wanted = new Set(named(one));
  return channel === 'email' ? reached.members.filter(({ record }) => wanted.has(record?.id ?? '')) : [];
};

/** The zone of whom it is about (ME-45). */
export const zoneOf = (state: RunState, { person }: Reached): string | null =>
  person.get(personOf(state))?.zone ?? null;

const named = ({ state, to }: Addressed): Id[] =>
  to === 'subject' || to === 'primary_contact' ? [] : peopleOf(to).flatMap((rule) => membersNamed(state, rule));

const subjectRecipient = (state: RunState, channel: Channel, { employee, person }: Reached): Recipient[] => {
  const { subject_kind, subject_id } = state.run;
  const reach = subject_kind === 'employee' ? employee.get(subject_id) : person.get(personOf(state));
  return reach?.[channel] ?? [];
};

const personOf = ({ run }: RunState): Id => run.client_id ?? run.subject_id;

export const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];
