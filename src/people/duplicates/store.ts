import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import { PERSONAL as CONTACT_PERSONAL, type Contact, type ContactLink } from '#people/contacts/model.ts';
import type { ContactsPort } from '#people/contacts/port.ts';
import { maySee as maySeeContact } from '#people/contacts/rights.ts';
import { searchEntries as contactEntries, linksOfPersons, loadContacts, readLinks } from '#people/contacts/store.ts';
import { searchEntries as employeeEntries } from '#people/employees/finding.ts';
import { PERSONAL as EMPLOYEE_PERSONAL, type Employee } from '#people/employees/model.ts';
import { maySee as maySeeEmployees } from '#people/employees/rules.ts';
import { searchEntries as personEntries } from '#people/persons/finding.ts';
import { type Around, PERSONAL as PERSON_PERSONAL, type PersonState } from '#people/persons/model.ts';
import type { PersonsPort } from '#people/persons/port.ts';
import { readablePersons } from '#people/persons/reach.ts';
import { readHoldings, readWaitlists } from '#people/persons/store.ts';
import { blankMerge, type Kind, type Merge, type Mergeable, type MergeCommand, type MergeState } from './model.ts';
import type { DuplicatesPort } from './port.ts';
import { anyRecords, RECORDS } from './records.ts';
import { decideMerge, evolveMerge } from './rules.ts';

export type MergesRoom = Room<MergeState & { today: string }, MergeCommand>;

/** The ports of the rooms a merge reaches into. */
export interface MergePorts {
  above: DuplicatesPort<Desk>;
  persons: PersonsPort<Desk>;
  contacts: ContactsPort<Desk>;
}

const either = (state: MergeState, id: Id): Mergeable | undefined =>
  [state.survivor, state.absorbed].find((record) => record.id === id);

/** A merge touches two records and what hangs on them: one act, one transaction, reversible at any time. */
export const mergesRoom = (ports: MergePorts): MergesRoom => ({
  name: 'merge',
  kinds: {
    merge: { table: 'app.merge', find: (state) => state.merge, personal: ['moved', 'chosen'] },
    person: {
      table: 'app.person',
      find: either,
      personal: [...PERSON_PERSONAL],
      derive: (row) => RECORDS.person.columns(row as Mergeable),
    },
    contact: {
      table: 'app.contact',
      find: either,
      personal: [...CONTACT_PERSONAL],
      derive: (row) => RECORDS.contact.columns(row as Mergeable),
    },
    employee: {
      table: 'app.employee',
      find: either,
      personal: [...EMPLOYEE_PERSONAL],
      derive: (row) => RECORDS.employee.columns(row as Mergeable),
    },
    role_holding: { table: 'app.role_holding', find: (state, id) => state.holdings.find((one) => one.id === id) },
    waitlist_entry: { table: 'app.waitlist_entry', find: (state, id) => state.waitlist.find((one) => one.id === id) },
    contact_link: { table: 'app.contact_link', find: (state, id) => state.links.find((one) => one.id === id) },
  },
  load: (desk, wanted, who) => loadMerges(desk, ports, wanted, who),
  decide: decideMerge,
  evolve: (state, event) => ({ ...evolveMerge(state, event), today: state.today }),
  undo: () => refused('not_undoable', 'A merge is taken back by reversing it.'),
  search: searchEntries,
});

/** The survivor is found by what the absorbed one was called; the absorbed one is not found by itself, until it is back. */
const searchEntries = (state: MergeState & { today: string }) => {
  const both = [state.survivor, state.absorbed].map((record) => entriesOf(state, record));
  return { keep: both.flatMap(({ keep }) => keep), drop: both.flatMap(({ drop }) => drop) };
};

const entriesOf = ({ merge, holdings, links, persons, today }: MergeState & { today: string }, record: Mergeable) => {
  switch (merge.kind) {
    case 'person': {
      const person = record as unknown as PersonState['person'];
      const mine = holdings.filter((one) => one.person_id === record.id);
      return personEntries({ person, waitlist: [], holdings: mine, around: { today } as Around });
    }
    case 'contact': {
      const mine = links.filter((link) => link.contact_id === record.id);
      return contactEntries({ contact: record as unknown as Contact, links: mine, persons });
    }
    case 'employee':
      return employeeEntries({ employee: record as unknown as Employee });
  }
};

const COLUMNS = sql`id, version, kind, survivor_id, absorbed_id, chosen, moved, runs, at, "by", reversed_at, reversed_by, deleted_at`;

export const readMerges = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Merge[]> => {
  const { rows } = await sql<Merge>`
    select ${COLUMNS} from app.merge where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return rows;
};

type Sides = Pick<MergeState, 'merge' | 'survivor' | 'absorbed' | 'mixed'> & { kinds: readonly [Kind, Kind] };

/** The two sides of one merge, made or about to be; null when one of them is not there. */
export const sidesOf = async (desk: Desk, { id, command }: Wanted<MergeCommand>): Promise<Sides | null> => {
  const [row] = command.do === 'merge' ? [] : await readMerges(desk, [id]);
  if (command.do !== 'merge' && !row) return null;
  const ids = command.do === 'merge' ? [command.survivor, command.absorbed] : [row!.survivor_id, row!.absorbed_id];
  const found = await anyRecords(desk, ids);
  const [survivor, absorbed] = [found.get(ids[0]!), found.get(ids[1]!)];
  if (!survivor || !absorbed) return null;
  const merge = row ?? { ...blankMerge(id), kind: survivor.kind };
  const kinds = [survivor.kind, absorbed.kind] as const;
  return { merge, survivor: survivor.row, absorbed: absorbed.row, mixed: kinds[0] !== kinds[1], kinds };
};

const loadMerges = async (
  desk: Desk,
  ports: MergePorts,
  wanted: readonly Wanted<MergeCommand>[],
  who: Who,
): Promise<Map<Id, MergeState & { today: string }>> => {
  const states = new Map<Id, MergeState & { today: string }>();
  for (const want of wanted) {
    const sides = await sidesOf(desk, want);
    if (sides) states.set(want.id, { ...(await mergeState(desk, ports, sides, who)), today: desk.today });
  }
  return states;
};

/** A merge with all it would touch. */
export const mergeState = async (
  desk: Desk,
  ports: MergePorts,
  { kinds, ...sides }: Sides,
  who: Who,
): Promise<MergeState> => {
  const { merge, survivor, absorbed } = sides;
  const ids = [survivor.id, absorbed.id];
  const isPerson = merge.kind === 'person';
  const links = await linksAt(desk, merge.kind, ids);
  const [holdings, waitlists] = isPerson
    ? [await readHoldings(desk, ids), await readWaitlists(desk, ids)]
    : [new Map(), new Map()];
  return {
    ...sides,
    hidden:
      (await hidden(desk, ports, { kind: kinds[0], id: survivor.id, who })) ||
      (await hidden(desk, ports, { kind: kinds[1], id: absorbed.id, who })),
    holdings: [...holdings.values()].flat(),
    waitlist: [...waitlists.values()].flat(),
    links,
    persons:
      merge.kind === 'contact'
        ? await ports.contacts.persons(
            desk,
            links.map((link) => link.person_id),
          )
        : new Map(),
    met: merge.version ? [] : await ports.above.openRuns(desk, ids),
    later: await laterMerges(desk, merge),
    names: Object.fromEntries([survivor, absorbed].map((record) => [record.id, RECORDS[merge.kind].named(record)])),
  };
};

const linksAt = (desk: Desk, kind: Kind, ids: readonly Id[]): Promise<ContactLink[]> | readonly ContactLink[] =>
  kind === 'person' ? linksOfPersons(desk, ids) : kind === 'contact' ? readLinks(desk, ids) : [];

const hidden = async (
  desk: Desk,
  ports: MergePorts,
  { kind, id, who }: { kind: Kind; id: Id; who: Who },
): Promise<boolean> => {
  if (kind === 'person') return !(await readablePersons(desk, who, [id], ports.persons)).size;
  if (kind === 'employee') return maySeeEmployees(who) !== null;
  const states = await loadContacts(desk, ports.contacts, [{ id, command: { do: 'change' as const } }], who);
  return maySeeContact(states.get(id)!, who) !== null;
};

const laterMerges = async ({ tx, practice }: Desk, merge: Merge): Promise<Id[]> => {
  if (!merge.at) return [];
  const { rows } = await sql<{ id: Id }>`
    select id from app.merge where practice_id = ${practice.id} and absorbed_id = ${merge.survivor_id} and reversed_at is null
      and id <> ${merge.id} order by at desc`.execute(tx);
  return rows.map((row) => row.id);
};
