import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { looksAfter } from '#people/persons/reach.ts';

/**
 * The record a run or task `r` is about. Not `coalesce`: under row security no index serves one, and all persons would be read
 * for each row.
 */
export const ABOUT = sql<Id>`case when r.client_id is not null then r.client_id else r.subject_id end`;

/**
 * The condition under which somebody sees a run or task, over `r` (the run or task row) and `p` (its person): a restricted
 * client is there only for those who look after it and holders of `restricted.read` (PL-31), and with own clients only for
 * those who look after it or added it (PE-103). Runs about employees need `employees.read` (PE-102).
 */
export const visibleSubject = (desk: Desk, who: Who): RawBuilder<boolean> => {
  const mine = looksAfter(desk, who.member_id ?? null, sql`p.id`);
  const restricted = who.abilities.includes('restricted.read') ? sql`true` : sql`(p.restricted is not true or ${mine})`;
  const own = who.own_clients_only ? sql`(p.id is null or ${mine} or p.created_by = ${who.actor})` : sql`true`;
  const employees = who.abilities.includes('employees.read')
    ? sql`true`
    : sql`r.subject_kind is distinct from 'employee'`;
  return sql<boolean>`(${restricted} and ${own} and ${employees})`;
};
