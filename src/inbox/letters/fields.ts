import type { PlainDate } from '#ground/time.ts';
import { check } from '#messages/fields/check.ts';
import { readExpression } from '#messages/fields/expression.ts';
import { withinLimits } from '#messages/fields/limits.ts';
import type { FieldGroup, Values } from '#messages/fields/model.ts';
import { groupsAt } from '#messages/fields/names.ts';
import { render } from '#messages/fields/render.ts';

export const BODY = 'letter.body';
export const SIGNATURE = 'approver.signature';

/** What only a letter has (IN-116). */
const OWN: readonly FieldGroup[] = [
  {
    name: 'letter',
    label: 'Letter',
    fields: [{ name: 'body', label: 'Text', format: 'text', may_be_missing: true, sample: 'Dear Sample Client,' }],
  },
  {
    name: 'approver',
    label: 'Approver',
    fields: [
      { name: 'signature', label: 'Signature', format: 'text', may_be_missing: false, sample: 'Sample Approver' },
    ],
  },
];

const knownTo = (groups: readonly FieldGroup[]): FieldGroup[] => [...groupsAt(groups, 'document'), ...OWN];

/** Why these fields of a template cannot be used, a sentence for each that cannot. */
export const wrongFields = (fields: readonly string[], groups: readonly FieldGroup[]): string[] =>
  fields.flatMap((field) => {
    const [first] = check({ subject: null, body: `{{ ${field} }}` }, 'sms', knownTo(groups));
    return first ? [first.sentence] : [];
  });

/** The name of a field without what formats it. */
export const nameOf = (field: string): string => readExpression(field)?.name ?? field;

const isOwn = (field: string): boolean => [BODY, SIGNATURE].includes(nameOf(field));

export interface Filling {
  values: Values;
  locale: string;
  today: PlainDate;
  groups: readonly FieldGroup[];
}

/** The values of a template's fields for one client; empty where there is none. Those that only a letter has are left out. */
export const valuesFor = (
  fields: readonly string[],
  { values, locale, today, groups }: Filling,
): Record<string, string> =>
  Object.fromEntries(
    fields
      .filter((field) => !isOwn(field))
      .map((field) => {
        const source = { subject: null, body: '<p></p>', text: `{{ ${field} }}` };
        const given = { values, locale, channel: 'email' as const, today, groups: knownTo(groups) };
        const done = withinLimits(() => render(source, given));
        return [field, done && !done.missing.length ? done.text : ''] as const;
      }),
  );

/** The values that a letter's file is filled with: a gap has none. */
export const withOwn = (
  used: Readonly<Record<string, string>>,
  { fields, body, signature }: { fields: readonly string[]; body: string; signature: string },
): Map<string, string> => {
  const own = (field: string): string | undefined =>
    nameOf(field) === BODY ? body : nameOf(field) === SIGNATURE ? signature : used[field];
  return new Map(fields.flatMap((field) => (own(field)?.trim() ? [[field, own(field)!] as const] : [])));
};
