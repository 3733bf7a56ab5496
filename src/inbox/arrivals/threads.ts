import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { ParsedMail } from '#messages/replies/mail.ts';

/** The newest item of a chain, with what a follow-up takes over (IN-64). */
export interface Last {
  id: Id;
  client_id: Id | null;
  assignee_id: Id | null;
}

/** Where a mail about an item goes on: the newest open one of its chain, and the last of it. */
export interface Thread {
  open: Id | null;
  last: Last;
}

/** Nobody answers more mails at once. */
const MOST_IDS = 50;

/** The Message-IDs that a mail says it answers. */
export const idsIn = (mail: Pick<ParsedMail, 'header'>): string[] =>
  [...`${mail.header('in-reply-to')} ${mail.header('references')}`.matchAll(/<([^\s<>]{1,500})>/g)]
    .map(([, id]) => id!)
    .slice(0, MOST_IDS);

/** Whether `sender` has to do with an item: wrote about it, was written to, or is whom it is about. */
const isOn = (item: RawBuilder<unknown>, practice: Id, sender: string): RawBuilder<boolean> => sql<boolean>`(
  exists (select 1 from app.arrival o where o.practice_id = ${practice} and o.item_id = ${item}
    and o.outcome in ('item_made', 'added') and o.from_address = ${sender})
  or exists (select 1 from app.message m where m.practice_id = ${practice} and m.item_id = ${item} and m.address = ${sender})
  or exists (select 1 from app.item c where c.practice_id = ${practice} and c.id = ${item}
    and lower(c.contact ->> 'email') = ${sender}))`;

export const isCorrespondent = async ({ tx, practice }: Desk, item: Id, sender: string): Promise<boolean> => {
  const { rows } = await sql<{ on: boolean }>`select ${isOn(sql`${item}::uuid`, practice.id, sender)} as on`.execute(
    tx,
  );
  return !!sender && rows[0]!.on;
};

/** The item of the newest of these mails whose sender has to do with it; null when they name nothing, or somebody else's (IN-63). */
export const itemAnswered = async (
  { tx, practice }: Desk,
  { ids, sender }: { ids: readonly string[]; sender: string },
): Promise<Id | null> => {
  if (!ids.length || !sender) return null;
  const { rows } = await sql<{ item_id: Id }>`
    select r.item_id from app.arrival r
    where r.practice_id = ${practice.id} and r.message_id = any(${ids}) and r.outcome in ('item_made', 'added')
      and ${isOn(sql`r.item_id`, practice.id, sender)}
    order by r.received_at desc limit 1`.execute(tx);
  return rows[0]?.item_id ?? null;
};

/** The item of the newest of these mails, whoever asks; null when they name none. */
export const itemWithMail = async ({ tx, practice }: Desk, ids: readonly string[]): Promise<Id | null> => {
  if (!ids.length) return null;
  const { rows } = await sql<{ item_id: Id }>`
    select item_id from app.arrival
    where practice_id = ${practice.id} and message_id = any(${ids}) and outcome in ('item_made', 'added')
    order by received_at desc limit 1`.execute(tx);
  return rows[0]?.item_id ?? null;
};

/** The chain that begins with an item, its newest open one first (IN-64). */
export const threadOf = async ({ tx, practice }: Desk, item: Id): Promise<Thread> => {
  const { rows } = await sql<Last & { open: boolean }>`
    with recursive chain (id) as (
      select ${item}::uuid
      union
      select i.id from app.item i join chain c on i.follows = c.id where i.practice_id = ${practice.id}
    )
    select i.id, i.client_id, i.assignee_id, i.status in ('outstanding', 'in_progress') and i.deleted_at is null as open
    from chain c join app.item i on i.practice_id = ${practice.id} and i.id = c.id order by i.number desc`.execute(tx);
  const { open: _, ...last } = rows[0]!;
  return { open: rows.find(({ open }) => open)?.id ?? null, last };
};
