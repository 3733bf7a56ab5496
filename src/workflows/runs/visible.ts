import { type RawBuilder, sql } from 'kysely';
import type { Who } from '#kernel/decision/model.ts';

/**
 * The condition under which somebody sees a run or task, over `r` (the run or task row) and `p` (its person): a restricted
 * client is there only for members with a role on it and `restricted.read` (PL-31), and with own clients only for those who
 * look after it (PE-103). Runs about employees need `employees.read` (PE-102).
 */
export const visibleSubject = (who: Who): RawBuilder<boolean> => {
  const holds = sql`exists (select 1 from app.role_holding h where h.practice_id = r.practice_id and h.person_id = p.id
    and h.member_id = ${who.member_id ?? null} and h.until is null)`;
  const restricted = who.abilities.includes('restricted.read')
    ? sql`true`
    : sql`(p.restricted is not true or ${holds})`;
  const own = who.own_clients_only ? sql`(p.id is null or ${holds} or p.created_by = ${who.actor})` : sql`true`;
  const employees = who.abilities.includes('employees.read')
    ? sql`true`
    : sql`r.subject_kind is distinct from 'employee'`;
  return sql<boolean>`(${restricted} and ${own} and ${employees})`;
};
