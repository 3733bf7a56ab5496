import type { Kysely, Transaction } from 'kysely';
import pg from 'pg';
import { kyselyOn } from '#kernel/database/pool.ts';

// biome-ignore lint/suspicious/noExplicitAny: better-auth brings its own tables; ours are written in plain SQL
type Tables = any;
export type AuthDatabase = Kysely<Tables>;
export type AuthTransaction = Transaction<Tables>;

/** A small pool for the sign-in role. It has its own, because better-auth reads times as Date where our data is ISO text. */
export const openAuthDatabase = (options: { url: string; max: number; onError(error: Error): void }): AuthDatabase => {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: 'tickmark-auth',
    max: options.max,
    statement_timeout: 10_000,
  });
  pool.on('error', options.onError);
  return kyselyOn(pool);
};
