import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Recipient } from '#messages/outbox/model.ts';
import type { Channel, Thread } from './model.ts';

/** Whom we wrote to lately may answer without naming what they answer (ME-80). */
const LATELY_MS = 30 * 86_400_000;

/** What a message says of the conversation that an answer to it belongs to. */
export interface Answered {
  id: Id;
  key: string;
  class: string;
  address: string;
  recipients: Recipient[];
  from_address: string;
  subject: string | null;
  client_id: Id | null;
  run_id: Id | null;
  /** The item of the inbox that it is about. */
  item_id: Id | null;
  author_id: Id | null;
  /** The client's specialist now, else who wrote it, else the run's owner. */
  member_id: Id | null;
}

const answered = sql`m.id, m.key, m.class, m.address, m.recipients, m.from_address, m.subject, m.client_id, m.run_id, m.item_id, m.author_id,
  coalesce((select h.member_id from app.role_holding h where h.practice_id = m.practice_id and h.person_id = m.client_id
      and h.role = 'specialist' and h.deleted_at is null and h.in_force_at is not null and h.until is null limit 1),
    m.author_id, (select r.owner_id from app.run r where r.practice_id = m.practice_id and r.id = m.run_id)) as member_id`;

/** The newest of these messages, as they were named in a mail; null when none is ours. */
export const messageNamed = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Answered | null> => {
  if (!ids.length) return null;
  const { rows } = await sql<Answered>`
    select ${answered} from app.message m
    where m.practice_id = ${practice.id} and m.id = any(${ids}) and m.channel = 'email' and m.class <> 'security'
    order by m.id desc limit 1`.execute(tx);
  return rows[0] ?? null;
};

/** The last message to an address that left within 30 days, from `ours` where that is asked. */
export const lastWritten = async (
  { tx, practice, now }: Desk,
  { channel, address, ours }: { channel: Channel; address: string; ours?: string },
): Promise<Answered | null> => {
  const from = ours ? sql`and (m.from_address = ${ours} or m.from_address like 'MG%')` : sql``;
  const { rows } = await sql<Answered>`
    select ${answered} from app.message m
    where m.practice_id = ${practice.id} and m.channel = ${channel} and m.address = ${address} and m.class in ('chase', 'service')
      and m.accepted_at > ${addMilliseconds(now, -LATELY_MS)} ${from}
    order by m.accepted_at desc, m.id desc limit 1`.execute(tx);
  return rows[0] ?? null;
};

/** The conversation that an answer to the message belongs to. `address`: theirs; `ours`: what they wrote to. */
export const threadOf = (
  message: Answered,
  { channel, address, ours }: { channel: Channel; address: string; ours: string },
): Thread => ({
  channel,
  address,
  our_address: ours,
  name: message.recipients.find((one) => one.address.toLowerCase() === address)?.name || address,
  client_id: message.client_id,
  run_id: message.run_id,
  subject: message.subject,
  member_id: message.member_id,
  message_id: message.id,
});
