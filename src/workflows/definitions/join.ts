import { canonical } from '#ground/json.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Content, Step } from './content.ts';

/** A part both changed differently: `step:<key>`, `settings`, `triggers`, `name`, `description` or `subject_kinds`. */
export interface Clash {
  part: string;
  title: string;
  mine: Json;
  theirs: Json;
}
export type Side = 'mine' | 'theirs';

/** Two texts that grew from one. */
export interface Grown {
  base: Content;
  mine: Content;
  theirs: Content;
}

/**
 * Joins two texts step by step (WF-10): what only one side changed is taken from that side, what both changed alike is
 * taken once, what both changed differently is a clash and follows `choose` (default mine). Both texts stay as they are.
 */
export const joined = (
  grown: Grown,
  choose: Readonly<Record<string, Side>> = {},
): { content: Content; clashes: Clash[] } => {
  const clashes: Clash[] = [];
  const pick = <T>(part: string, title: string, { base, mine, theirs }: Three<T>): T | undefined => {
    if (same(mine, theirs) || same(theirs, base)) return mine;
    if (same(mine, base)) return theirs;
    clashes.push({ part, title, mine: (mine ?? null) as Json, theirs: (theirs ?? null) as Json });
    return choose[part] === 'theirs' ? theirs : mine;
  };
  const whole = <F extends 'name' | 'description' | 'subject_kinds' | 'settings'>(field: F): Content[F] =>
    pick(
      field,
      field.replace('_', ' '),
      of(grown, (content) => content[field]),
    )!;
  const steps = allKeys(grown).flatMap((key): Step[] => {
    const three = of(grown, (content) => content.steps.find((step) => step.key === key));
    const step = pick(`step:${key}`, (three.mine ?? three.theirs)!.title, three);
    return step ? [step] : [];
  });
  const triggers = pick(
    'triggers',
    'triggers',
    of(grown, (content) => content.triggers),
  );
  const expect = pick(
    'expect',
    'cases',
    of(grown, (content) => content.expect),
  );
  const content: Content = {
    name: whole('name'),
    description: whole('description'),
    subject_kinds: whole('subject_kinds'),
    settings: whole('settings'),
    steps,
    ...(triggers && { triggers }),
    ...(expect && { expect }),
  };
  return { content, clashes };
};

interface Three<T> {
  base: T | undefined;
  mine: T | undefined;
  theirs: T | undefined;
}
const of = <T>({ base, mine, theirs }: Grown, part: (content: Content) => T | undefined): Three<T> => ({
  base: part(base),
  mine: part(mine),
  theirs: part(theirs),
});

const same = (a: unknown, b: unknown): boolean => canonical(a ?? null) === canonical(b ?? null);

/** The order of whoever moved steps, mine if both did; a step only the other has stands behind the one it follows there. */
const allKeys = ({ base, mine, theirs }: Grown): string[] => {
  const [first, second] = moved(base, mine) || !moved(base, theirs) ? [mine, theirs] : [theirs, mine];
  const keys = first.steps.map(({ key }) => key);
  second.steps.forEach(({ key }, i) => {
    if (!keys.includes(key)) keys.splice(keys.indexOf(second.steps[i - 1]?.key ?? '') + 1, 0, key);
  });
  return keys;
};

const moved = (base: Content, content: Content): boolean => {
  const common = (one: Content, other: Content) =>
    one.steps.map(({ key }) => key).filter((key) => other.steps.some((step) => step.key === key));
  return !same(common(base, content), common(content, base));
};
