import { z } from 'zod';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import { quietDays, type Watched } from '../quiet/rules.ts';

/** A mailbox of the practice's own that mail is fetched from (inbox.md 2, IN-48). */

export const SECURITIES = ['tls', 'starttls'] as const;
export type Security = (typeof SECURITIES)[number];
/** What becomes of a mail there once it is taken (IN-51). */
export const AFTERS = ['leave', 'move', 'delete'] as const;
export type After = (typeof AFTERS)[number];
export const MAILBOX_STATES = ['ok', 'failing', 'off'] as const;
export type MailboxStatus = (typeof MAILBOX_STATES)[number];

export const MOST_MAILBOXES = 5;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]+$/i;
const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;
/** No character that ends a line. */
const ONE_LINE = /^[^\p{Cc}]*$/u;

const fields = {
  host: z.string().trim().max(253).regex(HOST, 'Give the name or address of a mail server, without «imap://».'),
  port: z.int().min(1).max(65_535),
  /** `tls`: from the first byte, usually port 993; `starttls`: asked for and required. Nothing is read without (IN-48). */
  security: z.enum(SECURITIES),
  user: z.string().trim().min(1, 'Give the name that the mailbox is opened with.').max(320).regex(ONE_LINE),
  /** Sent once, kept sealed, never given back. */
  secret: z.string().min(1, 'Give the password of the mailbox.').max(1000),
  folder: z.string().trim().min(1, 'Give a folder.').max(200).regex(ONE_LINE),
  poll_seconds: z.int().min(30).max(3600),
  after: z.enum(AFTERS),
  move_to: z.string().trim().min(1).max(200).regex(ONE_LINE).nullable(),
  /** Days of mail that the first connection takes; 0: only what arrives from then on (IN-50). */
  first_days: z.int().min(0).max(30),
  /** The name under which the mailbox's server writes what it found about senders (IN-68). */
  trusted_verdict_host: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(NAME, 'Give the name as it stands in Authentication-Results, for example mx.example.com.')
    .nullable(),
  on: z.boolean(),
  quiet_days: quietDays,
};
export const newMailbox = z.strictObject({
  ...fields,
  port: fields.port.default(993),
  security: fields.security.default('tls'),
  folder: fields.folder.default('INBOX'),
  poll_seconds: fields.poll_seconds.default(60),
  after: fields.after.default('leave'),
  move_to: fields.move_to.default(null),
  first_days: fields.first_days.default(0),
  trusted_verdict_host: fields.trusted_verdict_host.default(null),
  on: fields.on.default(true),
  quiet_days: fields.quiet_days.default(null),
});
const { first_days: _, ...changeable } = fields;
export const mailboxChanges = z.strictObject(changeable).partial();

export interface Mailbox extends Thing, Watched {
  host: string;
  port: number;
  security: Security;
  user: string;
  /** When somebody last gave the secret, which itself stands in no event. */
  secret_at: Instant;
  folder: string;
  poll_seconds: number;
  after: After;
  move_to: string | null;
  first_days: number;
  trusted_verdict_host: string | null;
  failing_since: Instant | null;
  failing_because: string | null;
}

export type MailboxCommand =
  | ({ do: 'add' } & Omit<z.infer<typeof newMailbox>, 'secret'>)
  /** `new_secret`: another one was given with it; which, no event tells. */
  | ({ do: 'change'; new_secret: boolean } & Omit<z.infer<typeof mailboxChanges>, 'secret'>)
  | { do: 'delete' }
  /** It could not be read for a while, in the server's words (IN-52). */
  | { do: 'is_failing'; because: string }
  | { do: 'is_ok' }
  /** Its quiet alarm looks whether mail came (IN-181). */
  | { do: 'wake' };

export interface MailboxState {
  /** Version 0: about to be made. */
  mailbox: Mailbox;
  /** The others that are there. */
  others: readonly Mailbox[];
  /** When it last brought a mail; read where its quiet alarm looks. */
  last_mail_at: Instant | null;
}

/** Where its mail stands, in the words of inbox.md 2. */
export const statusOf = ({ on, failing_since }: Pick<Mailbox, 'on' | 'failing_since'>): MailboxStatus =>
  on ? (failing_since ? 'failing' : 'ok') : 'off';
