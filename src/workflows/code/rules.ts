import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { PARAMS } from '#workflows/definitions/actions.ts';
import { type Content, content as contentSchema } from '#workflows/definitions/content.ts';
import { readContent } from '#workflows/definitions/reading.ts';
import { renamed } from './mentions.ts';
import {
  type Form,
  type Mapping,
  type Mention,
  type NameBook,
  type Named,
  SCHEMA,
  type WorkflowFile,
  workflowFile,
} from './model.ts';
import { paramsInOrder } from './order.ts';
import { parseText } from './parsing.ts';
import { slim } from './slim.ts';
import { asText } from './text.ts';

/** A workflow of the practice as the text of a file: members by e-mail, roles and tags by name (WF-160, WF-162). */
export const exported = (workflow: { key: string; content: Content }, book: NameBook, form: Form): string => {
  const content = renamed(workflow.content, book.facts.custom_fields, (kind, id) => nameOf(book, kind, id) ?? id);
  return written({ schema: SCHEMA, key: workflow.key, ...content }, form);
};

/** A file as its text; the same file is always the same text (WF-161). */
export const written = (file: WorkflowFile, form: Form): string => {
  const lean = slim(workflowFile, file as never) as unknown as WorkflowFile;
  const steps = lean.steps.map((step) => ('params' in step ? { ...step, params: paramsInOrder(step) } : step));
  return asText({ ...lean, steps } as never, form);
};

/** The text of a file → the file, or `invalid` with every field that is wrong, by its path (WF-164). */
export const readFile = (text: string): { yes: true; file: WorkflowFile } | Refusal => {
  const parsed = parseText(text);
  if (!parsed.yes) return parsed;
  const { value } = parsed;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return invalid(problem('', 'unreadable', 'The file holds no workflow.'));
  const { schema, key, ...rest } = value;
  if (schema !== SCHEMA) {
    const found = typeof schema === 'string' ? `is «${schema.slice(0, 80)}»` : 'is missing';
    return invalid(problem('/schema', 'unknown_schema', `The schema ${found}; this Tickmark reads «${SCHEMA}».`));
  }
  if (!workflowFile.shape.key.safeParse(key).success) {
    const rule = 'The key begins with a small letter and has small letters, digits and _, at most 40.';
    return invalid(problem('/key', 'invalid_format', rule));
  }
  const read = readContent(rest);
  if (!read.yes) return read;
  const unknown = unknownParams(read.content);
  return unknown.length ? invalid(...unknown) : { yes: true, file: { schema, key: key as string, ...read.content } };
};

/** The content of a file for this practice, and the names in it that are not found and not mapped (WF-162). */
export const resolved = (
  file: WorkflowFile,
  book: NameBook,
  mapping: Mapping = {},
): { content: Content; unresolved: Mention[] } => {
  const missing = new Map<string, Mention>();
  const { schema: _, key: __, ...content } = file;
  const resolve = (kind: Named, name: string, at: string): string => {
    if (kind === 'workflow' && name === file.key) return name;
    const id = found(book, kind, mapping[`${kind}:${name}`] ?? name);
    if (id === undefined && !missing.has(`${kind}:${name}`)) missing.set(`${kind}:${name}`, { kind, name, at });
    return id ?? name;
  };
  return { content: renamed(content, book.facts.custom_fields, resolve), unresolved: [...missing.values()] };
};

const unknownParams = ({ steps }: Content) =>
  steps.flatMap((step, i) => {
    if (step.kind !== 'action') return [];
    const known = Object.keys(PARAMS[step.do].shape);
    const unknown = Object.keys(step.params).filter((name) => !known.includes(name));
    return unknown.map((name) =>
      problem(`/steps/${i}/params/${name}`, 'unrecognized_keys', `«${step.title}»: «${name}» is not known here.`),
    );
  });

/** The name in files of something of the practice; undefined when it is gone. */
const nameOf = ({ facts, emails }: NameBook, kind: Named, id: string): string | undefined => {
  switch (kind) {
    case 'member':
      return emails.get(id);
    case 'role':
      return facts.roles.find((role) => role.id === id)?.name;
    case 'tag':
      return facts.tags.find((tag) => tag.id === id)?.name;
    case 'email_template':
    case 'sms_template':
      return templatesOf(facts, kind).find((template) => template.id === id)?.name;
    case 'workflow':
    case 'form':
      return id;
    default:
      return kind satisfies never;
  }
};

/** What a name, or an id, stands for here: an exact name before one that differs in case only. */
const found = ({ facts, emails }: NameBook, kind: Named, name: string): string | undefined => {
  switch (kind) {
    case 'member':
      return byName(
        [...emails].map(([id, email]) => ({ id, name: email })),
        name,
      );
    case 'role':
      return byName(facts.roles, name);
    case 'tag':
      return byName(facts.tags, name);
    case 'email_template':
    case 'sms_template':
      return byName(templatesOf(facts, kind), name);
    case 'workflow':
      return byKey(facts.workflows, name);
    case 'form':
      return byKey(
        facts.forms.filter(({ archived }) => !archived),
        name,
      );
    default:
      return kind satisfies never;
  }
};

/** A name is one of its channel's. */
export const templatesOf = ({ message_templates }: NameBook['facts'], kind: 'email_template' | 'sms_template') =>
  message_templates.filter(({ channel, archived }) => !archived && `${channel}_template` === kind);

const byKey = (things: readonly { key: string }[], name: string): string | undefined =>
  byName(
    things.map(({ key }) => ({ id: key, name: key })),
    name,
  );

const byName = (things: readonly { id: string; name: string }[], name: string): string | undefined =>
  (
    things.find((thing) => thing.name === name || thing.id === name) ??
    things.find((thing) => thing.name.toLowerCase() === name.toLowerCase())
  )?.id;

/** The content as it is kept: with the defaults of today's schema. */
export const keptContent = (content: unknown): Content => contentSchema.parse(content);
