import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { tokenHash, tokenOf } from '#kernel/http/token.ts';

export type Purpose = 'unsubscribe' | 'files';

/** Whether a receiver outside could open a page of ours. */
export const canLink = (publicUrl: string): boolean => publicUrl.startsWith('https://');

/** What a link is about; its token is in no row. */
export interface Link {
  channel: 'email' | 'sms';
  address: string;
  message_id: Id | null;
}

/** The tokens of these messages, the same whenever they are asked for, so that a second attempt carries the same link (ME-59). */
export const makeLinks = async (
  { tx, practice, now }: Desk,
  { key, purpose }: { key: string; purpose: Purpose },
  messages: readonly { id: Id; channel: Link['channel']; address: string }[],
): Promise<ReadonlyMap<Id, string>> => {
  const tokens = new Map(messages.map(({ id }) => [id, tokenOf(key, practice.id, purpose, id)]));
  const rows = messages.map(({ id, channel, address }) => ({
    token_hash: tokenHash(tokens.get(id)!),
    channel,
    address,
    message_id: id,
  }));
  if (rows.length)
    await sql`
      insert into app.public_link (practice_id, token_hash, purpose, channel, address, message_id, made_at)
      select ${practice.id}, l.token_hash, ${purpose}, l.channel, l.address, l.message_id, ${now}
      from json_to_recordset(${JSON.stringify(rows)}::json) as l(token_hash text, channel text, address text, message_id uuid)
      on conflict do nothing`.execute(tx);
  return tokens;
};

/** What the token opens in this practice for this purpose; null for any that is wrong, or was made before `since` (ME-111). */
export const openLink = async (
  { tx, practice }: Desk,
  purpose: Purpose,
  token: string,
  since?: Instant,
): Promise<Link | null> => {
  const { rows } = await sql<Link>`
    select channel, address, message_id from app.public_link
    where practice_id = ${practice.id} and token_hash = ${tokenHash(token)} and purpose = ${purpose}
      and (${since ?? null}::timestamptz is null or made_at >= ${since ?? null})`.execute(tx);
  return rows[0] ?? null;
};
