import { defineConfig } from 'vitest/config';

const RULES = ['src/**/rules.test.ts', 'src/ground/*.test.ts', 'src/floors.test.ts', 'src/**/*.pure.test.ts'];

/** `rules` does no I/O and runs first; `real` meets a throw-away PostgreSQL. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Files share their modules, so schemas must learn of OpenAPI before the first one is made.
        test: { name: 'rules', include: RULES, isolate: false, testTimeout: 20_000, setupFiles: '@hono/zod-openapi' },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['src/**/*.test.{ts,tsx}', 'sim/**/*.test.ts', 'bin/*.test.ts'],
          exclude: RULES,
          globalSetup: './src/kernel/database/testing-server.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
