import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { ALERT_MAILS, settleAlerts, type WaitingAlert, waitingAlerts } from '#inbox/alerts/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { wakeSoon } from '#kernel/schedule/timers.ts';
import { channelOf } from '#messages/channels/store.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import type { JobHandler } from '../jobs.ts';
import { caller } from '../reacting.ts';
import { type AlertedItem, alertLetter } from './alert-letter.ts';
import { ownMail } from './own-mail.ts';

export interface AlertMails {
  kernel: Kernel;
  messages: MessagesRoom;
  publicUrl: string;
}

/** What waits longer than one mail holds comes with the next. */
const AT_ONCE = 500;
const AGAIN_MS = 60_000;

/**
 * Mails to the practice's alert addresses: all that waits for an address is one mail (IN-171). An item that somebody has by
 * now, or that is gone, is told to nobody.
 */
export const alertJob = (mails: AlertMails): [string, JobHandler] => [ALERT_MAILS, (desk) => mailAlerts(mails, desk)];

const mailAlerts = async ({ kernel, messages, publicUrl }: AlertMails, desk: Desk): Promise<void> => {
  const { alerts, more } = await waitingAlerts(desk, AT_ONCE);
  if (!alerts.length) return;
  const items = await unallocated(
    desk,
    alerts.flatMap(({ item_id }) => item_id ?? []),
  );
  const sender = senderOf(await channelOf(desk, 'email'), desk.practice.name);
  const letters = [...Map.groupBy(alerts, ({ address }) => address)].flatMap(([address, mine]) => {
    const told = mine.flatMap(({ item_id, words }) => words ?? items.get(item_id ?? '') ?? []);
    if (!told.length) return [];
    const id = newId();
    const letter = alertLetter(told, { practice: desk.practice.name, public_url: publicUrl });
    const about = told.flatMap((one) => ('client_id' in one ? (one.client_id ?? []) : []));
    const to = { address, name: '', record: null };
    return [{ id, address, message: ownMail({ to, key: `alert:${id}`, letter, about, sender }) }];
  });
  const outcomes = await act(
    kernel,
    desk,
    caller(),
    messages,
    letters.map(({ id, message }) => ({ id, command: { do: 'write', message } })),
  );
  const fate = new Map(letters.map(({ address, id }, at) => [address, fateOf(id, outcomes[at]!)]));
  await settleAlerts(desk, alerts.map(settled(fate)));
  if (more) await wakeSoon(desk, ALERT_MAILS, [desk.practice.id], addMilliseconds(desk.now, AGAIN_MS));
};

type Fate = { message_id: Id | null; because: string | null };

const fateOf = (id: Id, outcome: { yes: true } | { yes: false; because: string }): Fate =>
  outcome.yes ? { message_id: id, because: null } : { message_id: null, because: outcome.because };

const settled =
  (fates: ReadonlyMap<string, Fate>) =>
  ({ id, address }: WaitingAlert) => ({ id, ...(fates.get(address) ?? { message_id: null, because: null }) });

const unallocated = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, AlertedItem>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<AlertedItem & { id: Id }>`
    select i.id, i.number, i.origin, i.subject, (i.confidential or coalesce(p.restricted, false)) as confidential, i.client_id, p.display_name as client,
      coalesce(nullif(i.source ->> 'name', ''), i.contact ->> 'name') as sender_name,
      coalesce(i.source ->> 'from', i.contact ->> 'email') as sender
    from app.item i left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id
    where i.practice_id = ${practice.id} and i.id = any(${ids}) and i.assignee_id is null and i.deleted_at is null
      and i.status in ('outstanding', 'in_progress')`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};
