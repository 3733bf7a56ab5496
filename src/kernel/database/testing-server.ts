import type { TestProject } from 'vitest/node';
import { startEmbedded } from './embedded.ts';
import { connect } from './embedded-server.ts';
import { migrate } from './migrate.ts';
import { type DatabaseUrls, ensureRoles } from './roles.ts';
import { throwAway, throwAwayFolder } from './testing-folder.ts';

/** What the files of a test run are told: who may create databases, and the addresses of the template they copy. */
export interface TestServer {
  adminUrl: string;
  template: string;
  urls: DatabaseUrls;
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Runs once before all tests that need a database, and ends what it started after the last one, also when tests failed. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { server, end } = await openTestServer();
  project.provide('testServer', server);
  return end;
};

/** A PostgreSQL for a test run: the address of its superuser, and what ends it. */
export interface Running {
  url: string;
  end: () => Promise<void>;
}

/** A throw-away PostgreSQL, or the one of TEST_DATABASE_URL, and in it one migrated database to be copied. */
export const openTestServer = async (start = postgres): Promise<{ server: TestServer; end: () => Promise<void> }> => {
  const { url, end } = await start();
  const template = `tpl_${process.pid}`;
  try {
    const urls = await ensureRoles(url, template);
    await migrate({ ownerUrl: urls.ownerUrl });
    const drop = () => asAdmin(url, `drop database if exists ${template} with (force)`);
    return { server: { adminUrl: url, template, urls }, end: () => drop().finally(end) };
  } catch (error) {
    await end();
    throw error;
  }
};

const postgres = async (): Promise<Running> => {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, end: async () => {} };
  const folder = await throwAwayFolder();
  const server = await startEmbedded({
    dataDir: folder,
    pgUid: testServerUid(),
    fast: true,
  });
  return {
    url: server.url,
    end: async () => {
      await server.stop();
      await throwAway(folder);
    },
  };
};

/** Who runs PostgreSQL where the tests are run by root. */
export const testServerUid = (): number => Number(process.env.TICKMARK_PG_UID ?? 65534);

/** One statement outside of any transaction, such as `create database`. */
export const asAdmin = async (adminUrl: string, statement: string): Promise<void> => {
  const client = await connect(adminUrl, 'test');
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
