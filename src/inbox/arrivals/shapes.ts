import { z } from '@hono/zod-openapi';
import { MARKS, VERDICTS } from '../items/model.ts';
import { checks } from '../items/shapes.ts';
import { CLASSES, OUTCOMES } from './model.ts';

/** What the routes of mail taken in answer (inbox.md 5). */

export const arrivalFilters = {
  outcome: z.enum(OUTCOMES).optional(),
  /** The mails of one item. */
  item: z.uuid().optional(),
};

const item = z.object({ id: z.uuid(), number: z.int(), subject: z.string() });

export const arrivalRow = z
  .object({
    id: z.uuid(),
    way: z.enum(['smtp', 'imap']),
    /** The envelope's sender, and the address of ours that it came to. */
    sender: z.string(),
    to_address: z.string(),
    from_address: z.string(),
    from_name: z.string(),
    subject: z.string().nullable(),
    received_at: z.string(),
    sent_at: z.string().nullable(),
    size_bytes: z.int(),
    class: z.enum(CLASSES).nullable(),
    verdict: z.enum(VERDICTS),
    checks,
    outcome: z.enum(OUTCOMES),
    because: z.string().nullable(),
    item: item.nullable(),
    marks: z.array(z.enum(MARKS)),
    attachments: z.array(
      z.object({
        file_id: z.uuid(),
        name: z.string(),
        type: z.string(),
        bytes: z.int(),
        content_id: z.string().nullable(),
        careful: z.boolean(),
      }),
    ),
    has_html: z.boolean(),
    /** Its bytes are there still (IN-76). */
    has_raw: z.boolean(),
    /** The first words of its text. */
    line: z.string(),
  })
  .openapi('ArrivalRow');

export const arrivalDetail = arrivalRow.extend({ body: z.string() }).openapi('Arrival');
