import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Address } from '#people/fields/addresses.ts';
import type { Email } from '#people/fields/emails.ts';
import type { Phone } from '#people/fields/phones.ts';
import type { TaxPeriod, YearEnd } from '#people/persons/content.ts';
import type { PersonRow } from '#people/persons/lists.ts';
import type { OpenRunsChoice, Outcome, PersonKind, RoleOnPerson } from '#people/persons/model.ts';
import type { RowFacts } from '#people/persons/port.ts';
import type { PersonStatus } from '#people/persons/status.ts';
import type { Tag } from '#people/tags/model.ts';

/** What the API answers about people, as these screens read it. */

/** What the work above knows of a record: runs, tasks, the next date. */
export type WorkFacts = RowFacts;
export type { PersonRow };

/** `GET /prospects/{id}` and `GET /clients/{id}`. */
export interface PersonDetail {
  id: Id;
  version: number;
  kind: PersonKind;
  status: PersonStatus;
  display_name: string;
  prospect_number: string | null;
  client_number: string | null;
  form: 'individual' | 'organisation';
  given_name: string | null;
  family_name: string | null;
  organisation_name: string | null;
  emails: Email[];
  phones: (Phone & { warning: string | null })[];
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
  custom: Record<string, Json>;
  restricted: boolean;
  converted: { at: Instant; by: string | null } | null;
  inactive: { since: PlainDate; by: string | null; reason: string | null; open_runs: OpenRunsChoice | null } | null;
  do_not_contact: { since: PlainDate; by: string | null; reason: string | null } | null;
  waiting: {
    entry_id: Id;
    entered_on: PlainDate;
    days: number;
    service: string | null;
    earliest_start_on: PlainDate | null;
  } | null;
  waitlist: {
    id: Id;
    entered_on: PlainDate;
    service: string | null;
    left_on: PlainDate | null;
    outcome: Outcome | null;
  }[];
  roles: Partial<Record<RoleOnPerson, { member_id: Id; since: PlainDate }>>;
  absorbed: Id[];
  deleted_at: Instant | null;
  erased_at: Instant | null;
  created_at: Instant;
  created_by: string;
}

export type TagRow = Pick<Tag, 'id' | 'version' | 'name' | 'colour' | 'applies_to'>;
