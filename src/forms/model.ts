import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';

/** What somebody outside is asked on a page of their own (WF-57, IN-92). */

export const QUESTION_KINDS = [
  'short_text',
  'long_text',
  'number',
  'money',
  'date',
  'yes_no',
  'one_of',
  'several_of',
  'email',
  'phone',
  'file',
  'statement',
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** The kinds whose answer another question may be shown by: one of a few known values. */
const DECIDING: readonly QuestionKind[] = ['yes_no', 'one_of', 'several_of'];
const CHOOSING: readonly QuestionKind[] = ['one_of', 'several_of'];
export const chooses = ({ kind }: Pick<Question, 'kind'>): boolean => CHOOSING.includes(kind);
export const decides = ({ kind }: Pick<Question, 'kind'>): boolean => DECIDING.includes(kind);

export const YES = 'yes';
export const NO = 'no';
/** The values that such an answer can have, as a condition names them. */
export const valuesOf = (question: Question): readonly string[] =>
  question.kind === 'yes_no' ? [YES, NO] : (question.choices ?? []);

const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

export const question = z.strictObject({
  key,
  kind: z.enum(QUESTION_KINDS, `A question is one of: ${QUESTION_KINDS.join(', ')}.`),
  /** What is asked; of a statement its whole text. */
  label: z.string().trim().min(1, 'Write what you ask.').max(2000, 'A question has at most 2000 characters.'),
  help: z.string().trim().max(500, 'A hint has at most 500 characters.').optional(),
  required: z.boolean().default(true),
  choices: z
    .array(z.string().trim().min(1, 'Write what can be chosen.').max(120, 'A choice has at most 120 characters.'))
    .max(50, 'At most 50 choices.')
    .optional(),
  /** Only asked when the answer to an earlier question is this one (IN-92). */
  shown_if: z.strictObject({ question: key, is: z.string().max(120) }).optional(),
});
export type Question = z.infer<typeof question>;

const title = z.string().trim().min(1, 'Give the form a title.').max(120, 'A title has at most 120 characters.');
const intro = z.string().trim().max(2000, 'An introduction has at most 2000 characters.');
const questions = z.array(question).max(60, 'A form has at most 60 questions.');

export const newForm = z.strictObject({
  title,
  intro: intro.default(''),
  questions: questions.default([]),
});
export const formChanges = z.strictObject({ title, intro, questions }).partial();
/** What the page is drawn from. */
export const design = z.strictObject({ title, intro, questions });
export type Design = z.infer<typeof design>;

export interface Form {
  id: Id;
  version: number;
  /** Made from the title and never changed: by it workflows name the form. */
  key: string;
  title: string;
  intro: string;
  questions: Question[];
  archived_at: Instant | null;
  archived_by: string | null;
  deleted_at: Instant | null;
}

export type FormCommand =
  /** `key`: of the library; left out, made from the title. */
  | ({ do: 'create'; key?: string | undefined } & z.infer<typeof newForm>)
  | ({ do: 'change' } & z.infer<typeof formChanges>)
  | { do: 'archive' }
  | { do: 'restore' };

/** Something that asks with a form: a workflow, a category of items. */
export interface Use {
  id: Id;
  name: string;
  url: string;
}

export interface FormState {
  id: Id;
  form?: Form;
  /** Keys of all forms that ever were, deleted ones too. */
  keys_taken: readonly string[];
  used_by: readonly Use[];
}
