import type { MailboxRow } from '#inbox/mailboxes/lists.ts';
import { useThing } from '#kernel/ui/query.ts';

export type { MailboxRow };
export const MAILBOXES = '/mailboxes';
export const useMailboxes = () => useThing<{ items: MailboxRow[] }>(MAILBOXES);

export interface MailboxCheck {
  ok: boolean;
  because: string | null;
  messages: number | null;
  tells: boolean | null;
}
