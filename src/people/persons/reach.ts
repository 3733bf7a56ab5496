import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { PersonsPort } from './port.ts';

/** Whether a member looks after a person today, as a condition over the person's id (PE-40, PE-47). */
export const looksAfter = (
  desk: Desk,
  member: Id | null,
  person: RawBuilder<unknown>,
): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from app.role_holding h where h.practice_id = ${desk.practice.id} and h.person_id = ${person} and h.member_id = ${member}::uuid
    and h.deleted_at is null and h.since <= ${desk.today} and (h.until is null or h.until > ${desk.today}))`;

/**
 * Which persons `who` may read, as a condition on `app.person p`: not the restricted ones of others (PL-31), and for an
 * own-clients member only those they look after, added, or have an open task on (PE-103). The same as `maySee` for one.
 */
export const readable = async (desk: Desk, who: Who, port: PersonsPort<Desk>): Promise<RawBuilder<boolean>> => {
  if (can(who, reads('people'))) return sql<boolean>`false`;
  const member = who.member_id ?? null;
  const mine = looksAfter(desk, member, sql`p.id`);
  const open = who.abilities.includes('restricted.read')
    ? sql<boolean>`true`
    : sql<boolean>`(not p.restricted or ${mine})`;
  if (!who.own_clients_only) return open;
  const tasks = member ? await port.personsWithTasksOf(desk, member) : [];
  return sql<boolean>`${open} and (${mine} or p.created_by = ${`member:${member}`} or p.id = any(${tasks}::uuid[]))`;
};

/** Those of these persons that `who` may read, absorbed and deleted ones too (PL-35). */
export const readablePersons = async (
  desk: Desk,
  who: Who,
  ids: readonly Id[],
  port: PersonsPort<Desk>,
): Promise<Set<Id>> => {
  if (!ids.length) return new Set();
  const seen = await readable(desk, who, port);
  const { rows } = await sql<{ id: Id }>`
    select p.id from app.person p where p.practice_id = ${desk.practice.id} and p.id = any(${ids}) and ${seen}`.execute(
    desk.tx,
  );
  return new Set(rows.map((row) => row.id));
};

/** The record an id stands for: absorbed ids answer with the last survivor for ever (PE-75, PE-79). */
export const survivorOf = async ({ tx, practice }: Desk, id: Id): Promise<Id> => {
  const { rows } = await sql<{ id: Id | null }>`select app.survivor_of(${practice.id}, ${id}) as id`.execute(tx);
  return rows[0]?.id ?? id;
};

/** The same for many; those that were not absorbed are absent. For whoever keeps links to persons. */
export const absorbedPersons = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Id>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<{ id: Id; survivor: Id }>`
    select p.id, app.survivor_of(p.practice_id, p.id) as survivor from app.person p
    where p.practice_id = ${practice.id} and p.id = any(${ids}) and p.merged_into is not null`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.survivor]));
};

/** The record and all it absorbed: what is linked to any of these ids is found at it (PE-75). */
export const recordsOf = async ({ tx, practice }: Desk, id: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`select app.records_of(${practice.id}, ${id}) as id`.execute(tx);
  return rows.map((row) => row.id);
};
