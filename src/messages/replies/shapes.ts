import { z } from '@hono/zod-openapi';

/** What conversations answer and take (messages.md 6). */

export const VIEWS = ['open', 'mine', 'handled', 'not_matched'] as const;
export const conversationFilters = {
  view: z.enum(VIEWS).optional(),
  channel: z.enum(['email', 'sms']).optional(),
  client: z.uuid().optional(),
  q: z.string().max(100).optional(),
};
const moment = z.string().nullable();
export const conversationRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    /** `unmatched`: something that came in and matches nothing (ME-81). */
    kind: z.enum(['conversation', 'unmatched']),
    channel: z.enum(['email', 'sms']),
    address: z.string(),
    name: z.string(),
    client_id: z.uuid().nullable(),
    client: z.string().nullable(),
    run_id: z.uuid().nullable(),
    workflow: z.string().nullable(),
    subject: z.string().nullable(),
    member_id: z.uuid().nullable(),
    member: z.string().nullable(),
    last_at: z.string(),
    last_line: z.string(),
    last_from: z.enum(['them', 'us']),
    replies: z.int(),
    open_since: moment,
    handled_at: moment,
    /** Its run waits for the answer (CO-93). */
    holds: z.boolean(),
  })
  .openapi('ConversationRow');
export const entry = z.object({
  id: z.uuid(),
  kind: z.enum(['reply', 'message']),
  at: z.string(),
  name: z.string(),
  subject: z.string().nullable(),
  body: z.string(),
  has_html: z.boolean(),
  attachments: z.array(z.object({ file_id: z.uuid().optional(), name: z.string(), type: z.string(), size: z.int() })),
  unread_because: z.string().nullable(),
  /** Of a mail: whether our own mail server found its sender to be who it says (ME-80); null of everything else. */
  authenticated: z.boolean().nullable(),
  has_raw: z.boolean(),
  /** Of a message of ours: how far it is. */
  state: z.string().nullable(),
});
export const conversationDetail = conversationRow.extend({ entries: z.array(entry) }).openapi('Conversation');
export const answerBody = z.strictObject({
  body: z.string().trim().min(1, 'Write the answer.').max(20_000, 'An answer has at most 20,000 characters.'),
  /** Uploaded before; together beyond 10 MB they go as links (ME-30). */
  files: z.array(z.uuid()).max(20).default([]),
});
