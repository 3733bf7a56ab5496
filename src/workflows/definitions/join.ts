import type { Json } from '#kernel/decision/model.ts';
import { canonical } from './checksum.ts';
import type { Content, Step } from './content.ts';

/** A part both changed differently: `step:<key>`, `settings`, `name`, `description` or `subject_kinds`. */
export interface Clash {
  part: string;
  title: string;
  mine: Json;
  theirs: Json;
}
export type Side = 'mine' | 'theirs';

/**
 * Two texts that grew from one are joined step by step (WF-10): what only one side changed is taken from that side, what
 * both changed alike is taken once, what both changed differently is a clash and follows `choose` (default mine). Both
 * texts stay as they are. `base` is what both began from.
 */
export const joined = (
  base: Content,
  mine: Content,
  theirs: Content,
  choose: Readonly<Record<string, Side>> = {},
): { content: Content; clashes: Clash[] } => {
  const clashes: Clash[] = [];
  const pick = <T>(
    part: string,
    title: string,
    was: T | undefined,
    m: T | undefined,
    t: T | undefined,
  ): T | undefined => {
    if (same(m, t) || same(t, was)) return m;
    if (same(m, was)) return t;
    clashes.push({ part, title, mine: (m ?? null) as Json, theirs: (t ?? null) as Json });
    return choose[part] === 'theirs' ? t : m;
  };
  const whole = <F extends 'name' | 'description' | 'subject_kinds' | 'settings'>(field: F): Content[F] =>
    pick(field, field.replace('_', ' '), base[field], mine[field], theirs[field])!;
  const steps = allKeys(base, mine, theirs).flatMap((key): Step[] => {
    const [was, m, t] = [base, mine, theirs].map((content) => content.steps.find((step) => step.key === key));
    const step = pick(`step:${key}`, (m ?? t ?? was)!.title, was, m, t);
    return step ? [step] : [];
  });
  const content: Content = {
    name: whole('name'),
    description: whole('description'),
    subject_kinds: whole('subject_kinds'),
    settings: whole('settings'),
    steps,
  };
  return { content, clashes };
};

const same = (a: unknown, b: unknown): boolean => canonical((a ?? null) as Json) === canonical((b ?? null) as Json);

/** The order of whoever moved steps, mine if both did; a step only the other has stands behind the one it follows there. */
const allKeys = (base: Content, mine: Content, theirs: Content): string[] => {
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
