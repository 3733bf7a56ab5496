import type { Variant } from './model.ts';

export interface Line {
  change: 'same' | 'added' | 'removed';
  text: string;
}

/** Two wordings of one language, line by line: subject first, then the body with its paragraphs on lines of their own. */
export const wordingDifference = (before: Variant | undefined, after: Variant | undefined): Line[] =>
  lineDifference(linesOf(before), linesOf(after));

/** What was taken out and put in between two lists of lines, in the order in which one reads them. */
export const lineDifference = (before: readonly string[], after: readonly string[]): Line[] => {
  const common = longest(before, after);
  const lines: Line[] = [];
  let [a, b] = [0, 0];
  for (const [x, y] of [...common, [before.length, after.length] as const]) {
    lines.push(...before.slice(a, x).map((text): Line => ({ change: 'removed', text })));
    lines.push(...after.slice(b, y).map((text): Line => ({ change: 'added', text })));
    if (x < before.length) lines.push({ change: 'same', text: before[x]! });
    [a, b] = [x + 1, y + 1];
  }
  return lines;
};

const linesOf = (variant: Variant | undefined): string[] => {
  if (!variant) return [];
  const body = variant.body.replace(/(<\/(?:p|h[1-3]|ul|ol|li|table|tr)>)(?=.)/g, '$1\n').split('\n');
  return [
    ...(variant.subject === null ? [] : [variant.subject]),
    ...body,
    ...(variant.text ? variant.text.split('\n') : []),
  ];
};

/** Where the longest common run of lines stands in both. */
const longest = (a: readonly string[], b: readonly string[]): (readonly [number, number])[] => {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let x = a.length - 1; x >= 0; x--)
    for (let y = b.length - 1; y >= 0; y--)
      lengths[x]![y] = a[x] === b[y] ? lengths[x + 1]![y + 1]! + 1 : Math.max(lengths[x + 1]![y]!, lengths[x]![y + 1]!);
  const pairs: (readonly [number, number])[] = [];
  for (let [x, y] = [0, 0]; x < a.length && y < b.length; ) {
    if (a[x] === b[y]) pairs.push([x++, y++] as const);
    else if (lengths[x + 1]![y]! >= lengths[x]![y + 1]!) x++;
    else y++;
  }
  return pairs;
};
