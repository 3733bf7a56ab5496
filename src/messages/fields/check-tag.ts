import type { TagToken, TopLevelToken } from 'liquidjs';
import { isSize } from './check-field.ts';
import type { Grammar } from './check-grammar.ts';
import { TAGS } from './engine.ts';
import { faultAt, type Part, unknownAt } from './fault.ts';
import type { Fault } from './model.ts';

const DEEP = 3;
const WORDS = [...TAGS, 'else', 'endif', 'endunless', 'endfor', 'endcomment'];

/** One `{% … %}`: a known tag, closed in its order, nested at most three deep, over something known (ME-10, ME-14, ME-15). */
export const checkTag = (part: Part, token: TopLevelToken, grammar: Grammar): Fault[] => {
  const { name, args } = token as TagToken;
  const { begin } = token;
  const at = (code: string, sentence: string) => [faultAt(part, begin, code, sentence)];
  if (grammar.markup) return at('in_markup', `«${name}» stands inside the markup, where only a link field may.`);
  if (!WORDS.includes(name))
    return [unknownAt(part, begin, { code: 'unknown_tag', typed: name, what: 'tag', names: WORDS })];
  if (name === 'else') return otherwise(grammar, at);
  if (name.startsWith('end')) return closed(name.slice(3), grammar, at);
  grammar.open.push({ tag: name, begin });
  const deep = grammar.open.length > DEEP ? at('too_deep', `Tags stand at most ${DEEP} deep inside each other.`) : [];
  if (name === 'comment') return deep;
  const inside = args.trim();
  const where = part.text.indexOf(inside, begin);
  return [
    ...deep,
    ...(name === 'for' ? loop(part, { inside, where }, grammar) : condition(part, { inside, where }, grammar)),
  ];
};

type At = (code: string, sentence: string) => Fault[];
interface Inside {
  inside: string;
  where: number;
}

const otherwise = ({ open }: Grammar, at: At): Fault[] => {
  const last = open.at(-1);
  if (last?.tag !== 'if' && last?.tag !== 'unless')
    return at('misplaced', '«else» belongs between {% if … %} and {% endif %}.');
  if (last.otherwise) return at('misplaced', `This «${last.tag}» has an «else» already.`);
  last.otherwise = true;
  return [];
};

const closed = (tag: string, { open }: Grammar, at: At): Fault[] => {
  const last = open.at(-1);
  if (last?.tag === tag) {
    open.pop();
    return [];
  }
  const instead = last ? ` «${last.tag}» is open: close it first with {% end${last.tag} %}.` : '';
  return at('misplaced', `«end${tag}» closes nothing here.${instead}`);
};

const condition = (part: Part, { inside, where }: Inside, grammar: Grammar): Fault[] => {
  const size = /^(\w+\.size)\s*(==|!=|>=|<=|>|<)\s*\d+$/.exec(inside)?.[1];
  if (size)
    return isSize(size, grammar)
      ? []
      : [unknownAt(part, where, { code: 'unknown_field', typed: size, what: 'list', names: sizes(grammar) })];
  if (!/^[A-Za-z_]\w*(\.\w+)*$/.test(inside))
    return [
      faultAt(
        part,
        where < 0 ? 0 : where,
        'condition',
        `«${inside}» is no condition. Ask for a field, or for the size of a list: invoices.size > 1.`,
      ),
    ];
  return grammar.fields.has(inside)
    ? []
    : [unknownAt(part, where, { code: 'unknown_field', typed: inside, what: 'field', names: grammar.fields.keys() })];
};

const sizes = ({ groups }: Grammar): string[] => groups.flatMap(({ name, each }) => (each ? [`${name}.size`] : []));

const loop = (part: Part, { inside, where }: Inside, { groups, open }: Grammar): Fault[] => {
  const lists = groups.filter(({ each }) => each);
  if (open.slice(0, -1).some(({ tag }) => tag === 'for'))
    return [faultAt(part, where, 'too_deep', 'A «for» cannot stand inside another «for».')];
  const [, item, list] = /^(\w+)\s+in\s+([\w.]+)$/.exec(inside) ?? [];
  if (lists.some(({ name, each }) => name === list && each === item)) return [];
  const may = lists.map(({ name, each }) => `{% for ${each} in ${name} %}`).join(', ');
  return [faultAt(part, where, 'loop', may ? `«for» is written as ${may}.` : 'There is no list to go through here.')];
};
