import { canonical } from '#ground/json.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Content, Step } from './content.ts';

/** One field that differs; `null` stands for «not given». */
export interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}
/** `moved`: the same step at another place. A step of another kind is one removed and one added (WF-141). */
export interface StepChange {
  key: string;
  title: string;
  change: 'kept' | 'changed' | 'moved' | 'added' | 'removed';
  fields: FieldChange[];
}
export interface ContentDifference {
  /** Name, description, kinds and settings (`settings.period`). */
  fields: FieldChange[];
  /** The steps of `after` in their order, then those that are gone. */
  steps: StepChange[];
}

/** What turns one content into another, step by step, matched by key (WF-30): for publishing, versions and conflicts. */
export const contentDifference = (before: Content | null, after: Content): ContentDifference => {
  const old = new Map((before?.steps ?? []).map((step) => [step.key, step]));
  const stays = (step: Step): boolean => old.get(step.key)?.kind === step.kind;
  const staying = after.steps.filter(stays).map(({ key }) => key);
  const still = inOrder(
    staying,
    (before?.steps ?? []).map(({ key }) => key),
  );
  return {
    fields: fieldChanges(wholeOf(before), wholeOf(after)),
    steps: [
      ...after.steps.map((step): StepChange => {
        if (!stays(step)) return { key: step.key, title: step.title, change: 'added', fields: [] };
        const fields = fieldChanges(old.get(step.key)!, step);
        return {
          key: step.key,
          title: step.title,
          change: fields.length ? 'changed' : still.has(step.key) ? 'kept' : 'moved',
          fields,
        };
      }),
      ...[...old.values()].filter(({ key }) => !staying.includes(key)).map(gone),
    ],
  };
};

/** True when nothing would change for anybody. */
export const isSame = (a: Content, b: Content): boolean => canonical(a) === canonical(b);

/** Only what differs: for lists of «the steps that differ» (WF-10). */
export const stepsThatDiffer = (before: Content | null, after: Content): StepChange[] =>
  contentDifference(before, after).steps.filter(({ change }) => change !== 'kept');

const gone = ({ key, title }: Step): StepChange => ({ key, title, change: 'removed', fields: [] });

const wholeOf = (content: Content | null): Record<string, Json> => {
  if (!content) return {};
  const { steps: _, settings, ...rest } = content;
  const named = Object.entries(settings).map(([field, value]) => [`settings.${field}`, value]);
  return { ...rest, ...Object.fromEntries(named) } as Record<string, Json>;
};

const fieldChanges = (before: object, after: object): FieldChange[] => {
  const [old, now] = [before, after] as Record<string, Json | undefined>[] as [
    Record<string, Json>,
    Record<string, Json>,
  ];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
    .filter(({ before: was, after: is }) => canonical(was) !== canonical(is));
};

/** The longest part of `keys` that stands in the order of `old`: the fewest others count as moved. */
const inOrder = (keys: readonly string[], old: readonly string[]): Set<string> => {
  const place = new Map(old.map((key, i) => [key, i]));
  const best: string[][] = [];
  for (const key of keys) {
    const before = best.filter((chain) => place.get(chain.at(-1)!)! < place.get(key)!);
    best.push([...longest(before), key]);
  }
  return new Set(longest(best));
};

const longest = (chains: readonly string[][]): string[] => chains.reduce((a, b) => (b.length > a.length ? b : a), []);
