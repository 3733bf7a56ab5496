import { defineConfig } from 'vitest/config';

const RULES = ['src/**/rules.test.ts', 'src/ground/*.test.ts', 'src/floors.test.ts', 'src/**/*.pure.test.ts'];

/** Met by PostgreSQL 15 too: the database, the kernel's stores, and one file per room of people and workflows. */
const ON_15 = [
  'src/kernel/database/*.test.ts',
  'src/kernel/{audit,loop,queue,schedule,search,undo}/*.test.ts',
  'src/people/*/{api,bad-files,tags}.test.ts',
  'src/workflows/*/api.test.ts',
];
const NOT_ON_15 = ['src/kernel/database/embedded.test.ts', 'src/people/imports/api.test.ts'];
const ONLY_ON_15 = 'src/kernel/database/postgresql-15.test.ts';

// What hangs is ended; a slow machine is no fault.
const TIMES = { testTimeout: 60_000, hookTimeout: 120_000 };
// Those meet time and other processes. `npm test` names what passed only the second time, for that is a fault somewhere too.
const MEETS_OTHERS = { ...TIMES, retry: 1 };

/** `rules` does no I/O and runs first; `real` meets a throw-away PostgreSQL, `real15` the oldest one that may be used. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Files share their modules, so schemas must learn of OpenAPI before the first one is made.
        test: { name: 'rules', include: RULES, isolate: false, testTimeout: 60_000, setupFiles: '@hono/zod-openapi' },
      },
      {
        extends: true,
        test: {
          name: 'real',
          isolate: false,
          include: ['src/**/*.test.{ts,tsx}', 'sim/**/*.test.ts', 'bin/*.test.ts'],
          exclude: [...RULES, ONLY_ON_15],
          globalSetup: './src/kernel/database/testing-server.ts',
          ...MEETS_OTHERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'real15',
          include: ON_15,
          exclude: [...RULES, ...NOT_ON_15],
          globalSetup: './src/kernel/database/testing-server-15.ts',
          ...MEETS_OTHERS,
        },
      },
    ],
  },
});
