import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** A page’s sheets come with it and stay: what it looks like may not hang on which pages were open before. */

const SRC = join(dirname(fileURLToPath(import.meta.url)), '../..');
const files = new Set(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.test\./.test(file)),
);
const texts = new Map([...files].map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
const isSheet = (file: string) => file.endsWith('.css');
const sheets = [...files].filter(isSheet);

const resolve = (from: string, to: string): string[] => {
  const path = to.startsWith('#') ? to.slice(1) : to.startsWith('.') ? normalize(join(dirname(from), to)) : '';
  return files.has(path) ? [path] : [];
};
const IMPORT = /(?:^|\n)\s*(?:import|export)(?!\s+type)\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/g;
const importsOf = (file: string): string[] =>
  isSheet(file) ? [] : [...texts.get(file)!.matchAll(IMPORT)].flatMap((found) => resolve(file, found[1]!));
const broughtBy = (file: string, seen = new Set<string>()): Set<string> => {
  if (!seen.has(file)) {
    seen.add(file);
    for (const next of importsOf(file)) broughtBy(next, seen);
  }
  return seen;
};

/** Where the classes are described, anywhere in a selector. */
const describedIn = Map.groupBy(
  sheets.flatMap((sheet) => [...texts.get(sheet)!.matchAll(/\.([a-z][a-z0-9-]*)/g)].map((found) => [found[1]!, sheet])),
  ([name]) => name!,
);
const classesOf = (file: string): string[] =>
  [...texts.get(file)!.matchAll(/className="([^"]+)"/g)].flatMap((found) => found[1]!.split(/\s+/));

test('the sheets: a class that stands alone is described in one sheet', () => {
  const alone = sheets.flatMap((sheet) =>
    [...texts.get(sheet)!.matchAll(/(?:^|\n)\.([a-z][a-z0-9-]*) \{/g)].map((found) => ({ name: found[1]!, sheet })),
  );
  const twice = [...Map.groupBy(alone, ({ name }) => name)].filter(
    ([, places]) => new Set(places.map(({ sheet }) => sheet)).size > 1,
  );
  expect(twice.map(([name]) => name)).toEqual([]);
});

test('the sheets: what a page draws is described by sheets that it brings', () => {
  const first = broughtBy('app/web/main.tsx');
  const later = [...texts].flatMap(([file, text]) =>
    [...text.matchAll(/import\(\s*['"]([^'"]+)['"]\s*\)/g)].flatMap((found) => resolve(file, found[1]!)),
  );
  const pages = later.filter((file) => file.endsWith('.tsx'));
  expect(pages.length).toBeGreaterThan(50);
  const bare = pages.flatMap((page) => {
    const brought = new Set([...first, ...broughtBy(page)]);
    return [...brought]
      .filter((file) => file.endsWith('.tsx'))
      .flatMap((file) =>
        classesOf(file)
          .filter((name) => describedIn.get(name)?.every(([, sheet]) => !brought.has(sheet!)))
          .map((name) => `${file} draws .${name}, which no sheet of ${page} describes`),
      );
  });
  expect([...new Set(bare)]).toEqual([]);
});
