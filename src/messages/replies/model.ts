import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import type { Actor, Thing } from '#kernel/decision/model.ts';

/** What comes back from people and machines, and the conversations it makes (messages.md 3.1, 4.10). */

export type Channel = 'email' | 'sms';
export const KINDS = ['person', 'automatic', 'bounce', 'complaint'] as const;
export type ReplyKind = (typeof KINDS)[number];
export type Keyword = 'stop' | 'start' | 'help' | 'mentions_stop';
/** The first that fits (ME-80). */
export const MATCHED_BY = ['message_id', 'token', 'sender', 'number'] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

/** As it came in, before anything is decided (ME-79). */
export interface Arrived {
  channel: Channel;
  /** The Message-ID without brackets, or the provider's id; of a mail without one, the hash of its bytes. */
  provider_id: string;
  from_address: string;
  /** Whom it was handed to. */
  to_address: string;
  /** The envelope's sender; null for texts. */
  return_path: string | null;
  bytes: number;
  /** Of a text; a mail is read later, from its stored bytes. */
  body: string;
}

export interface Attached {
  name: string;
  type: string;
  size: number;
}

/** What reading it gave, as far as it could be read. */
export interface Read {
  from_address: string;
  from_name: string;
  subject: string | null;
  body: string;
  html: string | null;
  attachments: Attached[];
  unread_because: string | null;
  authenticated: boolean;
}

/** What was decided about it. */
export interface Judged {
  kind: ReplyKind;
  keyword: Keyword | null;
  matched_by: MatchedBy | null;
  message_id: Id | null;
  conversation_id: Id | null;
  client_id: Id | null;
}

export interface Reply extends Thing, Read, Omit<Judged, 'kind'> {
  channel: Channel;
  provider_id: string;
  to_address: string;
  return_path: string | null;
  received_at: Instant;
  bytes: number;
  kind: ReplyKind | null;
  decided_at: Instant | null;
}

export type ReplyCommand = { do: 'receive'; arrived: Arrived } | { do: 'decide'; read?: Read; judged: Judged };

export interface ReplyState {
  /** Version 0: about to come in. */
  reply: Reply;
}

/** With whom about what. */
export interface Thread {
  channel: Channel;
  /** Theirs. */
  address: string;
  our_address: string;
  name: string;
  client_id: Id | null;
  run_id: Id | null;
  subject: string | null;
  /** Whose it is. */
  member_id: Id | null;
  message_id: Id | null;
}

/** Open while a reply waits for an answer or for *Mark as handled* (ME-82, ME-85). */
export interface Conversation extends Thing, Thread {
  last_at: Instant;
  last_line: string;
  last_from: 'them' | 'us';
  replies: number;
  open_since: Instant | null;
  handled_at: Instant | null;
  handled_by: Actor | null;
}

export type ConversationCommand =
  /** `quiet`: it asks for nothing, as STOP does. */
  | { do: 'reply_came'; thread: Thread; reply: Id; at: Instant; line: string; quiet: boolean; may_mean_stop: boolean }
  /** A member's answer was written. */
  | { do: 'answered'; at: Instant; line: string; message: Id }
  | { do: 'handle' }
  | { do: 'open_again' };

export interface ConversationState {
  conversation: Conversation;
  /** Whose work it belongs to, for reach. */
  about: ThingFacts;
}

/** What this room asks of those above it; `app/house.ts` fills it. */
export interface ConversationsPort<D> {
  about(desk: D, conversations: readonly Conversation[]): Promise<ReadonlyMap<Id, ThingFacts>>;
}
