import { fold } from '#ground/text.ts';
import type { Json } from '#kernel/decision/model.ts';
import { namesOf } from '../senders/rules.ts';
import {
  type Incoming,
  MAIN,
  NO_TRIAGE,
  type Sets,
  type There,
  type Triage,
  type TriageRule,
  type When,
} from './model.ts';

type Rule = Pick<TriageRule, 'name' | 'when' | 'sets'>;

/**
 * What rules in their order want done with something that came in: of each field what the first says whose conditions hold and
 * that names something that is still there. Once one sets it aside, nothing else is set (IN-186).
 */
export const triaged = (rules: readonly Rule[], one: Incoming, there: There): Triage => {
  const found = rules
    .filter(({ when }) => holds(when, one))
    .map(({ name, sets }) => ({ name, sets: standing(sets, there) }));
  const aside = found.find(({ sets }) => sets.set_aside);
  if (aside) return { ...NO_TRIAGE, set_aside: aside.name };
  const first = <K extends Field>(field: K) => found.find(({ sets }) => isSaid(sets[field]));
  const by = found.flatMap((rule) => {
    const set = FIELDS.filter((field) => first(field) === rule);
    return set.length ? [{ rule: rule.name, set: [...set] }] : [];
  });
  return {
    set_aside: null,
    category_id: first('category_id')?.sets.category_id ?? null,
    assignee_id: first('assignee_id')?.sets.assignee_id ?? null,
    due_after: first('due_after')?.sets.due_after ?? null,
    tags: first('tags')?.sets.tags ?? [],
    by,
  };
};

const FIELDS = ['category_id', 'assignee_id', 'due_after', 'tags'] as const;
type Field = (typeof FIELDS)[number];
const isSaid = (value: Sets[Field]): boolean => (Array.isArray(value) ? value.length > 0 : value !== null);

/** Without what is gone, or may not act any more. */
const standing = (sets: Sets, { categories, hands, tags }: There): Sets => ({
  ...sets,
  category_id: sets.category_id && categories.has(sets.category_id) ? sets.category_id : null,
  assignee_id: sets.assignee_id && hands.has(sets.assignee_id) ? sets.assignee_id : null,
  tags: sets.tags.filter((id) => tags.has(id)),
});

/** Every kind of condition that is given; of several senders, addresses or words one is enough. */
const holds = ({ senders, addresses, words, form_id, answers }: When, one: Incoming): boolean =>
  (!senders.length || one.senders.flatMap(namesOf).some((name) => senders.includes(name))) &&
  (!addresses.length || (one.tag !== undefined && addresses.includes(one.tag ?? MAIN))) &&
  (!words.length || words.some((word) => stands(word, one.subject))) &&
  (!form_id || one.form_id === form_id) &&
  answers.every(({ question, is }) => textsOf(one.answers[question]).some((text) => fold(text) === fold(is)));

/** As whole words, whatever their case and accents. */
const stands = (word: string, subject: string): boolean => ` ${plain(subject)} `.includes(` ${plain(word)} `);
const plain = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const textsOf = (value: Json | undefined): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  return value === null || value === undefined || typeof value === 'object' ? [] : [String(value)];
};
