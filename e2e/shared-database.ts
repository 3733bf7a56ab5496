import pg from 'pg';
import { startEmbedded } from '../src/kernel/database/embedded.ts';
import { throwAway, throwAwayFolder } from '../src/kernel/database/testing-folder.ts';
import { testServerUid } from '../src/kernel/database/testing-server.ts';

/** A PostgreSQL that is nobody's own, with a login that may make roles and nothing more, as a host would give one. */
export const sharedDatabase = async () => {
  const folder = await throwAwayFolder();
  const server = await startEmbedded({
    dataDir: folder,
    pgUid: testServerUid(),
    fast: true,
  });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create role shared login createrole password 'shared'`);
  await admin.query('create database shared owner shared');
  const url = new URL(server.url);
  url.username = 'shared';
  url.password = 'shared';
  url.pathname = '/shared';
  const looking = new URL(server.url);
  looking.pathname = '/shared';
  return {
    url: url.href,
    /** The number that a query of the superuser gives, past row security. */
    count: async (query: string): Promise<number> => {
      const reader = new pg.Client({ connectionString: looking.href });
      await reader.connect();
      const { rows } = await reader.query<{ n: string }>(query);
      await reader.end();
      return Number(rows[0]!.n);
    },
    end: async () => {
      await admin.end();
      await server.stop();
      await throwAway(folder);
    },
  };
};
