import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isDate } from '#ground/time.ts';
import type { Json, Problem } from '#kernel/decision/model.ts';
import { problem } from '#kernel/decision/rules.ts';
import { CUSTOM_TEXT_LIMIT, type FieldShape } from './model.ts';

/** A decimal text with at most 15 digits before and 4 after the point. */
export const isDecimal = (text: string): boolean => /^-?\d{1,15}(\.\d{1,4})?$/.test(text);

const money = z.strictObject({ amount: z.string().refine(isDecimal), currency: z.string().regex(/^[A-Z]{3}$/) });

/** `custom{}` as it crosses the boundary: a merge patch, `null` takes a value away. */
export const customValues = z.record(
  z.string().max(40),
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.strictObject({ amount: z.string(), currency: z.string() }),
  ]),
);
export type CustomValues = Record<string, Json>;

export interface Checked {
  values: CustomValues;
  problems: Problem[];
}

/**
 * Lays a merge patch over what stands there, each value by its field's type (PE-11, PE-64). Problems point at
 * `/custom/<key>`. A value that does not change is never asked again, though its choice or member may be gone.
 */
export const checkValues = (
  before: CustomValues,
  patch: CustomValues,
  facts: { fields: readonly FieldShape[]; members: readonly { id: Id; active: boolean }[] },
): Checked => {
  const values = { ...before };
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(patch)) {
    const field = facts.fields.find((one) => one.key === key);
    const no = field
      ? same(before[key], value)
        ? null
        : fault(field, value, facts.members)
      : 'There is no such field.';
    if (no) problems.push(problem(`/custom/${key}`, field ? 'invalid' : 'unknown_field', no));
    else if (value === null || value === '') delete values[key];
    else values[key] = typeof value === 'string' ? value.trim() : value;
  }
  return { values, problems };
};

const same = (a: Json | undefined, b: Json): boolean => JSON.stringify(a ?? null) === JSON.stringify(b);

const fault = (field: FieldShape, value: Json, members: readonly { id: Id; active: boolean }[]): string | null => {
  if (value === null || value === '') return null;
  const say = (ok: boolean, sentence: string) => (ok ? null : `${field.label}: ${sentence}`);
  switch (field.type) {
    case 'text':
      return say(
        typeof value === 'string' && value.length <= CUSTOM_TEXT_LIMIT,
        `a text of at most ${CUSTOM_TEXT_LIMIT.toLocaleString('en')} characters.`,
      );
    case 'number':
      return say(typeof value === 'number' && Number.isFinite(value), 'a number.');
    case 'money':
      return say(money.safeParse(value).success, 'an amount with its currency, for example 120.50 GBP.');
    case 'date':
      return say(typeof value === 'string' && isDate(value), 'a day, written YYYY-MM-DD.');
    case 'yes_no':
      return say(typeof value === 'boolean', 'yes or no.');
    case 'choice':
      return say(
        typeof value === 'string' && field.choices.includes(value),
        `one of ${field.choices.map((choice) => `«${choice}»`).join(', ')}.`,
      );
    case 'member':
      return say(
        members.some((member) => member.id === value && member.active),
        'an active member of the practice.',
      );
  }
};
