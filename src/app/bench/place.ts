import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#ground/id.ts';
import { startEmbedded } from '#kernel/database/embedded.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { type DatabaseUrls, ensureRoles } from '#kernel/database/roles.ts';
import type { Config } from '../config.ts';
import { type House, openHouse } from '../house.ts';

export interface BenchPlace {
  house: House;
  urls: DatabaseUrls;
  /** A folder of this run alone, gone after it. */
  folder: string;
}

/**
 * A database of its own, migrated and with the house open, for as long as `work` runs (PL-180): in an embedded PostgreSQL of
 * a throw-away folder, or beside the database of DATABASE_URL. Whatever happens it is dropped after.
 */
export const inBenchPlace = async <T>(
  config: Config,
  say: (line: string) => void,
  work: (place: BenchPlace) => Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'tickmark-bench-'));
  chmodSync(folder, 0o711);
  const given = config.DATABASE_OWNER_URL ?? config.DATABASE_URL;
  const server = given
    ? { url: given, stop: async () => true }
    : await startEmbedded({ dataDir: folder, pgUid: config.TICKMARK_PG_UID, say });
  const name = `tickmark_bench_${randomBytes(4).toString('hex')}`;
  try {
    const urls = await ensureRoles(server.url, name);
    await migrate({ ownerUrl: urls.ownerUrl });
    const secret = randomBytes(32).toString('base64url');
    const house = await openHouse({
      urls,
      pool: config.DATABASE_POOL,
      publicUrl: config.PUBLIC_URL,
      dataDir: folder,
      secret,
      onError: (error) => say(error.message),
    });
    try {
      return await work({ house, urls, folder });
    } finally {
      await house.close();
    }
  } finally {
    await dropDatabase(server.url, name);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const dropDatabase = async (url: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: `tickmark-bench-${newId()}` });
  await client.connect();
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  } finally {
    await client.end();
    await sleep(100);
  }
};

/** What the database does by itself within a minute of such changes. */
export const analyse = async (ownerUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tickmark-bench' });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select format('app.%I', tablename) as name from pg_tables where schemaname = 'app'`,
  );
  for (const { name } of rows) await client.query(`vacuum (analyze) ${name}`);
  await client.end();
};
