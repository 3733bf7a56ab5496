#!/usr/bin/env node
// Writes openapi.json from the routes, and adds what is new to docs/api-v1.txt, from which it takes nothing away (PL-75);
// --verify tells whether the committed openapi.json is theirs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { openApi } = await import('../src/app/openapi.ts');
const { promises } = await import('../src/app/growth.ts');
const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const file = inRoot('openapi.json');
const made = openApi();
const text = `${JSON.stringify(made, null, 1)}\n`;
if (process.argv.includes('--verify')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error(
      'openapi.json is not what the routes say. Run «node bin/openapi.mjs» and look at the difference before committing it.',
    );
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  const kept = inRoot('docs/api-v1.txt');
  const lines = readFileSync(kept, 'utf8').trimEnd().split('\n');
  writeFileSync(kept, `${[...new Set([...lines, ...promises(made)])].sort().join('\n')}\n`);
}
process.exit();
