import type { SearchEntry } from '#kernel/loop/room.ts';
import { type Matched, matchKeys } from '#people/fields/matching.ts';
import { numberKey } from '#people/fields/number-key.ts';
import { memberOf } from '#people/fields/rights.ts';
import type { Person, PersonState } from './model.ts';
import { displayName, lookedAfterBy } from './status.ts';

/** What a person is compared by with others (PE-70). */
export const matchedBy = (person: Person): Matched => ({
  name: displayName(person),
  emails: person.emails.map((email) => email.address),
  phones: person.phones.map((phone) => phone.number),
  tax_number: person.tax_number,
  business_number: person.business_number,
});

/** The keys kept beside the row: for duplicates, and its numbers, which are found ignoring case (PE-13). */
export const keptKeys = (person: Person): string[] =>
  person.deleted_at || person.erased_at || person.merged_into
    ? numberKeys(person)
    : [...matchKeys(matchedBy(person)), ...numberKeys(person)];

const numberKeys = (person: Person): string[] =>
  [person.prospect_number, person.client_number].filter((number) => number !== null).map(numberKey);

/** What the one search finds of a person (PL-120): names, numbers, addresses, also of what it absorbed (PE-14, PE-75, PE-100). */
export const searchEntries = ({ person, holdings, around: { today } }: PersonState) => {
  const { id, kind } = person;
  const other = { kind: kind === 'client' ? 'prospect' : 'client', thing_id: id };
  if (person.deleted_at || person.erased_at || person.merged_into)
    return { keep: [], drop: [other, { kind, thing_id: id }] };
  const added = memberOf(person.created_by ?? '');
  const numbers = [person.client_number, person.prospect_number].filter((number) => number !== null);
  const addresses = [
    ...person.emails.map((email) => email.address),
    ...person.phones.flatMap(({ number, typed }) => [number, typed]),
  ];
  const entry: SearchEntry = {
    kind,
    thing_id: id,
    title: displayName(person),
    subtitle: numbers[0] ?? '',
    url: `/${kind}s/${id}`,
    words: [
      person.given_name,
      person.family_name,
      person.organisation_name,
      ...person.also_known_as,
      ...addresses,
    ].filter((word) => word !== null),
    exact: [
      ...numbers,
      ...addresses,
      ...[person.tax_number, person.business_number].filter((number) => number !== null),
      ...person.also_known_as,
    ],
    module: 'people',
    assigned: [...lookedAfterBy(holdings, today), ...(added ? [added] : [])],
    restricted: person.restricted,
  };
  return { keep: [entry], drop: [other] };
};
