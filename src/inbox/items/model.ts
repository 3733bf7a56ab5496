import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { type Instant, isDate, type PlainDate } from '#ground/time.ts';
import type { Delegation } from '#kernel/access/delegations/model.ts';
import type { Actor, Thing } from '#kernel/decision/model.ts';
import type { Category } from '../categories/model.ts';

/** Every task and document approval that reaches the practice, in one list (inbox.md 2). */

/** The five tabs, in their order (IN-3). */
export const STATUSES = ['outstanding', 'in_progress', 'approved', 'not_approved', 'completed'] as const;
export type Status = (typeof STATUSES)[number];
/** Where it came from; never changes. */
export const ORIGINS = ['manual', 'email', 'form', 'document'] as const;
export type Origin = (typeof ORIGINS)[number];
export const PRIORITIES = ['low', 'normal', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const VALUES = ['approved', 'not_approved'] as const;
export type DecisionValue = (typeof VALUES)[number];

/** What the machine found about an item's mail, and sets and clears by itself; a screen says it in words. */
export const MARKS = [
  'damaged',
  'characters_uncertain',
  'message_id_seen',
  'unknown_reply_address',
  'text_cut',
  'too_large',
  'more_attachments',
  'encrypted',
  'reply_received',
  'new_sender',
  'spam_suspected',
] as const;
export type Mark = (typeof MARKS)[number];
export const VERDICTS = ['verified', 'unverified', 'failed', 'not_checked'] as const;
export type SenderVerdict = (typeof VERDICTS)[number];

/** What SPF, DKIM and DMARC said of a mail, each in the words of RFC 8601 (IN-68). */
export interface Checks {
  spf: string;
  dkim: string;
  dmarc: string;
}

/** The mail that an item was made of. */
export interface Source {
  arrival_id: Id;
  from: string;
  name: string;
  received_at: Instant;
  verdict: SenderVerdict;
  /** What the verdict rests on; null where nobody looked. */
  checks: Checks | null;
  /** Behind the practice's name in the address it was sent to (IN-42). */
  tag: string | null;
}

/** Somebody outside who is no record of ours, or not yet. */
export const contact = z.strictObject({
  name: z.string().trim().max(200, 'A name has at most 200 characters.').optional(),
  email: z.email('This is not an e-mail address.').max(254).optional(),
  phone: z.string().trim().max(40, 'A phone number has at most 40 characters.').optional(),
});
export type Contact = z.infer<typeof contact>;

const day = z.string().refine(isDate, 'A day is written YYYY-MM-DD.');
export const MOST_TAGS = 20;
const about = {
  subject: z
    .string()
    .trim()
    .min(1, 'Say in a few words what it is about.')
    .max(300, 'A subject has at most 300 characters.'),
  details: z.string().max(50_000, 'Details have at most 50,000 characters.'),
  client_id: z.uuid().nullable(),
  category_id: z.uuid().nullable(),
  contact: contact.nullable(),
  priority: z.enum(PRIORITIES),
  due_on: day.nullable(),
  confidential: z.boolean(),
  watcher_ids: z.array(z.uuid()).max(50, 'At most 50 members watch an item.'),
  tags: z.array(z.uuid()).max(MOST_TAGS, `An item has at most ${MOST_TAGS} tags.`),
};
export const noteText = z
  .string()
  .trim()
  .min(1, 'Write the note.')
  .max(10_000, 'A note has at most 10,000 characters.');
const mentions = z.array(z.uuid()).max(50).default([]);
export const reason = z.string().trim().max(500, 'At most 500 characters.');

/** What an item added by hand may bring (IN-9). Its status is not asked: it is Outstanding (IN-5). */
export const newItem = z.strictObject({
  subject: about.subject,
  details: about.details.default(''),
  client_id: about.client_id.default(null),
  category_id: about.category_id.default(null),
  contact: about.contact.default(null),
  priority: about.priority.default('normal'),
  due_on: about.due_on.default(null),
  confidential: about.confidential.default(false),
  watcher_ids: about.watcher_ids.default([]),
  tags: about.tags.default([]),
  assignee_id: z.uuid().nullable().default(null),
  note: noteText.optional(),
});
export const itemChanges = z.strictObject(about).partial();
export const decisionBody = z.strictObject({
  value: z.enum(VALUES),
  instructions: z.string().trim().max(2000, 'Instructions have at most 2,000 characters.').optional(),
});
export const assignmentBody = z.strictObject({
  assignee_id: z.uuid().nullable(),
  note: noteText.optional(),
});
export const holdBody = z.strictObject({
  why: reason.min(1, 'Say what it waits for.'),
  until: day.nullable().default(null),
});
export const noteBody = z.strictObject({ body: noteText, mentions });
export const noteChange = z.strictObject({ body: noteText });

export interface Item extends Thing {
  /** Counted per practice from 1; shown as #1042. */
  number: number;
  origin: Origin;
  status: Status;
  /** Who set the status it has, and when (IN-30). */
  status_by: Actor;
  status_at: Instant;
  subject: string;
  details: string;
  client_id: Id | null;
  /** The practice's own kind of item. */
  category_id: Id | null;
  contact: Contact | null;
  priority: Priority;
  due_on: PlainDate | null;
  assignee_id: Id | null;
  watcher_ids: Id[];
  tags: Id[];
  confidential: boolean;
  hold_why: string | null;
  hold_until: PlainDate | null;
  /** Written once; completion, deletion and restoration leave it alone (IN-29). */
  decision: DecisionValue | null;
  /** Where it stood before, to which taking back returns it. */
  decided_from: Status | null;
  decided_by: Actor | null;
  /** The member whose deputy decided. */
  decided_for: Id | null;
  /** Whoever decided had prepared it, or stood in for who had (PL-S6). */
  own_work: boolean;
  decided_at: Instant | null;
  /** Until then whoever decided may take it back (IN-104). */
  final_at: Instant | null;
  /** Its time to be taken back is over, and whoever waits for it was told. */
  decision_final: boolean;
  instructions: string | null;
  completed_by: Actor | null;
  completed_at: Instant | null;
  /** The document whose approval it asks for. */
  document_id: Id | null;
  /** A Send & approve on its way: until it is known what became of the mail, nothing else is decided (IN-107). */
  sending: Sending | null;
  /** Why the last Send & approve sent nothing. */
  send_error: string | null;
  /** The client got it with the decision. */
  decision_sent: boolean;
  /** The decided or completed item that this one takes up again (IN-135). */
  resubmission_of: Id | null;
  /** Where an item of mail came from. */
  source: Source | null;
  marks: Mark[];
  /** The decided or completed item whose mail it goes on with (IN-64). */
  follows: Id | null;
  /** The item that its mail says it answers, though its sender has nothing to do with that: a proposal (IN-63). */
  may_follow: Id | null;
  /** What somebody did not want of what was proposed: `kind:value` (IN-182). */
  declined: string[];
  /** The answer to a form that it was made of (IN-90). */
  form_answer_id: Id | null;
  deleted_at: Instant | null;
  deleted_by: Actor | null;
  created_by: Actor;
}

export interface Sending {
  by: Actor;
  acting_for: Id | null;
  /** Missing in what was sent before it was noted. */
  own_work?: boolean;
  at: Instant;
  message_id: Id;
  instructions: string | null;
}

/** What of its document decides who may approve it (IN-119). */
export interface DocumentFacts {
  id: Id;
  prepared_by: Actor;
  /** The member who prepared it, or whose key did; nobody for a key without an owner. */
  preparer: Id | null;
  /** Whoever prepared it may not approve it. */
  four_eyes: boolean;
}

/** For members only; never sent to a client (IN-150). */
export interface Note extends Thing {
  body: string;
  mentions: Id[];
  author: Actor;
  written_at: Instant;
  edited_at: Instant | null;
  /** It was taken back. */
  deleted_at?: Instant | null;
}

/** A member as far as an item needs to know: whether they may act in the inbox at all (IN-144). */
export interface Hand {
  id: Id;
  name: string;
  active: boolean;
  writes: boolean;
  sees_all: boolean;
  /** Whose items, and which categories, they may act on besides their own (IN-143). */
  covers?: { member_ids: readonly Id[]; category_ids: readonly Id[] } | undefined;
  /** Who stands in for them today (IN-147). */
  deputy?: Deputy | undefined;
}

export interface Deputy {
  id: Id;
  covers: Delegation['covers'];
}

/** A client or prospect: the members with a role on it, and whether others may see it. */
export interface Client {
  id: Id;
  name: string;
  roles_held_by: readonly Id[];
  restricted: boolean;
}

/** What stands around an item when something is decided about it. */
export interface Around {
  members: readonly Hand[];
  /** Its client, where it has one. */
  client: Client | null;
  /** The client that a command names, when there is such a record the actor may read. */
  named: Client | null;
  /** The category that a command names, when there is such a one. */
  category: Category | null;
  /** The practice's tags that may be put on items. */
  tags: readonly { id: Id; name: string }[];
  /** The day on which it came: due dates count from it (IN-12). */
  received_on: PlainDate;
  /** Its document, where it asks for the approval of one. */
  document: DocumentFacts | null;
  /** The next free number, for an item that is about to be made. */
  next_number: number;
  /** What a new item takes up again, and the undecided one that does so already (IN-135, IN-137). */
  of: Item | null;
  taken_up: { id: Id; number: number } | null;
  /** The item that a command links it to, when there is such a one the actor may see. */
  linked: Item | null;
  /** In progress for mail and forms too (IN-24). */
  in_progress_for_all: boolean;
  /** Seconds in which a decision may be taken back (IN-104). */
  grace_seconds: number;
}

export interface ItemState {
  /** Version 0: about to be made. */
  item: Item;
  notes: readonly Note[];
  around: Around;
}

/** What a mail brings to its item. */
export type MailItem = Pick<
  Item,
  'subject' | 'client_id' | 'category_id' | 'contact' | 'assignee_id' | 'marks' | 'follows' | 'may_follow'
> &
  ByRules & {
    /** `form`: an outside app sends what its form was answered (IN-91). */
    origin: 'email' | 'form';
    source: Source;
  };

/** What an answer to a form brings to its item. */
export type AnswerItem = Pick<Item, 'subject' | 'contact' | 'category_id' | 'assignee_id'> &
  ByRules & { form_answer_id: Id };

/** What triage rules say of it beside (IN-186), and which rule set what. */
export interface ByRules {
  due_on: PlainDate | null;
  tags: Id[];
  triaged: { rule: string; set: string[] }[];
}

/** What a member takes of what was proposed; what is not named stays as it is. */
export interface Taken {
  client_id?: Id;
  category_id?: Id;
  assignee_id?: Id;
  due_on?: PlainDate | null;
  follows?: Id;
}

export type ItemCommand =
  /** `form_answer_id`: what the form of its category was answered (IN-11). */
  | ({ do: 'add'; form_answer_id?: Id } & z.infer<typeof newItem>)
  | ({ do: 'change' } & z.infer<typeof itemChanges>)
  | { do: 'add_tag'; tag: Id }
  | { do: 'remove_tag'; tag: Id }
  /** Takes what was proposed, in one act (IN-182). */
  | ({ do: 'accept' } & Taken)
  /** Keeps a proposal away. */
  | { do: 'decline'; proposal: string }
  | { do: 'set_status'; status: Status }
  | ({ do: 'decide' } & z.infer<typeof decisionBody>)
  | { do: 'take_back' }
  | ({ do: 'assign' } & z.infer<typeof assignmentBody>)
  /** Assign to me; only while nobody has it (IN-145). */
  | { do: 'take' }
  | ({ do: 'hold' } & z.infer<typeof holdBody>)
  | { do: 'release' }
  | ({ do: 'note' } & z.infer<typeof noteBody>)
  | { do: 'change_note'; note: Id; body: string }
  | { do: 'delete' }
  | { do: 'restore' }
  /** A mail becomes this item (IN-40). */
  | ({ do: 'take_in' } & MailItem)
  /** Another mail came about it (IN-64). `quiet`: nobody wrote it, so it is not marked (IN-72); `tells`: whoever has it hears of it (IN-75). */
  | { do: 'hear'; marks: readonly Mark[]; quiet: boolean; tells: boolean }
  /** A member writes to somebody about it (IN-152). */
  | { do: 'write'; to: string }
  /** A mail that was written about it did not leave, or came back; by the machine (IN-73). */
  | {
      do: 'mail_failed';
      verb: 'recalled' | 'failed' | 'bounced' | 'unknown';
      to: string;
      because: string;
      author_id: Id | null;
    }
  /** An answer to a form becomes this item (IN-90). */
  | ({ do: 'take_answer' } & AnswerItem)
  /** Makes this item anew from a decided or completed one. */
  | { do: 'resubmit'; of: Id }
  /** Its client was united with another record (IN-16). */
  | { do: 'follow'; client_id: Id }
  /** A document asks for approval; by the machine, with the decision of the document (IN-101). */
  | { do: 'ask'; document: Id; subject: string; client_id: Id; assignee_id: Id | null; note?: string | undefined }
  /** Send & approve: its mail is on its way (IN-107). */
  | { do: 'send'; message_id: Id; instructions?: string | undefined }
  /** What became of that mail; by the machine. `quietly`: it was taken back by hand. */
  | { do: 'sent'; message_id: Id }
  | { do: 'not_sent'; message_id: Id; because: string; quietly: boolean }
  | { do: 'unsure'; message_id: Id }
  /** A person is about to say what became of a mail of which nobody knows. */
  | { do: 'settle' }
  /** Takes an undecided request for approval back (IN-134). */
  | { do: 'withdraw'; reason: string }
  | { do: 'wake' };
