import type { SubjectKind } from './content.ts';

/**
 * Merge fields in the texts of notes and notices: `{{ employee.name }}`. The groups a workflow may use follow from its
 * subject kinds (ME-20, ME-22); the practice, the run and today are there for all.
 */
const PERSON = ['name', 'first_name', 'last_name', 'email', 'phone'];
const GROUPS: Record<SubjectKind, Record<string, readonly string[]>> = {
  prospect: { prospect: PERSON },
  client: { client: [...PERSON, 'client_number'] },
  employee: { employee: PERSON },
  invoice: { invoice: ['number', 'amount', 'balance', 'issue_date', 'due_date'], client: [...PERSON, 'client_number'] },
};
const EVERYWHERE = ['practice.name', 'run.name', 'today'];

/** All names a text may ask for, in the order a picker shows them. */
export const mergeFields = (kinds: readonly SubjectKind[]): string[] => [
  ...kinds.flatMap((kind) =>
    Object.entries(GROUPS[kind]).flatMap(([group, fields]) => fields.map((field) => `${group}.${field}`)),
  ),
  ...EVERYWHERE,
];

/** The names a text asks for, in order, each once; what stands in braces and is no name comes as it was typed. */
export const askedFields = (text: string): string[] => [
  ...new Set([...text.matchAll(BRACES)].map(([, inside]) => inside!.trim())),
];

/** The names in `text` that no subject of these kinds has. */
export const unknownFields = (text: string, kinds: readonly SubjectKind[]): string[] => {
  const known = new Set(mergeFields(kinds));
  return askedFields(text).filter((name) => !known.has(name));
};

/** The text with its values. A name without a value is left out and told in `missing`. */
export const filled = (
  text: string,
  values: Readonly<Record<string, string | null>>,
): { text: string; missing: string[] } => {
  const missing = askedFields(text).filter((name) => !values[name]);
  return { text: text.replace(BRACES, (_, inside: string) => values[inside.trim()] ?? ''), missing };
};

const BRACES = /\{\{(.*?)\}\}/gs;
