import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { looksAfter } from '#people/persons/reach.ts';
import type { Source } from './model.ts';

/** A client or prospect whose record, or a contact of it, has the sender's address. */
export interface SenderClient {
  id: Id;
  name: string;
  kind: 'client' | 'prospect';
}

/** Nobody reads further. */
const MOST = 10;

/** Whom a mail may be from, of those this member may see; nobody where its sender failed (IN-67). */
export const senderClients = async (desk: Desk, who: Who, source: Source | null): Promise<SenderClient[]> => {
  if (!source?.from || source.verdict === 'failed') return [];
  const address = source.from.toLowerCase();
  const holders = (await holdersOf(desk, [{ id: 'sender', channel: 'email', address }])).get('sender') ?? [];
  if (!holders.length) return [];
  const mine = looksAfter(desk, who.member_id ?? null, sql`p.id`);
  const seen = who.abilities.includes('restricted.read') ? sql`true` : sql`(p.restricted is not true or ${mine})`;
  const own = who.own_clients_only ? mine : sql`true`;
  const { rows } = await sql<SenderClient>`
    select p.id, p.display_name as name, p.kind from app.person p
    where p.practice_id = ${desk.practice.id} and p.id = any(${holders.map(({ person_id }) => person_id)})
      and p.deleted_at is null and ${seen} and ${own}
    order by p.display_name, p.id limit ${MOST}`.execute(desk.tx);
  return rows;
};
