import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { handsOf } from '../items/store.ts';

/**
 * Whose an item of mail is: the first of these who may act in the inbox, else the assignee of its client, else nobody (IN-141).
 */
export const allocated = async (desk: Desk, named: readonly (Id | null)[], client: Id | null): Promise<Id | null> => {
  const hands = await handsOf(desk);
  const wanted = [...named, client && (await assigneeOf(desk, client))];
  return wanted.find((id) => hands.some((one) => one.id === id && one.active && one.writes)) ?? null;
};

const assigneeOf = async ({ tx, practice }: Desk, client: Id): Promise<Id | null> => {
  const { rows } = await sql<{ member_id: Id }>`
    select member_id from app.role_holding
    where practice_id = ${practice.id} and person_id = ${client} and role = 'assignee' and deleted_at is null
      and in_force_at is not null and until is null limit 1`.execute(tx);
  return rows[0]?.member_id ?? null;
};
