import { z } from '@hono/zod-openapi';
import type { FileRow } from './model.ts';

/** A file as the API shows it, here and where a thing lists its files. */
export const fileSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    type: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    state: z.enum(['uploading', 'ready', 'removed', 'refused', 'deleted']),
    thing: z.string().nullable(),
    uploaded_by: z.string(),
    at: z.string(),
    removed_at: z.string().nullable(),
  })
  .openapi('File');

export const shownFile = ({ declared_type: _, ...row }: FileRow): z.infer<typeof fileSchema> => row;
