import { z } from '@hono/zod-openapi';
import { AFTERS, MAILBOX_STATES, SECURITIES } from './model.ts';

/** A mailbox as it is set up; its secret is never given back. */
export const mailboxRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    host: z.string(),
    port: z.int(),
    security: z.enum(SECURITIES),
    user: z.string(),
    secret_at: z.string(),
    folder: z.string(),
    poll_seconds: z.int(),
    after: z.enum(AFTERS),
    move_to: z.string().nullable(),
    first_days: z.int(),
    trusted_verdict_host: z.string().nullable(),
    on: z.boolean(),
    state: z.enum(MAILBOX_STATES),
    failing_since: z.string().nullable(),
    failing_because: z.string().nullable(),
    /** When it was last read, and when it last brought a mail. */
    last_ok_at: z.string().nullable(),
    last_mail_at: z.string().nullable(),
    /** Working days without mail after which somebody is told, since when it is quiet, and what its past suggests (IN-181). */
    quiet_days: z.int().nullable(),
    quiet_since: z.string().nullable(),
    quiet_suggested: z.int().nullable(),
    /** Mails that are taken and could not be moved or deleted yet, and why. */
    to_do: z.int(),
    to_do_because: z.string().nullable(),
  })
  .openapi('Mailbox');

export const mailboxCheck = z
  .object({
    ok: z.boolean(),
    /** The server's answer where it is not. */
    because: z.string().nullable(),
    messages: z.int().nullable(),
    /** It tells by itself when mail comes. */
    tells: z.boolean().nullable(),
  })
  .openapi('MailboxCheck');
