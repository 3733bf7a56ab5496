import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Who } from '#kernel/decision/model.ts';
import type { Room, UndoCommand, Wanted } from '#kernel/loop/room.ts';
import { undo } from '#kernel/loop/undo.ts';
import { around } from './around.ts';
import { keptKeys, searchEntries } from './finding.ts';
import {
  blankPerson,
  PERSONAL,
  type Person,
  type PersonCommand,
  type PersonState,
  type RoleHolding,
  type WaitlistEntry,
} from './model.ts';
import type { PersonsPort } from './port.ts';
import { decide, evolve } from './rules.ts';
import { displayName } from './status.ts';
import { takeBack } from './undo.ts';

export type PersonsRoom = Room<PersonState, PersonCommand>;

/** Prospects and clients: one kind of root, whatever list it stands in. */
export const personsRoom = (port: PersonsPort<Desk>): PersonsRoom => {
  const general: PersonsRoom = {
    name: 'person',
    kinds: {
      person: {
        table: 'app.person',
        find: (state) => state.person,
        personal: PERSONAL,
        births: ['prospect.added', 'client.added'],
        derive: (row) => derived(row as Person),
      },
      waitlist_entry: {
        table: 'app.waitlist_entry',
        find: (state, id) => state.waitlist.find((entry) => entry.id === id),
        births: ['waitlist_entry.entered'],
      },
      role_holding: {
        table: 'app.role_holding',
        find: (state, id) => state.holdings.find((holding) => holding.id === id),
        births: ['role_holding.begun'],
      },
    },
    load: (desk, wanted, who) => loadPersons(desk, port, wanted, who),
    decide,
    evolve,
    search: searchEntries,
  };
  return {
    ...general,
    undo: (state, command, context) => takeBack(state, command, context) ?? undo(general, state, command, context),
  };
};

export const derived = (person: Person): Record<string, Json> => {
  const name = displayName(person);
  return { display_name: name, sort_name: sortName(name), match_keys: keptKeys(person) };
};

const COLUMNS = sql`p.id, p.version, p.kind, p.prospect_number, p.client_number, p.form, p.given_name, p.family_name, p.organisation_name,
  p.emails, p.phones, p.addresses, p.country, p.locale, p.time_zone, p.tax_number, p.business_number, p.year_end, p.known_year_ends,
  p.tax_period, p.source, p.service_wanted, p.tags, p.custom, p.restricted, p.converted_at, p.converted_by, p.conversion_reason,
  p.inactive_since, p.inactive_by, p.inactive_reason, p.inactive_open_runs, p.do_not_contact_since, p.do_not_contact_by,
  p.do_not_contact_reason, p.added_beside, p.also_known_as, p.merged_into, p.deleted_at, p.erased_at, p.created_at, p.created_by`;

export const readPersons = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Person[]> => {
  const { rows } =
    await sql<Person>`select ${COLUMNS} from app.person p where p.practice_id = ${practice.id} and p.id = any(${ids})`.execute(
      tx,
    );
  return rows;
};

/** All stays on the waitlist of these persons, in their order. */
export const readWaitlists = async (
  { tx, practice }: Desk,
  persons: readonly Id[],
): Promise<Map<Id, WaitlistEntry[]>> => {
  const { rows } = await sql<WaitlistEntry>`
    select id, version, person_id, entered_on, "by", service, earliest_start_on, left_on, left_by, outcome, deleted_at
    from app.waitlist_entry where practice_id = ${practice.id} and person_id = any(${persons}) order by entered_on, id`.execute(
    tx,
  );
  return Map.groupBy(rows, (row) => row.person_id);
};

/** Every holding there ever was on these persons, oldest first. */
export const readHoldings = async ({ tx, practice }: Desk, persons: readonly Id[]): Promise<Map<Id, RoleHolding[]>> => {
  const { rows } = await sql<RoleHolding>`
    select id, version, person_id, role, member_id, since, until, "by", move_tasks, in_force_at, deleted_at
    from app.role_holding where practice_id = ${practice.id} and person_id = any(${persons}) order by since, id`.execute(
    tx,
  );
  return Map.groupBy(rows, (row) => row.person_id);
};

/** The states of these persons, each with what its command must know; one that is to be added begins blank. */
export const loadPersons = async (
  desk: Desk,
  port: PersonsPort<Desk>,
  wanted: readonly Wanted<PersonCommand | UndoCommand>[],
  who: Who,
): Promise<Map<Id, PersonState>> => {
  const ids = wanted.map(({ id }) => id);
  const found = await readPersons(desk, ids);
  const persons = new Map(found.map((person) => [person.id, person]));
  const [waitlists, holdings] = [await readWaitlists(desk, ids), await readHoldings(desk, ids)];
  const aroundOf = await around(desk, port, { wanted, persons, who });
  const states = new Map<Id, PersonState>();
  for (const { id, command } of wanted) {
    const person = persons.get(id) ?? (command.do === 'add' ? blankPerson(id) : null);
    if (person)
      states.set(id, {
        person,
        waitlist: waitlists.get(id) ?? [],
        holdings: holdings.get(id) ?? [],
        around: aroundOf(id),
      });
  }
  return states;
};
