import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { canBeTexted, type Phone } from '#people/fields/phones.ts';
import type { Address } from './model.ts';

/** Somebody an address belongs to: a prospect or client, through a contact where one is named. */
export interface Holder {
  person_id: Id;
  contact_id: Id | null;
}

const keyOf = ({ channel, address }: Pick<Address, 'channel' | 'address'>): string =>
  `${channel === 'email' ? 'e' : 'p'}:${address}`;

/** Who has these addresses now, by the id of the address: the record itself first, then contacts that are reached at it. */
export const holdersOf = async (
  { tx, practice }: Desk,
  asked: readonly Pick<Address, 'id' | 'channel' | 'address'>[],
): Promise<Map<Id, Holder[]>> => {
  const found = new Map<Id, Holder[]>();
  if (!asked.length) return found;
  const keys = [...new Set(asked.map(keyOf))];
  const { rows } = await sql<Holder & { key: string }>`
    select m.key, m.thing_id as person_id, null::uuid as contact_id from app.match_key m
    where m.practice_id = ${practice.id} and m.kind = 'person' and m.key = any(${keys})
    union all
    select m.key, l.person_id, l.contact_id from app.match_key m
    join app.contact_link l on l.practice_id = m.practice_id and l.contact_id = m.thing_id and l.deleted_at is null
    where m.practice_id = ${practice.id} and m.kind = 'contact' and m.key = any(${keys})
    order by contact_id nulls first, person_id`.execute(tx);
  const byKey = Map.groupBy(rows, ({ key }) => key);
  for (const one of asked) {
    const holders = byKey.get(keyOf(one));
    if (holders)
      found.set(
        one.id,
        holders.map(({ person_id, contact_id }) => ({ person_id, contact_id })),
      );
  }
  return found;
};

/** A number of a client, or of one of its contacts. */
export interface ClientNumber {
  number: string;
  label: string;
  contact: { id: Id; name: string } | null;
}

export interface ClientNumbers {
  /** The client's own, with which its numbers are read. */
  country: string | null;
  numbers: ClientNumber[];
}

/** Every number a client can be texted at, its own first, each once. `seen` is the condition on `app.person p`. */
export const numbersOf = async (
  { tx, practice }: Desk,
  client: Id,
  seen: RawBuilder<boolean>,
): Promise<ClientNumbers | null> => {
  const { rows } = await sql<{ phones: Phone[]; country: string | null; contact: ClientNumber['contact'] }>`
    select p.phones, p.country, null::json as contact from app.person p
    where p.practice_id = ${practice.id} and p.id = ${client} and p.deleted_at is null and ${seen}
    union all
    select c.phones, p.country, json_build_object('id', c.id, 'name', c.full_name) from app.person p
    join app.contact_link l on l.practice_id = p.practice_id and l.person_id = p.id and l.deleted_at is null
    join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id and c.deleted_at is null
      and c.merged_into is null and c.erased_at is null
    where p.practice_id = ${practice.id} and p.id = ${client} and p.deleted_at is null and ${seen}`.execute(tx);
  if (!rows.length) return null;
  const all = rows.flatMap(({ phones, contact }) =>
    phones.filter(canBeTexted).map(({ number, label }): ClientNumber => ({ number, label, contact })),
  );
  const numbers = all.filter(({ number }, i) => all.findIndex((one) => one.number === number) === i);
  return { country: rows[0]!.country, numbers };
};
