import { Tokenizer, TokenKind, type TopLevelToken } from 'liquidjs';
import { checkField } from './check-field.ts';
import { checkTag } from './check-tag.ts';
import { engine } from './engine.ts';
import { faultAt, type Part } from './fault.ts';
import type { Fault, FieldGroup } from './model.ts';
import { fieldsByName } from './names.ts';

/** The tags that are open, innermost last. */
export interface Open {
  tag: string;
  begin: number;
  otherwise?: boolean;
}

/** What a tag or a field is checked against. */
export interface Grammar {
  groups: readonly FieldGroup[];
  fields: ReturnType<typeof fieldsByName>;
  html: boolean;
  open: Open[];
  /** The markup before it that is not closed: `<a href="`; empty in running text. */
  markup: string;
}

/** Faults of grammar and of fields in one part, in the order they stand there (ME-10, ME-11). */
export const checkGrammar = (part: Part, about: { groups: readonly FieldGroup[]; html: boolean }): Fault[] => {
  const tokens = tokensOf(part);
  if (!Array.isArray(tokens)) return [tokens];
  const grammar: Grammar = { ...about, fields: fieldsByName(about.groups), open: [], markup: '' };
  const faults = tokens.flatMap((token) => checkToken(part, token, grammar));
  const unclosed = grammar.open.map(({ tag, begin }) =>
    faultAt(part, begin, 'unclosed', `«${tag}» is never closed: write {% end${tag} %} where it ends.`),
  );
  const found = [...faults, ...unclosed];
  return found.length ? found : refusedByParser(part);
};

const checkToken = (part: Part, token: TopLevelToken, grammar: Grammar): Fault[] => {
  if (token.kind === TokenKind.HTML) {
    grammar.markup = grammar.html ? unclosedMarkup(grammar.markup + token.getText()) : '';
    return [];
  }
  if (grammar.open.at(-1)?.tag === 'comment' && !/endcomment/.test(token.getText())) return [];
  return token.kind === TokenKind.Tag ? checkTag(part, token, grammar) : checkField(part, token, grammar);
};

const unclosedMarkup = (html: string): string => {
  const at = html.lastIndexOf('<');
  return at > html.lastIndexOf('>') ? html.slice(at) : '';
};

const tokensOf = (part: Part): TopLevelToken[] | Fault => {
  try {
    return new Tokenizer(part.text).readTopLevelTokens();
  } catch (error) {
    return parserFault(part, error);
  }
};

/** What our own look has let through and the parser does not take. */
const refusedByParser = (part: Part): Fault[] => {
  try {
    engine.parse(part.text);
    return [];
  } catch (error) {
    return [parserFault(part, error)];
  }
};

const parserFault = (part: Part, error: unknown): Fault => {
  const { token, message } = error as { token?: { begin: number; getText(): string }; message: string };
  if (!token) return faultAt(part, 0, 'limit', 'This is too long or too complicated to be read.');
  if (/not closed/.test(message)) {
    const [open, close] = token.getText().startsWith('{%') ? ['{%', '%}'] : ['{{', '}}'];
    return faultAt(part, token.begin, 'unclosed', `«${open}» is opened here and never closed with «${close}».`);
  }
  return faultAt(part, token.begin, 'unreadable', `This cannot be read: ${message.replace(/, line:.*$/s, '')}.`);
};
