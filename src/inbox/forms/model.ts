import type { Answers } from '#forms/answers.ts';
import type { Design } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { FileRow } from '#kernel/files/model.ts';

/** Forms that anybody may fill in at an address of the practice; each answer becomes an item (IN-90, IN-92). */

/** A form that is shown to strangers; its id is the form's own. */
export interface PublicForm extends Thing {
  /** The last part of its address; never changes. */
  slug: string;
  open: boolean;
  /** The number of the version that strangers see; 0: none was ever published. */
  newest: number;
  /** Whose its items are (IN-141). */
  assignee_id: Id | null;
}

/** What was published; never changed (IN-97). */
export interface PublishedVersion extends Thing, Design {
  form_id: Id;
  n: number;
  published_at: Instant;
}

export type PublicFormCommand =
  /** What the form is now becomes its next version, and is shown at once (IN-97). */
  { do: 'publish' } | { do: 'close' } | { do: 'open' } | { do: 'give'; assignee_id: Id | null };

export interface PublicFormState {
  shown: PublicForm;
  versions: readonly PublishedVersion[];
  /** The form as it is written now; null when there is none, or it is archived. */
  design: Design | null;
  slugs_taken: readonly string[];
  /** Active members who may write in the inbox. */
  hands: readonly Id[];
}

/** One answer of a stranger, or of a member who adds an item by hand, with exactly one outcome (IN-180). */
export interface FormAnswer extends Thing {
  form_id: Id;
  n: number;
  page: string;
  answers: Answers;
  /** What was asked, where it was no published version: `n` is then the version of the form itself (IN-11). */
  asked: Design | null;
  received_at: Instant;
  outcome: 'item_made' | 'set_aside';
  because: string | null;
  item_id: Id | null;
}

export type FormAnswerCommand =
  | {
      do: 'receive';
      given: Pick<FormAnswer, 'form_id' | 'n' | 'page' | 'answers'> & { asked?: Design };
      /** What it becomes: an item of this id, or nothing for this reason. */
      item_id: Id | null;
      because: string | null;
      files: readonly Id[];
    }
  /** A member's press makes an item of one that was set aside (IN-76). */
  | { do: 'make_item'; item_id: Id };

export interface FormAnswerState {
  answer: FormAnswer;
  files: readonly FileRow[];
  /** The names of all files that it holds. */
  file_names: readonly string[];
}
