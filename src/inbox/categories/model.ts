import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';

/** The practice's own kinds of items (inbox.md 2). */

export const UNITS = ['days', 'business_days'] as const;
export const dueAfter = z.strictObject({
  n: z.int().min(0).max(366, 'At most 366 days.'),
  unit: z.enum(UNITS),
});
/** So long after the day of receipt, which is day 0 (IN-12). */
export type DueAfter = z.infer<typeof dueAfter>;

const fields = {
  name: z.string().trim().min(1, 'Give the category a name.').max(80, 'A name has at most 80 characters.'),
  default_assignee_id: z.uuid().nullable(),
  due_after: dueAfter.nullable(),
  /** What is asked when such an item is added by hand (IN-11). */
  form_id: z.uuid().nullable(),
  alert_emails: z
    .array(z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.').max(254)))
    .max(50, 'At most 50 addresses.'),
};
export const newCategory = z.strictObject({
  ...fields,
  default_assignee_id: fields.default_assignee_id.default(null),
  due_after: fields.due_after.default(null),
  form_id: fields.form_id.default(null),
  alert_emails: fields.alert_emails.default([]),
});
export const categoryChanges = z.strictObject(fields).partial();

export interface Category extends Thing {
  name: string;
  /** Who gets its items where nobody else is named (IN-141). */
  default_assignee_id: Id | null;
  due_after: DueAfter | null;
  /** What is asked when such an item is added by hand (IN-11). */
  form_id: Id | null;
  /** Who hears of its new items that nobody has, besides the practice's alert addresses. */
  alert_emails: string[];
  deleted_at: Instant | null;
}

export interface CategoryState {
  category: Category;
  around: {
    /** Other categories' names, in small letters. */
    taken: readonly string[];
    /** Members who may act in the inbox. */
    hands: ReadonlySet<Id>;
    /** Forms that can be asked. */
    forms: ReadonlySet<Id>;
  };
}

export type CategoryCommand =
  | ({ do: 'add' } & z.infer<typeof newCategory>)
  | ({ do: 'change' } & z.infer<typeof categoryChanges>)
  | { do: 'delete' };
