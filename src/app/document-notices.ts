import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { cut } from '#ground/text.ts';
import { membersOf } from '#inbox/items/rights.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Effect } from '#kernel/decision/model.ts';
import { idOf, ref } from '#kernel/decision/rules.ts';
import { caller } from './reacting.ts';
import type { Reaction } from './reactions.ts';

type Fate = 'failed' | 'unknown' | 'bounced';

interface Row {
  message_id: Id;
  document_id: Id;
  title: string;
  client: string;
  because: string | null;
  prepared_by: Actor;
  author_id: Id | null;
  item_id: Id | null;
  number: number | null;
  confidential: boolean | null;
  waits: boolean;
}

/**
 * Who sent a document to its client, and who prepared it, hear that it did not get there (IN-172). Of a Send & approve that did
 * not leave its own item tells; what comes back later is told here, whoever approved it (IN-73).
 */
export const documentNotices: Reaction = {
  on: /^message\.(failed|unknown|bounced)$/,
  do: async (kernel, desk, events) => {
    const fates = new Map(events.map(({ thing, verb }) => [idOf(thing), verb.slice('message.'.length) as Fate]));
    const rows = await carried(desk, events);
    const told = rows.filter(({ message_id, waits }) => !waits || fates.get(message_id) === 'bounced');
    if (told.length)
      await kernel.writers.notify(
        desk,
        told.flatMap((row) => noticesOf(row, fates.get(row.message_id)!)),
        caller(),
      );
  },
};

/** The documents whose e-mails these messages are. */
const carried = async ({ tx, practice }: Desk, events: readonly Recorded[]): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select m.id as message_id, d.id as document_id, d.title, coalesce(p.display_name, m.address) as client, d.prepared_by,
      coalesce(nullif(concat_ws(' ', m.bounce ->> 'code', m.bounce ->> 'text'), ''), m.reason) as because, m.author_id,
      i.id as item_id, i.number, i.confidential, d.state = 'awaiting_approval' as waits
    from app.message m
    join app.correspondence c on c.practice_id = m.practice_id and c.message_id = m.id
    join app.document d on d.practice_id = c.practice_id and d.id = c.document_id and d.deleted_at is null
    left join app.item i on i.practice_id = d.practice_id and i.id = d.item_id and i.deleted_at is null
    left join app.person p on p.practice_id = d.practice_id and p.id = d.client_id
    where m.practice_id = ${practice.id} and m.id = any(${events.map(({ thing }) => idOf(thing))}) order by m.id`.execute(
    tx,
  );
  return rows;
};

const SAYS: Record<Fate, string> = {
  failed: 'was not sent',
  unknown: 'may or may not have been sent',
  bounced: 'came back',
};

/** Whoever sent it reads its item, where it has one, and of a confidential one the number only (IN-171); who prepared it the document. */
const noticesOf = (row: Row, fate: Fate): Extract<Effect, { do: 'notify' }>[] => {
  const { item_id, number, confidential, document_id, author_id, because } = row;
  const words = `«${cut(row.title, 80)}» for ${row.client} ${SAYS[fate]}${because ? `: ${because}` : ''}`;
  const ofDocument = { thing: ref('document', document_id), title: words, url: '/documents?view=not_told' };
  const ofItem = item_id && {
    thing: ref('item', item_id),
    title: confidential ? `The e-mail of #${number} ${SAYS[fate]}` : `#${number} ${words}`,
    url: `/inbox/${number}`,
  };
  const members = new Set([...membersOf([row.prepared_by]), ...(author_id ? [author_id] : [])]);
  return [...members].map((member) => ({
    do: 'notify',
    member,
    verb: `document.mail_${fate}`,
    ...((member === author_id && ofItem) || ofDocument),
  }));
};
