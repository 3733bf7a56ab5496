import { Liquid, type Template } from 'liquidjs';
import { type DateStyle, sayDate, sayMoney, sayNumber } from './formats.ts';
import type { Money } from './model.ts';
import { Shown } from './shown.ts';

/** All there is beside fields (ME-10). */
export const TAGS = ['if', 'unless', 'for', 'comment'] as const;
export const FILTERS = ['default', 'date', 'money', 'number', 'capitalize', 'upcase', 'downcase'] as const;

/** What one template may cost: its length, the milliseconds and the objects of one rendering. */
const LIMITS = { parseLimit: 400_000, renderLimit: 2_000, memoryLimit: 5_000_000 };

const worded = (say: (shown: Shown, words: string, option: unknown) => string) => (value: unknown, option: unknown) =>
  value instanceof Shown ? value.worded((shown, words) => say(shown, words, option)) : value;

const filters: Record<(typeof FILTERS)[number], (value: unknown, option: unknown) => unknown> = {
  default: (value, words) =>
    value instanceof Shown && value.words === null
      ? new Shown(value.field, value, { words: String(words ?? ''), fallback: true })
      : value,
  date: worded((shown, words, style) =>
    shown.format === 'date' ? sayDate(shown.value as string, shown.sheet.locale, style as DateStyle) : words,
  ),
  money: worded((shown, words, style) =>
    shown.format === 'money' ? sayMoney(shown.value as Money, shown.sheet.locale, style === 'plain') : words,
  ),
  number: worded((shown, words) =>
    shown.format === 'number' ? sayNumber(shown.value as number, shown.sheet.locale) : words,
  ),
  capitalize: worded((_, words) => words.charAt(0).toUpperCase() + words.slice(1)),
  upcase: worded((shown, words) => words.toLocaleUpperCase(shown.sheet.locale)),
  downcase: worded((shown, words) => words.toLocaleLowerCase(shown.sheet.locale)),
};

const cutDown = (): Liquid => {
  const liquid = new Liquid({
    ...LIMITS,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape: (value) => (value instanceof Shown ? value.written() : String(value)),
  });
  for (const tag of Object.keys(liquid.tags)) if (!(TAGS as readonly string[]).includes(tag)) delete liquid.tags[tag];
  for (const filter of Object.keys(liquid.filters)) delete liquid.filters[filter];
  for (const name of FILTERS) liquid.registerFilter(name, filters[name]);
  return liquid;
};

/** Liquid without everything that is not in the grammar of ME-10: no assignment, no inclusion, no loop but over a list. */
export const engine = cutDown();

const KEPT = 200;
const MOST_KEPT = 20_000;
const parsed = new Map<string, Template[]>();

/** A text as the engine understands it; the last few hundred are kept, as thousands of messages have the same words. */
export const parsedText = (text: string): Template[] => {
  if (text.length > MOST_KEPT) return engine.parse(text);
  const found = parsed.get(text) ?? engine.parse(text);
  parsed.delete(text);
  parsed.set(text, found);
  if (parsed.size > KEPT) parsed.delete(parsed.keys().next().value!);
  return found;
};
