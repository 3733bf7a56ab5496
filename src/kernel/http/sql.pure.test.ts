import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../', import.meta.url));
const isTest = (file: string) => /(\.test\.tsx?$|(^|\/)testing[^/]*\.ts$)/.test(file);
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !isTest(file) && !file.endsWith('.gen.ts'))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));

/** What stands between the brackets of each call of `name`. */
const argumentsOf = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`\\b${name.replaceAll('.', '\\.')}(?:<[^(]*>)?\\(`, 'g'))].map(({ index, 0: call }) => {
    const from = index + call.length;
    let depth = 1;
    let to = from;
    for (; depth && to < text.length; to += 1) depth += text[to] === '(' ? 1 : text[to] === ')' ? -1 : 0;
    return text.slice(from, to - 1).trim();
  });

/** The only texts that enter a statement as they are: each is one of a few words of the code, or how the database itself calls a type. */
const RAW: Record<string, string[]> = {
  'kernel/database/rows.ts': ['known.get(name)!.type'],
  'kernel/http/list.ts': ["down ? 'desc' : 'asc'", "down ? '<' : '>'", 'column.type', 'last.type'],
};

test('PL-S16 no text enters a statement as it is, but words of the code from this list', () => {
  const found = sources.flatMap(({ file, text }) =>
    ['sql.raw', 'sql.lit', 'sql.literal'].flatMap((name) =>
      argumentsOf(text, name).map((argument) => `${file}: ${argument}`),
    ),
  );
  const allowed = Object.entries(RAW).flatMap(([file, texts]) => texts.map((text) => `${file}: ${text}`));
  expect(found.toSorted()).toEqual(allowed.toSorted());
});

/** Set-up and migrations speak to the database as the operator, before any request: names of our own roles and files. */
/** Measuring makes and drops databases of its own, with names of its own. */
const BEFORE_REQUESTS = [
  'app/bench/baselines.ts',
  'app/bench/bench.ts',
  'app/bench/place.ts',
  'kernel/database/roles.ts',
  'kernel/database/migrate.ts',
  'kernel/database/testing-server.ts',
];

test('PL-S16 no statement is joined from values: the driver is called with a text without gaps', () => {
  const joined = sources
    .filter(({ file }) => !BEFORE_REQUESTS.includes(file))
    .flatMap(({ file, text }) =>
      argumentsOf(text, '.query')
        .filter((argument) => /^`[^`]*\$\{/.test(argument) || /^['"`][^'"`]*['"`]\s*\+/.test(argument))
        .map((argument) => `${file}: ${argument}`),
    );
  expect(joined).toEqual([]);
});

test('PL-S16 a name of a table or column never comes from a request', () => {
  const found = sources.flatMap(({ file, text }) =>
    ['sql.ref', 'sql.table', 'sql.id'].flatMap((name) =>
      argumentsOf(text, name).map((argument) => ({ file, argument })),
    ),
  );
  const suspicious = found.filter(({ argument }) => /query|param|body|c\.req|filter\b|input/.test(argument));
  expect(suspicious).toEqual([]);
});
