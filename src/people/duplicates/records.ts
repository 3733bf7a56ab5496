import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type Contact, fullName } from '#people/contacts/model.ts';
import { derived as contactColumns, readContacts } from '#people/contacts/store.ts';
import { derived as employeeColumns } from '#people/employees/finding.ts';
import type { Employee } from '#people/employees/model.ts';
import { displayName as employeeName } from '#people/employees/status.ts';
import { readEmployees } from '#people/employees/store.ts';
import type { Candidate } from '#people/fields/pairs.ts';
import type { Person } from '#people/persons/model.ts';
import { displayName } from '#people/persons/status.ts';
import { derived as personColumns, readPersons } from '#people/persons/store.ts';
import type { Kind, Mergeable, MergeState } from './model.ts';

type Named = MergeState['names'][string];

/** What is different between the three kinds of record that can be merged. */
interface KindOfRecord {
  table: string;
  read(desk: Desk, ids: readonly Id[]): Promise<Mergeable[]>;
  columns(row: Mergeable): ReturnType<typeof personColumns>;
  named(row: Mergeable): Named;
}

const asMergeable = (rows: readonly object[]): Mergeable[] => rows as Mergeable[];

export const RECORDS: Record<Kind, KindOfRecord> = {
  person: {
    table: 'app.person',
    read: async (desk, ids) => asMergeable(await readPersons(desk, ids)),
    columns: (row) => personColumns(row as unknown as Person),
    named: (row) => {
      const person = row as unknown as Person;
      const numbers = [person.client_number, person.prospect_number].filter((number) => number !== null);
      return { name: displayName(person), numbers, words: [displayName(person), ...numbers] };
    },
  },
  contact: {
    table: 'app.contact',
    read: async (desk, ids) => asMergeable(await readContacts(desk, ids)),
    columns: (row) => contactColumns(row as unknown as Contact),
    named: (row) => {
      const name = fullName(row as unknown as Contact);
      return { name, numbers: [], words: [name] };
    },
  },
  employee: {
    table: 'app.employee',
    read: async (desk, ids) => asMergeable(await readEmployees(desk, ids)),
    columns: (row) => employeeColumns(row as unknown as Employee),
    named: (row) => {
      const employee = row as unknown as Employee;
      const name = employeeName(employee);
      return { name, numbers: [employee.number], words: [name, employee.number] };
    },
  },
};

/** The records with these ids, whatever kind they are. */
export const anyRecords = async (desk: Desk, ids: readonly Id[]): Promise<Map<Id, { kind: Kind; row: Mergeable }>> => {
  const found = new Map<Id, { kind: Kind; row: Mergeable }>();
  for (const kind of Object.keys(RECORDS) as Kind[]) {
    const missing = ids.filter((id) => !found.has(id));
    if (!missing.length) break;
    for (const row of await RECORDS[kind].read(desk, missing)) found.set(row.id, { kind, row });
  }
  return found;
};

const live = sql`deleted_at is null and merged_into is null and erased_at is null`;
const addresses = sql`array(select e ->> 'address' from jsonb_array_elements(emails) e) as emails,
  array(select p ->> 'number' from jsonb_array_elements(phones) p) as phones`;

/** All records of a kind as they are compared (PE-70); `ids` asks for some of them. */
export const candidates = async ({ tx, practice }: Desk, kind: Kind, ids?: readonly Id[]): Promise<Candidate[]> => {
  const some = ids ? sql`and id = any(${ids})` : sql``;
  const columns = {
    person: sql`id, display_name as name, ${addresses}, tax_number, business_number`,
    contact: sql`id, full_name as name, ${addresses}`,
    employee: sql`id, display_name as name, array_remove(array[work_email], null) as emails, array_remove(array[phone], null) as phones`,
  }[kind];
  const { rows } = await sql<Candidate>`
    select ${columns} from ${sql.table(RECORDS[kind].table)} where practice_id = ${practice.id} and ${live} ${some}`.execute(
    tx,
  );
  return rows;
};

/** Changes with every change of any record of the kind: versions only rise. */
export const stampOf = async ({ tx, practice }: Desk, kind: Kind): Promise<string> => {
  const { rows } = await sql<{ stamp: string }>`
    select count(*) || ':' || coalesce(sum(version), 0) as stamp from ${sql.table(RECORDS[kind].table)} where practice_id = ${practice.id}`.execute(
    tx,
  );
  return rows[0]!.stamp;
};

/** Those of these records that share a key with what is looked for. */
export const withKeys = async ({ tx, practice }: Desk, kind: Kind, keys: readonly string[]): Promise<Id[]> => {
  const { rows } = await sql<{ thing_id: Id }>`
    select distinct thing_id from app.match_key where practice_id = ${practice.id} and kind = ${kind} and key = any(${keys}) limit 2000`.execute(
    tx,
  );
  return rows.map((row) => row.thing_id);
};
