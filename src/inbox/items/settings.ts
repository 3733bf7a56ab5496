import { z } from 'zod';
import type { PracticeFacts } from '#kernel/decision/model.ts';

/** What a practice sets for its inbox: `practice.settings.inbox`. */
export const inboxSettings = z.strictObject({
  /** In progress for mail and forms too, not only for items added by hand (IN-24). */
  in_progress_for_mail_and_forms: z.boolean().default(false),
  /** Seconds in which whoever decided may take it back; 0: none (IN-104). */
  grace_seconds: z.int().min(0).max(60, 'At most 60 seconds.').default(10),
  /** «We have received your mail, number #n» to whoever writes (IN-74). */
  automatic_answer: z.boolean().default(false),
  /** What a mail server takes for unwanted is an item with a mark, and is not set aside (IN-70). */
  spam_marks_only: z.boolean().default(false),
  /** Whoever shall approve a document is told by mail too, as they choose (IN-172). */
  approval_mail: z.boolean().default(true),
  /** Approving many may send too, once every recipient was listed (IN-124). */
  bulk_send: z.boolean().default(false),
  /** For how many days the raw files of mail that made no item are kept (IN-76). */
  raw_days: z.int().min(30, 'At least 30 days.').max(3650, 'At most 3,650 days.').default(90),
});
export type InboxSettings = z.infer<typeof inboxSettings>;

export const settingsOf = ({ settings }: Pick<PracticeFacts, 'settings'>): InboxSettings =>
  inboxSettings.parse(settings.inbox ?? {});
