import { z } from '@hono/zod-openapi';
import { CHANNELS, CLASSES, edit, STATES, TABS } from './model.ts';

/** What the outbox answers and takes (messages.md 6). */

export const messageFilters = {
  tab: z.enum(TABS).optional(),
  state: z.enum(STATES).optional(),
  /** Letters about signing in are in no list. */
  class: z.enum(CLASSES).exclude(['security']).optional(),
  channel: z.enum(CHANNELS).optional(),
  /** Why they are held, failed or were recalled: a code. */
  reason: z.string().max(40).optional(),
  client: z.uuid().optional(),
  run: z.uuid().optional(),
  /** First and last day on which they leave or left. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  q: z.string().max(100).optional(),
};

const moment = z.string().nullable();
/** A message as the outbox shows it. */
export const messageRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    class: z.enum(CLASSES),
    channel: z.enum(CHANNELS),
    automatic: z.boolean(),
    /** A member sent it to themselves to look at (ME-25). */
    test: z.boolean(),
    state: z.enum(STATES),
    /** The subject, or how an SMS begins. */
    title: z.string(),
    to_name: z.string(),
    to_address: z.string(),
    /** Further recipients. */
    to_more: z.int(),
    client_id: z.uuid().nullable(),
    client: z.string().nullable(),
    subject_kind: z.string().nullable(),
    subject_id: z.uuid().nullable(),
    about: z.string().nullable(),
    run_id: z.uuid().nullable(),
    workflow: z.string().nullable(),
    author_id: z.uuid().nullable(),
    author: z.string().nullable(),
    reason_code: z.string().nullable(),
    reason: z.string().nullable(),
    planned_at: z.string(),
    leaves_at: z.string(),
    accepted_at: moment,
    /** It went to the delivery folder and left this machine for nobody (ME-77). */
    saved: z.boolean(),
    bounced_at: moment,
    replied_at: moment,
    missing: z.array(z.string()),
    tries: z.int(),
    /** How many files go along. */
    files: z.int(),
  })
  .openapi('MessageRow');

const pace = z.object({ kind: z.enum(CHANNELS), per_minute: z.int(), last_leaves_at: z.string() });
/** By channel: where more is due than may leave in a minute, when the last one leaves (ME-125). */
export const paces = z.array(pace);

/** The counts of the tabs, each up to 1,000, and the channels that nobody set up. */
export const messageStrip = z
  .object({
    today: z.int(),
    next_7_days: z.int(),
    needs_check: z.int(),
    held: z.int(),
    failed: z.int(),
    /** Held because far more than usual was about to leave (ME-49). */
    braked: z.int(),
    /** Of what leaves today; and of what the brake holds, if all of it were let go now. */
    paces,
    braked_paces: paces,
    folder: z.array(z.enum(CHANNELS)),
    down: z.array(z.object({ kind: z.enum(CHANNELS), since: z.string(), because: z.string() })),
  })
  .openapi('MessageStrip');

const asked = z.object({ what: z.string(), seen: z.string(), lets: z.boolean() });
const attempt = z
  .object({
    number: z.int(),
    node: z.string(),
    started_at: z.string(),
    ended_at: moment,
    outcome: z.enum(['started', 'sent', 'refused', 'down', 'unknown']),
    code: z.string().nullable(),
    answer: z.string().nullable(),
    asked: z.array(asked).optional(),
  })
  .openapi('Attempt');
export const attemptsShape = z.object({ items: z.array(attempt) });

/** «Why did this (not) go?» (ME-121). */
export const explanation = z
  .object({
    cause: z.object({
      by: z.enum(['rule', 'member', 'program']),
      author: z.string().nullable(),
      workflow: z.string().nullable(),
      step: z.string().nullable(),
      at: z.string(),
    }),
    /** What was asked of its cause, and what was seen; `at` is when. */
    asked: z.object({
      at: z.string(),
      items: z.array(asked),
    }),
    window: z.object({
      written_at: z.string(),
      planned_at: z.string(),
      /** How long it stands in the outbox at least. */
      kept_seconds: z.int(),
      leaves_at: z.string(),
      /** What sets the time: the plan, the hold window, or that it was put back or moved. */
      by: z.enum(['plan', 'hold_window', 'at_once', 'moved']),
    }),
  })
  .openapi('MessageExplanation');

/** Everything as it leaves or left (ME-70). */
export const messageDetail = messageRow
  .extend({
    from_name: z.string(),
    from_address: z.string(),
    reply_to: z.string().nullable(),
    recipients: z.array(
      z.object({
        address: z.string(),
        name: z.string(),
        record: z.object({ kind: z.string(), id: z.uuid() }).nullable(),
      }),
    ),
    subject: z.string().nullable(),
    html: z.string().nullable(),
    body: z.string(),
    headers: z.record(z.string(), z.string()),
    attachments: z.array(
      z.object({ file_id: z.uuid(), name: z.string(), type: z.string(), size: z.int(), sha256: z.string() }),
    ),
    template_id: z.uuid().nullable(),
    template_version: z.int().nullable(),
    locale: z.string().nullable(),
    used: z.record(z.string(), z.string()),
    task_id: z.uuid().nullable(),
    message_id: z.string().nullable(),
    provider_id: z.string().nullable(),
    refused: z.array(z.object({ address: z.string(), code: z.string(), text: z.string() })),
    delivered_at: moment,
    bounce: z
      .object({ kind: z.enum(['hard', 'soft']), address: z.string(), code: z.string(), text: z.string() })
      .nullable(),
    complained_at: moment,
    pressed_at: moment,
    attempts: z.array(attempt),
    explanation,
  })
  .openapi('Message');

/** A message after an act. */
export const messageActed = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.enum(STATES),
    leaves_at: z.string(),
    act_id: z.uuid(),
    event_id: z.uuid().nullable(),
  })
  .openapi('MessageAct');

const reason = z.string().trim().min(1).max(500);
export const holdBody = z.strictObject({ reason: reason.optional() });
/** Not this one, or not now (ME-53). */
export const recallBody = z.union([
  z.strictObject({ later: z.iso.datetime() }),
  z.strictObject({ reason: reason.optional() }),
]);
export const contentBody = edit;
/** What became of it, or that it is to be sent again (ME-64). */
export const resolutionBody = z.union([
  z.strictObject({ went: z.boolean() }),
  z.strictObject({ send_again: z.literal(true) }),
]);
