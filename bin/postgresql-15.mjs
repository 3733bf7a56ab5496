// Where Debian puts PostgreSQL 15, the oldest that DATABASE_URL may name: the store tests are run on it a second time (PL-11).
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const POSTGRESQL_15 = '/usr/lib/postgresql/15';

export const hasPostgresql15 = (folder = POSTGRESQL_15) =>
  ['initdb', 'postgres'].every((program) => existsSync(join(folder, 'bin', program)));

/** Why a run cannot go there. */
export const no15 = (folder = POSTGRESQL_15) => `PostgreSQL 15 is not installed (${join(folder, 'bin')})`;

/** What a run of everything says instead. */
export const notOn15 = (files, folder = POSTGRESQL_15) =>
  `SKIPPED: ${no15(folder)}: its ${files} test files were not run a second time.`;
