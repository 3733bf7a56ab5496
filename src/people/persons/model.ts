import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Actor, Command } from '#kernel/decision/model.ts';
import type { Address } from '#people/fields/addresses.ts';
import type { Email } from '#people/fields/emails.ts';
import type { CustomField } from '#people/fields/model.ts';
import type { Phone } from '#people/fields/phones.ts';
import type { CustomValues } from '#people/fields/values.ts';
import type { NewPerson, PersonChanges, TaxPeriod, YearEnd } from './content.ts';
import type { Counted, OpenRun } from './port.ts';

export const PERSON_KINDS = ['prospect', 'client'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];
export const ROLES = ['partner', 'manager', 'specialist', 'assignee', 'reviewer', 'second_reviewer'] as const;
export type RoleOnPerson = (typeof ROLES)[number];
export const OUTCOMES = ['offered', 'converted', 'withdrawn', 'removed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OPEN_RUNS = ['leave', 'hold', 'cancel'] as const;
export type OpenRunsChoice = (typeof OPEN_RUNS)[number];

/** The one record that is a prospect before and a client after conversion (PE-2). */
export interface Person {
  id: Id;
  version: number;
  kind: PersonKind;
  prospect_number: string | null;
  client_number: string | null;
  form: 'individual' | 'organisation';
  given_name: string | null;
  family_name: string | null;
  organisation_name: string | null;
  emails: Email[];
  phones: Phone[];
  addresses: Address[];
  country: string | null;
  locale: string | null;
  time_zone: string | null;
  tax_number: string | null;
  business_number: string | null;
  year_end: YearEnd | null;
  known_year_ends: PlainDate[];
  tax_period: TaxPeriod | null;
  source: string | null;
  service_wanted: string | null;
  tags: Id[];
  custom: CustomValues;
  /** Exists only for members with a role on it, and those who may see restricted clients (PL-31). */
  restricted: boolean;
  converted_at: Instant | null;
  converted_by: Actor | null;
  /** Why it was converted over a blocking run, or why the conversion was undone. */
  conversion_reason: string | null;
  inactive_since: PlainDate | null;
  inactive_by: Actor | null;
  inactive_reason: string | null;
  inactive_open_runs: OpenRunsChoice | null;
  do_not_contact_since: PlainDate | null;
  do_not_contact_by: Actor | null;
  do_not_contact_reason: string | null;
  added_beside: Id[];
  /** What absorbed records were called and numbered (PE-75). */
  also_known_as: string[];
  merged_into: Id | null;
  deleted_at: Instant | null;
  erased_at: Instant | null;
  /** Set by the loop; absent on a record that is about to be made. */
  created_at?: Instant;
  created_by?: Actor;
}

/** One stay on the waitlist, with its own entry date. */
export interface WaitlistEntry {
  id: Id;
  version: number;
  person_id: Id;
  entered_on: PlainDate;
  by: Actor;
  service: string | null;
  earliest_start_on: PlainDate | null;
  left_on: PlainDate | null;
  left_by: Actor | null;
  outcome: Outcome | null;
  deleted_at: Instant | null;
}

/** From `since` up to but not including `until`. */
export interface RoleHolding {
  id: Id;
  version: number;
  person_id: Id;
  role: RoleOnPerson;
  member_id: Id;
  since: PlainDate;
  until: PlainDate | null;
  by: Actor;
  /** Whether waiting and ready tasks of the role go to the new holder when this begins (PE-44). */
  move_tasks: boolean;
  /** When it began; null while it lies ahead (PE-47). */
  in_force_at: Instant | null;
  deleted_at: Instant | null;
}

export interface PersonState {
  /** Version 0: about to be made. */
  person: Person;
  waitlist: readonly WaitlistEntry[];
  holdings: readonly RoleHolding[];
  around: Around;
}

/** What a decision must know beside the record itself. */
export interface Around {
  today: PlainDate;
  /** The next free number of each kind. */
  next: Record<PersonKind, string>;
  /** The records that have a number that is asked for, by the number in lower case (PE-13). */
  numbers: Readonly<Record<string, { id: Id; display_name: string; kind: PersonKind }>>;
  fields: readonly CustomField[];
  tags: readonly { id: Id; name: string; applies_to: readonly string[] }[];
  members: readonly { id: Id; name: string; email: string; active: boolean }[];
  open_runs: readonly OpenRun[];
  /** Members with an open task on the person (PE-103). */
  task_members: readonly Id[];
  client_records: readonly Counted[];
  references: readonly Counted[];
  open_invoices: number;
}

export type AddPerson = { do: 'add'; kind: PersonKind; added_beside?: readonly Id[] | undefined } & NewPerson;
export type ChangePerson = { do: 'change' } & PersonChanges;

export type PersonCommand =
  | AddPerson
  | ChangePerson
  | {
      do: 'enter_waitlist';
      entered_on?: PlainDate | undefined;
      service?: string | null | undefined;
      earliest_start_on?: PlainDate | null | undefined;
    }
  | { do: 'leave_waitlist'; outcome: Exclude<Outcome, 'converted'> }
  | { do: 'convert'; override_reason?: string | undefined }
  | { do: 'undo_conversion'; reason: string }
  | { do: 'deactivate'; reason: string; open_runs: OpenRunsChoice }
  | { do: 'reactivate' }
  | { do: 'stop_contact'; reason: string }
  | { do: 'allow_contact' }
  | { do: 'set_role'; role: RoleOnPerson; member: Id; since?: PlainDate | undefined; move_tasks?: boolean | undefined }
  | { do: 'end_role'; role: RoleOnPerson }
  | { do: 'add_tag'; tag: Id }
  | { do: 'remove_tag'; tag: Id }
  | { do: 'delete' }
  | { do: 'restore' }
  | { do: 'erase'; number: string }
  /** A record that was merged into the one that is erased. */
  | { do: 'erase_absorbed' }
  /** A role holding that was given for a later date begins. */
  | { do: 'wake' };
true satisfies PersonCommand extends Command ? true : false;

/** How long a conversion, a deletion and an import can be taken back (PE-25, PE-28, PE-91). */
export const TAKE_BACK_DAYS = 30;

export const blankPerson = (id: Id): Person => ({
  id,
  version: 0,
  kind: 'prospect',
  prospect_number: null,
  client_number: null,
  form: 'organisation',
  given_name: null,
  family_name: null,
  organisation_name: null,
  emails: [],
  phones: [],
  addresses: [],
  country: null,
  locale: null,
  time_zone: null,
  tax_number: null,
  business_number: null,
  year_end: null,
  known_year_ends: [],
  tax_period: null,
  source: null,
  service_wanted: null,
  tags: [],
  custom: {},
  restricted: false,
  converted_at: null,
  converted_by: null,
  conversion_reason: null,
  inactive_since: null,
  inactive_by: null,
  inactive_reason: null,
  inactive_open_runs: null,
  do_not_contact_since: null,
  do_not_contact_by: null,
  do_not_contact_reason: null,
  added_beside: [],
  also_known_as: [],
  merged_into: null,
  deleted_at: null,
  erased_at: null,
});

/** Fields whose values go to the private part of an event, so that they can be erased (PE-29, PL-102). */
export const PERSONAL = [
  'given_name',
  'family_name',
  'organisation_name',
  'emails',
  'phones',
  'addresses',
  'tax_number',
  'business_number',
  'source',
  'service_wanted',
  'custom',
  'also_known_as',
  'conversion_reason',
  'inactive_reason',
  'do_not_contact_reason',
] as const satisfies readonly (keyof Person)[];

export const blankEntry = (id: Id): WaitlistEntry => ({
  id,
  version: 0,
  person_id: '',
  entered_on: '',
  by: 'operator',
  service: null,
  earliest_start_on: null,
  left_on: null,
  left_by: null,
  outcome: null,
  deleted_at: null,
});

export const blankHolding = (id: Id): RoleHolding => ({
  id,
  version: 0,
  person_id: '',
  role: 'assignee',
  member_id: '',
  since: '',
  until: null,
  by: 'operator',
  move_tasks: true,
  in_force_at: null,
  deleted_at: null,
});
