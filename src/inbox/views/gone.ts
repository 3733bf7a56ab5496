import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { isId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { looksAfter } from '#people/persons/reach.ts';
import type { ViewFilters } from './model.ts';

/** Filters that name a row of ours, and what kind of row that is. */
const NAMING = {
  assignee: 'member',
  decided_by: 'member',
  client: 'person',
  category: 'category',
  tag: 'tag',
  profile: 'profile',
} as const;
type Naming = keyof typeof NAMING;
const KEYS = Object.keys(NAMING) as Naming[];

/**
 * Which filters name what is not there any more, or what this member may not see, for each of these sets of filters: they are
 * struck out and the rows shown without them, never a silently empty list (IN-161). One query, however many.
 */
export const goneOf = async (desk: Desk, who: Who, all: readonly ViewFilters[]): Promise<Naming[][]> => {
  const named = all.map((filters) => KEYS.filter((key) => isId(filters[key] ?? '')));
  const ids = (kind: (typeof NAMING)[Naming]): Id[] =>
    all.flatMap((filters, at) => named[at]!.filter((key) => NAMING[key] === kind).map((key) => filters[key]!));
  if (named.every((keys) => keys.length === 0)) return named;
  const { practice, tx } = desk;
  const there = (kind: string, table: string, wanted: readonly Id[]): RawBuilder<unknown> => sql`
    select ${kind}::text as kind, t.id from ${sql.table(table)} t where t.practice_id = ${practice.id} and t.id = any(${wanted}::uuid[])`;
  const { rows } = await sql<{ kind: string; id: Id }>`
    ${there('member', 'app.member', ids('member'))}
    union all ${there('category', 'app.item_category', ids('category'))} and t.deleted_at is null
    union all ${there('tag', 'app.tag', ids('tag'))} and t.deleted_at is null
    union all ${there('profile', 'app.document_profile', ids('profile'))} and t.deleted_at is null
    union all ${there('person', 'app.person', ids('person'))} and t.deleted_at is null and t.merged_into is null and ${seenPerson(desk, who)}`.execute(
    tx,
  );
  const known = new Set(rows.map(({ kind, id }) => `${kind}:${id}`));
  return all.map((filters, at) => named[at]!.filter((key) => !known.has(`${NAMING[key]}:${filters[key]}`)));
};

/** A restricted client, for some roles every client but their own, is as absent for whoever does not look after it (PL-31, PE-103). */
const seenPerson = (desk: Desk, who: Who): RawBuilder<boolean> => {
  const mine = looksAfter(desk, who.member_id ?? null, sql`t.id`);
  const open = who.abilities.includes('restricted.read') ? sql`true` : sql`(t.restricted is not true or ${mine})`;
  return sql<boolean>`(${open} and ${who.own_clients_only ? mine : sql`true`})`;
};
