import { plural } from '#ground/text.ts';
import { dateAt, dayOfWeek, type Instant, type PlainDate, timeAt } from '#ground/time.ts';
import type { Context, Json } from '#kernel/decision/model.ts';
import type { Comparison, Condition, Content, Offset } from '#workflows/definitions/content.ts';
import { anchorInWords } from '#workflows/definitions/days.ts';
import { FIELDS, RUN_FIELDS } from '#workflows/definitions/fields.ts';

/** Dates, values and conditions as refusals and timelines say them. */

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** «Mon 23 Nov 2026». */
export const sayDay = (date: PlainDate): string => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return `${DAYS[dayOfWeek(date) - 1]} ${day} ${MONTHS[month - 1]} ${year}`;
};

/** «Mon 23 Nov 2026, 15:55» in practice time. */
export const sayInstant = (instant: Instant, { practice }: Pick<Context, 'practice'>): string =>
  `${sayDay(dateAt(instant, practice.time_zone))}, ${timeAt(instant, practice.time_zone)}`;

/** «a», «a and b», «a, b and 3 more». */
export const sayList = (words: readonly string[], most = 5): string => {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
};

export const titles = (things: readonly { title: string }[]): string =>
  sayList(things.map(({ title }) => `«${title}»`));

export const sayValue = (value: Json | undefined): string => {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === null || value === undefined || value === '') return 'not known';
  return Array.isArray(value) ? sayList(value.map(sayValue)) : String(value);
};

const HOW: Record<Comparison['is'], string> = {
  is: 'is',
  is_not: 'is not',
  less: 'is less than',
  at_most: 'is at most',
  more: 'is more than',
  at_least: 'is at least',
  in: 'is one of',
  contains: 'contains',
  empty: 'is empty',
};

const UNITS = {
  day: ['day', 'days'],
  business_day: ['business day', 'business days'],
  week: ['week', 'weeks'],
  month: ['month', 'months'],
} as const;

/** An offset in words: «5 business days before the pay day», «on the end of the period». */
export const sayOffset = ({ anchor, n, unit }: Offset, content: Content): string => {
  const words = anchorWords(anchor, content);
  if (n === 0) return anchor === 'ready' ? 'on the day it becomes ready' : `on ${words}`;
  const [one, many] = UNITS[unit];
  return `${plural(Math.abs(n), one, many)} ${n < 0 ? 'before' : 'after'} ${words}`;
};

/** An anchor in words; another step by its title. */
export const anchorWords = (anchor: string, content: Content): string => {
  if (!anchor.startsWith('step:')) return anchorInWords(anchor, content);
  const key = anchor.slice('step:'.length);
  return `the end of «${content.steps.find((step) => step.key === key)?.title ?? key}»`;
};

/** A condition in words: «may sign in is no», «(status is active) and (country is GB)», «it is a prospect». */
export const sayCondition = (condition: Condition, content?: Content | null): string => {
  if ('all' in condition) return condition.all.map((part) => sayPart(part, content)).join(' and ');
  if ('any' in condition) return condition.any.map((part) => sayPart(part, content)).join(' or ');
  if (!('not' in condition)) return sayComparison(condition, content);
  const turned = opposite(condition.not);
  return turned ? sayComparison(turned, content) : `not (${sayCondition(condition.not, content)})`;
};

const sayPart = (part: Condition, content?: Content | null): string =>
  ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1)
    ? `(${sayCondition(part, content)})`
    : sayCondition(part, content);

const opposite = (condition: Condition): Comparison | null => {
  if (!('field' in condition) || (condition.is !== 'is' && condition.is !== 'is_not')) return null;
  return { ...condition, is: condition.is === 'is' ? 'is_not' : 'is' };
};

const sayComparison = ({ field, is, value }: Comparison, content?: Content | null): string => {
  if (field === 'subject.kind' && (is === 'is' || is === 'is_not')) return `it ${HOW[is]} a ${sayValue(value)}`;
  const words = `${sayField(field, content)} ${HOW[is]}`;
  if (is === 'empty') return words;
  return field.startsWith('steps.') ? `${words} «${sayValue(value)}»` : `${words} ${sayValue(value)}`;
};

/**
 * A field by its label; one of another step by that step's title and its question, or by their keys without `content`. The
 * questions of forms are the practice's: whoever has them at hand puts them in their place.
 */
export const sayField = (field: string, content?: Content | null): string => {
  if (field === 'subject.kind') return 'kind';
  const [head, ...rest] = field.split('.');
  const name = rest.join('.');
  const among = head === 'subject' ? Object.values(FIELDS).flat() : head === 'run' ? RUN_FIELDS : [];
  const label = among.find((one) => one.field === name)?.label;
  if (label) return label;
  const [key, part = ''] = rest;
  const step = content?.steps.find((one) => one.key === key);
  const title = step?.title ?? key;
  if (head === 'steps') return `${part} of «${title}»`;
  const ask = step?.kind === 'task' ? step.asks?.find((one) => one.key === part) : undefined;
  if (head === 'answers') return `the answer «${ask?.label ?? part}» of «${title}»`;
  return name.replace(/^custom\./, '').replaceAll('_', ' ') || field;
};
