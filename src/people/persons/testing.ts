import type { Context } from '#kernel/decision/model.ts';
import { accepted, contextAs, evolved } from '#people/fields/testing.ts';
import {
  type AddPerson,
  type Around,
  blankPerson,
  type Person,
  type PersonCommand,
  type PersonState,
} from './model.ts';
import { decide, evolve } from './rules.ts';

/** What the rules tests of persons share. */
export const around = (more: Partial<Around> = {}): Around => ({
  today: '2026-11-23',
  next: { prospect: 'P-0007', client: 'CLI-0031' },
  numbers: {},
  fields: [],
  tags: [
    { id: 't-late', name: 'late', applies_to: ['prospect', 'client'] },
    { id: 't-staff', name: 'staff', applies_to: ['employee'] },
  ],
  members: [
    { id: 'm-anna', name: 'Anna', email: 'anna@tern.example', active: true },
    { id: 'm-ben', name: 'Ben', email: 'ben@tern.example', active: true },
    { id: 'm-cleo', name: 'Cleo', email: 'cleo@tern.example', active: true },
    { id: 'm-dan', name: 'Dan', email: 'dan@tern.example', active: false },
  ],
  open_runs: [],
  task_members: [],
  client_records: [],
  references: [],
  open_invoices: 0,
  ...more,
});

export const state = (person: Partial<Person> = {}, more: Partial<Omit<PersonState, 'person'>> = {}): PersonState => ({
  person: { ...blankPerson('p'), organisation_name: 'Harbour Café', version: 1, created_by: 'operator', ...person },
  waitlist: [],
  holdings: [],
  around: around(),
  ...more,
});
export const prospect = (more: Partial<Person> = {}) => state({ kind: 'prospect', prospect_number: 'P-0007', ...more });
export const client = (more: Partial<Person> = {}) => state({ kind: 'client', client_number: 'CLI-0031', ...more });
export const nobody = (more: Partial<Around> = {}): PersonState => ({
  person: blankPerson('p'),
  waitlist: [],
  holdings: [],
  around: around(more),
});

export const adding = (more: Partial<AddPerson> = {}): AddPerson => ({
  do: 'add',
  kind: 'prospect',
  organisation_name: 'Harbour Café',
  ...more,
});

/** The state after commands that are all accepted. */
export const after = (from: PersonState, context: Context, ...commands: PersonCommand[]): PersonState =>
  commands.reduce(
    (now, command) =>
      evolved(now, accepted(decide(now, command, context)).events, evolve, (next) => [
        next.person,
        ...next.waitlist,
        ...next.holdings,
      ]),
    from,
  );

/** On a day, as a manager. */
export const on = (today: string, member = 'm-anna'): Context => contextAs('Manager', { today, member });
