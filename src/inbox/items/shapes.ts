import { z } from '@hono/zod-openapi';
import { TABS } from './filters.ts';
import { contact, MARKS, ORIGINS, PRIORITIES, STATUSES, VALUES, VERDICTS } from './model.ts';

/** What the inbox's routes answer and take (inbox.md 5). */

const name = z.string().nullable();
const moment = z.string().nullable();

/** What SPF, DKIM and DMARC said of a sender; nothing where nobody looked (IN-69). */
export const checks = z.object({ spf: z.string(), dkim: z.string(), dmarc: z.string() }).nullish();

export const itemRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.int(),
    origin: z.enum(ORIGINS),
    status: z.enum(STATUSES),
    status_by: name,
    status_at: z.string(),
    subject: z.string(),
    client_id: z.uuid().nullable(),
    client: name,
    client_kind: z.enum(['client', 'prospect']).nullable(),
    client_inactive: z.boolean(),
    category_id: z.uuid().nullable(),
    category: name,
    contact: contact.nullable(),
    tags: z.array(z.uuid()),
    priority: z.enum(PRIORITIES),
    due_on: z.string().nullable(),
    overdue: z.boolean(),
    assignee_id: z.uuid().nullable(),
    assignee: name,
    assignee_inactive: z.boolean(),
    confidential: z.boolean(),
    hold: z.object({ why: z.string(), until: z.string().nullable() }).nullable(),
    decision: z
      .object({
        value: z.enum(VALUES),
        by: name,
        acting_for: name,
        /** Whoever decided had prepared the document, or stood in for who had (PL-S6). */
        own_work: z.boolean(),
        at: z.string(),
        final_at: z.string(),
        instructions: z.string().nullable(),
        /** The client got the document with it. */
        sent: z.boolean(),
      })
      .nullable(),
    completed: z.object({ by: name, at: z.string() }).nullable(),
    deleted: z.object({ by: name, at: z.string(), from_status: z.enum(STATUSES) }).nullable(),
    /** The document whose approval it asks for. */
    document_id: z.uuid().nullable(),
    /** A Send & approve on its way (IN-107), and why the last one sent nothing. */
    sending: z.object({ by: name, at: z.string(), message_id: z.uuid() }).nullable(),
    send_error: z.string().nullable(),
    notes: z.int(),
    /** The mail it was made of. */
    source: z
      .object({
        arrival_id: z.uuid(),
        from: z.string(),
        name: z.string(),
        received_at: z.string(),
        verdict: z.enum(VERDICTS),
        checks,
        tag: name,
      })
      .nullable(),
    marks: z.array(z.enum(MARKS)),
    created_at: z.string(),
    made_by: name,
    /** What its law and the rights of whoever asks leave open: the same rule that decides (IN-20). */
    may: z.object({
      update: z.boolean(),
      correct: z.boolean(),
      delete: z.boolean(),
      take: z.boolean(),
      resubmit: z.boolean(),
    }),
    /** The ways that are closed, each with its reason. */
    closed: z.partialRecord(z.enum(TABS), z.string()),
  })
  .openapi('ItemRow');

const link = z.object({ id: z.uuid(), number: z.int(), status: z.enum(STATUSES) });
export const noteRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    body: z.string(),
    author: z.string(),
    author_name: name,
    written_at: z.string(),
    edited_at: moment,
  })
  .openapi('ItemNote');
export const itemDetail = itemRow
  .extend({
    details: z.string(),
    /** The answer to a form that it was made of (IN-90). */
    form_answer_id: z.uuid().nullable(),
    watchers: z.array(z.object({ id: z.uuid(), name: z.string() })),
    /** Whether whoever asks may take its request for approval back (IN-134). */
    may_withdraw: z.boolean(),
    /** Its document is not there any more (IN-133). */
    document_removed: z.boolean(),
    /** What this one takes up again, and what takes this one up (IN-135). */
    resubmission_of: link.nullable(),
    resubmissions: z.array(link),
    /** The item whose mail it goes on with (IN-64). */
    follows: link.nullable(),
    /** Those with another mail under the same Message-ID (IN-61). */
    same_message: z.array(link),
    /** Clients and prospects that have the sender's address: one of them is its client, or is proposed (IN-67). */
    sender_clients: z.array(z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['client', 'prospect']) })),
  })
  .openapi('Item');

export const itemCounts = z
  .record(z.enum(STATUSES), z.object({ value: z.int(), capped: z.boolean() }))
  .openapi('ItemCounts');

/** What an act on one item answers. */
export const acted = z
  .object({
    id: z.uuid(),
    number: z.int(),
    version: z.int(),
    status: z.enum(STATUSES),
    /** Nothing had to change: who set it so, and when (IN-30). */
    unchanged: z.object({ by: name, at: z.string() }).nullable(),
    act_id: z.uuid(),
    /** What Undo takes back; null when nothing was done. */
    event_id: z.uuid().nullable(),
    /** For how long Undo is worth offering: a decision becomes final (IN-104). */
    undo_ms: z.int(),
  })
  .openapi('ItemActed');
