import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Json, Thing } from '#kernel/decision/model.ts';

/** How a practice's messages leave (messages.md 3.1, ME-68, ME-72, ME-73, ME-78). */

export const CHANNEL_KINDS = ['email', 'sms'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One channel per practice and kind, under an id that says which. */
const IDS: Record<ChannelKind, Id> = {
  email: '00000000-0000-7000-8000-0000000000e1',
  sms: '00000000-0000-7000-8000-0000000000e2',
};
export const channelId = (kind: ChannelKind): Id => IDS[kind];
export const kindOfChannel = (id: Id): ChannelKind | undefined => CHANNEL_KINDS.find((kind) => IDS[kind] === id);
export const PROVIDERS = ['folder', 'smtp', 'twilio'] as const;
export type Provider = (typeof PROVIDERS)[number];

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]+$/i;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
export const smtpSettings = z
  .strictObject({
    host: z.string().trim().max(253).regex(HOST, 'Give the name or address of a mail server, without «smtp://».'),
    port: z.int().min(1).max(65_535),
    /** `implicit`: from the first byte, usually port 465; `starttls`: asked for and required; `none`: only to this machine itself. */
    tls: z.enum(['implicit', 'starttls', 'none']),
    user: z.string().max(320).default(''),
  })
  .refine(({ tls, host }) => tls !== 'none' || LOOPBACK.test(host), {
    path: ['tls'],
    message: 'Without TLS only a mail server on this machine itself is spoken to.',
  });
export type SmtpSettings = z.infer<typeof smtpSettings>;

export const twilioSettings = z.strictObject({
  account_sid: z.string().regex(/^AC[0-9a-f]{32}$/i, 'An account’s SID begins with AC and has 34 characters.'),
  key_sid: z.string().regex(/^(SK|AC)[0-9a-f]{32}$/i, 'A key’s SID begins with SK and has 34 characters.'),
  messaging_service_sid: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/i, 'A messaging service’s SID begins with MG and has 34 characters.')
    .nullable()
    .default(null),
  /** Who answers STOP, START and HELP: Twilio does it by itself, and two answers would be one too many (ME-39). */
  keywords: z.enum(['provider', 'ours']).default('provider'),
  /** Twilio's, unless something that speaks like it stands elsewhere. */
  base_url: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
});

const common = {
  display_name: z
    .string()
    .trim()
    .max(80)
    .regex(/^[^\r\n<>]*$/, 'A name has no line breaks and no angle brackets.'),
  per_minute: z.int().min(1).max(6000),
  hold_minutes: z.int().min(0).max(60),
  manual_seconds: z.int().min(0).max(300),
  unknown_policy: z.enum(['ask', 'again']),
  /** Sent once, kept sealed, never given back; an empty text takes it away (ME-78). */
  secret: z.string().max(1000),
};
/** What a member saves; left out is left as it is. */
export const channelChanges = z
  .strictObject({
    ...common,
    provider: z.enum(PROVIDERS),
    address: z.string().trim().max(254),
    settings: z.record(z.string(), z.unknown()),
  })
  .partial();
export type ChannelChanges = z.infer<typeof channelChanges>;

export interface ChannelRow extends Thing {
  kind: ChannelKind;
  provider: Provider;
  /** An e-mail address, or a number in E.164. */
  address: string;
  display_name: string;
  settings: Record<string, Json>;
  /** The secret itself stands in no event and is loaded only to send (ME-78). */
  secret_set: boolean;
  /** When somebody last gave it. */
  secret_at: Instant | null;
  per_minute: number;
  hold_minutes: number;
  manual_seconds: number;
  unknown_policy: 'ask' | 'again';
  /** Since when it does not work, and in whose words (ME-62). */
  down_since: Instant | null;
  down_because: string | null;
  checked_at: Instant | null;
}

export type ChannelCommand =
  | ({ do: 'set_up' } & Omit<ChannelChanges, 'secret'> & { secret?: 'given' | 'taken_away' })
  /** Another secret for what the provider signs its callbacks with, or none any more (ME-74). */
  | { do: 'signs_with'; set: boolean }
  | { do: 'checked' }
  | { do: 'is_down'; because: string }
  | { do: 'is_up' };

export interface ChannelState {
  channel: ChannelRow;
}

/** As it is while nobody has set it up: messages are kept in the delivery folder (ME-76). */
export const untouchedChannel = (id: string, kind: ChannelKind): ChannelRow => ({
  id,
  version: 0,
  kind,
  provider: 'folder',
  address: '',
  display_name: '',
  settings: {},
  secret_set: false,
  secret_at: null,
  per_minute: 60,
  hold_minutes: 10,
  manual_seconds: 30,
  unknown_policy: 'ask',
  down_since: null,
  down_because: null,
  checked_at: null,
});
