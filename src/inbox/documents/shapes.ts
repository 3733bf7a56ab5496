import { z } from '@hono/zod-openapi';
import { DOCUMENT_STATES, FOUR_EYES, LETTER_KINDS, LETTER_STATES, MARKS, money, REASONS } from './model.ts';

/** What the routes of documents answer and take (inbox.md 5). */

export const documentFilters = {
  state: z.enum(DOCUMENT_STATES).optional(),
  client: z.uuid().optional(),
  profile: z.uuid().optional(),
  mark: z.enum(MARKS).optional(),
  q: z.string().max(100).optional(),
};

const file = z.object({ id: z.uuid(), name: z.string(), type: z.string(), bytes: z.int() });

export const documentRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    title: z.string(),
    file,
    client_id: z.uuid().nullable(),
    client: z.string().nullable(),
    profile_id: z.uuid().nullable(),
    profile: z.string().nullable(),
    amount: money.nullable(),
    expected_amount: money.nullable(),
    state: z.enum(DOCUMENT_STATES),
    failure: z.string().nullable(),
    approval_reasons: z.array(z.enum(REASONS)),
    prepared_by: z.string().nullable(),
    marks: z.array(z.enum(MARKS)),
    /** Why the client was not told (IN-185). */
    not_told: z.string().nullable(),
    told_at: z.string().nullable(),
    file_only: z.boolean(),
    item: z.object({ id: z.uuid(), number: z.int(), status: z.string() }).nullable(),
    /** How it goes to the client. */
    letter: z.object({ id: z.uuid(), kind: z.enum(LETTER_KINDS), state: z.enum(LETTER_STATES) }).nullable(),
    created_at: z.string(),
  })
  .openapi('DocumentRow');

export const correspondence = z
  .object({
    id: z.uuid(),
    version: z.int(),
    document_id: z.uuid(),
    kind: z.enum(LETTER_KINDS),
    subject: z.string(),
    body: z.string(),
    missing_fields: z.array(z.string()),
    state: z.enum(LETTER_STATES),
    /** Where it goes instead of the client's own address, and why (IN-113). */
    other_to: z.string().nullable(),
    other_to_because: z.string().nullable(),
    sent_to: z.string().nullable(),
    sent_at: z.string().nullable(),
    printed_at: z.string().nullable(),
    message_id: z.uuid().nullable(),
  })
  .openapi('Correspondence');

export const documentDetail = documentRow
  .extend({
    correspondence: correspondence.nullable(),
    /** To whom its e-mail would go: read from the client's record, and from nowhere else (IN-113). */
    recipient: z.object({ name: z.string(), address: z.string().nullable() }).nullable(),
    /** Why its e-mail cannot be sent now; null when it can (IN-112). */
    unsendable: z.object({ code: z.string(), because: z.string() }).nullable(),
    /** Why its letter cannot be printed now; null when it can, and where there is none (IN-116). */
    unprintable: z.object({ code: z.string(), because: z.string() }).nullable(),
    /** Characters of its letter that the built-in layout has no picture of (IN-117). */
    without_glyph: z.array(z.string()),
    /** The mail on its way. */
    message: z
      .object({ id: z.uuid(), state: z.string(), leaves_at: z.string(), reason: z.string().nullable() })
      .nullable(),
  })
  .openapi('Document');

export const profileShape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    send_for_approval: z.boolean(),
    approver: z.union([z.object({ role: z.string() }), z.object({ member: z.uuid() })]).nullable(),
    variance: money.nullable(),
    four_eyes: z.enum(FOUR_EYES),
    four_eyes_above: money.nullable(),
    file_only: z.boolean(),
    message_template_id: z.uuid().nullable(),
    letter_template_id: z.uuid().nullable(),
    auto_send: z.boolean(),
    on: z.boolean(),
  })
  .openapi('DocumentProfile');

export const documentActed = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.enum(DOCUMENT_STATES),
    failure: z.string().nullable(),
    item_id: z.uuid().nullable(),
    act_id: z.uuid(),
    event_id: z.uuid().nullable(),
  })
  .openapi('DocumentActed');
