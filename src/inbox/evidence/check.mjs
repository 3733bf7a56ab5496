// Checks what is kept of an item with nothing but Node: node check.mjs [audit.ndjson] [fingerprint you were told]
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

await import(new URL('check-audit.mjs', import.meta.url));

const told = process.argv[2] ?? 'audit.ndjson';
const lines = readFileSync(told, 'utf8').trimEnd().split('\n').map(JSON.parse);
const files = lines.flatMap(({ file }) => file ?? []);
const findings = files.flatMap(({ path, sha256 }) => {
  try {
    const found = createHash('sha256')
      .update(readFileSync(join(dirname(told), path)))
      .digest('hex');
    return found === sha256 ? [] : `The file ${path} was changed.`;
  } catch {
    return `The file ${path} is missing.`;
  }
});
if (files.length !== lines[0].files) findings.push('Lines are missing or too many.');
for (const finding of findings) console.error(finding);
if (findings.length) process.exit(1);
console.log(`Whole: ${files.length} files beside them.`);
