import fc from 'fast-check';
import { z } from 'zod';
import { PARAMS } from '#workflows/definitions/actions.ts';
import { type Content, content, type Step } from '#workflows/definitions/content.ts';
import { FACTS } from '#workflows/definitions/testing.ts';
import type { NameBook } from './model.ts';

/** What the tests of files share: a practice's names, and any content that the schema takes. */
export const BOOK: NameBook = {
  facts: FACTS,
  emails: new Map([
    ['m-anna', 'anna@tern.example'],
    ['m-ben', 'ben@tern.example'],
    ['m-carl', 'carl@tern.example'],
  ]),
};

const KINDS = [['prospect'], ['client'], ['prospect', 'client'], ['employee'], ['invoice']];

/** Any content, made from the schema itself: a field that is new to it is written and read in these tests too. */
export const anyContent = (): fc.Arbitrary<Content> =>
  anyOf(content, 0)
    .chain((made) => fc.constantFrom(...KINDS).map((subject_kinds) => ({ ...(made as object), subject_kinds })))
    .map((made) => content.safeParse(made))
    .filter(({ success }) => success)
    .map(({ data }) => ({ ...data!, steps: data!.steps.map(withKnownParams) }));

/** What an action does not know is refused when it is read, so it is not written here. */
const withKnownParams = (step: Step, i: number): Step => {
  if (step.kind !== 'action') return step;
  const names = Object.keys((PARAMS[step.do] as z.ZodObject).shape);
  const values = Object.values(step.params);
  const known = names.flatMap((name, n) => (values[(n + i) % 3] === undefined ? [] : [[name, values[(n + i) % 3]]]));
  return { ...step, params: Object.fromEntries(known) };
};

const DEEP = 12;

const anyOf = (schema: z.ZodType, depth: number): fc.Arbitrary<unknown> => {
  const next = (inner: unknown) => anyOf(inner as z.ZodType, depth + 1);
  if (schema instanceof z.ZodOptional) return fc.option(next(schema.unwrap()), { nil: undefined, freq: 2 });
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return fc.option(next(schema.unwrap()), { nil: undefined });
  if (schema instanceof z.ZodLazy) return next(schema.unwrap());
  if (schema instanceof z.ZodUnion) {
    const options = schema.options as z.ZodType[];
    return depth > DEEP ? next(options[0]) : fc.oneof(...options.map(next));
  }
  if (schema instanceof z.ZodObject) return anyObject(schema, depth);
  if (schema instanceof z.ZodArray) {
    const least = limitsOf(schema).minimum ?? 0;
    return fc.array(next(schema.element), { minLength: least, maxLength: Math.max(least, depth > 4 ? 2 : 4) });
  }
  if (schema instanceof z.ZodRecord) return fc.dictionary(next(schema.keyType) as never, next(schema.valueType));
  return anyLeaf(schema);
};

const anyObject = (schema: z.ZodObject, depth: number): fc.Arbitrary<unknown> => {
  const fields = Object.entries(schema.shape).map(([name, inner]) => [name, anyOf(inner as z.ZodType, depth + 1)]);
  return fc.record(Object.fromEntries(fields)).map((made) => JSON.parse(JSON.stringify(made)));
};

const anyLeaf = (schema: z.ZodType): fc.Arbitrary<unknown> => {
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return anyNumber(schema);
  if (schema instanceof z.ZodString) return anyString(schema);
  if (schema instanceof z.ZodNull) return fc.constant(null);
  throw new Error(`no way to make a ${schema.def.type}`);
};

const anyNumber = (schema: z.ZodNumber): fc.Arbitrary<number> => {
  const { min = -9999, max = 9999 } = limitsOf(schema);
  return schema.format === 'safeint'
    ? fc.integer({ min, max })
    : fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
};

/** Texts that look like something else to YAML, and any other. */
const TRICKY = [
  'yes',
  'null',
  '~',
  '0x10',
  '1e3',
  '- a',
  'a: b',
  '#x',
  "it's",
  '"',
  '{{a}}',
  '1\n2',
  'a\r\nb',
  '\ttab',
  '&a',
  '%x',
  '---',
];

const anyString = (schema: z.ZodString): fc.Arbitrary<string> => {
  const { pattern, minimum = 0, maximum = 40 } = limitsOf(schema);
  if (pattern) return fc.stringMatching(pattern, { size: 'small' }).filter((text) => schema.safeParse(text).success);
  const text = fc.oneof(fc.constantFrom(...TRICKY), fc.string({ unit: 'binary' }), fc.lorem({ mode: 'sentences' }));
  return text.map((made) => made.slice(0, maximum).toWellFormed()).filter((made) => made.trim().length >= minimum);
};

interface Limits {
  pattern?: RegExp;
  minimum?: number;
  maximum?: number;
  min?: number;
  max?: number;
}

const limitsOf = (schema: z.ZodType): Limits => {
  const found: Limits = {};
  for (const check of schema.def.checks ?? []) {
    const {
      check: name,
      pattern,
      minimum,
      maximum,
      value,
    } = check._zod.def as Limits & { check: string; value?: number };
    if (pattern) found.pattern = pattern;
    if (minimum !== undefined) found.minimum = minimum;
    if (maximum !== undefined) found.maximum = maximum;
    if (name === 'greater_than' && value !== undefined) found.min = value;
    if (name === 'less_than' && value !== undefined) found.max = value;
  }
  return found;
};
