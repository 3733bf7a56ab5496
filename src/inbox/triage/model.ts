import { z } from 'zod';
import type { Answers } from '#forms/answers.ts';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import { type DueAfter, dueAfter } from '../categories/model.ts';
import { newSenderRule } from '../senders/model.ts';

/** What a practice wants done with what comes in (IN-186). A rule can name no status and no decision. */

export const MOST_RULES = 100;
/** The main address among the addresses of a condition. */
export const MAIN = 'main';

const word = z.string().trim().min(1).max(80, 'At most 80 characters.');
export const when = z.strictObject({
  /** Any of these addresses or domains wrote; none: whoever wrote. */
  senders: z.array(newSenderRule.shape.pattern).max(50, 'At most 50 senders.').default([]),
  /** Tags of the practice's addresses; `main` is the one without. */
  addresses: z.array(z.string().trim().toLowerCase().min(1).max(30)).max(50, 'At most 50 addresses.').default([]),
  /** Any of these stands in the subject, as whole words. */
  words: z.array(word).max(50, 'At most 50 words.').default([]),
  /** It answers this form … */
  form_id: z.uuid().nullable().default(null),
  /** … and each of these questions so. */
  answers: z
    .array(z.strictObject({ question: z.string().min(1).max(40), is: z.string().trim().min(1).max(200) }))
    .max(10, 'At most 10 answers.')
    .default([]),
});
export type When = z.infer<typeof when>;

export const sets = z.strictObject({
  category_id: z.uuid().nullable().default(null),
  assignee_id: z.uuid().nullable().default(null),
  /** After so long, counted from the day of receipt. */
  due_after: dueAfter.nullable().default(null),
  tags: z.array(z.uuid()).max(20, 'At most 20 tags.').default([]),
  /** It makes no item and waits under «Set aside». */
  set_aside: z.boolean().default(false),
});
export type Sets = z.infer<typeof sets>;

const name = z.string().trim().min(1, 'Give the rule a name.').max(80, 'A name has at most 80 characters.');
export const newTriageRule = z.strictObject({ name, when, sets });
export const triageChanges = z.strictObject({ name, when, sets }).partial();

export interface TriageRule extends Thing {
  name: string;
  position: number;
  on: boolean;
  /** It was tried on what came last, as it now is. */
  tried: boolean;
  when: When;
  sets: Sets;
  deleted_at: Instant | null;
}

export type TriageCommand =
  | ({ do: 'add' } & z.infer<typeof newTriageRule>)
  | ({ do: 'change' } & z.infer<typeof triageChanges>)
  | { do: 'try' }
  | { do: 'switch'; on: boolean }
  | { do: 'place'; position: number }
  | { do: 'delete' };

export interface TriageState {
  /** Version 0: about to be made. */
  rule: TriageRule;
  around: {
    /** The others. */
    count: number;
    /** The position behind the last. */
    last: number;
    names: readonly string[];
    there: There;
    forms: ReadonlySet<Id>;
  };
}

/** What a rule may set now: what is gone is passed over. */
export interface There {
  categories: ReadonlySet<Id>;
  hands: ReadonlySet<Id>;
  tags: ReadonlySet<Id>;
}

/** What came in, as far as rules look at it. */
export interface Incoming {
  /** Whoever wrote; nobody where the sender failed (IN-69). */
  senders: readonly string[];
  /** Of the address of ours that it came to; undefined: to none. */
  tag: string | null | undefined;
  subject: string;
  form_id: Id | null;
  answers: Answers;
}

/** What the rules want done with it; of each field what the first rule says. */
export interface Triage {
  set_aside: string | null;
  category_id: Id | null;
  assignee_id: Id | null;
  due_after: DueAfter | null;
  tags: Id[];
  /** Which rule set what, for the timeline. */
  by: { rule: string; set: string[] }[];
}

export const NO_TRIAGE: Triage = {
  set_aside: null,
  category_id: null,
  assignee_id: null,
  due_after: null,
  tags: [],
  by: [],
};
