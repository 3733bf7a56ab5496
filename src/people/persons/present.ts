import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ADDRESS_KINDS } from '#people/fields/addresses.ts';
import { phoneNote } from '#people/fields/phones.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import { taxPeriod } from './content.ts';
import {
  OPEN_RUNS,
  OUTCOMES,
  PERSON_KINDS,
  type Person,
  ROLES,
  type RoleHolding,
  type WaitlistEntry,
} from './model.ts';
import { recordsOf } from './reach.ts';
import { displayName, holdersOn, openEntry, personStatus, STATUSES, waitingDays } from './status.ts';
import { readHoldings, readWaitlists } from './store.ts';

const roleHolder = z.object({ member_id: z.uuid(), since: z.string() });
const fact = z.object({ since: z.string(), by: z.string().nullable(), reason: z.string().nullable() });

/** A prospect or client as its page reads it. */
export const personSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    kind: z.enum(PERSON_KINDS),
    status: z.enum(STATUSES),
    display_name: z.string(),
    prospect_number: z.string().nullable(),
    client_number: z.string().nullable(),
    form: z.enum(['individual', 'organisation']),
    given_name: z.string().nullable(),
    family_name: z.string().nullable(),
    organisation_name: z.string().nullable(),
    emails: z.array(z.object({ address: z.string(), label: z.string(), primary: z.boolean() })),
    phones: z.array(
      z.object({
        number: z.string(),
        typed: z.string(),
        label: z.string(),
        primary: z.boolean(),
        note: z.string().nullable(),
        warning: z.string().nullable(),
      }),
    ),
    addresses: z.array(
      z.object({
        kind: z.enum(ADDRESS_KINDS),
        lines: z.array(z.string()),
        locality: z.string().nullable(),
        region: z.string().nullable(),
        postcode: z.string().nullable(),
        country: z.string().nullable(),
      }),
    ),
    country: z.string().nullable(),
    locale: z.string().nullable(),
    time_zone: z.string().nullable(),
    tax_number: z.string().nullable(),
    business_number: z.string().nullable(),
    year_end: z.object({ month: z.int(), day: z.int() }).nullable(),
    known_year_ends: z.array(z.string()),
    tax_period: taxPeriod.nullable(),
    source: z.string().nullable(),
    service_wanted: z.string().nullable(),
    tags: z.array(z.uuid()),
    custom: z.record(z.string(), z.unknown()),
    restricted: z.boolean(),
    converted: z.object({ at: z.string(), by: z.string().nullable() }).nullable(),
    inactive: fact.extend({ open_runs: z.enum(OPEN_RUNS).nullable() }).nullable(),
    do_not_contact: fact.nullable(),
    waiting: z
      .object({
        entry_id: z.uuid(),
        entered_on: z.string(),
        days: z.int(),
        service: z.string().nullable(),
        earliest_start_on: z.string().nullable(),
      })
      .nullable(),
    waitlist: z.array(
      z.object({
        id: z.uuid(),
        entered_on: z.string(),
        service: z.string().nullable(),
        left_on: z.string().nullable(),
        outcome: z.enum(OUTCOMES).nullable(),
      }),
    ),
    roles: z.partialRecord(z.enum(ROLES), roleHolder),
    /** Ids of records that were merged into this one; they answer with it. */
    absorbed: z.array(z.uuid()),
    deleted_at: z.string().nullable(),
    erased_at: z.string().nullable(),
    created_at: z.string(),
    created_by: z.string(),
  })
  .openapi('Person');
export type ShownPerson = z.infer<typeof personSchema>;

interface Parts {
  person: Person;
  waitlist: readonly WaitlistEntry[];
  holdings: readonly RoleHolding[];
  /** Keys of the fields this kind of record has now; values of others are kept but not shown (PE-64). */
  fields: readonly { key: string }[];
  absorbed: readonly Id[];
  today: string;
}

/** Facts gathered into what a page shows. */
export const shownPerson = ({ person, waitlist, holdings, fields, absorbed, today }: Parts): ShownPerson => {
  const {
    converted_at,
    converted_by,
    conversion_reason: _r,
    inactive_since,
    inactive_by,
    inactive_reason,
    inactive_open_runs,
    do_not_contact_since,
    do_not_contact_by,
    do_not_contact_reason,
    added_beside: _b,
    also_known_as: _a,
    merged_into: _m,
    custom,
    ...row
  } = person;
  const entry = openEntry(waitlist);
  return {
    ...row,
    status: personStatus(person, waitlist),
    display_name: displayName(person),
    phones: person.phones.map((phone) => ({ ...phone, warning: phoneNote(phone) })),
    custom: Object.fromEntries(fields.flatMap(({ key }) => (key in custom ? [[key, custom[key]]] : []))),
    converted: converted_at ? { at: converted_at, by: converted_by } : null,
    inactive: inactive_since
      ? { since: inactive_since, by: inactive_by, reason: inactive_reason, open_runs: inactive_open_runs }
      : null,
    do_not_contact: do_not_contact_since
      ? { since: do_not_contact_since, by: do_not_contact_by, reason: do_not_contact_reason }
      : null,
    waiting: entry && {
      entry_id: entry.id,
      entered_on: entry.entered_on,
      days: waitingDays(waitlist, today) ?? 0,
      service: entry.service,
      earliest_start_on: entry.earliest_start_on,
    },
    waitlist: waitlist
      .filter((one) => !one.deleted_at)
      .map(({ id, entered_on, service, left_on, outcome }) => ({ id, entered_on, service, left_on, outcome })),
    roles: Object.fromEntries(
      Object.entries(holdersOn(holdings, today)).map(([role, { member_id, since }]) => [role, { member_id, since }]),
    ),
    absorbed: [...absorbed],
    created_at: row.created_at ?? '',
    created_by: row.created_by ?? '',
  };
};

/** The page of a person that was read already. */
export const presented = async (desk: Desk, person: Person): Promise<ShownPerson> =>
  shownPerson({
    person,
    waitlist: (await readWaitlists(desk, [person.id])).get(person.id) ?? [],
    holdings: (await readHoldings(desk, [person.id])).get(person.id) ?? [],
    fields: fieldsOf(await allFields(desk), person.kind),
    absorbed: (await recordsOf(desk, person.id)).filter((id) => id !== person.id),
    today: desk.today,
  });
