import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { IMPURE, PURE_DOORS, roomOf, storeyOf } from './floors.ts';

const SRC = dirname(fileURLToPath(import.meta.url));
const isTest = (file: string) => /(\.test\.tsx?$|(^|\/)testing[^/]*\.ts$)/.test(file);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && file.includes('/') && !isTest(file));

interface Import {
  target: string;
  typeOnly: boolean;
}

const importsOf = (file: string): Import[] => {
  const text = readFileSync(join(SRC, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(import|export)(\s+type)?\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return [...found].map((match) => ({ target: resolve(file, match[3] ?? match[4]!), typeOnly: !!match[2] }));
};

/** A path under src/, or the name of a package. */
const resolve = (from: string, to: string): string => {
  if (to.startsWith('#')) return to.slice(1);
  return to.startsWith('.') ? normalize(join(dirname(from), to)) : to;
};

const ours = (target: string): boolean => files.includes(target) || /\.(tsx?|css)$/.test(target);

test('the floors: every file stands in a room of the plan', () => {
  expect(files.filter((file) => storeyOf(file) === -1)).toEqual([]);
});

test('the floors: an import goes down or stays in its room, never up, never across', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter(({ target }) => ours(target) && roomOf(target) !== roomOf(file) && storeyOf(target) >= storeyOf(file))
      .map(({ target }) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('the floors: what the browser runs reaches no machine, network or database', () => {
  const reached = (file: string, seen: Set<string>): string[] => {
    if (seen.has(file)) return [];
    seen.add(file);
    return importsOf(file)
      .filter((found) => !found.typeOnly)
      .flatMap(({ target }) =>
        IMPURE.test(target) ? [`${file} → ${target}`] : files.includes(target) ? reached(target, seen) : [],
      );
  };
  const wrong = files
    .filter((file) => PURE_DOORS.test(file))
    .flatMap((file) => reached(file, new Set()).map((path) => `${file}: ${path}`));
  expect(wrong).toEqual([]);
});

test('the floors: files import each other in no circle', () => {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const { target, typeOnly } of importsOf(file))
      if (!typeOnly && files.includes(target)) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
