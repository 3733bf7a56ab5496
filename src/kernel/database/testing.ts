import { afterAll, beforeAll, inject } from 'vitest';
import type { DatabaseUrls } from './roles.ts';
import { asAdmin } from './testing-server.ts';

let made = 0;

/** A migrated, empty database of its own, copied from the template of the run in about 50 ms. */
export const testDatabase = async (): Promise<{ urls: DatabaseUrls; drop(): Promise<void> }> => {
  const { adminUrl, template, urls } = inject('testServer');
  const name = `t_${process.pid}_${++made}`;
  await asAdmin(adminUrl, `create database ${name} owner tickmark_owner template ${template} strategy file_copy`);
  const own = Object.entries(urls).map(([role, url]) => [role, url.replace(`/${template}`, `/${name}`)]);
  return {
    urls: Object.fromEntries(own) as DatabaseUrls,
    drop: () => asAdmin(adminUrl, `drop database ${name} with (force)`),
  };
};

/** In one line of a test file: a database from before its first test to after its last. */
export const useTestDatabase = (): { readonly urls: DatabaseUrls } => {
  let database: Awaited<ReturnType<typeof testDatabase>> | undefined;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database?.drop());
  return {
    get urls() {
      if (!database) throw new Error('The test database is there from beforeAll on.');
      return database.urls;
    },
  };
};
