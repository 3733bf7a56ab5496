import { setImmediate } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { instantFromEpoch } from '#ground/time.ts';
import type { DB } from './rows.gen.ts';

export type Database = Kysely<DB>;

/** int8 → number, date → text, timestamptz → ISO text with Z, numeric stays text: data carries no Date and no float money. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === 20) return Number;
    if (oid === 1082) return String;
    if (oid === 1184)
      return (text: string) =>
        instantFromEpoch(
          Date.parse(text.includes(':') ? text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00') : text),
        );
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export interface PoolOptions {
  url: string;
  /** Shown by PostgreSQL; the embedded server stops when no `tickmark…` is connected any more. */
  name: string;
  max: number;
  /** Milliseconds after which the database cancels a statement (PL-76); 0: never. */
  statementTimeout: number;
  onError?: (error: Error) => void;
}

/** A pool for one role. A lost connection is reported, never fatal: the next query connects anew. */
export const openDatabase = (options: PoolOptions): Database => {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.max,
    statement_timeout: options.statementTimeout,
    types,
  });
  pool.on('error', (error) => options.onError?.(error));
  return kyselyOn<DB>(pool);
};

/**
 * Kysely on a pool that can be let go of at any moment (PL-153): `destroy` refuses new connections and first waits for those
 * on their way. Kysely alone forgets its pool at once, so a connection that arrives later is lost to it, and the pool waits
 * for that one for ever.
 */
export const kyselyOn = <Tables>(pool: pg.Pool): Kysely<Tables> => {
  const coming = new Set<Promise<pg.PoolClient>>();
  let closing = false;
  const connect = async (): Promise<pg.PoolClient> => {
    if (closing) throw new Error('The database is being closed.');
    const client = pool.connect();
    coming.add(client);
    return client.finally(() => coming.delete(client));
  };
  const { options } = pool;
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options, Client: pg.Client } }),
  });
  const destroy = db.destroy.bind(db);
  return Object.assign(db, {
    destroy: async () => {
      closing = true;
      await Promise.allSettled(coming);
      // One that has just come is handed to whoever asked before this goes on.
      await setImmediate();
      await destroy();
    },
  });
};
