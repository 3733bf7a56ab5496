import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { millisecondsBetween } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { STATES } from '#messages/outbox/model.ts';

/** A mail of ours about an item, as its page shows it beside those that came. */
export const writtenRow = z
  .object({
    id: z.uuid(),
    to: z.string(),
    subject: z.string().nullable(),
    body: z.string(),
    author: z.string().nullable(),
    state: z.enum(STATES),
    /** Why it is held, was recalled, failed, or is unknown. */
    reason: z.string().nullable(),
    bounce: z.string().nullable(),
    at: z.string(),
    /** For how long it still waits to leave, and can be taken back (ME-52). */
    undo_ms: z.int(),
    attachments: z.array(z.object({ file_id: z.uuid(), name: z.string(), type: z.string(), size: z.int() })),
  })
  .openapi('ItemMail');
export type WrittenRow = z.infer<typeof writtenRow>;

/** What was written about an item, the oldest first. */
export const writtenAbout = async ({ tx, practice, now }: Desk, item: Id): Promise<WrittenRow[]> => {
  const { rows } = await sql<Omit<WrittenRow, 'undo_ms'> & { leaves_at: string }>`
    select m.id, m.address as to, m.subject, m.body, a.name as author, m.state, m.reason, m.bounce ->> 'text' as bounce,
      coalesce(m.accepted_at, m.created_at) as at, m.leaves_at,
      coalesce((select json_agg(json_build_object('file_id', f ->> 'file_id', 'name', f ->> 'name', 'type', f ->> 'type', 'size', f -> 'size'))
        from jsonb_array_elements(m.attachments) f), '[]') as attachments
    from app.message m
    left join app.member a on a.practice_id = m.practice_id and a.id = m.author_id
    where m.practice_id = ${practice.id} and m.item_id = ${item} order by m.id limit 200`.execute(tx);
  return rows.map(({ leaves_at, ...row }) => ({
    ...row,
    undo_ms: row.state === 'planned' ? Math.max(0, millisecondsBetween(now, leaves_at)) : 0,
  }));
};
