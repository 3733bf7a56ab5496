import { fold } from '#ground/text.ts';
import type { Instant } from '#ground/time.ts';
import type { Json } from '#kernel/decision/model.ts';
import { askedBy, comparisonsOf } from '#workflows/definitions/conditions.ts';
import type { Comparison, Condition } from '#workflows/definitions/content.ts';
import type { Judgement, Run, SubjectFacts, Task, Work } from './model.ts';
import { rowOf, stepOf } from './state.ts';
import { sayField } from './words.ts';

/** What an unknown value is: no comparison with it holds, but «empty» does (WF-35). */
const UNKNOWN = undefined;
type Value = Json | typeof UNKNOWN;

/** Does the condition hold now, and which values decided (WF-34, WF-35)? Never throws, whatever names it holds. */
export const judge = (condition: Condition, work: Work, at: Instant): Judgement => {
  const saw = new Map<string, Json>();
  for (const { field } of comparisonsOf(condition)) saw.set(field, fieldValue(work, field) ?? null);
  return {
    at,
    holds: holds(condition, (field) => fieldValue(work, field)),
    saw: [...saw].map(([field, value]) => ({ field, value, ...called(field, work) })),
  };
};

/** Can it be judged for good: is everything it asks of other steps finished? */
export const isSettled = (condition: Condition, work: Work): boolean =>
  comparisonsOf(condition).every((comparison) => {
    const asked = askedBy(comparison);
    if (asked?.of !== 'step' && asked?.of !== 'answer') return true;
    const row = rowOf(work, asked.key);
    return row?.state === 'done' || row?.state === 'skipped';
  });

const holds = (condition: Condition, value: (field: string) => Value): boolean => {
  if ('all' in condition) return condition.all.every((part) => holds(part, value));
  if ('any' in condition) return condition.any.some((part) => holds(part, value));
  if ('not' in condition) return !holds(condition.not, value);
  return compares(condition, value(condition.field));
};

/** The value of a listed field; a name nobody knows, `__proto__` among them, is unknown (PL-S14). */
export const fieldValue = (work: Work, field: string): Value => {
  const asked = askedBy({ field, is: 'empty' });
  switch (asked?.of) {
    case 'subject':
      return subjectValue(work.subject, asked.field);
    case 'run':
      return work.run ? own(runValues(work.run), asked.field) : UNKNOWN;
    case 'answer':
      return own(answersOf(rowOf(work, asked.key)), asked.ask);
    case 'step': {
      const row = rowOf(work, asked.key);
      if (asked.what === 'outcome') return row?.outcome;
      return row?.state ?? (stepOf(work, asked.key) ? 'waiting' : UNKNOWN);
    }
    case undefined:
      return UNKNOWN;
    default:
      return asked satisfies never;
  }
};

export const subjectValue = (subject: SubjectFacts | null, field: string): Value => {
  if (!subject) return UNKNOWN;
  return field.startsWith('role.')
    ? own(subject.roles as Record<string, Json>, field.slice('role.'.length))
    : own(subject.fields, field);
};

const answersOf = (row: Task | undefined): Readonly<Record<string, Json>> =>
  (row?.kind === 'form' ? row.form_answers : row?.answers) ?? {};

const runValues = (run: Run): Record<string, Json> => ({
  launched_as: run.launched_as,
  origin: run.origin,
  started_on: run.started_on,
  run_date: run.run_date,
  period_start: run.period_start,
  period_end: run.period_end,
});

const own = (values: Readonly<Record<string, Json>>, name: string): Value =>
  Object.hasOwn(values, name) ? values[name] : UNKNOWN;

const isEmpty = (value: Value): boolean =>
  value === UNKNOWN || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const compares = ({ is, value }: Comparison, found: Value): boolean => {
  if (is === 'empty') return isEmpty(found);
  if (isEmpty(found) || value === undefined) return false;
  switch (is) {
    case 'is':
      return same(found, value);
    case 'is_not':
      return !same(found, value);
    case 'in':
      return Array.isArray(value) && value.some((one) => same(found, one));
    case 'contains':
      return contains(found, value);
    case 'less':
      return order(found, value) === -1;
    case 'at_most':
      return [-1, 0].includes(order(found, value)!);
    case 'more':
      return order(found, value) === 1;
    case 'at_least':
      return [0, 1].includes(order(found, value)!);
    default:
      return is satisfies never;
  }
};

/** Numbers and amounts by their worth («10.0» is 10), everything else as it is; of a list: one of it. */
const same = (found: Value, value: Json): boolean =>
  Array.isArray(found) ? found.some((one) => same(one, value)) : found === value || order(found, value) === 0;

const contains = (found: Value, value: Json): boolean => {
  if (Array.isArray(found)) return found.some((one) => same(one, value));
  return typeof found === 'string' && typeof value === 'string' && fold(found).includes(fold(value));
};

/** −1, 0 or 1; null where the two cannot be put in an order. Dates are text and stand in the order of their letters. */
const order = (a: Value, b: Value): -1 | 0 | 1 | null => {
  const [left, right] = [decimal(a), decimal(b)];
  if (left && right) return sign(aligned(left, right));
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  return a < b ? -1 : a > b ? 1 : 0;
};

interface Decimal {
  digits: bigint;
  places: number;
}

/** Amounts are compared to the last digit, so never as floating point. */
const decimal = (value: Value): Decimal | null => {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text);
  if (!match) return null;
  const [, minus, whole, fraction = ''] = match;
  return { digits: BigInt(`${minus}${whole}${fraction}`), places: fraction.length };
};

const aligned = (a: Decimal, b: Decimal): bigint =>
  a.digits * 10n ** BigInt(Math.max(0, b.places - a.places)) -
  b.digits * 10n ** BigInt(Math.max(0, a.places - b.places));

const sign = (difference: bigint): -1 | 0 | 1 => (difference < 0n ? -1 : difference > 0n ? 1 : 0);

/** Steps and answers are keys within a workflow, so their words go along. */
const called = (field: string, work: Work): { called?: string } =>
  /^(steps|answers)\./.test(field) ? { called: formAnswer(field, work) ?? sayField(field, work.content) } : {};

/** The question of a form as it was asked. */
const formAnswer = (field: string, work: Work): string | undefined => {
  const asked = askedBy({ field, is: 'empty' });
  const row = asked?.of === 'answer' ? rowOf(work, asked.key) : undefined;
  const question =
    row && work.sheets?.[row.id]?.questions.find(({ key }) => asked?.of === 'answer' && key === asked.ask);
  return question && `the answer «${question.label}» of «${row.title}»`;
};
