import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** The names by which answers find their item, whatever their headers say (IN-62). */

const SIGNS = 'abcdefghijklmnopqrstuvwxyz234567';

/** 128 random bits as 26 signs of base32. */
const newToken = (): string => {
  let rest = randomBytes(16).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return Array.from({ length: 26 }, () => {
    const sign = SIGNS[Number(rest % 32n)]!;
    rest /= 32n;
    return sign;
  }).join('');
};

/** By item; one that had none gets its own, which it keeps for ever. */
export const tokensOf = async ({ tx, practice }: Desk, items: readonly Id[]): Promise<Map<Id, string>> => {
  const ids = [...new Set(items)];
  if (!ids.length) return new Map();
  await sql`
    insert into app.item_token (practice_id, item_id, token)
    select ${practice.id}, t.item_id, t.token from unnest(${ids}::uuid[], ${ids.map(newToken)}::text[]) as t(item_id, token)
    on conflict (practice_id, item_id) do nothing`.execute(tx);
  const { rows } = await sql<{ item_id: Id; token: string }>`
    select item_id, token from app.item_token where practice_id = ${practice.id} and item_id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ item_id, token }) => [item_id, token]));
};

/** The item of this practice that gave the token out; null when none did (IN-65). */
export const itemWithToken = async ({ tx, practice }: Desk, token: string): Promise<Id | null> => {
  const { rows } = await sql<{ item_id: Id }>`
    select item_id from app.item_token where practice_id = ${practice.id} and token = ${token}`.execute(tx);
  return rows[0]?.item_id ?? null;
};
