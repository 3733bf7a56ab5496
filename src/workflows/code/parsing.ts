import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import type { Json, Problem, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { MOST_BYTES } from './model.ts';

/**
 * The text of a file → its value, or `invalid` (WF-164): over 1 MB, not to be read, several documents, anchors, aliases, tags,
 * directives, and keys that stand twice. JSON is read as the YAML it is.
 */
export const parseText = (text: string): { yes: true; value: Json } | Refusal => {
  if (new TextEncoder().encode(text).length > MOST_BYTES) {
    return invalid(problem('', 'too_large', 'A workflow file has at most 1 MB.'));
  }
  if (/^%/m.test(text.slice(0, text.search(/^---/m) + 1)))
    return invalid(problem('', 'directive', 'A workflow file has no line that begins with «%».'));
  const document = read(text);
  const [fault] = document?.errors ?? [];
  // where the parser runs out of stack it says so as a fault of the text
  if (!document || fault?.message.startsWith('Maximum call stack')) return TOO_DEEP;
  if (fault) return unreadable(fault.message.split('\n')[0]!.replace(/:?$/, '.'));
  const reader = new Reader();
  const value = reader.valueOf(document.contents, '');
  if (reader.isTooDeep) return TOO_DEEP;
  return reader.problems.length ? invalid(...reader.problems) : { yes: true, value };
};

const unreadable = (why: string): Refusal => invalid(problem('', 'unreadable', `The file cannot be read: ${why}`));

const TOO_DEEP = unreadable('it is nested too deeply.');
/** No workflow has its values deeper than this. */
const DEEPEST = 100;

const read = (text: string) => {
  try {
    // the parser looks for double keys in quadratic time, the reader below does not
    return parseDocument(text, { uniqueKeys: false, merge: false, version: '1.2', schema: 'core', prettyErrors: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const MOST_PROBLEMS = 20;

class Reader {
  readonly problems: Problem[] = [];
  isTooDeep = false;
  #depth = 0;

  valueOf(node: unknown, at: string): Json {
    if (node === null || node === undefined) return null;
    if (isAlias(node))
      return this.#refuse(at, 'alias', 'An alias («*») is not read. Write the value where it belongs.');
    const { anchor, tag } = node as Node & { anchor?: string };
    if (anchor) this.#refuse(at, 'anchor', `The anchor «&${anchor}» is not read. Leave it out.`);
    if (tag) this.#refuse(at, 'tag', `The tag «${tag}» is not read. Leave it out.`);
    if (!isMap(node) && !isSeq(node)) return (isScalar(node) ? node.value : null) as Json;
    if (this.#depth >= DEEPEST) {
      this.isTooDeep = true;
      return null;
    }
    this.#depth += 1;
    const value = isMap(node)
      ? this.#mapOf(node.items as Pair[], at)
      : node.items.map((item, i) => this.valueOf(item, `${at}/${i}`));
    this.#depth -= 1;
    return value;
  }

  #mapOf(items: readonly Pair[], at: string): Json {
    const found = new Map<string, Json>();
    for (const { key, value } of items) {
      const name = this.valueOf(key, at);
      const path = `${at}/${String(name)}`;
      if (typeof name !== 'string') this.#refuse(path, 'key', `«${String(name)}» is no name of a field.`);
      else if (found.has(name)) this.#refuse(path, 'twice', `«${name}» stands there twice.`);
      else found.set(name, this.valueOf(value, path));
    }
    return Object.fromEntries(found);
  }

  #refuse(at: string, code: string, detail: string): null {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem(at, code, detail));
    return null;
  }
}
