import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { wakeSoon } from '#kernel/schedule/timers.ts';
import type { AlertList, AlertListCommand, AlertWords, FailedAlert } from './model.ts';
import { alertsOf, decide, evolve, type Unallocated } from './rules.ts';

/** The practice's alert addresses; its one root is the practice. */
export const alertLists: Room<AlertList, AlertListCommand> = {
  name: 'inbox_alerts',
  kinds: {
    inbox_alerts: {
      table: 'app.inbox_alert_list',
      find: (list) => list,
      personal: ['addresses'],
      births: ['inbox_alerts.made'],
    },
  },
  load: async (desk, wanted) => {
    const list = await readAlertList(desk);
    return new Map(wanted.flatMap(({ id }) => (id === list.id ? [[id, list] as const] : [])));
  },
  decide,
  evolve,
};

export const readAlertList = async ({ tx, practice }: Desk): Promise<AlertList> => {
  const { rows } = await sql<AlertList>`
    select id, version, addresses from app.inbox_alert_list where practice_id = ${practice.id}`.execute(tx);
  return rows[0] ?? { id: practice.id, version: 0, addresses: [] };
};

/** The room that wakes to mail alerts; its things are practices. */
export const ALERT_MAILS = 'inbox_alert_mails';
/** More than one a minute to an address is one mail (IN-171). */
const APART_MS = 60_000;

/** New items that nobody has: the practice's addresses hear of them, and those of their categories (IN-170). */
export const alertOfItems = async (desk: Desk, items: readonly Unallocated[]): Promise<void> => {
  const { addresses } = await readAlertList(desk);
  const categories = await emailsOf(
    desk,
    items.flatMap(({ category_id }) => category_id ?? []),
  );
  await keep(
    desk,
    alertsOf(items, addresses, categories).map((one) => ({ ...one, words: null })),
  );
};

/**
 * Something else of the inbox that must not wait until somebody looks, as a mailbox that fails: the practice's addresses get
 * it by the same mail (IN-52). `url` is a path on this Tickmark.
 */
export const alertOf = async (desk: Desk, things: readonly AlertWords[]): Promise<void> => {
  const { addresses } = await readAlertList(desk);
  await keep(
    desk,
    addresses.flatMap((address) => things.map((words) => ({ address, item_id: null, words }))),
  );
};

const emailsOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, string[]>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<{ id: Id; alert_emails: string[] }>`
    select id, alert_emails from app.item_category where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ id, alert_emails }) => [id, alert_emails]));
};

interface New {
  address: string;
  item_id: Id | null;
  words: AlertWords | null;
}

/** The first leaves at once, what follows within the minute with the next. */
const keep = async (desk: Desk, alerts: readonly New[]): Promise<void> => {
  if (!alerts.length) return;
  const { tx, practice, now } = desk;
  const rows = JSON.stringify(alerts.map((one) => ({ id: newId(), ...one })));
  await sql`
    insert into app.inbox_alert (practice_id, id, address, item_id, words, at)
    select ${practice.id}, a.id, a.address, a.item_id, a.words, ${now}
    from json_to_recordset(${rows}::json) as a(id uuid, address text, item_id uuid, words jsonb)`.execute(tx);
  const { rows: last } = await sql<{ at: string | null }>`
    select max(settled_at) as at from app.inbox_alert where practice_id = ${practice.id} and settled_at is not null`.execute(
    tx,
  );
  const next = last[0]?.at ? addMilliseconds(last[0].at, APART_MS) : now;
  await wakeSoon(desk, ALERT_MAILS, [practice.id], next > now ? next : now);
};

export interface WaitingAlert extends New {
  id: Id;
}

/** Alerts that no mail has gathered yet, the oldest first; `next`: there are more. */
export const waitingAlerts = async (
  { tx, practice }: Desk,
  most: number,
): Promise<{ alerts: WaitingAlert[]; more: boolean }> => {
  const { rows } = await sql<WaitingAlert>`
    select id, address, item_id, words from app.inbox_alert
    where practice_id = ${practice.id} and settled_at is null order by at, id limit ${most + 1} for update`.execute(tx);
  return { alerts: rows.slice(0, most), more: rows.length > most };
};

/** What became of alerts: the mail that brings them, or why there is none. Old ones go. */
export const settleAlerts = async (
  { tx, practice, now }: Desk,
  fates: readonly { id: Id; message_id: Id | null; because: string | null }[],
): Promise<void> => {
  await sql`
    update app.inbox_alert a set settled_at = ${now}, message_id = f.message_id, because = f.because
    from json_to_recordset(${JSON.stringify(fates)}::json) as f(id uuid, message_id uuid, because text)
    where a.practice_id = ${practice.id} and a.id = f.id`.execute(tx);
  await sql`
    delete from app.inbox_alert
    where practice_id = ${practice.id} and settled_at < ${addMilliseconds(now, -KEPT_MS)}`.execute(tx);
};
const KEPT_MS = 30 * 86_400_000;

/** Mails with alerts that did not reach their address in the last 30 days, the newest first; at most 20 (IN-171). */
export const failedAlerts = async ({ tx, practice }: Desk): Promise<FailedAlert[]> => {
  const { rows } = await sql<FailedAlert>`
    select distinct on (a.settled_at, a.address) a.id, a.address, a.settled_at as at,
      coalesce(a.because, m.bounce ->> 'text', m.reason, 'No reason is known.') as because
    from app.inbox_alert a left join app.message m on m.practice_id = a.practice_id and m.id = a.message_id
    where a.practice_id = ${practice.id} and a.settled_at is not null
      and (a.because is not null or m.state in ('failed', 'unknown') or m.bounced_at is not null)
    order by a.settled_at desc, a.address limit 20`.execute(tx);
  return rows;
};
