import type { Comparison, Condition } from '#workflows/definitions/content.ts';

/** How the parts of a group count together. A design knows all, any and not; people also say none and not all. */
export type Mode = 'all' | 'any' | 'none' | 'not_all';
export interface Group {
  mode: Mode;
  parts: Node[];
}
export type Node = Comparison | Group;

export const isGroup = (node: Node): node is Group => 'mode' in node;

/** A condition as the editor shows it: always one group, with comparisons and groups in it. Pure. */
export const groupOf = (condition: Condition | undefined): Group => {
  if (!condition) return { mode: 'all', parts: [] };
  if ('field' in condition) return { mode: 'all', parts: [condition] };
  if ('all' in condition) return { mode: 'all', parts: condition.all.map(nodeOf) };
  if ('any' in condition) return { mode: 'any', parts: condition.any.map(nodeOf) };
  const { not } = condition;
  if ('all' in not) return { mode: 'not_all', parts: not.all.map(nodeOf) };
  if ('any' in not) return { mode: 'none', parts: not.any.map(nodeOf) };
  return { mode: 'none', parts: [nodeOf(not)] };
};

/** What a design keeps of it: as short as it can be said, undefined where nothing is left. Pure. */
export const conditionOf = ({ mode, parts }: Group): Condition | undefined => {
  const kept = parts.map((node) => (isGroup(node) ? conditionOf(node) : node)).filter((part) => part !== undefined);
  const [only] = kept;
  if (!only) return undefined;
  const alone = kept.length === 1;
  switch (mode) {
    case 'all':
      return alone ? only : { all: kept };
    case 'any':
      return alone ? only : { any: kept };
    case 'none':
      return { not: alone ? only : { any: kept } };
    case 'not_all':
      return { not: alone ? only : { all: kept } };
    default:
      return mode satisfies never;
  }
};

const nodeOf = (condition: Condition): Node => ('field' in condition ? condition : groupOf(condition));
