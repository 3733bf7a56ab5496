import { innerMarks } from '#ground/text.ts';
import { type Step, writtenAfter } from '#workflows/definitions/content.ts';
import { words } from './words.ts';

export type Order = 'first' | 'above' | 'beside' | 'chosen';

/** How a step stands to those before it, in the four words a designer chooses from. */
export const orderOf = (steps: readonly Step[], index: number): Order => {
  const after = writtenAfter(steps, index);
  const above = steps[index - 1];
  if (after.length === 0) return 'first';
  if (after.length === 1 && after[0] === above?.key) return 'above';
  return index > 1 && same(after, writtenAfter(steps, index - 1)) ? 'beside' : 'chosen';
};

/** «after the step above», «after «Letter» and «Identity»». */
export const sayOrder = (steps: readonly Step[], index: number): string => {
  const order = orderOf(steps, index);
  if (order !== 'chosen') return words.order[order];
  return words.order.after(sayTitles(writtenAfter(steps, index), steps));
};

/** Steps by title, joined: «Letter» and «Identity». */
export const sayTitles = (keys: readonly string[], steps: readonly Step[]): string => {
  const titles = keys.map((key) => innerMarks(`«${steps.find((step) => step.key === key)?.title ?? key}»`));
  return titles.length < 2
    ? titles.join('')
    : `${titles.slice(0, -1).join(words.comma)}${words.and}${titles[titles.length - 1]}`;
};

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key) => b.includes(key));
