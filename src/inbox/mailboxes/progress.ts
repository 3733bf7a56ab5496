import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { After, Mailbox } from './model.ts';
import type { Progress } from './polling.ts';

/** How far each mailbox was read, and what is still to be done there. No decisions: arrivals tell what came. */

/** Null until the first connection. */
export const progressOf = async ({ tx, practice }: Desk, mailbox: Id): Promise<Progress | null> => {
  const { rows } = await sql<Progress>`
    select uid_validity::float8 as uid_validity, last_uid::float8 as last_uid, until_uid::float8 as until_uid, since
    from app.mailbox_progress
    where practice_id = ${practice.id} and mailbox_id = ${mailbox} and uid_validity is not null`.execute(tx);
  return rows[0] ?? null;
};

/** Another node has read this mailbox meanwhile, or it is set up differently: what was read here is not saved. */
export class ReadElsewhere extends Error {}

/** From where it stood to where it stands; throws ReadElsewhere when it stood elsewhere, or the mailbox is another one by now (IN-50). */
export const saveProgress = async (
  { tx, practice }: Desk,
  { id: mailbox, host, user, folder }: Pick<Mailbox, 'id' | 'host' | 'user' | 'folder'>,
  { before, now }: { before: Progress | null; now: Progress },
): Promise<void> => {
  const { uid_validity, last_uid, until_uid, since } = now;
  const { rows } = await sql`
    insert into app.mailbox_progress as p (practice_id, mailbox_id, uid_validity, last_uid, until_uid, since)
    select ${practice.id}, id, ${uid_validity}, ${last_uid}, ${until_uid}, ${since} from app.mailbox
    where practice_id = ${practice.id} and id = ${mailbox} and deleted_at is null and "on"
      and host = ${host} and "user" = ${user} and folder = ${folder}
    on conflict (practice_id, mailbox_id) do update
    set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, until_uid = excluded.until_uid, since = excluded.since
    where p.uid_validity is not distinct from ${before?.uid_validity ?? null}::bigint
      and p.last_uid is not distinct from ${before?.last_uid ?? null}::bigint
    returning 1`.execute(tx);
  if (!rows.length) throw new ReadElsewhere('this mailbox was read elsewhere, or is set up differently');
};

/** What was read of another folder says nothing of this one. */
export const forgetProgress = async ({ tx, practice }: Desk, mailbox: Id): Promise<void> => {
  await sql`delete from app.mailbox_after where practice_id = ${practice.id} and mailbox_id = ${mailbox}`.execute(tx);
  await sql`delete from app.mailbox_progress where practice_id = ${practice.id} and mailbox_id = ${mailbox}`.execute(
    tx,
  );
};

/** It could be read. */
export const noteRead = async ({ tx, practice, now }: Desk, mailbox: Id): Promise<void> => {
  await sql`
    update app.mailbox_progress set last_ok_at = ${now}, failures = 0, failed_since = null
    where practice_id = ${practice.id} and mailbox_id = ${mailbox}`.execute(tx);
};

/** It could not; gives how often in a row by now, and since when. */
export const noteFailure = async (
  { tx, practice, now }: Desk,
  mailbox: Id,
): Promise<{ failures: number; failed_since: Instant }> => {
  const { rows } = await sql<{ failures: number; failed_since: Instant }>`
    insert into app.mailbox_progress as p (practice_id, mailbox_id, failures, failed_since)
    values (${practice.id}, ${mailbox}, 1, ${now})
    on conflict (practice_id, mailbox_id) do update
    set failures = p.failures + 1, failed_since = coalesce(p.failed_since, excluded.failed_since)
    returning failures, failed_since`.execute(tx);
  return rows[0]!;
};

/** What was wrong before is over: it is tried from the beginning, and at once. */
export const tryAnew = async ({ tx, practice, now }: Desk, mailbox: Id): Promise<void> => {
  await sql`
    insert into app.mailbox_progress as p (practice_id, mailbox_id, asked_at) values (${practice.id}, ${mailbox}, ${now})
    on conflict (practice_id, mailbox_id) do update set failures = 0, failed_since = null, asked_at = excluded.asked_at`.execute(
    tx,
  );
};

export interface ToDo {
  uid: number;
  after: Exclude<After, 'leave'>;
  move_to: string | null;
}

/** In the transaction of the arrivals, so that it is done once they are there, and only then (IN-51). */
export const noteToDo = async (
  { tx, practice }: Desk,
  mailbox: Id,
  {
    uid_validity,
    uids,
    after,
    move_to,
  }: { uid_validity: number; uids: readonly number[]; after: After; move_to: string | null },
): Promise<void> => {
  if (after === 'leave' || !uids.length) return;
  await sql`
    insert into app.mailbox_after (practice_id, mailbox_id, uid_validity, uid, after, move_to)
    select ${practice.id}, ${mailbox}, ${uid_validity}, uid, ${after}, ${after === 'move' ? move_to : null}
    from unnest(${uids}::bigint[]) as u (uid) on conflict do nothing`.execute(tx);
};

/** The next of them; what names UIDs that count no longer is forgotten. */
export const toDo = async (
  { tx, practice }: Desk,
  mailbox: Id,
  { uid_validity, most }: { uid_validity: number; most: number },
): Promise<ToDo[]> => {
  await sql`
    delete from app.mailbox_after
    where practice_id = ${practice.id} and mailbox_id = ${mailbox} and uid_validity <> ${uid_validity}`.execute(tx);
  const { rows } = await sql<ToDo>`
    select uid::float8 as uid, after, move_to from app.mailbox_after
    where practice_id = ${practice.id} and mailbox_id = ${mailbox} order by because is not null, uid limit ${most}`.execute(
    tx,
  );
  return rows;
};

/** Those are done; or they are not, in the server's words, and are tried again. */
export const noteDone = async (
  { tx, practice }: Desk,
  mailbox: Id,
  { uids, because }: { uids: readonly number[]; because: string | null },
): Promise<void> => {
  const these = sql`practice_id = ${practice.id} and mailbox_id = ${mailbox} and uid = any(${uids}::bigint[])`;
  if (because === null) await sql`delete from app.mailbox_after where ${these}`.execute(tx);
  else await sql`update app.mailbox_after set because = ${because} where ${these}`.execute(tx);
};
