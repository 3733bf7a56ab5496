import { type RawBuilder, sql } from 'kysely';
import { type Disguise, disguiseContact, disguiseEmployee, disguisePerson } from './disguise.ts';

/** A table whose rows a sandbox takes over (PL-141). */
export interface Copied {
  table: string;
  /** What orders its rows and tells them apart within a practice. */
  key: string;
  /** Which rows; left out: all. `t` is the row. */
  where?: RawBuilder<boolean>;
  /** What is made of a row on the way; `n` counts the rows of the table from 1 on. */
  disguise?: Disguise;
}

/** What starts by itself is turned on in the sandbox by whoever tries it. */
const switchedOff: Disguise = (row) => ({
  ...row,
  on: false,
  since: null,
  from_day: null,
  paused_at: null,
  paused_because: null,
});

/** How the practice works: taken over as it is. */
export const SETTINGS: readonly Copied[] = [
  { table: 'holiday', key: 'on_date' },
  { table: 'role', key: 'id' },
  { table: 'tag', key: 'id' },
  { table: 'custom_field', key: 'id' },
  { table: 'import_mapping', key: 'id' },
  { table: 'form', key: 'id' },
  { table: 'workflow', key: 'id' },
  { table: 'workflow_version', key: 'id' },
  { table: 'workflow_draft', key: 'id' },
  { table: 'trigger', key: 'id', disguise: switchedOff },
];

const here = sql<boolean>`t.deleted_at is null and t.merged_into is null and t.erased_at is null`;
const ofPerson = sql<boolean>`t.deleted_at is null and exists (select 1 from app.person p where p.practice_id = t.practice_id
  and p.id = t.person_id and p.deleted_at is null and p.merged_into is null and p.erased_at is null)`;

/** Whom it works for and with: under names that are nobody's. Authorizations are papers of real people and stay away. */
export const PEOPLE: readonly Copied[] = [
  { table: 'number_series', key: 'series' },
  { table: 'person', key: 'id', where: here, disguise: disguisePerson },
  { table: 'waitlist_entry', key: 'id', where: ofPerson },
  { table: 'role_holding', key: 'id', where: ofPerson },
  { table: 'employee', key: 'id', where: here, disguise: disguiseEmployee },
  { table: 'contact', key: 'id', where: here, disguise: disguiseContact },
  {
    table: 'contact_link',
    key: 'id',
    where: sql<boolean>`${ofPerson} and exists (select 1 from app.contact c where c.practice_id = t.practice_id
      and c.id = t.contact_id and c.deleted_at is null and c.merged_into is null and c.erased_at is null)`,
  },
];

/** What a reset leaves in a sandbox: itself, who may enter it, and what it was made of. */
export const KEPT_AT_RESET = ['practice', 'member', 'sandbox', 'sandbox_part', 'clock'];
