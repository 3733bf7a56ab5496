import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant, TimeZone } from '#ground/time.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import type { Json, Thing } from '#kernel/decision/model.ts';
import type { FileRow } from '#kernel/files/model.ts';
import type { Address } from '#messages/addresses/model.ts';
import type { Along, Attaching } from './attaching.ts';
import type { Answer } from './port.ts';

/** Everything that leaves for a person, from its writing to what became of it (messages.md 3). */

export const CLASSES = ['chase', 'service', 'internal', 'security'] as const;
export type MessageClass = (typeof CLASSES)[number];
/** Keys of mails to members about their own work begin so: what is in them is for their reader, and stands in no list (PL-126). */
export const OWN = 'own:';
export const CHANNELS = ['email', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];
export const STATES = ['planned', 'held', 'recalled', 'started', 'sent', 'failed', 'unknown'] as const;
export type MessageState = (typeof STATES)[number];

/** A mail with more takes its files along as links (ME-30). */
export const MOST_ATTACHED_BYTES = 10 * 1_048_576;
export const MOST_FILES = 20;
/** How long such links open. */
export const FILES_KEPT_DAYS = 90;

/** The tabs of the outbox, each a filter that has a name (messages.md 5). */
export const TABS = ['today', 'next_7_days', 'needs_check', 'held', 'sent', 'failed', 'recalled'] as const;
export type Tab = (typeof TABS)[number];

export const RECORDS = ['person', 'employee', 'member', 'contact'] as const;
export interface Recipient {
  /** An e-mail address or an E.164 number. */
  address: string;
  name: string;
  /** Who that is here, where it is somebody. */
  record: { kind: (typeof RECORDS)[number]; id: Id } | null;
}

/** What is to be read, as it was rendered. */
export interface Writing {
  /** Null for an SMS. */
  subject: string | null;
  html: string | null;
  body: string;
  /** Fields and the values they had (ME-70). */
  used: Record<string, string>;
  /** Fields that had none, and no fallback (ME-12). */
  missing: string[];
}

export interface Message extends Thing, Writing {
  class: MessageClass;
  channel: Channel;
  /** What makes two messages the same: the same key again is the first message (ME-56). */
  key: string;
  /** By a rule, not by a member's hand. */
  automatic: boolean;
  /** A member pressed the button for it, whoever wrote it: it waits for no slot (ME-44). */
  by_hand: boolean;
  author_id: Id | null;
  run_id: Id | null;
  task_id: Id | null;
  /** The item of the inbox that it is about: answers to it find that item (IN-62). */
  item_id: Id | null;
  subject_kind: 'person' | 'employee' | 'invoice' | null;
  subject_id: Id | null;
  /** On whose timeline it stands. */
  client_id: Id | null;
  recipients: Recipient[];
  /** The first recipient's, in small letters. */
  address: string;
  from_name: string;
  from_address: string;
  reply_to: string | null;
  template_id: Id | null;
  template_version: number | null;
  locale: string | null;
  /** Where the first recipient is; null: where the practice is (ME-45). */
  zone: TimeZone | null;
  headers: Record<string, string>;
  /** Of a letter whose link only its receiver may read: what its words are made of when it leaves (PL-S12). */
  secret_letter: Json;
  /** Files of the practice. */
  attachments: { file_id: Id; name: string; type: string; size: number; sha256: string }[];
  state: MessageState;
  planned_at: Instant;
  leaves_at: Instant;
  /** Why it is held, was recalled, failed, or is unknown: a code for programs and a sentence for people. */
  reason_code: string | null;
  reason: string | null;
  /** Refusals for now, so far (ME-60). */
  tries: number;
  attempts: Attempt[];
  /** When the latest of them began. */
  started_at: Instant | null;
  /** It was sent again once because nobody knew (ME-64). */
  sent_again: boolean;
  /** Since when only the channel keeps it here (ME-62). */
  waits_since: Instant | null;
  /** It went to the delivery folder, and left this machine for nobody (ME-77). */
  saved: boolean;
  provider_id: string | null;
  accepted_at: Instant | null;
  /** Recipients the provider did not take while it took others (ME-66). */
  refused: { address: string; code: string; text: string }[];
  delivered_at: Instant | null;
  bounced_at: Instant | null;
  bounce: Bounce | null;
  complained_at: Instant | null;
  pressed_at: Instant | null;
  replied_at: Instant | null;
  /** When it was held because far more than usual was to leave on its day (ME-49). */
  braked_at: Instant | null;
  /** When words and addresses were taken out of it (PE-29). */
  erased_at: Instant | null;
  /** Set by the loop. */
  created_at?: Instant;
}

export interface Bounce {
  kind: 'hard' | 'soft';
  address: string;
  code: string;
  text: string;
}

/** Committed as `started` before the provider is called, ended after it (ME-58). */
export interface Attempt {
  number: number;
  /** The process that made it. */
  node: string;
  started_at: Instant;
  ended_at: Instant | null;
  outcome: 'started' | 'sent' | 'refused' | 'down' | 'unknown';
  /** The provider's own words. */
  code: string | null;
  answer: string | null;
  /** What was asked before it began, and what was seen (ME-121). */
  asked?: Asked[];
}

/** A question that was asked whether a message may leave, and its answer in words. */
export interface Asked {
  what: string;
  seen: string;
  lets: boolean;
}

/** What a decision must know of the channel it leaves by; of a channel nobody set up, the defaults and the folder. */
export interface ChannelFacts {
  provider: 'folder' | 'smtp' | 'twilio';
  /** Of automatic messages, in minutes; of those by hand, in seconds (ME-52). */
  hold_minutes: number;
  manual_seconds: number;
  unknown_policy: 'ask' | 'again';
}

/** Whether it may still leave, by the room that caused it (ME-89). */
export type Leave = (
  | { go: true; writing?: Writing }
  | { go: false; instead: 'recall' | 'hold'; code: string; because: string }
) & {
  /** All that was asked on the way to the answer (ME-121). */
  asked?: Asked[];
};

export interface OutboxState {
  /** Version 0: about to be written. */
  message: Message;
  /** Those it has, and those it is about to take. */
  files: readonly FileRow[];
  channel: ChannelFacts;
  /** Another message with the key that is asked for (ME-56). */
  twin: { id: Id } | null;
  leave: Leave;
  /** What is known of the addresses it goes to, by `channel:address` (ME-35, ME-40). */
  known: ReadonlyMap<string, Address>;
  /** When automatic messages to its address began to leave within the last day (ME-48). */
  recent: readonly Instant[];
  /** One to the same address that stands before it (ME-57). */
  behind: boolean;
  /** Whose work it belongs to, for reach. */
  about: ThingFacts;
}

/** *Edit once*: subject and text of one message; its HTML part is made anew from the text (ME-54). */
export const edit = z
  .strictObject({
    subject: z.string().trim().min(1, 'Write a subject.').max(998).nullable(),
    body: z.string().min(1, 'Write the text.').max(200_000),
  })
  .partial();

export type New = Pick<
  Message,
  | 'class'
  | 'channel'
  | 'key'
  | 'automatic'
  | 'author_id'
  | 'run_id'
  | 'task_id'
  | 'item_id'
  | 'subject_kind'
  | 'subject_id'
  | 'client_id'
  | 'recipients'
  | 'from_name'
  | 'from_address'
  | 'reply_to'
  | 'template_id'
  | 'template_version'
  | 'locale'
  | 'zone'
  | 'headers'
  | 'secret_letter'
  | keyof Writing
>;

export type MessageCommand =
  /**
   * `planned_at`: when it is to leave; left out, as soon as its window allows. `approval`: somebody looks at it first.
   * `attaching`: files that were uploaded; `along`: files that belong to something else and go with it.
   */
  | { do: 'write'; message: New; planned_at?: Instant; approval?: boolean; attaching?: Attaching; along?: Along }
  | { do: 'hold'; code?: string; reason?: string | undefined }
  | { do: 'release' }
  | { do: 'approve' }
  | { do: 'recall'; code?: string; reason?: string | undefined }
  | { do: 'restore' }
  | { do: 'send_later'; at: Instant }
  | { do: 'send_now' }
  | ({ do: 'edit' } & z.infer<typeof edit>)
  | { do: 'retry' }
  /** A person says what became of an unknown one (ME-64). */
  | { do: 'resolve'; went: boolean }
  | { do: 'send_again' }
  | MachineCommand;

export type MachineCommand =
  | { do: 'wake' }
  /** Far more than usual is about to leave on its day (ME-49). */
  | { do: 'brake'; reason: string }
  /** Whom it is to or about was erased (PE-29). */
  | { do: 'erase' }
  /** What was missing has a value now, or the words changed with the facts (ME-12, ME-55). */
  | { do: 'write_anew'; writing: Writing }
  | { do: 'begin'; attempt: number; node: string }
  /** A file of it is not there any more (ME-31). */
  | { do: 'lacks'; attempt: number; file: string }
  | { do: 'end'; attempt: number; answer: Answer; saved: boolean }
  /** The provider has it, whatever became of our attempt (ME-65). */
  | { do: 'proved'; at: Instant; provider_id: string }
  | { do: 'delivered'; at: Instant }
  | { do: 'bounced'; at: Instant; bounce: Bounce }
  | { do: 'complained'; at: Instant }
  | { do: 'replied'; at: Instant }
  | { do: 'pressed'; at: Instant };
