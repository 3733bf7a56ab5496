import { sql } from 'kysely';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { isQuiet } from '../quiet/rules.ts';
import { suggestions } from '../quiet/store.ts';
import { type Mailbox, statusOf } from './model.ts';
import type { mailboxRow } from './shapes.ts';
import { listMailboxes } from './store.ts';

export type MailboxRow = z.infer<typeof mailboxRow>;

/** All mailboxes of a practice, with how each does. */
export const mailboxRows = async (desk: Desk): Promise<MailboxRow[]> => {
  const all = await listMailboxes(desk);
  const news = await newsOf(desk, all);
  const suggested = await suggestions(
    desk,
    'mailbox_id',
    all.map(({ id }) => id),
  );
  return all.map(({ deleted_at: _, quiet_from: __, quiet_since, ...row }) => {
    const told = news.get(row.id)!;
    return {
      ...row,
      state: statusOf(row),
      ...told,
      quiet_since: isQuiet({ quiet_since }, told.last_mail_at) ? quiet_since : null,
      quiet_suggested: suggested.get(row.id) ?? null,
    };
  });
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
