import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { handsOf } from '../items/hands.ts';

/** What may say whose an item is: who was named for it, the most particular first, and its client. */
export interface Claim {
  named: readonly (Id | null)[];
  client: Id | null;
}

/**
 * Whose items of mail are, in the order of the claims: the first of those named who may act in the inbox, else the assignee of
 * the client, else nobody (IN-141).
 */
export const allocated = async (desk: Desk, claims: readonly Claim[]): Promise<(Id | null)[]> => {
  const hands = new Set((await handsOf(desk)).flatMap(({ id, active, writes }) => (active && writes ? [id] : [])));
  const assignees = await assigneesOf(
    desk,
    claims.flatMap(({ client }) => client ?? []),
  );
  return claims.map(({ named, client }) => {
    const wanted = [...named, client && (assignees.get(client) ?? null)];
    return wanted.find((id) => id !== null && hands.has(id)) ?? null;
  });
};

/** The members who look after the items of clients, by client. */
export const assigneesOf = async ({ tx, practice }: Desk, clients: readonly Id[]): Promise<Map<Id, Id>> => {
  if (!clients.length) return new Map();
  const { rows } = await sql<{ person_id: Id; member_id: Id }>`
    select person_id, member_id from app.role_holding
    where practice_id = ${practice.id} and person_id = any(${clients}) and role = 'assignee' and deleted_at is null
      and in_force_at is not null and until is null`.execute(tx);
  return new Map(rows.map(({ person_id, member_id }) => [person_id, member_id]));
};
