import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { type Access, instant } from './access.ts';

export interface AccountFacts {
  has_factor: boolean;
  last_seen_at: Instant | null;
}

/** What is known of the accounts of a practice's members, by account. */
export const accountFacts = async (access: Access, practice_id: Id): Promise<Map<string, AccountFacts>> => {
  const { rows } = await sql<{ account_id: string; has_factor: boolean; last_seen_at: Date | null }>`
    select m.account_id, m.last_seen_at,
      coalesce(u."twoFactorEnabled", false) or exists (select 1 from auth.passkey p where p."userId" = u.id) as has_factor
    from auth.membership m join auth."user" u on u.id = m.account_id where m.practice_id = ${practice_id}`.execute(
    access.db,
  );
  return new Map(
    rows.map(({ account_id, has_factor, last_seen_at }) => [
      account_id,
      { has_factor, last_seen_at: last_seen_at && instant(last_seen_at) },
    ]),
  );
};
