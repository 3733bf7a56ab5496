import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { type Instant, isDate, type PlainDate } from '#ground/time.ts';
import type { Actor, Command } from '#kernel/decision/model.ts';
import { reason } from '#people/fields/text.ts';

export const CHANNELS = ['email', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];
export type MessageClass = 'chase' | 'service' | 'internal' | 'security';

export const CONSENT_STATES = ['none', 'consented', 'opted_out'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];
export const CONSENT_SOURCES = ['form', 'import', 'member', 'keyword'] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

export const REASONS = ['hard_bounce', 'soft_bounces', 'complaint', 'unsubscribed', 'opted_out', 'by_hand'] as const;
export type SuppressionReason = (typeof REASONS)[number];
/** What a suppression stops: chase messages alone, or every class (ME-43). */
export const REACHES = ['chase', 'all'] as const;
export type Reach = (typeof REACHES)[number];

/**
 * All that is known of one address of a practice, whoever has it (ME-42): its consent and its suppression. `version` 0: nothing
 * is known yet.
 */
export interface Address {
  id: Id;
  version: number;
  channel: Channel;
  /** An e-mail address in lower case, or a number as E.164. */
  address: string;
  consent_state: ConsentState;
  consent_source: ConsentSource | null;
  /** What was said or written, as evidence (ME-36). */
  consent_words: string | null;
  consent_file: Id | null;
  /** When it was given or withdrawn. */
  consent_at: Instant | null;
  consent_by: Actor | null;
  consent_person: Id | null;
  consent_contact: Id | null;
  /** Null: not suppressed. */
  reason: SuppressionReason | null;
  reach: Reach | null;
  since: Instant | null;
  /** In the words of the provider or member; once lifted, why it was. */
  evidence: string | null;
  suppressed_by: Actor | null;
  /** Soft bounces of the last 14 days. */
  soft_bounces: Instant[];
}

export const blankAddress = (id: Id, channel: Channel, address: string): Address => ({
  id,
  version: 0,
  channel,
  address,
  consent_state: 'none',
  consent_source: null,
  consent_words: null,
  consent_file: null,
  consent_at: null,
  consent_by: null,
  consent_person: null,
  consent_contact: null,
  reason: null,
  reach: null,
  since: null,
  evidence: null,
  suppressed_by: null,
  soft_bounces: [],
});

/** Fields whose values go to the private part of an event (PL-102). */
export const PERSONAL = ['address', 'consent_words', 'evidence'] as const;

const words = z.string().trim().max(500, 'At most 500 characters.');
const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');

/** What is recorded of a consent; an import brings date and source, or is refused (ME-36). */
export const newConsent = z
  .strictObject({
    number: z.string().trim().min(1, 'Type the number.').max(60, 'A number has at most 60 characters.'),
    client: z.uuid(),
    source: z.enum(['form', 'import', 'member']).default('member'),
    /** What they said or wrote. */
    words: words.min(1, 'Say how the consent was given, in a few words.'),
    file: z.uuid().nullable().default(null),
    given_on: day.optional(),
  })
  .refine(({ source, given_on }) => source !== 'import' || given_on, {
    path: ['given_on'],
    message: 'A consent that is imported needs the day on which it was given.',
  });

/** Withdrawing asks for nothing but the number: it is always possible (ME-36). */
export const optOut = z.strictObject({
  number: z.string().trim().min(1, 'Type the number.').max(60, 'A number has at most 60 characters.'),
  client: z.uuid(),
  words: words.optional(),
});

export const newSuppression = z.strictObject({
  channel: z.enum(CHANNELS),
  address: z.string().trim().min(1, 'Type the address.').max(254, 'An address has at most 254 characters.'),
  reach: z.enum(REACHES).default('chase'),
  reason,
});
export const liftingBody = z.strictObject({ reason });

/** Which address a command is about, already read: see `readAddress`. */
interface About {
  channel: Channel;
  address: string;
}

export type AddressCommand = (
  | {
      do: 'record_consent';
      person: Id | null;
      contact?: Id | null;
      source: Exclude<ConsentSource, 'keyword'>;
      words: string;
      file?: Id | null;
      given_on?: PlainDate | undefined;
    }
  /** A member, a form or the recipient's own STOP; 21610 of a provider too (ME-37, ME-40). */
  | { do: 'withdraw_consent'; source: ConsentSource; words?: string | undefined }
  /** The recipient's own START (ME-38): nothing happens unless they had stopped. */
  | { do: 'restore_consent'; words: string }
  | { do: 'suppress'; reach: Reach; reason: string }
  /** What a provider reported; `evidence` in its words, `at` when it happened (ME-40). */
  | { do: 'bounced'; kind: 'hard' | 'soft'; at: Instant; evidence: string }
  | { do: 'complained'; evidence: string }
  | { do: 'unsubscribed'; evidence: string }
  /** The recipient's own «keep receiving» (ME-114): nothing happens unless they had unsubscribed. */
  | { do: 'resubscribed' }
  | { do: 'lift'; reason: string }
) &
  About;
true satisfies AddressCommand extends Command ? true : false;

export interface AddressState {
  address: Address;
  /** Prospects and clients that have it now, by themselves or through a contact: their timelines tell of it. */
  holders: readonly Id[];
}
