import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';

/**
 * What the outbox needs of a provider (ME-71). A new provider is one adapter under `connectors/`; rules and tests stay. An
 * adapter never throws for what the provider or the network does: each of its ends is one of the four answers.
 */

export interface Attachment {
  name: string;
  /** For example `application/pdf`. */
  type: string;
  bytes: Uint8Array;
}

/** An e-mail as it leaves: rendered, addressed, with the id that stays the same over attempts (ME-59). */
export interface Mail {
  id: Id;
  /** Without angle brackets: `<id>@<mail domain>`. */
  message_id: string;
  from: { name: string; address: string };
  reply_to: string | null;
  /** The envelope's sender: a bounce goes there (ME-72). */
  return_path: string;
  to: readonly string[];
  cc: readonly string[];
  subject: string;
  text: string;
  html: string | null;
  /** Further header lines, by name: `List-Unsubscribe`, `In-Reply-To`, `Auto-Submitted`. */
  headers: Readonly<Record<string, string>>;
  attachments: readonly Attachment[];
}

/** An SMS as it leaves; numbers are E.164. */
export interface Text {
  id: Id;
  to: string;
  from: string;
  body: string;
  /** Where the provider reports what became of it; it carries the message's id (ME-59). Null without a public address. */
  status_callback: string | null;
}

export type Answer =
  /** Taken. `refused` are the recipients it did not take (ME-66). */
  | { answer: 'accepted'; provider_id: string; refused: readonly { address: string; code: string; text: string }[] }
  /**
   * Not taken, and it did not leave. `temporary`: worth another try, no sooner than `retry_after` seconds where it says so
   * (ME-60). `code` and `text` are the provider's own words.
   */
  | {
      answer: 'refused';
      temporary: boolean;
      code: string;
      text: string;
      retry_after?: number;
      bounce?: 'hard' | 'opted_out';
    }
  /** The content was handed over and no clear answer came: it may have left (ME-63). */
  | { answer: 'unknown'; text: string }
  /** The channel's own fault: wrong key, no TLS, nobody there. Nothing left (ME-62). */
  | { answer: 'down'; text: string };

export interface EmailPort {
  send(mail: Mail): Promise<Answer>;
}

export type Found =
  | { found: 'found'; provider_id: string; status: string }
  | { found: 'absent' }
  | { found: 'cannot_tell' };

export interface SmsPort {
  send(text: Text): Promise<Answer>;
  /** Whether the provider has a text like this, sent at `since` or later (ME-64). */
  find(text: Text, since: Instant): Promise<Found>;
}
