import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isAmount } from '#ground/text.ts';
import type { Instant } from '#ground/time.ts';
import type { Actor, Thing } from '#kernel/decision/model.ts';
import type { FileRow } from '#kernel/files/model.ts';
import type { Signature } from '../signatures/model.ts';

/** What a practice prepares for its clients, and the e-mail that takes it to them (inbox.md 2). */

export const DOCUMENT_STATES = ['unprocessed', 'awaiting_approval', 'processed', 'filed', 'failed'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];
export const REASONS = ['profile', 'client', 'manual'] as const;
export type ApprovalReason = (typeof REASONS)[number];
export const MARKS = ['client_not_notified', 'instructions', 'not_approved_instructions'] as const;
export type Mark = (typeof MARKS)[number];
export const FOUR_EYES = ['off', 'always', 'above'] as const;
/** A mail with more is not sent (IN-112). */
export const MOST_SENT_BYTES = 20 * 1_048_576;

export const money = z.strictObject({
  amount: z.string().refine(isAmount, 'An amount is written like 4310.00.'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'A currency has three capital letters, for example AUD.'),
});
export type Money = z.infer<typeof money>;

const approver = z.union([z.strictObject({ role: z.string().max(60) }), z.strictObject({ member: z.uuid() })]);
export type Approver = z.infer<typeof approver>;

const profileFields = {
  name: z.string().trim().min(1, 'Give the profile a name.').max(100, 'A name has at most 100 characters.'),
  send_for_approval: z.boolean(),
  approver: approver.nullable(),
  variance: money.nullable(),
  four_eyes: z.enum(FOUR_EYES),
  four_eyes_above: money.nullable(),
  file_only: z.boolean(),
  message_template_id: z.uuid().nullable(),
  letter_template_id: z.uuid().nullable(),
  auto_send: z.boolean(),
  on: z.boolean(),
};
export const newProfile = z.strictObject({
  ...profileFields,
  send_for_approval: profileFields.send_for_approval.default(true),
  approver: profileFields.approver.default(null),
  variance: profileFields.variance.default(null),
  four_eyes: profileFields.four_eyes.default('off'),
  four_eyes_above: profileFields.four_eyes_above.default(null),
  file_only: profileFields.file_only.default(false),
  message_template_id: profileFields.message_template_id.default(null),
  letter_template_id: profileFields.letter_template_id.default(null),
  auto_send: profileFields.auto_send.default(false),
  on: profileFields.on.default(true),
});
export const profileChanges = z.strictObject(profileFields).partial();

export interface Profile extends Thing {
  name: string;
  send_for_approval: boolean;
  approver: Approver | null;
  /** As far from what was expected an amount needs no approval (IN-102). */
  variance: Money | null;
  four_eyes: (typeof FOUR_EYES)[number];
  four_eyes_above: Money | null;
  /** The client gets nothing (IN-115). */
  file_only: boolean;
  /** The wording of the e-mail, and of a letter's text. */
  message_template_id: Id | null;
  /** The paper of letters (IN-116). */
  letter_template_id: Id | null;
  /** What needs no approval leaves as it is processed (IN-115). */
  auto_send: boolean;
  on: boolean;
  deleted_at: Instant | null;
}

export interface ProfileState {
  profile: Profile;
  around: {
    /** Other profiles' names, in small letters. */
    taken: readonly string[];
    members: ReadonlySet<Id>;
    /** Whether the template that is named can be sent as an e-mail. */
    usable: boolean;
    /** Whether the letter template that is named is there. */
    paper: boolean;
  };
}
export type ProfileCommand =
  | ({ do: 'add' } & z.infer<typeof newProfile>)
  | ({ do: 'change' } & z.infer<typeof profileChanges>)
  | { do: 'delete' };

const title = z.string().trim().min(1, 'Give the document a title.').max(300, 'A title has at most 300 characters.');
const documentFields = {
  title,
  client_id: z.uuid().nullable(),
  profile_id: z.uuid().nullable(),
  amount: money.nullable(),
  expected_amount: money.nullable(),
};
export const newDocument = z.strictObject({
  file_id: z.uuid(),
  title,
  client_id: documentFields.client_id.default(null),
  profile_id: documentFields.profile_id.default(null),
  amount: documentFields.amount.default(null),
  expected_amount: documentFields.expected_amount.default(null),
});
export const documentChanges = z.strictObject(documentFields).partial();
export const letterText = z.strictObject({
  subject: z
    .string()
    .trim()
    .min(1, 'Write a subject.')
    .max(998, 'A subject has at most 998 characters.')
    .refine((text) => !/[\r\n]/.test(text), 'A subject is one line.'),
  body: z.string().min(1, 'Write the text.').max(200_000, 'A text has at most 200,000 characters.'),
});
export type LetterText = z.infer<typeof letterText>;
export const otherRecipient = z.strictObject({
  to: z.email('This is not an e-mail address.').max(254),
  reason: z
    .string()
    .trim()
    .min(1, 'Say why it goes to another address.')
    .max(500, 'A reason has at most 500 characters.'),
});

export interface Document extends Thing {
  file_id: Id;
  profile_id: Id | null;
  client_id: Id | null;
  title: string;
  amount: Money | null;
  expected_amount: Money | null;
  state: DocumentState;
  /** Why it could not be processed. */
  failure: string | null;
  approval_reasons: ApprovalReason[];
  prepared_by: Actor;
  marks: Mark[];
  /** Why the client was not told (IN-185), and since when they are. */
  not_told: string | null;
  told_at: Instant | null;
  /** The newest item that asks for its approval. */
  item_id: Id | null;
  /** Its newest e-mail or letter. */
  correspondence_id: Id | null;
  deleted_at: Instant | null;
}

export const LETTER_STATES = ['draft', 'sending', 'sent', 'printed', 'removed'] as const;
export const LETTER_KINDS = ['email', 'letter'] as const;
export interface Correspondence extends Thing {
  document_id: Id;
  kind: (typeof LETTER_KINDS)[number];
  subject: string;
  body: string;
  html: string | null;
  /** Of a letter: what each field of its template is filled with; empty where there was no value. */
  used: Record<string, string>;
  missing_fields: string[];
  template_id: Id | null;
  template_version: number | null;
  locale: string | null;
  letter_template_id: Id | null;
  /** The Word file that the letter is written on, whatever becomes of its template. */
  letter_file_id: Id | null;
  /** Where it goes instead of the client's own address, and why (IN-113). */
  other_to: string | null;
  other_to_because: string | null;
  state: (typeof LETTER_STATES)[number];
  sent_to: string | null;
  message_id: Id | null;
  sent_at: Instant | null;
  printed_at: Instant | null;
  /** Of a letter: whose approval it bears; null before, and of what needed none. */
  signed: Signed | null;
}

/** As it was when they approved: whatever becomes of their name and picture, the letter stays (IN-116). */
export interface Signed {
  name: string;
  /** The picture; null: the name stands there. */
  signature_id: Id | null;
}

/** A client or prospect as far as a document needs to know. */
export interface DocumentClient {
  id: Id;
  name: string;
  active: boolean;
  /** Their address on the record, where they have one (IN-113). */
  email: string | null;
  /** Who holds which role for them. */
  roles: Readonly<Record<string, Id>>;
  restricted: boolean;
  /** Null: as the profile says. */
  delivery: Delivery | null;
  /** Whatever profiles and amounts say, all of their documents need approval (IN-100). */
  approve_everything: boolean;
}

export const DELIVERIES = ['email', 'letter', 'none'] as const;
export type Delivery = (typeof DELIVERIES)[number];
export const deliveryChanges = z
  .strictObject({ method: z.enum(DELIVERIES).nullable(), approve_everything: z.boolean() })
  .partial();

export interface ClientDelivery extends Thing {
  method: Delivery | null;
  approve_everything: boolean;
}
export interface ClientDeliveryState {
  /** Version 0: nothing was said yet. */
  delivery: ClientDelivery;
  client: DocumentClient;
}
export type ClientDeliveryCommand = { do: 'set' } & z.infer<typeof deliveryChanges>;

/** An e-mail or a letter as its templates make it for one client. */
export type Words = Pick<
  Correspondence,
  | 'kind'
  | 'letter_template_id'
  | 'letter_file_id'
  | 'subject'
  | 'body'
  | 'html'
  | 'used'
  | 'missing_fields'
  | 'template_id'
  | 'template_version'
  | 'locale'
>;

export interface DocumentRoomState {
  /** Version 0: about to be made. */
  document: Document;
  /** Its newest e-mail or letter. */
  letter: Correspondence | null;
  /** Its file, and the one it is about to take. */
  files: readonly FileRow[];
  /** Whoever approves it, as they sign now. */
  signer: { name: string; signature: Signature | null } | null;
  around: {
    client: DocumentClient | null;
    /** The client and profile that a command names, when there are such. */
    named_client: DocumentClient | null;
    named_profile: Profile | null;
    profile: Profile | null;
    /** What the profile's templates make for the client; null where they make nothing. */
    words: Words | null;
    /** Addresses of the members of the practice, in small letters. */
    member_addresses: ReadonlySet<string>;
    /** Until when its approval may still be taken back; null when it may not (IN-104). */
    open_until: Instant | null;
  };
}

export type DocumentCommand =
  | ({ do: 'add' } & z.infer<typeof newDocument>)
  | ({ do: 'change' } & z.infer<typeof documentChanges>)
  | { do: 'process' }
  /** By hand, whatever the profile says (IN-100). */
  | { do: 'request' }
  | { do: 'file' }
  /** Taken away; decided items keep their title (IN-133). */
  | { do: 'remove' }
  /** Saves the e-mail; `seen`: the version that was edited; `deciding`: with the decision that approves this text (IN-111). */
  | { do: 'save'; text: LetterText; seen: number; deciding?: boolean }
  /** What was seen is what is sent: refuses a text that somebody changed meanwhile. */
  | { do: 'check'; seen: number }
  /** Its e-mail goes to another address than the client's; null: to theirs again (IN-113). */
  | { do: 'readdress'; to: string | null; because: string | null; seen: number }
  /** Its letter was printed and posted (IN-108). */
  | { do: 'print' }
  /** Its e-mail goes to `to`, the address the approver saw. */
  | { do: 'send'; message_id: Id; seen_address: string | null }
  /** Processed, it goes to its client now: what needed no approval, or was approved only (IN-108, IN-115). */
  | {
      do: 'deliver';
      message_id: Id;
      seen_address: string | null;
      text?: LetterText | undefined;
      seen?: number | undefined;
    }
  | DocumentNews;

/** What became of it elsewhere; by the machine. */
export type DocumentNews =
  | {
      do: 'decided';
      item: Id;
      value: 'approved' | 'not_approved';
      instructions: string | null;
      sent: boolean;
      /** The member who decided; null where a program did. */
      by: Id | null;
    }
  | { do: 'reopened'; item: Id }
  /** The mail that took it to its client left. */
  | { do: 'sent'; message_id: Id }
  | { do: 'not_sent'; message_id: Id; because: string }
  /** It should have left by itself (IN-115). */
  | { do: 'not_delivered'; because: string }
  | { do: 'withdrawn'; item: Id }
  | { do: 'resubmitted'; item: Id }
  | { do: 'bounced'; message_id: Id; because: string }
  /** Its client was united with another record, or is apart again (IN-16). */
  | { do: 'follow'; client_id: Id };
