import type { Id } from '#ground/id.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { type New, OWN, type Recipient } from '#messages/outbox/model.ts';
import type { Letter } from './letter.ts';

interface OwnMail {
  to: Recipient;
  /** What makes it the same mail, behind the mark of own mails. */
  key: string;
  letter: Letter;
  /** Whom it names, so that an erased one is found here too (PE-29). */
  about: readonly Id[];
  /** What it tells of: read by its reader once more when it leaves (IN-173). */
  things?: readonly Ref[];
  sender: { name: string; address: string };
  /** Where an answer to it goes; left out: to its sender. */
  reply_to?: string | undefined;
}

/** A mail of the practice to its own people, as the outbox takes it. */
export const ownMail = ({ to, key, letter, about, things = [], sender, reply_to }: OwnMail): New => ({
  class: 'internal',
  channel: 'email',
  key: `${OWN}${key}`,
  automatic: true,
  author_id: null,
  run_id: null,
  task_id: null,
  item_id: null,
  subject_kind: null,
  subject_id: null,
  client_id: null,
  recipients: [to],
  from_name: sender.name,
  from_address: sender.address,
  reply_to: reply_to ?? null,
  subject: letter.subject,
  html: letter.html,
  body: letter.text,
  used: Object.fromEntries([...about, ...things].map((named) => [named, ''])),
  missing: [],
  template_id: null,
  template_version: null,
  locale: null,
  zone: null,
  headers: {},
  secret_letter: null,
});
