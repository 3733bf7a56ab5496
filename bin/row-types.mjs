#!/usr/bin/env node
// Writes src/kernel/database/rows.gen.ts from a migrated database: node bin/row-types.mjs <owner url> [--verify]
import { spawnSync } from 'node:child_process';

const [url, flag] = process.argv.slice(2);
if (!url) {
  console.error('usage: node bin/row-types.mjs <address of a migrated database> [--verify]');
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    '--dialect=postgres',
    `--url=${url}`,
    '--include-pattern=(app|auth|meta).*',
    '--out-file=src/kernel/database/rows.gen.ts',
    '--date-parser=string',
    '--type-mapping={"timestamptz":"string","date":"string","int8":"number"}',
    '--log-level=warn',
    ...(flag === '--verify' ? ['--verify'] : []),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
