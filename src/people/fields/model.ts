import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Command } from '#kernel/decision/model.ts';

export const FIELD_KINDS = ['prospect', 'client', 'employee'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export const FIELD_TYPES = ['text', 'number', 'money', 'date', 'yes_no', 'choice', 'member'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const FIELDS_PER_KIND = 50;
export const CUSTOM_TEXT_LIMIT = 4_000;
/** How long the values of a deleted field are kept (PE-64). */
export const KEPT_DAYS = 30;

const labelText = z
  .string()
  .trim()
  .min(1, 'Give the field a name.')
  .max(60, 'A field’s name has at most 60 characters.');
const kinds = z.array(z.enum(FIELD_KINDS)).min(1, 'A field belongs to at least one kind of record.').max(3);
const choices = z
  .array(z.string().trim().min(1, 'A choice has a name.').max(80, 'A choice has at most 80 characters.'))
  .max(100, 'At most 100 choices.')
  .refine(
    (all) => new Set(all.map((one) => one.toLowerCase())).size === all.length,
    'The same choice stands here twice.',
  );

export const newCustomField = z.strictObject({
  label: labelText,
  record_kinds: kinds,
  type: z.enum(FIELD_TYPES),
  choices: choices.default([]),
});
export const customFieldChanges = z
  .strictObject({ label: labelText, record_kinds: kinds, type: z.enum(FIELD_TYPES), choices })
  .partial();

export interface CustomField {
  id: Id;
  version: number;
  /** Stands in `custom{}` of a record; never changes and is never used twice. */
  key: string;
  label: string;
  record_kinds: FieldKind[];
  type: FieldType;
  choices: string[];
  deleted_at: Instant | null;
  /** When the kept values were thrown away. */
  forgotten_at: Instant | null;
}

export type CustomFieldCommand =
  | ({ do: 'add' } & z.infer<typeof newCustomField>)
  | ({ do: 'change' } & z.infer<typeof customFieldChanges>)
  | { do: 'delete' }
  | { do: 'restore' }
  | { do: 'wake' };
true satisfies CustomFieldCommand extends Command ? true : false;

export interface CustomFieldState {
  /** Version 0: about to be made. */
  field: CustomField;
  /** All others of the practice, deleted ones too. */
  others: readonly CustomField[];
  /** How many records have a value in it. */
  values: number;
}

/** The fields of one kind of record as values are checked against them. */
export type FieldShape = Pick<CustomField, 'key' | 'label' | 'type' | 'choices'>;
