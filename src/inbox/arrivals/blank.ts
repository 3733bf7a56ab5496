import type { Id } from '#ground/id.ts';
import type { Arrival } from './model.ts';

/** A mail that is about to come in. */
export const blankArrival = (id: Id): Arrival => ({
  id,
  version: 0,
  way: 'smtp',
  mailbox_id: null,
  verdict_host: null,
  envelope: { from: '', to: [], ip: null, helo: null, tls: false },
  sender: '',
  to_address: '',
  message_id: null,
  fingerprint: null,
  size_bytes: 0,
  received_at: '',
  class: null,
  verdict: 'not_checked',
  checks: null,
  outcome: 'received',
  because: null,
  item_id: null,
  decided_at: null,
  from_address: '',
  from_name: '',
  subject: null,
  sent_at: null,
  body: '',
  html: null,
  attachments: [],
  marks: [],
  raw_removed_at: null,
});
