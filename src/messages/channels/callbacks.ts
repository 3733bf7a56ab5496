import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { practiceIn, sameToken, tokenOf } from '#kernel/http/token.ts';
import type { ChannelRow } from './model.ts';
import type { Seal } from './secrets.ts';
import { channelOf, secretOf } from './store.ts';

/** What a provider calls us with, and by what we know that it is the provider (ME-74). */

/** The last part of the address that inbound texts of a practice come to. */
export const inboundToken = (key: string, practice: Id): string => tokenOf(key, practice, 'inbound texts');

/** Whose it is; null for any token that is not ours. */
export const practiceOfInbound = (key: string, token: string): Id | null => {
  const practice = practiceIn(token);
  return practice && sameToken(token, inboundToken(key, practice)) ? practice : null;
};

/** The sealed secret kept for callbacks alone; null when there is none. */
const keptHookSecret = async ({ tx, practice }: Desk): Promise<string | null> => {
  const { rows } = await sql<{ hook_secret: string | null }>`
    select hook_secret from app.channel where practice_id = ${practice.id} and kind = 'sms'`.execute(tx);
  return rows[0]?.hook_secret ?? null;
};

/** Sealed; null takes it away. */
export const keepHookSecret = async ({ tx, practice }: Desk, sealed: string | null): Promise<void> => {
  await sql`update app.channel set hook_secret = ${sealed} where practice_id = ${practice.id} and kind = 'sms'`.execute(
    tx,
  );
};

export interface Signing {
  channel: ChannelRow;
  /** With what the provider signs; null where nobody can know. */
  token: string | null;
}

/** The account's auth token: kept by itself, or the secret that texts are sent with where that is the account's own. */
export const signing = async (desk: Desk, seal: Seal): Promise<Signing> => {
  const channel = await channelOf(desk, 'sms');
  const own = await keptHookSecret(desk);
  const isAccounts = String(channel.settings.key_sid ?? '').startsWith('AC');
  const sealed = own ?? (isAccounts ? await secretOf(desk, 'sms') : null);
  return { channel, token: channel.provider === 'twilio' && sealed ? seal.open(sealed) : null };
};
