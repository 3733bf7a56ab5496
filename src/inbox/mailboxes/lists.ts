import { sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type Mailbox, statusOf } from './model.ts';
import type { mailboxRow } from './shapes.ts';
import { listMailboxes } from './store.ts';

export type MailboxRow = z.infer<typeof mailboxRow>;

/** All mailboxes of a practice, with how each does. */
export const mailboxRows = async (desk: Desk): Promise<MailboxRow[]> => {
  const all = await listMailboxes(desk);
  const news = await newsOf(desk, all);
  return all.map(({ deleted_at: _, ...row }) => ({ ...row, state: statusOf(row), ...news.get(row.id)! }));
};

type News = Pick<MailboxRow, 'last_ok_at' | 'last_mail_at' | 'to_do' | 'to_do_because'>;

const newsOf = async ({ tx, practice }: Desk, all: readonly Mailbox[]): Promise<Map<Id, News>> => {
  const { rows } = await sql<News & { id: Id }>`
    select m.id, p.last_ok_at, r.received_at as last_mail_at, d.to_do, d.to_do_because
    from unnest(${all.map(({ id }) => id)}::uuid[]) as m (id)
    left join app.mailbox_progress p on p.practice_id = ${practice.id} and p.mailbox_id = m.id
    left join lateral (select received_at from app.arrival
      where practice_id = ${practice.id} and mailbox_id = m.id order by received_at desc limit 1) r on true
    cross join lateral (select count(because)::int as to_do, max(because) as to_do_because from app.mailbox_after
      where practice_id = ${practice.id} and mailbox_id = m.id) d`.execute(tx);
  return new Map(rows.map(({ id, ...news }) => [id, news]));
};
