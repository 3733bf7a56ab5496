import { randomBytes } from 'node:crypto';
import { type Message, rfc2822, type Status, segments } from './answers.ts';
import type { Waiting } from './faults.ts';

export interface Settings {
  account: string;
  /** What signs callbacks; with the account's sid it also signs in. */
  authToken: string;
  key: string;
  secret: string;
  /** Where inbound messages go; empty: nowhere. */
  inbound: string;
  /** Milliseconds between two statuses. */
  pace: number;
  /** Whether STOP, START and HELP are answered here, as the provider does by default. */
  keywords: boolean;
}

/** All it knows, in memory: a new start is an empty account. */
export interface World {
  settings: Settings;
  /** The newest first, as lists show them. */
  messages: Message[];
  faults: Waiting[];
  /** `our number|their number` pairs that said STOP. */
  stopped: Set<string>;
  /** What was posted to the product, and what it answered. */
  callbacks: { url: string; fields: Record<string, string>; answered: number | null }[];
  /** Requests that asked to send, taken or not. */
  asked: number;
  /** So many new connections are cut before a byte is read. */
  cutting: number;
}

export const newWorld = (settings: Settings): World => ({
  settings,
  messages: [],
  faults: [],
  stopped: new Set(),
  callbacks: [],
  asked: 0,
  cutting: 0,
});

type Given = Pick<Message, 'to' | 'from' | 'body' | 'direction' | 'status'> & { service?: string | null };

/** Takes a message in. */
export const addMessage = (world: World, { service = null, ...given }: Given): Message => {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const { account } = world.settings;
  const uri = `/2010-04-01/Accounts/${account}/Messages/${sid}`;
  const now = rfc2822(new Date());
  const message: Message = {
    account_sid: account,
    api_version: '2010-04-01',
    body: given.body,
    date_created: now,
    date_sent: given.direction === 'inbound' ? now : null,
    date_updated: now,
    direction: given.direction,
    error_code: null,
    error_message: null,
    from: given.from,
    messaging_service_sid: service,
    num_media: '0',
    num_segments: String(segments(given.body)),
    price: null,
    price_unit: 'USD',
    sid,
    status: given.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: given.to,
    uri: `${uri}.json`,
  };
  world.messages.unshift(message);
  return message;
};

export const moveTo = (message: Message, status: Status, code: number | null = null): void => {
  const now = rfc2822(new Date());
  message.status = status;
  message.date_updated = now;
  if (status === 'sent' || status === 'failed') message.date_sent ??= now;
  message.error_code = code;
};
