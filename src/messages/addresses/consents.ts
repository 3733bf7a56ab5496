import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { actorNames } from '#kernel/history/names.ts';
import { type ListQuery, paging } from '#kernel/http/list.ts';
import { numbersOf } from './holders.ts';
import { type HeldBy, seenPersons } from './lists.ts';
import { type Address, blankAddress, type ConsentState } from './model.ts';
import { addressId, readAddresses } from './store.ts';

export interface ConsentRow {
  id: Id;
  version: number;
  number: string;
  state: ConsentState;
  source: Address['consent_source'];
  words: string | null;
  file: Id | null;
  at: string | null;
  by_name: string | null;
  /** For whom it was recorded; null where they may not be seen. */
  client: HeldBy | null;
  /** Whose number of the client it is, where it is a contact’s. */
  contact: { id: Id; name: string } | null;
  label: string | null;
  /** Why the number may not be written to at all, whatever the consent. */
  suppressed: Address['reason'];
}

/** Every number a client can be texted at, with what is known of it; null when the client may not be seen. */
export const consentsOfClient = async (
  desk: Desk,
  seen: RawBuilder<boolean>,
  client: Id,
): Promise<ConsentRow[] | null> => {
  const theirs = await numbersOf(desk, client, seen);
  if (!theirs) return null;
  const { numbers } = theirs;
  const idOf = (number: string) => addressId(desk.practice.id, 'sms', number);
  const known = await readAddresses(
    desk,
    numbers.map(({ number }) => idOf(number)),
  );
  const rows = await shown(
    desk,
    seen,
    numbers.map(({ number }) => known.get(idOf(number)) ?? blankAddress(idOf(number), 'sms', number)),
  );
  return rows.map((row, i) => ({ ...row, label: numbers[i]!.label, contact: numbers[i]!.contact }));
};

/** Every recorded consent and opt-out, newest first. */
export const listConsents = async (
  desk: Desk,
  seen: RawBuilder<boolean>,
  query: ListQuery & { number?: string | undefined; state?: ConsentState | undefined },
) => {
  const pages = paging(query, { at: { by: sql`a.consent_at`, type: 'timestamptz' } }, sql`a.id`);
  const { rows } = await sql<Address & { page_key: string }>`
    select a.*, ${pages.key} as page_key from app.address a
    where a.practice_id = ${desk.practice.id} and a.consent_at is not null
      and (${query.number ?? null}::text is null or a.address = ${query.number ?? null})
      and (${query.state ?? null}::text is null or a.consent_state = ${query.state ?? null})
      and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const { items, next } = pages.page(rows);
  return { items: await shown(desk, seen, items), next };
};

export const showConsent = async (desk: Desk, seen: RawBuilder<boolean>, id: Id): Promise<ConsentRow> => {
  const [row] = await shown(desk, seen, [...(await readAddresses(desk, [id])).values()]);
  return row!;
};

const shown = async (desk: Desk, seen: RawBuilder<boolean>, rows: readonly Address[]): Promise<ConsentRow[]> => {
  const nameOf = await actorNames(
    desk,
    rows.flatMap(({ consent_by }) => consent_by ?? []),
    async () => new Map(),
  );
  const persons = await seenPersons(
    desk,
    seen,
    rows.flatMap(({ consent_person }) => consent_person ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    number: row.address,
    state: row.consent_state,
    source: row.consent_source,
    words: row.consent_words,
    file: row.consent_file,
    at: row.consent_at,
    by_name: row.consent_by && nameOf(row.consent_by),
    client: persons.get(row.consent_person ?? '') ?? null,
    contact: null,
    label: null,
    suppressed: row.reason,
  }));
};
