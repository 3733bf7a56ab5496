import type { Comparison, Condition } from './content.ts';

/** A condition is a tree; these walk it (WF-35). */
export const MAX_COMPARISONS = 20;
export const MAX_DEPTH = 5;

/** All comparisons of a condition, read from left to right. */
export const comparisonsOf = (condition: Condition): Comparison[] =>
  'field' in condition ? [condition] : partsOf(condition).flatMap(comparisonsOf);

/** A single comparison has depth 1; each all, any or not around it adds one. */
export const depthOf = (condition: Condition): number =>
  'field' in condition ? 1 : 1 + Math.max(...partsOf(condition).map(depthOf));

/** What a comparison asks about, taken apart. */
export type Asked =
  | { of: 'subject'; field: string }
  | { of: 'run'; field: string }
  | { of: 'step'; key: string; what: 'outcome' | 'state' }
  | { of: 'answer'; key: string; ask: string };

/** `subject.role.partner` → the subject's field `role.partner`; null for a name of no known shape. */
export const askedBy = ({ field }: Comparison): Asked | null => {
  const [head, ...rest] = field.split('.') as [string, ...string[]];
  if (head === 'subject' && rest.length) return { of: 'subject', field: rest.join('.') };
  if (head === 'run' && rest.length === 1) return { of: 'run', field: rest[0]! };
  if (head === 'answers' && rest.length === 2) return { of: 'answer', key: rest[0]!, ask: rest[1]! };
  const [key, what] = rest;
  if (head === 'steps' && rest.length === 2 && (what === 'outcome' || what === 'state'))
    return { of: 'step', key: key!, what };
  return null;
};

const partsOf = (condition: Exclude<Condition, Comparison>): Condition[] =>
  'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition.not];
