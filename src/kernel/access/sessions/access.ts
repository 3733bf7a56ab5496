import { setTimeout } from 'node:timers/promises';
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
  /** Milliseconds after which a refused sign-in or a wish for a new password is answered, whatever was found (PL-40). */
  even_ms: number;
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
  even_ms?: number;
  onError(error: Error): void;
}

export const openAccess = ({
  kernel,
  authUrl,
  publicUrl,
  secret,
  max = 4,
  time,
  even_ms = 500,
  onError,
}: AccessOptions): Access => {
  const db = openAuthDatabase({ url: authUrl, max, onError });
  const auth = makeAuth({ db, publicUrl, secret });
  return { kernel, db, auth, publicUrl, secret, ...(time && { time }), even_ms, close: () => db.destroy() };
};

/** The database's clock as SQL: all nodes share it, and no practice can move it. */
export const clock = (access: Access): RawBuilder<Date> =>
  sql<Date>`coalesce(${access.time?.() ?? null}::timestamptz(3), clock_timestamp()::timestamptz(3))`;

export const realNow = async (access: Access): Promise<Instant> => {
  const { rows } = await sql<{ now: Date }>`select ${clock(access)} as now`.execute(access.db);
  return instant(rows[0]!.now);
};

export const instant = (date: Date): Instant => instantFromEpoch(date.getTime());

/** Ends no sooner than `even_ms` after `began`, so that the time of an answer tells nothing about an address (PL-S10). */
export const evenly = async <T>(access: Access, began: number, answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } finally {
    await setTimeout(Math.max(0, access.even_ms - (performance.now() - began)));
  }
};
