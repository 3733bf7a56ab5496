import type { z } from 'zod';
import type { Problem, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { type Content, content as contentSchema, STEP_KINDS } from './content.ts';

/**
 * What was sent as content → the content with its defaults, or `invalid` with one problem per field that names the step it
 * stands in and the limit it passes (WF-15, WF-30). `pointer` is where the content stands in what was sent.
 */
export const readContent = (sent: unknown, pointer = ''): { yes: true; content: Content } | Refusal => {
  const read = contentSchema.safeParse(sent);
  return read.success
    ? { yes: true, content: read.data }
    : invalid(...read.error.issues.flatMap(single).map((issue) => problemOf(issue, sent, pointer)));
};

/**
 * One issue for each field. Of several ways to write a thing the one that fits best says what is wrong, since «none of them»
 * would help nobody.
 */
const single = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
  if (issue.code !== 'invalid_union' || !issue.errors.length) return [issue];
  const best = issue.errors.reduce((a, b) => (b.length < a.length ? b : a));
  return best.flatMap((inner) => single({ ...inner, path: [...issue.path, ...inner.path] }));
};

const problemOf = (issue: z.core.$ZodIssue, sent: unknown, pointer: string): Problem => {
  const path = issue.path.map(String);
  const where = path[0] === 'steps' && path[1] !== undefined ? `${stepName(sent, path[1])}: ` : '';
  return problem([pointer, ...path].join('/'), issue.code, where + say(issue, path));
};

/** A step by its title, else by its number. */
const stepName = (sent: unknown, index: string): string => {
  const title = (sent as { steps?: { title?: unknown }[] }).steps?.[Number(index)]?.title;
  return typeof title === 'string' && title.trim() ? `«${title.trim().slice(0, 120)}»` : `Step ${Number(index) + 1}`;
};

const say = (issue: z.core.$ZodIssue, path: readonly string[]): string => {
  const field = NAMES[path.at(-1)!] ?? `«${path.at(-1) ?? 'the content'}»`;
  switch (issue.code) {
    case 'too_big':
      return `${field} ${issue.origin === 'array' ? 'holds' : 'is'} at most ${Number(issue.maximum).toLocaleString('en')}${issue.origin === 'string' ? ' characters' : ''}.`;
    case 'too_small':
      return issue.origin === 'string'
        ? `${field} is missing.`
        : `${field} is at least ${Number(issue.minimum).toLocaleString('en')}.`;
    case 'unrecognized_keys':
      return `«${issue.keys[0]}» is not known here.`;
    case 'custom':
      return issue.message;
    case 'invalid_union':
      return path.length === 3 && path[0] === 'steps' && path[2] === 'kind'
        ? `A step is one of ${STEP_KINDS.join(', ')}.`
        : `${field} cannot be read.`;
    case 'invalid_format':
      return path.at(-1) === 'key'
        ? 'A key begins with a small letter and has small letters, digits and _, at most 40.'
        : `${field} cannot be read.`;
    default:
      return `${field} cannot be read.`;
  }
};

const NAMES: Record<string, string> = {
  steps: 'The list of steps',
  triggers: 'The list of triggers',
  checklist: 'The checklist',
  asks: 'The list of questions',
  instructions: 'The text of the instructions',
  title: 'The title',
  name: 'The name',
  description: 'The description',
  outcomes: 'The list of outcomes',
};
