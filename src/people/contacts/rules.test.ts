import { describe, expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision/model.ts';
import { accepted, contextAs, evolved, refusal } from '#people/fields/testing.ts';
import {
  blankContact,
  blankLink,
  type Contact,
  type ContactCommand,
  type ContactLink,
  type ContactState,
} from './model.ts';
import type { LinkedPerson } from './port.ts';
import { decide, evolve } from './rules.ts';

const person = (id: string, more: Partial<LinkedPerson> = {}): LinkedPerson => ({
  id,
  kind: 'client',
  display_name: id.toUpperCase(),
  country: 'GB',
  holders: [],
  task_members: [],
  made_by: null,
  restricted: false,
  ...more,
});
const persons = (...all: LinkedPerson[]) => new Map(all.map((one) => [one.id, one]));
const link = (id: string, person_id: string, more: Partial<ContactLink> = {}): ContactLink => ({
  ...blankLink(id),
  version: 1,
  contact_id: 'c',
  person_id,
  ...more,
});
const state = (contact: Partial<Contact> = {}, more: Partial<ContactState> = {}): ContactState => ({
  contact: { ...blankContact('c'), version: 1, family_name: 'Berg', ...contact },
  links: [],
  rivals: [],
  persons: persons(person('p'), person('q')),
  own_email: 'anna@tern.example',
  ...more,
});
const blank: ContactState = { ...state(), contact: blankContact('c') };
const manager = contextAs();
const after = (from: ContactState, command: ContactCommand, context = manager): ContactState =>
  evolved(from, accepted(decide(from, command, context)).events, evolve, (next) => [
    next.contact,
    ...next.links,
    ...next.rivals,
  ]);
const no = (from: ContactState, command: ContactCommand, context = manager): Refusal =>
  refusal(decide(from, command, context));

describe('contacts', () => {
  test('PE-10 a contact has a given or a family name, and may belong to several persons', () => {
    expect(no(blank, { do: 'add', job_title: 'Director' }).errors?.[0]?.code).toBe('required');
    const links = [
      { person: 'p', label: 'director', primary: true },
      { person: 'q', label: '', primary: false },
    ];
    const made = after(blank, { do: 'add', given_name: 'Ada', links });
    expect(made.links.map(({ person_id, label, primary }) => ({ person_id, label, primary }))).toEqual([
      { person_id: 'p', label: 'director', primary: true },
      { person_id: 'q', label: '', primary: false },
    ]);
    expect(
      no(blank, { do: 'add', given_name: 'Ada', links: [{ person: 'x', label: '', primary: false }] }).errors?.[0],
    ).toMatchObject({ pointer: '/links/0/person', code: 'not_found' });
  });

  test('PE-12 a person has one primary contact: the one before gives way in the same act', () => {
    const rival = link('r', 'p', { contact_id: 'other', primary: true });
    const made = after(state({}, { rivals: [rival] }), {
      do: 'change',
      links: [{ person: 'p', label: '', primary: true }],
    });
    expect(made.rivals[0]?.primary).toBe(false);
    expect(made.links[0]?.primary).toBe(true);
    const kept = decide(
      state({}, { rivals: [rival] }),
      { do: 'change', links: [{ person: 'p', label: '', primary: false }] },
      manager,
    );
    expect(accepted(kept).events.map((event) => event.verb)).toEqual(['contact_link.added']);
  });

  test('PE-12 links are a list: what is left out goes, what differs changes, numbers are read with the person’s country', () => {
    const two = state({}, { links: [link('l1', 'p'), link('l2', 'q', { label: 'old' })] });
    const changed = after(two, {
      do: 'change',
      links: [{ person: 'q', label: 'new', primary: false }],
      phones: [{ number: '020 7946 0018', label: '', primary: true }],
    });
    expect(changed.links.map(({ deleted_at, label }) => [!!deleted_at, label])).toEqual([
      [true, ''],
      [false, 'new'],
    ]);
    expect(changed.contact.phones[0]?.number).toBe('+442079460018');
  });

  test('PL-32 collections write is enough for contacts; readers change nothing', () => {
    const linked = state({}, { links: [link('l', 'p')] });
    expect(decide(linked, { do: 'change', job_title: 'Director' }, contextAs('AR Manager')).yes).toBe(true);
    expect(no(linked, { do: 'change', job_title: 'Director' }, contextAs('Viewer')).kind).toBe('not_allowed');
    const specialist = contextAs('AR Specialist', { member: 'm-ben' });
    expect(no(linked, { do: 'change', job_title: 'x' }, specialist).kind).toBe('not_allowed');
    const theirs = { ...linked, persons: persons(person('p', { holders: ['m-ben'] })) };
    expect(decide(theirs, { do: 'change', job_title: 'x' }, specialist).yes).toBe(true);
  });

  test('PL-26 PE-103 Staff change contacts of persons they look after; own-clients members see no others', () => {
    const theirs = state({}, { links: [link('l', 'p')], persons: persons(person('p', { holders: ['m-ben'] })) });
    const ben = contextAs('Staff', { member: 'm-ben' });
    const anna = contextAs('Staff', { member: 'm-anna' });
    expect(decide(theirs, { do: 'change', job_title: 'x' }, ben).yes).toBe(true);
    expect(no(theirs, { do: 'change', job_title: 'x' }, anna).code).toBe('not_assigned');
    const own = { ...anna, who: { ...anna.who, own_clients_only: true } };
    expect(no(theirs, { do: 'change', job_title: 'x' }, own).kind).toBe('not_found');
    expect(
      no(blank, { do: 'add', given_name: 'Ada', links: [{ person: 'p', label: '', primary: false }] }, anna).code,
    ).toBe('not_assigned');
  });

  test('PL-36 the member’s own e-mail on a contact is confirmed before it is saved', () => {
    const emails = [{ address: 'Anna@tern.example', label: '', primary: true }];
    expect(no(state(), { do: 'change', emails }).code).toBe('own_email');
    expect(decide(state(), { do: 'change', emails, confirm_own_email: true }, manager).yes).toBe(true);
  });

  test('PE-28 PE-29 a deleted contact comes back for 30 days, an erased one never', () => {
    const deleted = after(state(), { do: 'delete' });
    expect(after(deleted, { do: 'restore' }).contact.deleted_at).toBeNull();
    expect(no(deleted, { do: 'restore' }, contextAs('Manager', { today: '2026-12-24' })).code).toBe('too_late');
    expect(no(state(), { do: 'erase' }).facts).toEqual({ ability: 'person.erase' });
    const erased = after(
      state({ job_title: 'Director', emails: [{ address: 'a@x.example', label: '', primary: true }] }),
      { do: 'erase' },
      contextAs('Admin'),
    );
    expect(erased.contact).toMatchObject({ family_name: '[erased]', job_title: null, emails: [] });
    expect(no(erased, { do: 'change', job_title: 'x' }).code).toBe('erased');
  });
});
