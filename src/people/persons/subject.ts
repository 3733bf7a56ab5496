import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { dateAt, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import { type YearEnd, yearEndIn } from './content.ts';
import type { Person, PersonKind, RoleOnPerson } from './model.ts';
import { displayName, holdersOn, isOpen, personStatus } from './status.ts';
import { readHoldings, readPersons, readWaitlists } from './store.ts';

/** A person as workflows know it: what it is, who looks after it, and its fields by the names designs use. */
export interface PersonSubject {
  record: 'person';
  id: Id;
  kind: PersonKind;
  name: string;
  active: boolean;
  restricted: boolean;
  client_id: Id;
  roles: Partial<Record<RoleOnPerson, Id>>;
  fields: Record<string, Json>;
}

/** Facts of many persons; those that are deleted, erased, absorbed or unknown are absent (WF-77). */
export const personSubjects = async (desk: Desk, ids: readonly Id[]): Promise<Map<Id, PersonSubject>> => {
  const there = (await readPersons(desk, ids)).filter((one) => !one.deleted_at && !one.erased_at && !one.merged_into);
  const [waitlists, holdings] = [await readWaitlists(desk, ids), await readHoldings(desk, ids)];
  const custom = await allFields(desk);
  const tags = await tagNames(desk);
  return new Map(
    there.map((person): [Id, PersonSubject] => {
      const waitlist = waitlists.get(person.id) ?? [];
      const holders = Object.entries(holdersOn(holdings.get(person.id) ?? [], desk.today));
      const subject: PersonSubject = {
        record: 'person',
        id: person.id,
        kind: person.kind,
        name: displayName(person),
        active: !person.inactive_since,
        restricted: person.restricted,
        client_id: person.id,
        roles: Object.fromEntries(holders.map(([role, holding]) => [role, holding.member_id])),
        fields: known({
          ...plainFields(person, desk),
          status: personStatus(person, waitlist),
          waitlisted_on: waitlist.find(isOpen)?.entered_on ?? null,
          tags: person.tags.flatMap((id) => tags.get(id) ?? []),
          ...Object.fromEntries(
            fieldsOf(custom, person.kind).map(({ key }) => [`custom.${key}`, person.custom[key] ?? null]),
          ),
        }),
      };
      return [person.id, subject];
    }),
  );
};

const plainFields = (person: Person, { today, practice }: Desk): Record<string, Json> => ({
  kind: person.kind,
  display_name: displayName(person),
  form: person.form,
  given_name: person.given_name,
  family_name: person.family_name,
  organisation_name: person.organisation_name,
  country: person.country,
  source: person.source,
  service_wanted: person.service_wanted,
  tax_number: person.tax_number,
  business_number: person.business_number,
  client_number: person.client_number,
  do_not_contact: person.do_not_contact_since !== null,
  created_on: dateAt(person.created_at ?? `${today}T00:00:00Z`, practice.time_zone),
  converted_on: person.converted_at && dateAt(person.converted_at, practice.time_zone),
  next_year_end: nextYearEnd(person, today),
});

/** The first year end on or after a day: a known one, else by month and day after the latest known (CA-11). */
export const nextYearEnd = (
  person: Pick<Person, 'year_end' | 'known_year_ends'>,
  today: PlainDate,
): PlainDate | null => {
  const ahead = person.known_year_ends.find((date) => date >= today);
  if (ahead) return ahead;
  if (!person.year_end) return null;
  const after = person.known_year_ends.at(-1) ?? '';
  return firstAfter(person.year_end, today, after);
};

const firstAfter = (yearEnd: YearEnd, today: PlainDate, after: PlainDate): PlainDate => {
  for (let year = Number(today.slice(0, 4)); ; year += 1) {
    const date = yearEndIn(year, yearEnd);
    if (date >= today && date > after) return date;
  }
};

/** A missing value is unknown, not empty. */
const known = (fields: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const tagNames = async ({ tx, practice }: Desk): Promise<Map<Id, string>> => {
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from app.tag where practice_id = ${practice.id} and deleted_at is null`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
};
