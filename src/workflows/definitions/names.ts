import type { Id } from '#ground/id.ts';
import { cut, fold } from '#ground/text.ts';
import type { DesignFacts } from './model.ts';

/** Names and keys of workflows (WF-14, WF-16), and keys of new steps (WF-30). */
const NAME_LIMIT = 80;
const KEY_LIMIT = 40;

/** Another workflow that is not archived and has this name, case ignored. */
export const nameTaken = (name: string, facts: DesignFacts, self?: Id) =>
  facts.workflows.find((other) => other.id !== self && !other.archived && sameName(other.name, name));

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** «Payroll (copy)», «Payroll (copy 2)»: the first that is free, shortened where it would be too long. */
export const copyName = (name: string, facts: DesignFacts): string => {
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? ' (copy)' : ` (copy ${n})`;
    const copy = cut(name, NAME_LIMIT - end.length) + end;
    if (!nameTaken(copy, facts)) return copy;
  }
};

/** A key from a name, and a number behind it where it was ever used: `year_end_accounts_2`. */
export const freeKey = (name: string, taken: readonly string[]): string => {
  const stem = keyFrom(name);
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : `_${n}`;
    const key = stem.slice(0, KEY_LIMIT - end.length) + end;
    if (!taken.includes(key)) return key;
  }
};

const keyFrom = (name: string): string => {
  const words = fold(name)
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return words.slice(0, KEY_LIMIT).replace(/_+$/, '') || 'workflow';
};
