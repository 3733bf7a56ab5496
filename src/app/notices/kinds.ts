import type { Act } from '#kernel/access/roles/model.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { KindOfNotice, NoticeKind } from '#kernel/notices/port.ts';

/** The kinds of notices, with the verbs that belong to them: what members choose for on their own page (PL-125, WF-185). */
export interface Kind extends NoticeKind {
  verbs: readonly string[];
  /** Who is ever told of it; left out: everybody. */
  of?: Act;
}

/** A document waits for one's approval; for its mails there is a switch of the practice (IN-172). */
export const APPROVAL_ASKED = 'approval_asked';

export const KINDS: readonly Kind[] = [
  { kind: 'assigned', verbs: ['task.assigned', 'run.owner_changed', 'item.assigned'], by_default: 'at_once' },
  { kind: APPROVAL_ASKED, verbs: ['item.asked', 'item.withdrawn'], by_default: 'at_once', of: reads('inbox') },
  { kind: 'review_asked', verbs: ['task.review_asked'], by_default: 'at_once' },
  { kind: 'handed_back', verbs: ['task.handed_back', 'task.withdrawn'], by_default: 'at_once' },
  { kind: 'mentioned', verbs: ['task.mentioned', 'run.told', 'item.mentioned'], by_default: 'at_once' },
  {
    kind: 'attention',
    verbs: [
      'task.needs_attention',
      'run.needs_owner',
      'series.failed',
      'series.missed',
      'trigger.not_started',
      'message.held',
      'item.mail_failed',
      'item.mail_unknown',
      'item.mail_bounced',
      'item.send_failed',
      'item.send_unknown',
      'document.mail_failed',
      'document.mail_unknown',
      'document.mail_bounced',
      'channel.down',
      'mailbox.failing',
      'mailbox.fell_quiet',
      'intake_address.fell_quiet',
    ],
    by_default: 'at_once',
  },
  { kind: 'ready', verbs: ['task.ready', 'series.ready', 'item.hold_ended'], by_default: 'digest' },
  { kind: 'due_tomorrow', verbs: ['task.due_tomorrow', 'item.due_tomorrow'], by_default: 'digest' },
  { kind: 'overdue', verbs: ['task.overdue', 'item.overdue'], by_default: 'digest' },
  { kind: 'approved', verbs: ['task.approved', 'item.decided'], by_default: 'digest' },
  { kind: 'instructions', verbs: ['item.instructed'], by_default: 'digest', of: reads('inbox') },
  { kind: 'run_ended', verbs: ['run.completed', 'run.cancelled'], by_default: 'digest' },
  { kind: 'reply', verbs: ['conversation.reply_came', 'item.mail_added'], by_default: 'digest', of: reads('inbox') },
  {
    kind: 'trigger_paused',
    verbs: ['trigger.paused'],
    by_default: 'digest',
    of: writes('workflows', 'workflows.design'),
  },
  { kind: 'deputies', verbs: ['delegation'], by_default: 'digest' },
];

/** Not a kind: whether the daily digest is wanted at all (WF-187). */
export const DAILY = 'daily_digest';

/** What a later part tells of before it says what kind that is. */
const OTHER: NoticeKind = { kind: 'other', by_default: 'digest' };

const BY_VERB = new Map(KINDS.flatMap((one) => one.verbs.map((verb) => [verb, one] as const)));

export const kindOfNotice: KindOfNotice = (verb) => BY_VERB.get(verb) ?? OTHER;
