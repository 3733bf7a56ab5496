import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { NOT_WATCHED } from '../quiet/rules.ts';
import { heardBy } from '../quiet/store.ts';
import type { Mailbox, MailboxCommand, MailboxState } from './model.ts';
import { decide, evolve } from './rules.ts';

/** The practice's mailboxes. */
export const mailboxes: Room<MailboxState, MailboxCommand> = {
  name: 'mailbox',
  kinds: { mailbox: { table: 'app.mailbox', find: ({ mailbox }) => mailbox } },
  load: async (desk, wanted) => {
    const all = await listMailboxes(desk);
    const heard = await heardBy(desk, { all, wanted }, ({ id }) => sql`r.mailbox_id = ${id}`);
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const mailbox = all.find((one) => one.id === id) ?? (command.do === 'add' ? blankMailbox(id) : null);
        if (!mailbox) return [];
        const others = all.filter((one) => one.id !== id);
        return [[id, { mailbox, others, last_mail_at: heard.get(id) ?? null }] as const];
      }),
    );
  },
  decide,
  evolve,
};

const blankMailbox = (id: Id): Mailbox => ({
  id,
  version: 0,
  host: '',
  port: 993,
  security: 'tls',
  user: '',
  secret_at: '',
  folder: 'INBOX',
  poll_seconds: 60,
  after: 'leave',
  move_to: null,
  first_days: 0,
  trusted_verdict_host: null,
  on: true,
  ...NOT_WATCHED,
  failing_since: null,
  failing_because: null,
  deleted_at: null,
});

/** At most five of them. */
export const listMailboxes = async ({ tx, practice }: Desk): Promise<Mailbox[]> => {
  const { rows } = await sql<Mailbox>`
    select id, version, host, port, security, "user", secret_at, folder, poll_seconds, after, move_to, first_days,
      trusted_verdict_host, "on", quiet_days, quiet_from, quiet_since, failing_since, failing_because, deleted_at
    from app.mailbox where practice_id = ${practice.id} and deleted_at is null order by created_at, id`.execute(tx);
  return rows;
};

export const mailboxOf = async (desk: Desk, id: Id): Promise<Mailbox | undefined> =>
  (await listMailboxes(desk)).find((one) => one.id === id);

/** The sealed secret, for whoever opens it. */
export const secretOf = async ({ tx, practice }: Desk, id: Id): Promise<string | null> => {
  const { rows } = await sql<{ secret: string | null }>`
    select secret from app.mailbox where practice_id = ${practice.id} and id = ${id}`.execute(tx);
  return rows[0]?.secret ?? null;
};

/** After the mailbox was set up in the same transaction; a removed one keeps none. */
export const keepSecret = async ({ tx, practice }: Desk, id: Id, sealed: string | null): Promise<void> => {
  await sql`update app.mailbox set secret = ${sealed} where practice_id = ${practice.id} and id = ${id}`.execute(tx);
};
