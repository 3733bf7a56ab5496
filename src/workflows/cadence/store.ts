import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { readHolidays } from '#kernel/access/practice/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ClientFacts, daysOf, type PracticeDays } from './model.ts';

export interface ClientOfCadence {
  id: Id;
  name: string;
  facts: ClientFacts;
}

/** Those of these clients that `seen` lets through (a condition on `app.person p`), with what dates ask of them, by id. */
export const clientFactsOf = async (
  { tx, practice }: Desk,
  ids: readonly Id[],
  seen: RawBuilder<boolean>,
): Promise<Map<Id, ClientOfCadence>> => {
  const { rows } = await sql<{ id: Id; name: string } & Omit<ClientFacts, 'ends_on'>>`
    select p.id, p.display_name as name, p.year_end, p.known_year_ends, p.tax_period from app.person p
    where p.practice_id = ${practice.id} and p.id = any(${ids}) and p.kind = 'client'
      and p.deleted_at is null and p.merged_into is null and p.erased_at is null and ${seen}`.execute(tx);
  return new Map(rows.map(({ id, name, ...facts }) => [id, { id, name, facts: { ...facts, ends_on: null } }]));
};

/** The practice calendar as dates read it, holidays with their names (CA-26). */
export const practiceDays = async (desk: Desk): Promise<PracticeDays> => {
  const named = await readHolidays(desk);
  return {
    ...daysOf(desk.practice),
    holiday_names: Object.fromEntries(named.map(({ on_date, name }) => [on_date, name])),
  };
};
