import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { Checks, Mark, SenderVerdict } from '../items/model.ts';

/** One mail taken in, with its raw file and its one outcome (inbox.md 2). */

export const OUTCOMES = ['received', 'item_made', 'added', 'handed_on', 'duplicate', 'set_aside'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const CLASSES = ['ordinary', 'auto_generated', 'auto_reply', 'bounce', 'receipt', 'loop'] as const;
export type MailClass = (typeof CLASSES)[number];
/** What the mail server was told; the practice is chosen by `to` alone (IN-44). */
export interface Envelope {
  from: string;
  to: string[];
  ip: string | null;
  helo: string | null;
  tls: boolean;
}

/** A file of a mail, by the id under which it stands on the item. */
export interface Attachment {
  file_id: Id;
  name: string;
  type: string;
  bytes: number;
  /** Named in the text by this id, as pictures are (IN-81). */
  content_id: string | null;
  /** A program, a script, macros, or a name that its content contradicts (IN-87). */
  careful: boolean;
}

/** As it came in, before anything is decided (IN-45). */
export interface Arrived {
  way: 'smtp' | 'imap';
  /** The mailbox it was fetched from, and whose findings about its sender count there (IN-48, IN-68). */
  mailbox_id: Id | null;
  verdict_host: string | null;
  envelope: Envelope;
  sender: string;
  to_address: string;
  message_id: string | null;
  /** Of the mail as its sender wrote it; of a mail that is too large the raw file holds less (IN-53). */
  size_bytes: number;
}

/** What reading it gave. */
export interface ReadMail {
  fingerprint: string;
  class: MailClass;
  verdict: SenderVerdict;
  /** What the verdict rests on; null where nobody looked. */
  checks: Checks | null;
  from_address: string;
  from_name: string;
  subject: string | null;
  sent_at: Instant | null;
  body: string;
  html: string | null;
  attachments: Attachment[];
  marks: Mark[];
}

/** What became of it. */
export interface Settled {
  outcome: Exclude<Outcome, 'received'>;
  because: string | null;
  item_id: Id | null;
}

export interface Arrival extends Thing, Arrived, Omit<ReadMail, 'fingerprint' | 'class'> {
  received_at: Instant;
  fingerprint: string | null;
  class: MailClass | null;
  outcome: Outcome;
  because: string | null;
  item_id: Id | null;
  decided_at: Instant | null;
  /** Its raw file was removed, as it made no item (IN-76). */
  raw_removed_at: Instant | null;
}

export type ArrivalCommand =
  | { do: 'receive'; arrived: Arrived }
  | { do: 'settle'; read: ReadMail; settled: Settled }
  /** A set-aside one that a member made an item of (IN-76). */
  | { do: 'make_item'; read: ReadMail; item_id: Id };

export interface ArrivalState {
  /** Version 0: about to come in. */
  arrival: Arrival;
}
