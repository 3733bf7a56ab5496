import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { looksAfter } from '#people/persons/reach.ts';
import type { Item, Source } from './model.ts';
import { seenItems } from './seen.ts';

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

/** Items with a mail under the same Message-ID as one of this item's, of those this member may see; a second mail is no duplicate where it says other things (IN-61). */
export const sameMessage = async (
  desk: Desk,
  who: Who,
  { id, marks }: Pick<Item, 'id' | 'marks'>,
): Promise<Pick<Item, 'id' | 'number' | 'status'>[]> => {
  if (!marks.includes('message_id_seen')) return [];
  const { rows } = await sql<Pick<Item, 'id' | 'number' | 'status'>>`
    select distinct i.id, i.number, i.status from app.arrival mine
    join app.arrival r on r.practice_id = mine.practice_id and r.message_id = mine.message_id and r.item_id <> mine.item_id
    join app.item i on i.practice_id = r.practice_id and i.id = r.item_id and i.deleted_at is null
    left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id
    where mine.practice_id = ${desk.practice.id} and mine.item_id = ${id} and ${seenItems(desk, who)}
    order by i.number limit ${MOST}`.execute(desk.tx);
  return rows;
};
