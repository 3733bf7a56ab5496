#!/usr/bin/env node
// Writes openapi.json from the routes; --verify tells whether the committed one is theirs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { openApi } = await import('../src/app/openapi.ts');
const file = fileURLToPath(new URL('../openapi.json', import.meta.url));
const text = `${JSON.stringify(openApi(), null, 1)}\n`;
if (process.argv.includes('--verify')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error(
      'openapi.json is not what the routes say. Run «node bin/openapi.mjs» and look at the difference before committing it.',
    );
    process.exit(1);
  }
} else writeFileSync(file, text);
process.exit();
