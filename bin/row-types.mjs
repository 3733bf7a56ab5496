#!/usr/bin/env node
// Writes src/kernel/database/rows.gen.ts from the migrations: `node bin/row-types.mjs`, on a throw-away PostgreSQL.
// `--verify <url>` only says by its exit code whether the file is that of a migrated database.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inRoot, isOldNode, run, runChild, runtime } from './runtime.mjs';

const [flag, url] = process.argv.slice(2);

await run(async () => {
  if (isOldNode()) return runChild(runtime(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  if (flag === '--verify') return generate(url, ['--verify']);
  const { openTestServer } = await import('../src/kernel/database/testing-server.ts');
  const { server, end } = await openTestServer();
  try {
    return generate(server.urls.ownerUrl);
  } finally {
    await end();
  }
});

function generate(database, more = []) {
  const options = [
    '--dialect=postgres',
    `--url=${database}`,
    '--include-pattern=(app|auth|meta).*',
    '--out-file=src/kernel/database/rows.gen.ts',
    '--date-parser=string',
    '--type-mapping={"timestamptz":"string","date":"string","int8":"number"}',
    '--log-level=warn',
  ];
  const program = inRoot('node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js');
  return spawnSync(process.execPath, [program, ...options, ...more], { cwd: inRoot(), stdio: 'inherit' }).status ?? 1;
}
