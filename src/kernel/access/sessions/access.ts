import { type RawBuilder, sql } from 'kysely';
import { type Instant, instantFromEpoch } from '#ground/time.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { type Auth, makeAuth } from './auth.ts';
import { type AuthDatabase, openAuthDatabase } from './tables.ts';

/** All that signing in needs: opened once by the house, after the migrations. */
export interface Access {
  kernel: Kernel;
  db: AuthDatabase;
  auth: Auth;
  publicUrl: string;
  secret: string;
  /** For tests: the time instead of the database's own. */
  time?: () => Instant;
  close(): Promise<void>;
}

export interface AccessOptions {
  kernel: Kernel;
  authUrl: string;
  publicUrl: string;
  /** At least 32 random bytes as text; the same for every node and for ever, since it seals authenticator secrets. */
  secret: string;
  max?: number;
  time?: () => Instant;
  onError(error: Error): void;
}

export const openAccess = ({ kernel, authUrl, publicUrl, secret, max = 4, time, onError }: AccessOptions): Access => {
  const db = openAuthDatabase({ url: authUrl, max, onError });
  const auth = makeAuth({ db, publicUrl, secret });
  return { kernel, db, auth, publicUrl, secret, ...(time && { time }), close: () => db.destroy() };
};

/** The database's clock as SQL: all nodes share it, and no practice can move it. */
export const clock = (access: Access): RawBuilder<Date> =>
  sql<Date>`coalesce(${access.time?.() ?? null}::timestamptz(3), clock_timestamp()::timestamptz(3))`;

export const realNow = async (access: Access): Promise<Instant> => {
  const { rows } = await sql<{ now: Date }>`select ${clock(access)} as now`.execute(access.db);
  return instant(rows[0]!.now);
};

export const instant = (date: Date): Instant => instantFromEpoch(date.getTime());
