import { predecessors, type Step } from './content.ts';

/** The order steps stand in through `after` (WF-31) and through starts that count from another step's finishing (WF-36). */

/** The steps `step` waits for, by key, those that do not exist left out. */
export const waitsFor = (steps: readonly Step[], index: number): string[] => {
  const known = new Set(steps.map(({ key }) => key));
  const start = steps[index]?.start?.anchor ?? '';
  const all = [...predecessors(steps, index), ...(start.startsWith('step:') ? [start.slice('step:'.length)] : [])];
  return [...new Set(all)].filter((key) => known.has(key));
};

/**
 * Every step once, each behind all it waits for, otherwise as written; and the steps that wait for one another in a
 * circle, which stand in no order.
 */
export const ordered = (steps: readonly Step[]): { order: Step[]; circle: Step[] } => {
  const waits = new Map(steps.map((step, index) => [step.key, waitsFor(steps, index)]));
  const done = new Set<string>();
  const order: Step[] = [];
  for (let left = [...steps]; left.length; ) {
    const next = left.filter(({ key }) => waits.get(key)!.every((before) => done.has(before)));
    if (!next.length) return { order, circle: left.filter(({ key }) => reaches(waits, key, key)) };
    for (const step of next) {
      order.push(step);
      done.add(step.key);
    }
    left = left.filter((step) => !next.includes(step));
  }
  return { order, circle: [] };
};

/** For each step the keys of all steps that are surely finished before it becomes live. */
export const finishedBefore = (steps: readonly Step[]): Map<string, Set<string>> => {
  const waits = new Map(steps.map((step, index) => [step.key, waitsFor(steps, index)]));
  return new Map(steps.map(({ key }) => [key, reached(waits, key)]));
};

const reached = (waits: ReadonlyMap<string, readonly string[]>, from: string): Set<string> => {
  const found = new Set<string>();
  const open = [...(waits.get(from) ?? [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    open.push(...(waits.get(key) ?? []));
  }
  return found;
};

const reaches = (waits: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean =>
  reached(waits, from).has(to);
