import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { type Access, clock, instant } from './access.ts';
import { networkOf } from './network.ts';
import { accountWait, addressWait, REMEMBERED_MS, TRIES_MS } from './rules.ts';
import type { AuthTransaction } from './tables.ts';
import { hashOf } from './tokens.ts';

/**
 * Counts a try to sign in before it is made, so that a thousand at once are counted as well as one after another; `forgive`
 * takes it back when it was right. E-mails are kept as hashes, known or not (PL-43, PL-S10).
 * @returns null when the try may be made, else the seconds until the next one is
 */
export const countTry = (access: Access, who: { email: string; address: string | undefined }): Promise<number | null> =>
  access.db.transaction().execute(async (tx) => {
    const email = hashOf(who.email);
    const network = networkOf(who.address);
    // In one order, so that two tries never wait for each other.
    for (const name of [`address:${network}`, `email:${email}`]) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7316))`.execute(tx);
    }
    const { now, byEmail, byAddress } = await remembered(access, tx, email, network);
    const wait = Math.max(accountWait(byEmail, now), addressWait(byAddress, now));
    if (wait > 0) return Math.ceil(wait / 1000);
    await sql`insert into auth.wrong_try (id, email_hash, address, at) values (${newId()}, ${email}, ${network}, ${now})`.execute(
      tx,
    );
    return null;
  });

/** The password was right: the account's wrong tries are forgotten. */
export const forgive = async (access: Access, email: string): Promise<void> => {
  await sql`delete from auth.wrong_try where email_hash = ${hashOf(email)}`.execute(access.db);
};

const remembered = async (access: Access, tx: AuthTransaction, email: string, address: string) => {
  const { rows: times } = await sql<{ now: Date }>`select ${clock(access)} as now`.execute(tx);
  const now = instant(times[0]!.now);
  await sql`delete from auth.wrong_try where at < ${addMilliseconds(now, -REMEMBERED_MS)}
    and (email_hash = ${email} or address = ${address})`.execute(tx);
  const { rows } = await sql<{ at: Date; mine: boolean; here: boolean }>`
    select at, email_hash = ${email} as mine, address = ${address} as here from auth.wrong_try
    where (email_hash = ${email} and at > ${addMilliseconds(now, -TRIES_MS)}) or address = ${address}`.execute(tx);
  return {
    now,
    byEmail: rows.filter((row) => row.mine).map((row) => instant(row.at)),
    byAddress: rows.filter((row) => row.here).map((row) => instant(row.at)),
  };
};
