import type { Facts } from '#kernel/decision/model.ts';

/** What happened to the practice's mailboxes, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'mailbox.added': ({ user }) => `connected the mailbox ${user?.[1] ?? ''}`.trim(),
  'mailbox.changed': ({ secret_at }) =>
    secret_at ? 'gave a mailbox another password' : 'changed how a mailbox is read',
  'mailbox.switched_on': () => 'switched a mailbox on',
  'mailbox.switched_off': () => 'switched a mailbox off',
  'mailbox.deleted': () => 'removed a mailbox',
  'mailbox.failing': ({ failing_because }) => `could not read a mailbox: ${failing_because?.[1] ?? ''}`,
  'mailbox.still_failing': ({ failing_because }) => `still could not read a mailbox: ${failing_because?.[1] ?? ''}`,
  'mailbox.fell_quiet': () => 'found that a mailbox brings no mail any more',
  'mailbox.heard_again': () => 'found that a mailbox brings mail again',
  'mailbox.recovered': () => 'could read a mailbox again',
};
