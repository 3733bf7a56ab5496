import { questionsOf } from '#workflows/definitions/checklist-forms.ts';
import { askedBy } from '#workflows/definitions/conditions.ts';
import type { Comparison, Condition } from '#workflows/definitions/content.ts';
import { type Field, fieldOf, RUN_FIELDS } from '#workflows/definitions/fields.ts';
import type { Said } from './who.ts';
import { words } from './words.ts';

/** A condition as people say it: «it is a prospect and «Second look» did not end with «not yet»». */
export const sayCondition = (condition: Condition, said: Said): string => {
  if ('field' in condition) return sayComparison(condition, said);
  if ('not' in condition) return sayNot(condition.not, said);
  const [parts, join] = 'all' in condition ? [condition.all, words.and] : [condition.any, words.or];
  return parts.map((part) => (parts.length > 1 ? inner(part, said) : sayCondition(part, said))).join(join);
};

/** The field a comparison asks for, if it is one of the subject or of the run. */
export const fieldAsked = (comparison: Comparison, { content, facts }: Said): Field | undefined => {
  const asked = askedBy(comparison);
  if (asked?.of === 'run') return RUN_FIELDS.find(({ field }) => field === asked.field);
  if (asked?.of !== 'subject') return undefined;
  const kinds = content.subject_kinds.map((kind) => fieldOf(kind, asked.field, facts?.custom_fields));
  return kinds.find((field) => field !== undefined);
};

/** What is compared, in words: «the country», «the answer to «Fee»». */
export const sayAsked = (comparison: Comparison, said: Said): string => {
  const asked = askedBy(comparison);
  const step = asked && 'key' in asked ? said.content.steps.find(({ key }) => key === asked.key) : undefined;
  if (asked?.of === 'answer') {
    const asks =
      step?.kind === 'form' && said.facts ? questionsOf(said.facts, step) : step?.kind === 'task' ? step.asks : [];
    const ask = asks?.find(({ key }) => key === asked.ask);
    return words.answer(ask?.label ?? asked.ask);
  }
  if (asked?.of === 'step') return words.step(step?.title ?? words.gone_step);
  return words.subject(fieldAsked(comparison, said)?.label ?? comparison.field);
};

/** A single value of a condition, a parameter or a choice. */
export const sayValue = (value: unknown, field: Field | undefined, { facts }: Said): string => {
  if (value === true) return words.yes;
  if (value === false) return words.no;
  if (field?.type === 'member') return facts?.members.find(({ id }) => id === value)?.name ?? words.gone_member;
  return typeof value === 'number' ? value.toLocaleString('en') : `«${value}»`;
};

const sayComparison = (comparison: Comparison, said: Said): string => {
  const { field, is, value } = comparison;
  if (field === 'subject.kind' && (is === 'is' || is === 'is_not'))
    return (is === 'is' ? words.is_a : words.is_not_a)(String(value));
  const values = (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined);
  const told = values.map((one) => sayOne(comparison, one, said)).join(words.or);
  return [sayAsked(comparison, said), sayIs(comparison, said), told].filter(Boolean).join(' ');
};

const sayOne = (comparison: Comparison, value: unknown, said: Said): string =>
  comparison.field.endsWith('.state') && askedBy(comparison)?.of === 'step'
    ? (words.state[String(value)] ?? String(value))
    : sayValue(value, fieldAsked(comparison, said), said);

const sayIs = (comparison: Comparison, said: Said): string => {
  const { field, is } = comparison;
  if (field.endsWith('.outcome') && askedBy(comparison)?.of === 'step') return words.ended[is] ?? words.is[is];
  const ofDate = fieldAsked(comparison, said)?.type === 'date';
  return ofDate && is in words.is_of_date ? words.is_of_date[is as keyof typeof words.is_of_date] : words.is[is];
};

const OPPOSITE = { is: 'is_not', is_not: 'is' } as const;

/** «did not end with» says it shorter than «it is not so that … ended with», where there is one such word. */
const sayNot = (condition: Condition, said: Said): string => {
  const opposite = 'field' in condition ? OPPOSITE[condition.is as keyof typeof OPPOSITE] : undefined;
  if (opposite) return sayComparison({ ...(condition as Comparison), is: opposite }, said);
  return words.none_of(inner(condition, said));
};

const inner = (part: Condition, said: Said): string =>
  'field' in part || 'not' in part ? sayCondition(part, said) : `(${sayCondition(part, said)})`;
