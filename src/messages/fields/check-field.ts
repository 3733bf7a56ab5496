import { Tokenizer, type TopLevelToken } from 'liquidjs';
import type { Grammar } from './check-grammar.ts';
import { FILTERS } from './engine.ts';
import { faultAt, type Part, unknownAt } from './fault.ts';
import { DATE_STYLES, MONEY_STYLES } from './formats.ts';
import type { Fault, Field } from './model.ts';

const FALLBACK_CHARACTERS = 100;
const NAME = /^\s*([A-Za-z_]\w*(?:\.\w+)*)\s*$/;

interface Filter {
  name: string;
  begin: number;
  args: unknown[];
}
interface Content {
  name: string;
  begin: number;
  filters: readonly Filter[];
}

/** One `{{ … }}`: a known field with known filters, in a place that can hold it (ME-10, ME-13, ME-16, ME-18). */
export const checkField = (part: Part, token: TopLevelToken, grammar: Grammar): Fault[] => {
  const content = contentOf(part, token);
  if ('sentence' in content) return [content];
  const { name, begin, filters } = content;
  if (isSize(name, grammar)) return sizeFaults(part, filters);
  const field = grammar.fields.get(name);
  if (!field)
    return [
      unknownAt(part, begin, { code: 'unknown_field', typed: name, what: 'field', names: grammar.fields.keys() }),
    ];
  return [
    ...misplaced(part, content, { field, grammar }),
    ...filters.flatMap((filter) => wrongFilter(part, filter, field)),
  ];
};

/** `invoices.size`. */
export const isSize = (name: string, { groups }: Pick<Grammar, 'groups'>): boolean =>
  groups.some((group) => group.each && name === `${group.name}.size`);

const contentOf = (part: Part, token: TopLevelToken): Content | Fault => {
  const [from, to] = (token as unknown as { contentRange: [number, number] }).contentRange;
  const tokenizer = new Tokenizer(part.text, undefined, undefined, [from, to]);
  try {
    const read = tokenizer.readFilteredValue();
    const first = read.filters[0];
    const typed = part.text.slice(from, first ? part.text.lastIndexOf('|', first.begin) : to);
    const name = NAME.exec(typed)?.[1];
    const begin = from + (typed.length - typed.trimStart().length);
    if (!name)
      return faultAt(part, begin, 'no_field', `«${typed.trim()}» is no field. Write one like {{ client.name }}.`);
    return { name, begin, filters: read.filters as unknown as Filter[] };
  } catch {
    return faultAt(
      part,
      token.begin,
      'unreadable',
      `«${token.getText()}» cannot be read. Write a field like {{ client.name }}.`,
    );
  }
};

const sizeFaults = (part: Part, filters: readonly Filter[]): Fault[] =>
  filters.map(({ name, begin }) =>
    faultAt(part, begin, 'filter_misplaced', `«${name}» cannot follow the size of a list.`),
  );

const misplaced = (part: Part, content: Content, { field, grammar }: { field: Field; grammar: Grammar }): Fault[] => {
  const { name, begin } = content;
  if (field.format === 'table' && !grammar.html)
    return [faultAt(part, begin, 'only_in_email', `«${name}» is a table: it can stand only in the body of an e-mail.`)];
  if (!grammar.markup) return [];
  const inAddress = /^<a\s[^>]*href=["']$/i.test(grammar.markup);
  return inAddress && field.format === 'link' && !content.filters.length
    ? []
    : [
        faultAt(
          part,
          begin,
          'in_markup',
          `«${name}» stands inside the markup. Only a link field may, alone, as the address of a link.`,
        ),
      ];
};

const wrongFilter = (part: Part, { name, begin, args }: Filter, field: Field): Fault[] => {
  const at = (code: string, sentence: string) => [faultAt(part, begin, code, sentence)];
  switch (name) {
    case 'default':
      return fallbackFaults(args, at);
    case 'date':
    case 'money':
    case 'number':
      return field.format === name
        ? styleFaults(name, args, at)
        : at('wrong_filter', `«${name}» does not fit «${field.label}», which is no ${NOUN[name]}.`);
    case 'capitalize':
    case 'upcase':
    case 'downcase':
      return args.length ? at('wrong_option', `«${name}» takes nothing behind it.`) : [];
    default:
      return [unknownAt(part, begin, { code: 'unknown_filter', typed: name, what: 'filter', names: FILTERS })];
  }
};

const NOUN = { date: 'date', money: 'amount', number: 'number' } as const;
const STYLES = { date: DATE_STYLES, money: MONEY_STYLES, number: [] } as const;
type At = (code: string, sentence: string) => Fault[];

const fallbackFaults = (args: readonly unknown[], at: At): Fault[] => {
  const words = literal(args[0]);
  if (words === null || args.length > 1)
    return at('wrong_option', 'A fallback is words in quotes: {{ contact.first_name | default: "there" }}.');
  return words.length > FALLBACK_CHARACTERS
    ? at('too_long', `A fallback has at most ${FALLBACK_CHARACTERS} characters.`)
    : [];
};

const styleFaults = (name: keyof typeof STYLES, args: readonly unknown[], at: At): Fault[] => {
  if (!args.length) return [];
  const style = literal(args[0]);
  const styles: readonly string[] = STYLES[name];
  if (args.length === 1 && style !== null && styles.includes(style)) return [];
  const may = styles.map((one) => `"${one}"`).join(', ');
  return at('wrong_option', may ? `«${name}» can be followed by ${may}.` : `«${name}» takes nothing behind it.`);
};

/** The words of a quoted argument; null for anything else. */
const literal = (arg: unknown): string | null => {
  const text = (arg as { getText?(): string } | undefined)?.getText?.() ?? '';
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : null;
};
