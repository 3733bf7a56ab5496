import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { anyRecords, RECORDS } from './records.ts';

export const record = z.object({
  id: z.uuid(),
  /** prospect, client, contact or employee */
  kind: z.string(),
  display_name: z.string(),
  numbers: z.array(z.string()),
});
/** Records as lists name them: what they are, how they are called, their numbers. */
export const shownRecords = async (desk: Desk, ids: readonly Id[]) => {
  const found = await anyRecords(desk, [...new Set(ids)]);
  return new Map(
    [...found].map(([id, { kind: of, row }]): [Id, z.infer<typeof record>] => {
      const { name, numbers } = RECORDS[of].named(row);
      return [id, { id, kind: of === 'person' ? String(row.kind) : of, display_name: name, numbers: [...numbers] }];
    }),
  );
};
