import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { ParsedMail } from '#messages/replies/mail.ts';

/** The newest item of a chain, with what a follow-up takes over (IN-64). */
export interface Last {
  id: Id;
  client_id: Id | null;
  assignee_id: Id | null;
}

/** Nobody answers more mails at once. */
const MOST_IDS = 50;

/** The Message-IDs that a mail says it answers. */
export const idsIn = (mail: Pick<ParsedMail, 'header'>): string[] =>
  [...`${mail.header('in-reply-to')} ${mail.header('references')}`.matchAll(/<([^\s<>]{1,500})>/g)]
    .map(([, id]) => id!)
    .slice(0, MOST_IDS);

/**
 * Where a mail goes on: the newest open item of the chain that it answers, and the last of the chain. Only who has written
 * about one of its items before is heard (IN-63); null when it answers nothing, or somebody else's.
 */
export const threadOf = async (
  { tx, practice }: Desk,
  { ids, sender }: { ids: readonly string[]; sender: string },
): Promise<{ open: Id | null; last: Last } | null> => {
  if (!ids.length || !sender) return null;
  const { rows } = await sql<Last & { open: boolean }>`
    with recursive named as (
      select r.item_id from app.arrival r
      where r.practice_id = ${practice.id} and r.message_id = any(${ids}) and r.outcome in ('item_made', 'added')
        and exists (select 1 from app.arrival o where o.practice_id = r.practice_id and o.item_id = r.item_id
          and o.outcome in ('item_made', 'added') and o.from_address = ${sender})
      order by r.received_at desc limit 1
    ), chain (id) as (
      select item_id from named
      union
      select i.id from app.item i join chain c on i.follows = c.id where i.practice_id = ${practice.id}
    )
    select i.id, i.client_id, i.assignee_id, i.status in ('outstanding', 'in_progress') and i.deleted_at is null as open
    from chain c join app.item i on i.practice_id = ${practice.id} and i.id = c.id order by i.number desc`.execute(tx);
  const [first] = rows;
  if (!first) return null;
  const { open: _, ...last } = first;
  return { open: rows.find(({ open }) => open)?.id ?? null, last };
};
