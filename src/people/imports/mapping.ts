import type { Target } from '#people/fields/importing.ts';
import { plainHeading } from '#people/fields/targets.ts';

/** heading → key of a target; null: ignored. */
export type Mapping = Record<string, string | null>;

/** The column an error file adds is never read (PE-90). */
const IGNORED = new Set(['error', 'errors']);

/**
 * Proposes what each column is, by its heading (PE-82): exactly known headings first, then one that begins with a known one.
 * Each target once; the first column wins.
 */
export const proposeMapping = (headings: readonly string[], targets: readonly Target[]): Mapping => {
  const mapping: Mapping = Object.fromEntries(headings.map((heading) => [heading, null]));
  const taken = new Set<string>();
  const plain = headings
    .map((heading) => ({ heading, plain: plainHeading(heading) }))
    .filter((one) => !IGNORED.has(one.plain));
  const give = (heading: string, found: Target | undefined): void => {
    if (!found || taken.has(found.key) || mapping[heading]) return;
    mapping[heading] = found.key;
    taken.add(found.key);
  };
  for (const one of plain)
    give(
      one.heading,
      targets.find((target) =>
        [plainHeading(target.label), plainHeading(target.key), ...target.headings].includes(one.plain),
      ),
    );
  for (const one of plain)
    give(
      one.heading,
      targets.find(
        (target) =>
          !taken.has(target.key) && target.headings.some((known) => known.length >= 5 && one.plain.startsWith(known)),
      ),
    );
  return mapping;
};

/** The columns nothing is read from, which the page lists as ignored (PE-82). */
export const ignoredColumns = (mapping: Mapping): string[] =>
  Object.entries(mapping)
    .filter(([, key]) => key === null)
    .map(([heading]) => heading);
